"""The nightly recount, through its Celery shell."""

from backend.ledger.models import Fund
from backend.ledger.tasks import watch_task
from tests.backend.ledger.conftest import Counter
from tests.backend.ledger.test_verify import tamper


def test_the_nightly_recount_freezes_a_fund_with_a_changed_balance(counter: Counter) -> None:
    watch_task()
    assert not Fund.objects.filter(frozen_at__isnull=False).exists()
    tamper("UPDATE ledger_balance SET available_fen = 1, received_fen = 1")
    watch_task()
    assert Fund.objects.get(frozen_at__isnull=False) == counter.fund
