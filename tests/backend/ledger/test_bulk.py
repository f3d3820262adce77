"""Many payments of one reservation: ordered, filed, answered and recounted in few statements."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Value
from django.test.utils import CaptureQueriesContext

from backend.access.actor import Actor
from backend.accounts.models import PayeeAccount
from backend.accounts.states import PayeeState
from backend.audit.models import Entry
from backend.kernel.errors import DomainError
from backend.kernel.money import Money
from backend.ledger import book, parts, payments, queries
from backend.ledger.entries import Kind
from backend.ledger.formats import Outcome, Reply, ReplyLine, csv_v1
from backend.ledger.models import PaymentBatch, PaymentOrder, Posting, Transfer
from backend.ledger.states import BatchState, OrderState
from tests.backend.ledger.conftest import EACH_FEN, Counter

PURPOSE = "accounts.person"


def chosen(reserve: Transfer) -> object:
    """Choose everybody but the cast, each for her own share."""
    rows = PayeeAccount.objects.filter(person__display_name="王*").order_by("pk")
    return rows.values_list(Value(reserve.pk), "person_id", "pk", "digest", Value(EACH_FEN))


def ordered(counter: Counter, reserve: Transfer, by: str = "sun_li") -> PaymentBatch:
    """Order everybody in one batch."""
    with transaction.atomic():
        keeper = counter.actor(by)
        batch = payments.open_batch(counter.fund, purpose=PURPOSE, actor=keeper, is_bulk=True)
        return payments.order_many(batch, chosen(reserve), actor=keeper, remark="医疗互助")  # type: ignore[arg-type]


def sent(counter: Counter, batch: PaymentBatch) -> bytes:
    """Hand the file to the bank."""
    with transaction.atomic():
        return payments.build_file(batch, actor=counter.actor("sun_li")).content


def answer(batch: PaymentBatch, outcomes: dict[int, Outcome]) -> Reply:
    """Answer the lines of a batch, paid where nothing else is said."""
    lines = [
        ReplyLine(
            row=6 + place,
            number=order.number,
            last4=order.payee.account_last4,
            amount=order.amount,
            outcome=outcomes.get(place, Outcome.PAID),
            reason="账号与户名不符" if outcomes.get(place) is Outcome.RETURNED else "",
            bank_reference=f"B{place}",
        )
        for place, order in enumerate(batch.orders.order_by("number"))
    ]
    return Reply(batch.number, len(lines), Money.sum(line.amount for line in lines), lines)


def settled(
    counter: Counter,
    batch: PaymentBatch,
    outcomes: dict[int, Outcome],
    by: str = "payment_confirmer",
) -> payments.Heard:
    """Take a reply in."""
    with transaction.atomic():
        lines = payments.read_reply(batch, csv_v1.write_reply(answer(batch, outcomes)))
        return payments.settle_many(batch, lines, actor=counter.actor(by))


def test_many_are_ordered_in_few_statements_and_bound_by_one_digest(
    counter: Counter, many: Callable[[int], Transfer]
) -> None:
    reserve = many(3)
    with CaptureQueriesContext(connection) as asked:
        batch = ordered(counter, reserve)
    assert (batch.count, batch.total_fen) == (3, 3 * EACH_FEN)
    assert [one.number[-7:] for one in batch.orders.order_by("id")] == [
        "-000001",
        "-000002",
        "-000003",
    ]
    assert Entry.objects.filter(act="ledger:payment:order").count() == 0
    assert Entry.objects.filter(act="ledger:batch:order").count() == 1
    assert book.verify().findings == []
    inserts = [one for one in asked if "INSERT INTO ledger_paymentorder" in one["sql"]]
    assert len(inserts) == 1


@pytest.mark.requirement("R8.29")
def test_the_confirmed_sum_is_one_payment_and_a_returned_line_stays_reserved(
    counter: Counter, many: Callable[[int], Transfer]
) -> None:
    reserve = many(4)
    batch = ordered(counter, reserve)
    text = sent(counter, batch).decode("utf-8-sig").splitlines()
    assert text[2:4] == ['"笔数","4"', '"总金额（元）","50.00"']
    assert text[5].startswith(f'"{batch.number}-000001","王小0","6222020200100000000"')
    heard = settled(counter, batch, {1: Outcome.RETURNED})
    assert heard.changed == 4
    posted = Transfer.objects.get(kind=Kind.POST)
    assert (posted.part_of, posted.source, posted.amount_fen) == (reserve, None, 3 * EACH_FEN)
    assert (posted.because_type, posted.because_id) == ("ledger.paymentbatch", batch.pk)
    assert counter.balances() == (1_000_000, 1_000_000 - 4 * EACH_FEN, EACH_FEN, 3 * EACH_FEN)
    batch.refresh_from_db()
    assert batch.state is BatchState.SETTLED
    assert book.verify().findings == []
    with transaction.atomic():
        parts.void_part(
            reserve,
            Money(EACH_FEN),
            because=batch,
            actor=counter.actor("zhao_min"),
            reason="不再付",
        )
    assert counter.balances() == (1_000_000, 1_000_000 - 3 * EACH_FEN, 0, 3 * EACH_FEN)
    assert book.verify().findings == []


def test_the_same_file_and_the_same_reply_again_change_nothing(
    counter: Counter, many: Callable[[int], Transfer]
) -> None:
    batch = ordered(counter, many(2))
    assert sent(counter, batch) == sent(counter, batch)
    settled(counter, batch, {1: Outcome.WORKING})
    before = counter.balances(), counter.counts()
    assert settled(counter, batch, {1: Outcome.WORKING}).changed == 0
    assert (counter.balances(), counter.counts()) == before
    assert settled(counter, batch, {}).changed == 1
    assert counter.balances() == (1_000_000, 1_000_000 - 2 * EACH_FEN, 0, 2 * EACH_FEN)
    assert Transfer.objects.filter(kind=Kind.POST).count() == 2
    assert book.verify().findings == []


@pytest.mark.requirement("R8.28")
def test_who_may_not_be_paid_now_is_left_out_and_a_later_change_is_taken_out(
    counter: Counter, many: Callable[[int], Transfer]
) -> None:
    reserve = many(4)
    payees = list(PayeeAccount.objects.filter(person__display_name="王*").order_by("pk"))
    PayeeAccount.objects.filter(pk=payees[0].pk).update(state=PayeeState.REPLACED)
    batch = ordered(counter, reserve)
    assert batch.count == 3
    PayeeAccount.objects.filter(pk=payees[1].pk).update(state=PayeeState.REPLACED)
    with pytest.raises(DomainError) as caught:
        sent(counter, batch)
    assert caught.value.code == "payee_changed"
    keeper = counter.actor("sun_li")
    with transaction.atomic():
        assert payments.cancel_stale(batch, actor=keeper, reason="收款账户变了") == 1
    assert sent(counter, batch).decode("utf-8-sig").count("示范银行") == 2
    assert book.verify().findings == []


def test_the_same_share_is_not_ordered_twice_and_never_by_who_reserved(
    counter: Counter, many: Callable[[int], Transfer]
) -> None:
    reserve = many(2)
    assert ordered(counter, reserve, by="zhao_min").count == 0
    batch = ordered(counter, reserve)
    with pytest.raises(DomainError) as caught:
        ordered(counter, reserve)
    assert caught.value.code == "already_ordered"
    sent(counter, batch)
    with pytest.raises(DomainError) as refusal:
        settled(counter, batch, {}, by="zhao_min")
    assert refusal.value.code == "four_eyes"
    assert counter.balances() == (1_000_000, 1_000_000 - 2 * EACH_FEN, 2 * EACH_FEN, 0)


def test_more_than_is_reserved_is_not_ordered(
    counter: Counter, many: Callable[[int], Transfer]
) -> None:
    many(3)
    with transaction.atomic():
        small = book.reserve(
            counter.fund,
            Money(EACH_FEN * 2),
            because=counter.cast.unions["district"],
            actor=counter.actor("zhao_min"),
        )
    with pytest.raises(DomainError) as caught:
        ordered(counter, small)
    assert caught.value.code == "over_reserved"
    assert not PaymentOrder.objects.exists()


def test_a_returned_line_is_ordered_again_to_the_corrected_account(
    counter: Counter, many: Callable[[int], Transfer]
) -> None:
    reserve = many(2)
    batch = ordered(counter, reserve)
    sent(counter, batch)
    settled(counter, batch, {0: Outcome.RETURNED})
    again = None
    with transaction.atomic():
        keeper = counter.actor("sun_li")
        again = payments.open_batch(counter.fund, purpose=PURPOSE, actor=keeper, is_bulk=True)
        first = batch.orders.order_by("number")[0]
        rows = chosen(reserve).filter(pk=first.payee_id)  # type: ignore[attr-defined]
        payments.order_many(again, rows, actor=keeper)
    assert again.orders.get().replaces == first
    sent(counter, again)
    settled(counter, again, {})
    assert counter.balances() == (1_000_000, 1_000_000 - 2 * EACH_FEN, 0, 2 * EACH_FEN)
    assert book.verify().findings == []


@pytest.mark.requirement("R8.30")
def test_money_that_comes_back_is_reversed_in_part_and_never_more_than_was_paid(
    counter: Counter, many: Callable[[int], Transfer]
) -> None:
    batch = ordered(counter, many(2))
    sent(counter, batch)
    settled(counter, batch, {})
    order = batch.orders.order_by("number")[0]
    keeper = counter.actor("sun_li")
    with transaction.atomic():
        paid = parts.payment_of(order, Money(EACH_FEN))
        parts.reverse_part(paid, Money(EACH_FEN), because=order, actor=keeper, reason="付错退回")
    assert counter.balances() == (1_000_000, 1_000_000 - EACH_FEN, 0, EACH_FEN)
    with pytest.raises(DomainError) as caught, transaction.atomic():
        parts.reverse_part(paid, Money(EACH_FEN + 1), because=order, actor=keeper, reason="多退")
    assert caught.value.code == "over_settled"
    with pytest.raises(DomainError) as whole, transaction.atomic():
        book.reverse(paid, actor=keeper, reason="整笔冲正")
    assert whole.value.code == "already_settled"
    assert book.verify().findings == []


def test_the_database_itself_refuses_parts_that_sum_to_more_than_their_whole(
    counter: Counter, many: Callable[[int], Transfer]
) -> None:
    reserve = many(1)
    keeper = counter.actor("sun_li")
    forged(reserve, EACH_FEN, keeper)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(IntegrityError, match="settles more than there is"):
        forged(reserve, 1, keeper)


def forged(reserve: Transfer, fen: int, keeper: Actor) -> None:
    """Write a part past the book."""
    made = Transfer.objects.create(
        number=f"forged-{fen}",
        fund=reserve.fund,
        kind=Kind.POST,
        amount_fen=fen,
        because_type="accounts.person",
        because_id=1,
        part_of=reserve,
        actor_user_id=keeper.user_id,
        source_user_id=reserve.actor_user_id,
        actor_label="fund_keeper",
        digest=bytes(32),
        created_at=reserve.created_at,
    )
    Posting.objects.create(transfer=made, account="reserved", amount_fen=-fen)
    Posting.objects.create(transfer=made, account="spent", amount_fen=fen)


@pytest.mark.requirement("RX.3")
def test_a_person_of_a_batch_in_bulk_finds_who_handed_her_account_to_the_bank(
    counter: Counter, many: Callable[[int], Transfer]
) -> None:
    batch = ordered(counter, many(2))
    sent(counter, batch)
    person = batch.orders.order_by("number")[0].person
    found = queries.handed_to_bank(person).get()
    assert (found.subject_id, found.field_names) == (str(batch.pk), ["name", "account"])
    assert not queries.handed_to_bank(counter.cast.people["li_mei"]).exists()


def test_states_of_a_batch_are_told_line_by_line(
    counter: Counter, many: Callable[[int], Transfer]
) -> None:
    batch = ordered(counter, many(2))
    sent(counter, batch)
    settled(counter, batch, {0: Outcome.RETURNED, 1: Outcome.WORKING})
    states = batch.orders.order_by("number").values_list("state", flat=True)
    assert list(states) == [OrderState.RETURNED, OrderState.UNKNOWN]
    assert counter.balances() == (1_000_000, 1_000_000 - 2 * EACH_FEN, 2 * EACH_FEN, 0)
