"""The book against a model of three numbers: whatever happens in whatever order, both agree."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    invariant,
    rule,
    run_state_machine_as_test,
)

from backend.access.actor import Actor
from backend.kernel.errors import Conflict, DomainError, Refused
from backend.kernel.money import Money
from backend.ledger import book
from backend.ledger.entries import FundKind
from backend.ledger.models import Balance, Fund, Posting, Transfer
from backend.unions.models import Union
from tests import cast

AMOUNTS = st.integers(min_value=1, max_value=50_000)


@dataclass
class World:
    """What the machine works on; made once for all sequences."""

    union: Union
    approver: Actor
    keeper: Actor
    causes: list[Union]


WORLD: list[World] = []


@contextmanager
def refused(code: str) -> Iterator[None]:
    """Expect a refusal and undo what a failed verb would undo."""
    with pytest.raises(DomainError) as caught, transaction.atomic():
        yield
    assert caught.value.code == code
    assert isinstance(caught.value, (Conflict, Refused))


class Book(RuleBasedStateMachine):
    """Receive, reserve, post, void and reverse in any order."""

    pending = Bundle("pending")
    posted = Bundle("posted")

    def __init__(self) -> None:
        super().__init__()
        self.world = WORLD[0]
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.fund = self._open()
        self.available = self.reserved = self.spent = 0
        self.written = self.causes = 0

    def _open(self) -> Fund:
        return book.open_fund(
            "P", "模型经费", self.world.union, FundKind.DONATION, actor=self.world.keeper
        )

    def teardown(self) -> None:
        """Recount the book of this sequence, then forget it."""
        assert book.verify().ok
        transaction.set_rollback(rollback=True)
        self.undo.__exit__(None, None, None)

    @rule(fen=AMOUNTS)
    def receive(self, fen: int) -> None:
        """Money comes in."""
        book.receive(
            self.fund, Money(fen), self.world.union, actor=self.world.keeper, reason="拨款"
        )
        self.available += fen
        self.written += 1

    @rule(target=pending, fen=AMOUNTS)
    def reserve(self, fen: int) -> Transfer | None:
        """Set money aside, or be refused when there is too little."""
        self.causes += 1
        cause = Union(pk=-self.causes)
        act = {"because": cause, "actor": self.world.approver}
        if fen > self.available:
            with refused("fund_short"):
                book.reserve(self.fund, Money(fen), **act)
            return None
        made = book.reserve(self.fund, Money(fen), **act)
        self.available, self.reserved = self.available - fen, self.reserved + fen
        self.written += 1
        with refused("already_reserved"):
            book.reserve(self.fund, Money(1), **act)
        return made

    @rule(target=posted, reserve=consumes(pending))
    def post(self, reserve: Transfer | None) -> Transfer | None:
        """Pay out, by another person and once."""
        if reserve is None:
            return None
        with refused("four_eyes"):
            book.post(reserve, actor=self.world.approver)
        made = book.post(reserve, actor=self.world.keeper)
        self.reserved -= reserve.amount_fen
        self.spent += reserve.amount_fen
        self.written += 1
        with refused("already_settled"):
            book.post(reserve, actor=self.world.keeper)
        return made

    @rule(reserve=consumes(pending))
    def void(self, reserve: Transfer | None) -> None:
        """Give back, once."""
        if reserve is None:
            return
        book.void(reserve, actor=self.world.approver, reason="撤回")
        self.reserved -= reserve.amount_fen
        self.available += reserve.amount_fen
        self.written += 1
        with refused("already_settled"):
            book.void(reserve, actor=self.world.approver, reason="再撤")

    @rule(payment=consumes(posted))
    def reverse(self, payment: Transfer | None) -> None:
        """Take a payment back."""
        if payment is None:
            return
        book.reverse(payment, actor=self.world.keeper, reason="退回")
        self.spent -= payment.amount_fen
        self.available += payment.amount_fen
        self.written += 1

    @invariant()
    def the_balance_is_the_models(self) -> None:
        """Four sums, each as the model has it, none negative."""
        row = Balance.objects.get(fund=self.fund)
        held = (row.available_fen, row.reserved_fen, row.spent_fen, row.received_fen)
        assert held == (
            self.available,
            self.reserved,
            self.spent,
            self.available + self.reserved + self.spent,
        )
        assert min(held) >= 0

    @invariant()
    def everything_sums_to_zero_and_nothing_is_lost(self) -> None:
        """Two postings for each movement, and together nothing."""
        lines = Posting.objects.filter(transfer__fund=self.fund)
        assert (lines.aggregate(total=Sum("amount_fen"))["total"] or 0) == 0
        assert lines.count() == 2 * self.written


@pytest.fixture
def world(db: None) -> Iterator[None]:
    """The federation, made once for the run."""
    people = cast.fresh()
    approver, keeper = people.users["zhao_min"], people.users["sun_li"]
    WORLD[:] = [
        World(
            people.unions["federation"],
            Actor(approver.pk, None, "district_reviewer", "staff"),
            Actor(keeper.pk, None, "fund_keeper", "staff"),
            [],
        )
    ]
    yield
    WORLD.clear()


def run(examples: int, steps: int) -> None:
    """Run the machine so many times, at most so many steps each."""
    run_state_machine_as_test(
        Book,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.requirement("R8.51", "RX.10")
def test_the_book_agrees_with_a_model_of_three_numbers(world: None) -> None:
    run(examples=15, steps=20)
    assert book.verify().ok


@pytest.mark.soak
def test_the_book_agrees_with_the_model_over_five_thousand_sequences(world: None) -> None:
    run(examples=5000, steps=60)
    assert book.verify().ok
