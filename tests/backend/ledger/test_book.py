"""The book: what each movement does, and that a refusal moves nothing."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from backend.audit.models import Entry
from backend.kernel import clock
from backend.kernel.errors import Conflict, DomainError, Invalid, Refused
from backend.kernel.money import Money
from backend.ledger import book
from backend.ledger.entries import FundKind
from backend.ledger.models import Posting, Transfer
from tests.backend.ledger.conftest import Counter

Reserve = Callable[..., Transfer]


def test_it_takes_money_in_and_writes_two_postings_that_sum_to_zero(counter: Counter) -> None:
    assert counter.balances() == (1_000_000, 1_000_000, 0, 0)
    transfer = Transfer.objects.get()
    lines = sorted(transfer.postings.values_list("account", "amount_fen"))
    assert lines == [("available", 1_000_000), ("external", -1_000_000)]


def test_it_puts_the_digest_of_a_transfer_into_its_audit_entry(counter: Counter) -> None:
    transfer = Transfer.objects.get()
    entry = Entry.objects.get(subject_type="ledger.transfer", subject_id=str(transfer.pk))
    assert bytes(entry.subject_digest or b"") == bytes(transfer.digest)
    assert entry.act == "ledger:receive"


@pytest.mark.requirement("R8.51")
def test_it_reserves_posts_and_names_cause_amount_and_both_people(
    counter: Counter, reserve: Reserve
) -> None:
    reserved = reserve(200_000)
    assert counter.balances() == (1_000_000, 800_000, 200_000, 0)
    with transaction.atomic():
        posted = book.post(reserved, actor=counter.actor("sun_li"))
    assert counter.balances() == (1_000_000, 800_000, 0, 200_000)
    assert (posted.because_type, posted.because_id) == (
        "accounts.person",
        counter.cast.people["li_mei"].pk,
    )
    assert posted.amount == Money(200_000)
    assert posted.source_user_id == counter.cast.users["zhao_min"].pk
    assert posted.actor_user == counter.cast.users["sun_li"]


def test_it_gives_a_reservation_back_and_lets_it_be_made_again(
    counter: Counter, reserve: Reserve
) -> None:
    reserved = reserve(200_000)
    with transaction.atomic():
        book.void(reserved, actor=counter.actor("zhao_min"), reason="申请人撤回")
    assert counter.balances() == (1_000_000, 1_000_000, 0, 0)
    assert reserve(150_000).attempt == 1


def test_it_reverses_a_payment_and_a_receipt_by_new_transfers(
    counter: Counter, reserve: Reserve
) -> None:
    receipt = Transfer.objects.get()
    reserved = reserve(200_000)
    keeper = counter.actor("sun_li")
    with transaction.atomic():
        posted = book.post(reserved, actor=keeper)
        book.reverse(posted, actor=keeper, reason="银行次日退回")
    assert counter.balances() == (1_000_000, 1_000_000, 0, 0)
    with transaction.atomic():
        book.reverse(receipt, actor=keeper, reason="拨款重复入账")
    assert counter.balances() == (0, 0, 0, 0)
    assert counter.counts() == (5, 10)


def refused(counter: Counter, code: str, act: Callable[[], object]) -> DomainError:
    """Run an act that must be refused and prove that nothing moved."""
    before = counter.balances(), counter.counts(), Entry.objects.count()
    with pytest.raises(DomainError) as caught, transaction.atomic():
        act()
    assert caught.value.code == code
    assert (counter.balances(), counter.counts(), Entry.objects.count()) == before
    return caught.value


def test_it_refuses_to_reserve_more_than_is_available(counter: Counter) -> None:
    actor, cause = counter.actor("zhao_min"), counter.cast.people["li_mei"]
    fault = refused(
        counter,
        "fund_short",
        lambda: book.reserve(counter.fund, Money(1_000_001), because=cause, actor=actor),
    )
    assert isinstance(fault, Conflict)
    assert "10,000.01 元" in fault.message


def test_it_refuses_a_second_reservation_for_the_same_cause(
    counter: Counter, reserve: Reserve
) -> None:
    reserve(100)
    actor, cause = counter.actor("zhao_min"), counter.cast.people["li_mei"]
    refused(
        counter,
        "already_reserved",
        lambda: book.reserve(counter.fund, Money(100), because=cause, actor=actor),
    )


def test_it_refuses_payment_by_the_one_who_reserved(counter: Counter, reserve: Reserve) -> None:
    reserved, actor = reserve(100), counter.actor("zhao_min")
    fault = refused(counter, "four_eyes", lambda: book.post(reserved, actor=actor))
    assert isinstance(fault, Refused)


def test_it_refuses_to_settle_a_reservation_twice(counter: Counter, reserve: Reserve) -> None:
    reserved, keeper = reserve(100), counter.actor("sun_li")
    with transaction.atomic():
        book.post(reserved, actor=keeper)
    refused(counter, "already_settled", lambda: book.post(reserved, actor=keeper))
    refused(counter, "already_settled", lambda: book.void(reserved, actor=keeper, reason="误操作"))


@pytest.mark.parametrize("fen", [0, -1])
def test_it_refuses_an_amount_that_is_not_positive(counter: Counter, fen: int) -> None:
    actor, cause = counter.actor("zhao_min"), counter.cast.people["li_mei"]
    fault = refused(
        counter,
        "amount_not_positive",
        lambda: book.reserve(counter.fund, Money(fen), because=cause, actor=actor),
    )
    assert isinstance(fault, Invalid)


def test_it_refuses_to_reserve_from_a_frozen_fund_but_still_gives_money_back(
    counter: Counter, reserve: Reserve
) -> None:
    reserved, actor = reserve(100), counter.actor("zhao_min")
    with transaction.atomic():
        book.freeze(counter.fund, actor=counter.actor("zhou_lan"), reason="账目不符")
    cause = counter.cast.people["chen_ping"]
    refused(
        counter,
        "fund_frozen",
        lambda: book.reserve(counter.fund, Money(1), because=cause, actor=actor),
    )
    with transaction.atomic():
        book.void(reserved, actor=actor, reason="暂停发放")
    assert counter.balances() == (1_000_000, 1_000_000, 0, 0)


@pytest.mark.django_db(transaction=True)
def test_it_refuses_to_write_outside_a_transaction(counter: Counter) -> None:
    actor, cause = counter.actor("zhao_min"), counter.cast.people["li_mei"]
    with pytest.raises(transaction.TransactionManagementError):
        book.reserve(counter.fund, Money(1), because=cause, actor=actor)
    assert counter.counts() == (1, 2)


def test_the_database_refuses_to_change_or_delete_a_transfer_or_posting(counter: Counter) -> None:
    for statement in (
        "UPDATE ledger_transfer SET amount_fen = 1",
        "DELETE FROM ledger_transfer",
        "UPDATE ledger_posting SET amount_fen = amount_fen * 2",
        "DELETE FROM ledger_posting",
        "DELETE FROM ledger_balance",
    ):
        with (
            pytest.raises(DatabaseError, match="Cannot"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def refused_at_commit(words: str) -> None:
    """Check now what would be checked at commit, and expect a refusal."""
    with (
        pytest.raises(IntegrityError, match=words),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_the_database_refuses_postings_that_do_not_sum_to_zero(counter: Counter) -> None:
    transfer = Transfer.objects.get()
    with transaction.atomic():
        Posting.objects.create(transfer=transfer, account="spent", amount_fen=5)
        refused_at_commit("do not sum to zero")
        transaction.set_rollback(rollback=True)


def test_the_database_refuses_a_transfer_without_postings(counter: Counter) -> None:
    with transaction.atomic():
        Transfer.objects.create(
            number="0",
            fund=counter.fund,
            kind="receive",
            amount_fen=5,
            because_type="accounts.person",
            because_id=1,
            actor_label="x",
            created_at=clock.now(),
            digest=b"0" * 32,
        )
        refused_at_commit("lacks its two postings")
        transaction.set_rollback(rollback=True)


def test_the_database_refuses_a_payment_posted_by_its_reserver(
    counter: Counter, reserve: Reserve
) -> None:
    reserved = reserve(100)
    with pytest.raises(IntegrityError, match="poster_is_not_reserver"), transaction.atomic():
        Transfer.objects.create(
            number="0",
            fund=counter.fund,
            kind="post",
            amount_fen=100,
            because_type=reserved.because_type,
            because_id=reserved.because_id,
            source=reserved,
            actor_user_id=reserved.actor_user_id,
            source_user_id=reserved.actor_user_id,
            actor_label="x",
            created_at=clock.now(),
            digest=b"0" * 32,
        )


def test_it_refuses_a_second_fund_with_the_same_code(counter: Counter) -> None:
    union, keeper = counter.cast.unions["federation"], counter.actor("sun_li")
    refused(
        counter,
        "fund_code_taken",
        lambda: book.open_fund("KNBF", "另一笔", union, FundKind.UNION, actor=keeper),
    )
