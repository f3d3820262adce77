"""From a reservation to the bank and back, line by line."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import transaction

from backend.accounts.models import PayeeAccount
from backend.accounts.states import PayeeState
from backend.audit.models import Entry
from backend.kernel.errors import DomainError, Refused
from backend.kernel.money import Money
from backend.ledger import book, payments
from backend.ledger.formats import Outcome, Reply, ReplyLine, csv_v1
from backend.ledger.models import PaymentBatch, PaymentOrder, Transfer
from backend.ledger.states import BatchState, OrderState
from tests.backend.ledger.conftest import ACCOUNT, Counter, open_account

Reserve = Callable[..., Transfer]
OTHER_ACCOUNT = "6222020200998877665"


@pytest.fixture
def batch(counter: Counter, reserve: Reserve) -> PaymentBatch:
    """A batch with two orders: 李梅 2,000.00 and 陈平 500.00 yuan."""
    others = open_account(counter.cast, "chen_ping", OTHER_ACCOUNT)
    first, second = reserve(200_000), reserve(50_000, "chen_ping")
    keeper = counter.actor("sun_li")
    with transaction.atomic():
        made = payments.open_batch(counter.fund, purpose="accounts.person", actor=keeper)
        for transfer, payee in ((first, counter.payee), (second, others)):
            payments.order(
                transfer,
                payee=payee,
                approved_digest=bytes(payee.digest),
                batch=made,
                actor=keeper,
                remark="困难帮扶",
            )
    made.refresh_from_db()
    return made


def submit(counter: Counter, batch: PaymentBatch) -> bytes:
    """Hand the file to the bank."""
    with transaction.atomic():
        return payments.build_file(batch, actor=counter.actor("sun_li")).content


def reply_to(batch: PaymentBatch, *outcomes: Outcome) -> Reply:
    """Answer the orders of a batch as the bank would."""
    lines = [
        ReplyLine(
            row=6 + place,
            number=order.number,
            last4=order.payee.account_last4,
            amount=order.amount,
            outcome=outcome,
            reason="账号与户名不符" if outcome is Outcome.RETURNED else "",
            bank_reference=f"B{place}",
        )
        for place, (order, outcome) in enumerate(
            zip(batch.orders.order_by("number"), outcomes, strict=False)
        )
    ]
    return Reply(batch.number, len(lines), Money.sum(line.amount for line in lines), lines)


def settle(
    counter: Counter, batch: PaymentBatch, reply: Reply, by: str = "payment_confirmer"
) -> list[PaymentOrder]:
    """Read a reply file and apply it."""
    with transaction.atomic():
        lines = payments.read_reply(batch, csv_v1.write_reply(reply))
        return payments.settle(batch, lines, actor=counter.actor(by))


def states(batch: PaymentBatch) -> list[OrderState]:
    """The states of the orders, in order."""
    return list(batch.orders.order_by("number").values_list("state", flat=True))


def test_the_file_for_the_bank_holds_full_accounts_count_and_total(
    counter: Counter, batch: PaymentBatch
) -> None:
    text = submit(counter, batch).decode("utf-8-sig").splitlines()
    assert text[1:5] == [
        f'"批次号","{batch.number}"',
        '"笔数","2"',
        '"总金额（元）","2500.00"',
        '"单号","户名","账号","开户行","金额（元）","附言"',
    ]
    assert text[5] == (
        f'"{batch.number}-0001","李梅","{ACCOUNT}","示范银行河东支行","2000.00","困难帮扶"'
    )
    assert len(text) == 7
    assert states(batch) == [OrderState.SUBMITTED, OrderState.SUBMITTED]
    assert counter.balances() == (1_000_000, 750_000, 250_000, 0)


def test_the_file_can_be_written_again_byte_for_byte_and_each_reading_is_traced(
    counter: Counter, batch: PaymentBatch
) -> None:
    assert submit(counter, batch) == submit(counter, batch)
    read = Entry.objects.filter(act="accounts:payee:read_full", person_id=counter.payee.person_id)
    assert read.count() == 2


@pytest.mark.requirement("R8.29")
def test_a_confirmed_line_is_paid_and_a_returned_one_comes_back_to_the_work_list(
    counter: Counter, batch: PaymentBatch
) -> None:
    submit(counter, batch)
    changed = settle(counter, batch, reply_to(batch, Outcome.PAID, Outcome.RETURNED))
    assert len(changed) == 2
    assert states(batch) == [OrderState.CONFIRMED, OrderState.RETURNED]
    assert counter.balances() == (1_000_000, 750_000, 50_000, 200_000)
    returned = payments.returned_orders().get()
    assert (returned.amount, returned.answer) == (Money(50_000), "账号与户名不符")
    batch.refresh_from_db()
    assert batch.state is BatchState.SETTLED
    assert book.verify().ok


@pytest.mark.requirement("R8.29")
def test_a_returned_payment_is_ordered_again_to_the_corrected_account(
    counter: Counter, batch: PaymentBatch
) -> None:
    submit(counter, batch)
    settle(counter, batch, reply_to(batch, Outcome.PAID, Outcome.RETURNED))
    returned = payments.returned_orders().get()
    PayeeAccount.objects.filter(pk=returned.payee_id).update(state=PayeeState.REPLACED)
    corrected = open_account(counter.cast, "chen_ping", "6222020200111111118")
    keeper = counter.actor("sun_li")
    with transaction.atomic():
        again = payments.open_batch(counter.fund, purpose="accounts.person", actor=keeper)
        order = payments.order(
            returned.transfer,
            payee=corrected,
            approved_digest=bytes(corrected.digest),
            batch=again,
            actor=keeper,
        )
    assert order.replaces == returned
    assert not payments.returned_orders().exists()
    submit(counter, again)
    settle(counter, again, reply_to(again, Outcome.PAID))
    assert counter.balances() == (1_000_000, 750_000, 0, 250_000)
    assert book.verify().ok


def test_the_same_reply_twice_is_the_same_as_once(counter: Counter, batch: PaymentBatch) -> None:
    submit(counter, batch)
    reply = reply_to(batch, Outcome.PAID, Outcome.PAID)
    settle(counter, batch, reply)
    before = counter.balances(), counter.counts()
    assert settle(counter, batch, reply) == []
    assert (counter.balances(), counter.counts()) == before


def test_a_line_the_bank_still_works_on_is_unknown_and_settled_by_a_later_reply(
    counter: Counter, batch: PaymentBatch
) -> None:
    submit(counter, batch)
    settle(counter, batch, reply_to(batch, Outcome.WORKING))
    assert states(batch) == [OrderState.UNKNOWN, OrderState.SUBMITTED]
    assert counter.balances() == (1_000_000, 750_000, 250_000, 0)
    settle(counter, batch, reply_to(batch, Outcome.PAID, Outcome.PAID))
    assert states(batch) == [OrderState.CONFIRMED, OrderState.CONFIRMED]
    assert counter.balances() == (1_000_000, 750_000, 0, 250_000)


def altered(reply: Reply, **changes: object) -> Reply:
    """Change the first line of a reply."""
    return replace(reply, lines=[replace(reply.lines[0], **changes), *reply.lines[1:]])  # type: ignore[arg-type]


@pytest.mark.requirement("R8.29")
@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("reply_wrong_batch", lambda reply: replace(reply, batch="FF-20200101-AAAAAA")),
        ("reply_wrong_count", lambda reply: replace(reply, count=3)),
        ("reply_wrong_count", lambda reply: replace(reply, lines=[])),
        ("reply_wrong_total", lambda reply: replace(reply, total=Money(250_001))),
        ("reply_line_altered", lambda reply: altered(reply, last4="0000")),
        ("reply_line_unknown", lambda reply: altered(reply, number="FF-20200101-AAAAAA-0001")),
        ("reply_line_twice", lambda reply: altered(reply, number=reply.lines[1].number)),
        (
            "reply_line_altered",
            lambda reply: replace(altered(reply, amount=Money(300_000)), total=Money(350_000)),
        ),
    ],
)
def test_a_reply_with_one_wrong_line_is_refused_whole(
    counter: Counter, batch: PaymentBatch, code: str, change: Callable[[Reply], Reply]
) -> None:
    submit(counter, batch)
    content = csv_v1.write_reply(change(reply_to(batch, Outcome.PAID, Outcome.PAID)))
    with pytest.raises(DomainError) as caught:
        payments.read_reply(batch, content)
    assert caught.value.code == code
    assert states(batch) == [OrderState.SUBMITTED, OrderState.SUBMITTED]
    assert counter.balances() == (1_000_000, 750_000, 250_000, 0)


def test_a_reply_that_contradicts_an_earlier_one_is_refused(
    counter: Counter, batch: PaymentBatch
) -> None:
    submit(counter, batch)
    settle(counter, batch, reply_to(batch, Outcome.PAID, Outcome.PAID))
    with pytest.raises(DomainError) as caught:
        settle(counter, batch, reply_to(batch, Outcome.RETURNED, Outcome.PAID))
    assert caught.value.code == "reply_contradicts"
    assert counter.balances() == (1_000_000, 750_000, 0, 250_000)


@pytest.mark.requirement("R8.29")
@pytest.mark.parametrize("who", ["sun_li", "zhao_min"])
@pytest.mark.parametrize("outcome", [Outcome.PAID, Outcome.RETURNED, Outcome.WORKING])
def test_who_approved_or_ordered_does_not_say_what_the_bank_did(
    counter: Counter, batch: PaymentBatch, who: str, outcome: Outcome
) -> None:
    submit(counter, batch)
    before = counter.balances(), counter.counts(), Entry.objects.count()
    for apply in (payments.settle, payments.settle_many):
        lines = payments.read_reply(batch, csv_v1.write_reply(reply_to(batch, outcome, outcome)))
        with pytest.raises(Refused) as caught, transaction.atomic():
            apply(batch, lines, actor=counter.actor(who))
        assert caught.value.code == "four_eyes"
    assert states(batch) == [OrderState.SUBMITTED, OrderState.SUBMITTED]
    assert (counter.balances(), counter.counts(), Entry.objects.count()) == before
