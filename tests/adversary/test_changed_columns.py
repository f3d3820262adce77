"""Whoever owns the tables changes one column of one row: the recount or the chain finds it.

The columns come from the catalogue, so that a new one is covered or has its reason here.
"""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import IntegrityError, connection, models, transaction

from backend.audit import chain
from backend.audit.models import Entry, Link
from backend.kernel.money import Money
from backend.ledger import book, counter, parts, payments
from backend.ledger.formats import Outcome, csv_v1
from backend.ledger.models import (
    Balance,
    Fund,
    PaymentBatch,
    PaymentOrder,
    Posting,
    Receipt,
    Transfer,
)
from backend.ledger.states import OrderState
from tests.backend.ledger import test_bulk as bulk
from tests.backend.ledger.conftest import Counter
from tests.backend.ledger.test_payments import reply_to, settle, submit

# Column -> why no recount asks about it.
FREE = {
    "ledger_posting.id": "nothing points at a posting",
    "ledger_balance.id": "nothing points at a balance",
    "ledger_fund.d1": "the place follows from the union, which is bound",
    "ledger_fund.d2": "the place follows from the union, which is bound",
    "ledger_fund.d3": "the place follows from the union, which is bound",
    "ledger_fund.d4": "the place follows from the union, which is bound",
    "ledger_fund.d5": "the place follows from the union, which is bound",
    "ledger_fund.frozen_reason": "words for the reader; the freeze itself is bound",
    "ledger_paymentbatch.created_at": "no money hangs on it",
    "ledger_paymentbatch.submitted_at": "the day stands in the bound file",
    "ledger_paymentbatch.settled_at": "follows from the answers, which are bound",
    "ledger_paymentorder.created_at": "no money hangs on it",
    "ledger_paymentorder.is_live": "PostgreSQL derives it from the state and lets nobody write it",
}
BOOK = (Transfer, Posting, Balance, Fund, Receipt, PaymentBatch, PaymentOrder)
Change = Callable[[str], str]


def columns(*tables: type[models.Model]) -> list[tuple[str, str]]:
    """Give every stored column of the tables that is not free."""
    found = [
        (table._meta.db_table, str(field.column))
        for table in tables
        for field in table._meta.fields
    ]
    return [one for one in found if ".".join(one) not in FREE]


@pytest.fixture
def told(counter: Counter, batch: PaymentBatch) -> Counter:
    """A book in which everything has happened once, and a chain over it."""
    counter_of_money(counter)
    submit(counter, batch)
    settle(counter, batch, reply_to(batch, Outcome.PAID, Outcome.RETURNED))
    assert book.verify().findings == []
    assert chain.verify().faults == []
    return counter


def counter_of_money(stand: Counter) -> None:
    """Enter a receipt by its paper."""
    with transaction.atomic():
        counter.take_in.body(
            stand.fund.number,
            Money(12_345),
            actor=stand.actor("sun_li"),
            payer="市财政局",
            reference="SK-1",
            received_on=date(2026, 1, 5),
        )


def change(table: str, column: str) -> None:
    """Change one column of the last row as the owner of the table could: past every trigger."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(
            "SELECT data_type FROM information_schema.columns"
            " WHERE table_name = %s AND column_name = %s",
            [table, column],
        )
        kind = cursor.fetchone()[0]
        key = "seq" if table == "audit_link" else "id"
        cursor.execute(
            f"UPDATE {table} SET {column} = {other(kind, column)}"
            f" WHERE {key} = (SELECT max({key}) FROM {table})"
        )
        assert cursor.rowcount == 1
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def other(kind: str, column: str) -> str:
    """Write another value of the same type."""
    if kind in {"bigint", "integer", "smallint", "boolean"}:
        return f"NOT {column}" if kind == "boolean" else f"coalesce({column}, 0) + 1"
    if kind == "bytea":
        held = f"coalesce({column}, '\\x00')"
        return f"set_byte({held}, 0, 255 - get_byte({held}, 0))"
    if kind == "date":
        return f"{column} + 1"
    if kind.startswith("timestamp"):
        return f"coalesce({column} + interval '1 microsecond', now())"
    if kind == "ARRAY":
        return f"{column} || 'x'::varchar"
    return f"overlay(coalesce({column}, '') placing 'x' from 1 for 1)"


@pytest.fixture
def told_in_bulk(told: Counter, many: Callable[[int], Transfer]) -> Counter:
    """The same book, in which the last batch was ordered in bulk and money came back of it."""
    reserve = many(2)
    batch = bulk.ordered(told, reserve)
    bulk.sent(told, batch)
    bulk.settled(told, batch, {0: Outcome.RETURNED})
    with transaction.atomic():
        paid = parts.payment_of(batch.orders.get(state=OrderState.CONFIRMED), Money(100))
        parts.reverse_part(
            paid, Money(100), because=batch, actor=told.actor("sun_li"), reason="多付退回"
        )
    assert book.verify().findings == []
    assert chain.verify().faults == []
    return told


def test_a_change_of_any_column_of_a_batch_in_bulk_is_found(told_in_bulk: Counter) -> None:
    more = {"part_of_id", "source_id", "is_bulk", "total_fen"}
    wanted = [
        one
        for one in columns(Transfer, PaymentBatch, PaymentOrder)
        if one[0] == "ledger_paymentorder" or one[1] in more
    ]
    silent = [one for one in wanted if not found(one, lambda: book.verify().findings)]
    assert silent == []


@pytest.mark.requirement("R12.29", "R8.51")
def test_a_change_of_any_column_of_the_book_is_found(told: Counter) -> None:
    silent = [one for one in columns(*BOOK) if not found(one, lambda: book.verify().findings)]
    assert silent == []


@pytest.mark.requirement("R12.29")
def test_a_change_of_any_column_of_the_trail_is_found(told: Counter) -> None:
    silent = [one for one in columns(Entry, Link) if not found(one, lambda: chain.verify().faults)]
    assert silent == []


@pytest.mark.parametrize("table", ["ledger_receipt", "ledger_paymentorder", "ledger_posting"])
def test_a_row_that_is_gone_is_missed(told: Counter, table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(f"DELETE FROM {table} WHERE id = (SELECT max(id) FROM {table})")
        cursor.execute("SET session_replication_role = DEFAULT")
    assert book.verify().findings != []


def found(where: tuple[str, str], verify: Callable[[], list[str]]) -> bool:
    """Change a column, ask, and put everything back; a value the database refuses counts too."""
    try:
        with transaction.atomic():
            change(*where)
            answer = verify()
            transaction.set_rollback(True)
    except IntegrityError:
        return True
    return bool(answer)


def test_a_reservation_whose_payment_is_on_its_way_is_not_given_back(
    counter: Counter, batch: PaymentBatch
) -> None:
    submit(counter, batch)
    order = batch.orders.order_by("number").first()
    assert order is not None
    before = counter.balances()
    with pytest.raises(Exception, match="already_ordered"), transaction.atomic():
        book.void(order.transfer, actor=counter.actor("zhao_min"), reason="申请人撤回")
    assert counter.balances() == before
    with transaction.atomic():
        lines = payments.read_reply(batch, reply_file(batch))
        payments.settle(batch, lines, actor=counter.actor("payment_confirmer"))
    assert book.verify().findings == []


def reply_file(batch: PaymentBatch) -> bytes:
    """Write the bank's yes to every line."""
    return csv_v1.write_reply(reply_to(batch, Outcome.PAID, Outcome.PAID))
