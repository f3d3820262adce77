"""Orders move on inside their page: no index is written for a state (ADR 0014)."""

from collections.abc import Callable

from django.db import connection, transaction

from backend.ledger import payments
from backend.ledger.models import PaymentOrder, Transfer
from backend.ledger.states import OrderState
from tests.backend.ledger.conftest import Counter
from tests.backend.ledger.test_bulk import ordered

LINES = 40


def moved() -> tuple[int, int]:
    """How many orders this transaction has updated, and how many of them within their page."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT n_tup_upd, n_tup_hot_upd FROM pg_stat_xact_user_tables WHERE relname = %s",
            [PaymentOrder._meta.db_table],
        )
        updated, within = cursor.fetchone()
    return int(updated), int(within)


def test_sending_a_batch_writes_no_index_of_its_orders(
    counter: Counter, many: Callable[[int], Transfer]
) -> None:
    batch = ordered(counter, many(LINES))
    with transaction.atomic():
        before = moved()
        payments.build_file(batch, actor=counter.actor("sun_li"))
        after = moved()
    assert batch.orders.filter(state=OrderState.SUBMITTED).count() == LINES
    assert tuple(now - then for now, then in zip(after, before, strict=True)) == (LINES, LINES)
