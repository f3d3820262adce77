"""The fund keeper's own verbs: open a fund, enter what came in, unfreeze."""

from datetime import date

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.write import verb
from backend.audit import trail
from backend.kernel import clock
from backend.kernel.errors import Conflict, Invalid, NotFound
from backend.kernel.money import Money
from backend.ledger import book
from backend.ledger.binding import RECEIPT_ENTERED, digest_of_receipt
from backend.ledger.entries import FundKind
from backend.ledger.models import Fund, Receipt, Transfer
from backend.ledger.verify import verify
from backend.unions.models import Union


@verb
def open_fund(
    union_number: str, code: str, name: str, kind: FundKind, *, actor: Actor, earmarked: str = ""
) -> Fund:
    """Open a fund 设立经费 for a union in the actor's reach."""
    union = Union.objects.filter(number=union_number).first()
    if union is None or not actor.can(Permission.LEDGER_FUND_READ, within=union):
        raise NotFound
    actor.must(Permission.LEDGER_FUND_WRITE, within=union)
    return book.open_fund(code, name, union, kind, actor=actor, earmarked=earmarked)


@verb
def take_in(
    fund_number: str,
    amount: Money,
    *,
    actor: Actor,
    payer: str,
    reference: str,
    received_on: date,
) -> Transfer:
    """Enter money that came in 登记收款, by its paper; the same paper counts once.

    Raises Conflict `receipt_entered`, Invalid `received_in_future`.
    """
    fund = _fund_for(fund_number, actor)
    if received_on > clock.today():
        raise Invalid("received_in_future", "到账日期不能晚于今天，请核对。")
    if Receipt.objects.filter(fund=fund, reference=reference).exists():
        raise Conflict("receipt_entered", f"凭证号“{reference}”已经登记过，不能重复入账。")
    receipt = Receipt.objects.create(
        fund=fund,
        payer=payer,
        reference=reference,
        received_on=received_on,
        entered_by_id=actor.user_id,
    )
    digest = digest_of_receipt(receipt)
    trail.record(actor, RECEIPT_ENTERED, receipt, union_id=fund.union_id, digest=digest)
    reason = f"{payer} {reference}"
    return book.receive(fund, amount, receipt, actor=actor, reason=reason)


@verb
def unfreeze(fund_number: str, *, actor: Actor) -> Fund:
    """Let a frozen fund pay again 解除冻结; only when a fresh recount finds nothing in it.

    Raises Conflict `not_frozen`, `still_breached`.
    """
    fund = _fund_for(fund_number, actor)
    if not fund.is_frozen:
        raise Conflict("not_frozen", "这笔经费没有冻结，不用解除。")
    if fund.pk in verify().breached:
        raise Conflict("still_breached", "重新核对后账目仍然不符，不能解除冻结，请先查明原因。")
    book.release_freeze(fund, actor=actor)
    return fund


def _fund_for(number: str, actor: Actor) -> Fund:
    fund = Fund.objects.visible_to(actor).select_for_update().filter(number=number).first()
    if fund is None:
        raise NotFound
    actor.must(Permission.LEDGER_FUND_WRITE, within=fund)
    return fund
