"""What may be ordered, by whom and to which account; a refusal orders nothing."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from backend.accounts.models import PayeeAccount
from backend.accounts.states import PayeeState
from backend.kernel import clock
from backend.kernel.errors import DomainError
from backend.ledger import book, payments
from backend.ledger.models import PaymentBatch, PaymentOrder, Transfer
from backend.ledger.states import OrderState
from tests.backend.ledger.conftest import Counter, enter_account, open_account

Reserve = Callable[..., Transfer]


@pytest.fixture
def batch(counter: Counter) -> PaymentBatch:
    """An empty open batch of the fund."""
    with transaction.atomic():
        return payments.open_batch(
            counter.fund, purpose="accounts.person", actor=counter.actor("sun_li")
        )


def place(
    counter: Counter,
    batch: PaymentBatch,
    transfer: Transfer,
    *,
    by: str = "sun_li",
    digest: bytes | None = None,
    payee: PayeeAccount | None = None,
) -> PaymentOrder:
    """Order one payment."""
    account = payee or counter.payee
    with transaction.atomic():
        return payments.order(
            transfer,
            payee=account,
            approved_digest=bytes(account.digest) if digest is None else digest,
            batch=batch,
            actor=counter.actor(by),
        )


def refused(counter: Counter, batch: PaymentBatch, transfer: Transfer, **how: object) -> str:
    """Order what must be refused; gives the code, after proving that nothing was ordered."""
    before = PaymentOrder.objects.count(), counter.balances()
    with pytest.raises(DomainError) as caught:
        place(counter, batch, transfer, **how)  # type: ignore[arg-type]
    assert (PaymentOrder.objects.count(), counter.balances()) == before
    return caught.value.code


def test_the_account_changed_since_the_approval(
    counter: Counter, batch: PaymentBatch, reserve: Reserve
) -> None:
    assert refused(counter, batch, reserve(100), digest=b"\1" * 32) == "payee_changed"


@pytest.mark.requirement("R8.28")
def test_an_account_that_was_replaced_is_refused_even_from_an_older_row(
    counter: Counter, batch: PaymentBatch, reserve: Reserve
) -> None:
    PayeeAccount.objects.filter(pk=counter.payee.pk).update(state=PayeeState.REPLACED)
    assert counter.payee.state is PayeeState.VERIFIED
    assert refused(counter, batch, reserve(100)) == "payee_changed"


def test_an_account_that_nobody_verified_is_refused(
    counter: Counter, batch: PaymentBatch, reserve: Reserve
) -> None:
    waiting = enter_account(counter.cast, "chen_ping")
    transfer = reserve(100, "chen_ping")
    assert refused(counter, batch, transfer, payee=waiting) == "payee_not_verified"


@pytest.mark.requirement("R8.28")
def test_a_changed_account_is_paid_only_after_its_cool_off(
    counter: Counter, batch: PaymentBatch, reserve: Reserve
) -> None:
    row, transfer = PayeeAccount.objects.filter(pk=counter.payee.pk), reserve(100)
    row.update(usable_from=clock.now() + timedelta(minutes=1))
    assert refused(counter, batch, transfer) == "payee_cooling"
    row.update(usable_from=clock.now())
    assert place(counter, batch, transfer).state is OrderState.REQUESTED


def test_the_approver_does_not_order_what_she_approved(
    counter: Counter, batch: PaymentBatch, reserve: Reserve
) -> None:
    assert refused(counter, batch, reserve(100), by="zhao_min") == "four_eyes"


def test_nobody_orders_a_payment_to_herself(
    counter: Counter, batch: PaymentBatch, reserve: Reserve
) -> None:
    own = open_account(counter.cast, "sun_li")
    assert refused(counter, batch, reserve(100, "sun_li"), payee=own) == "own_payment"


def test_a_reservation_is_ordered_once(
    counter: Counter, batch: PaymentBatch, reserve: Reserve
) -> None:
    transfer = reserve(100)
    place(counter, batch, transfer)
    assert refused(counter, batch, transfer) == "already_ordered"


def test_the_database_refuses_a_second_live_order(
    counter: Counter, batch: PaymentBatch, reserve: Reserve
) -> None:
    order = place(counter, batch, reserve(100))
    order.pk, order.number = None, "x"
    with pytest.raises(IntegrityError, match="one_live_order"), transaction.atomic():
        order.save(force_insert=True)


def test_a_reservation_that_was_given_back_is_not_ordered(
    counter: Counter, batch: PaymentBatch, reserve: Reserve
) -> None:
    transfer = reserve(100)
    with transaction.atomic():
        book.void(transfer, actor=counter.actor("zhao_min"), reason="撤回")
    assert refused(counter, batch, transfer) == "already_settled"


def test_a_frozen_fund_orders_and_sends_nothing(
    counter: Counter, batch: PaymentBatch, reserve: Reserve
) -> None:
    transfer = reserve(100)
    with transaction.atomic():
        book.freeze(counter.fund, actor=counter.actor("zhou_lan"), reason="账目不符")
    assert refused(counter, batch, transfer) == "fund_frozen"
    with pytest.raises(DomainError, match="fund_frozen"), transaction.atomic():
        payments.build_file(batch, actor=counter.actor("sun_li"))


def test_an_account_that_changed_after_ordering_stops_the_file(
    counter: Counter, batch: PaymentBatch, reserve: Reserve
) -> None:
    order = place(counter, batch, reserve(100))
    PayeeAccount.objects.filter(pk=counter.payee.pk).update(state=PayeeState.REPLACED)
    with pytest.raises(DomainError, match="payee_changed"), transaction.atomic():
        payments.build_file(batch, actor=counter.actor("sun_li"))
    order.refresh_from_db()
    assert order.state is OrderState.REQUESTED
    with transaction.atomic():
        payments.cancel(order, actor=counter.actor("sun_li"), reason="账户有变")
    batch.refresh_from_db()
    assert (order.batch_id, batch.total_fen) == (batch.pk, 0)
    assert book.verify().ok


def test_a_batch_at_the_bank_takes_no_further_order(
    counter: Counter, batch: PaymentBatch, reserve: Reserve
) -> None:
    place(counter, batch, reserve(100))
    with transaction.atomic():
        payments.build_file(batch, actor=counter.actor("sun_li"))
    others = open_account(counter.cast, "chen_ping")
    transfer = reserve(100, "chen_ping")
    assert refused(counter, batch, transfer, payee=others) == "batch_closed"


def test_an_empty_batch_has_no_file(counter: Counter, batch: PaymentBatch) -> None:
    with pytest.raises(DomainError, match="batch_empty"), transaction.atomic():
        payments.build_file(batch, actor=counter.actor("sun_li"))


def test_a_changed_order_or_batch_is_found_by_the_recount(
    counter: Counter, batch: PaymentBatch, reserve: Reserve
) -> None:
    order = place(counter, batch, reserve(100))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_paymentorder SET amount_fen = 101")
    assert book.verify().findings == [
        f"fund {counter.fund.pk}: order {order.number} does not match its reservation",
        f"fund {counter.fund.pk}: batch {batch.number} does not sum to its orders",
        f"fund {counter.fund.pk}: paymentorder {order.pk} is not as it was made",
    ]
