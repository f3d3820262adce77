"""The nightly watch: recount the book and stop the payouts of a fund that does not add up (D16)."""

import structlog

from backend.access.actor import Actor
from backend.access.write import verb
from backend.ledger import book
from backend.ledger.models import Fund
from backend.ledger.verify import Report, verify

log = structlog.get_logger(__name__)


@verb
def freeze_breached(*, actor: Actor) -> Report:
    """Recount everything and freeze each fund in which a mismatch was found; gives the report."""
    report = verify()
    for fund in Fund.objects.filter(pk__in=report.breached, frozen_at=None).order_by("pk"):
        book.freeze(fund, actor=actor, reason="夜间核对发现账目不符，已暂停支付，待查明。")
        log.error("ledger_fund_frozen", fund=fund.pk, findings=len(report.findings))
    return report
