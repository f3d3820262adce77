"""Benefits against a model of a few numbers: whatever happens in whatever order, both agree."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from backend.kernel.money import Money
from backend.ledger import book
from backend.ledger.formats import Outcome, csv_v1
from services.mutual_aid.models import Benefit
from services.mutual_aid.states import BenefitState
from services.mutual_aid.workflow.benefits import bank, giving_up, ordering, recovery
from tests.services.mutual_aid.build_benefits import (
    FUND_FEN,
    Desk,
    due,
    due_of_settlement,
    fresh,
    reply_to,
)

DESKS: list[Desk] = []
FEN = st.integers(min_value=1, max_value=90_000)
DUE, ORDERED, PAID, RETURNED = (
    BenefitState.DUE,
    BenefitState.ORDERED,
    BenefitState.PAID,
    BenefitState.RETURNED,
)


@dataclass
class Owed:
    """The model of one benefit."""

    row: Benefit
    fen: int
    state: BenefitState = DUE
    back: int = 0


class Payments(RuleBasedStateMachine):
    """Decide, order, answer, give up and get back in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.desk = DESKS[0]
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.owed: list[Owed] = []
        self.references = 0

    def teardown(self) -> None:
        """Recount the book of this sequence, then forget it."""
        assert book.verify().findings == []
        transaction.set_rollback(rollback=True)
        self.undo.__exit__(None, None, None)

    def those(self, *states: BenefitState) -> list[Owed]:
        """The benefits in these states, by the model."""
        return [one for one in self.owed if one.state in states]

    @rule(fen=FEN)
    def claim(self, fen: int) -> None:
        """A claim is approved."""
        self.owed.append(Owed(due(self.desk, fen), fen))

    @rule(amounts=st.lists(FEN, min_size=1, max_size=3))
    def settlement(self, amounts: list[int]) -> None:
        """A settlement owes several people at once."""
        rows = due_of_settlement(self.desk, [("li_mei", fen) for fen in amounts])
        self.owed += [Owed(row, fen) for row, fen in zip(rows, amounts, strict=True)]

    @rule(data=st.data())
    def order_and_answer(self, data: st.DataObject) -> None:
        """Some of what waits goes to the bank, which pays or returns each line."""
        waiting = self.those(DUE, RETURNED)
        if not waiting:
            return
        count = data.draw(st.integers(min_value=1, max_value=len(waiting)))
        chosen = waiting[:count]
        numbers = [one.row.number for one in chosen]
        keeper = self.desk.keeper
        batch = ordering.order.body(actor=keeper, benefits=numbers)
        bank.build_bank_file.body(batch.number, actor=keeper)
        returned = data.draw(st.sets(st.sampled_from(numbers), max_size=count))
        content = csv_v1.write_reply(reply_to(batch, dict.fromkeys(returned, Outcome.RETURNED)))
        for _ in range(2):
            bank.import_bank_reply.body(batch.number, actor=self.desk.confirmer, content=content)
        for one in chosen:
            one.state = RETURNED if one.row.number in returned else PAID

    @rule()
    def give_up(self) -> None:
        """The oldest that waits is given up."""
        for one in self.those(DUE, RETURNED)[:1]:
            giving_up.give_up.body(
                one.row.number,
                actor=self.desk.actor("district_approver"),
                version=fresh(one.row).version,
                reason="取消",
            )
            one.state = BenefitState.CANCELLED

    @rule(data=st.data())
    def get_back(self, data: st.DataObject) -> None:
        """A part of the oldest payment is demanded and comes home."""
        for one in [one for one in self.those(PAID) if one.fen > one.back][:1]:
            fen = data.draw(st.integers(min_value=1, max_value=one.fen - one.back))
            self.references += 1
            keeper, amount = self.desk.keeper, Money(fen)
            asked = recovery.demand_back.body(
                one.row.number,
                actor=keeper,
                version=fresh(one.row).version,
                amount=amount,
                reason="多付",
            )
            asked = recovery.confirm_demand.body(
                asked.number, actor=self.desk.actor("district_approver"), version=asked.version
            )
            recovery.record_recovery.body(
                asked.number,
                actor=keeper,
                version=asked.version,
                amount=amount,
                bank_reference=f"T{self.references}",
                received_on=one.row.created_at.date(),
            )
            one.back += fen
            one.state = BenefitState.RECOVERED if one.back == one.fen else PAID

    @invariant()
    def the_book_is_the_models(self) -> None:
        """Available, reserved and spent are what the benefits say, to the fen."""
        reserved = sum(one.fen for one in self.those(DUE, ORDERED, RETURNED))
        spent = sum(one.fen - one.back for one in self.those(PAID, BenefitState.RECOVERED))
        assert self.desk.balances() == (FUND_FEN - reserved - spent, reserved, spent)

    @invariant()
    def the_states_are_the_models(self) -> None:
        """Every benefit stands where the model has it."""
        held = dict(Benefit.objects.values_list("number", "state"))
        assert {one.row.number: one.state for one in self.owed} == held


@pytest.fixture
def at_desk(desk: Desk) -> Iterator[None]:
    """The desk, made once for the run."""
    DESKS[:] = [desk]
    yield
    DESKS.clear()


def run(examples: int, steps: int) -> None:
    """Run the machine so many times, at most so many steps each."""
    run_state_machine_as_test(
        Payments,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.django_db
@pytest.mark.requirement("R8.29", "R8.30")
def test_benefits_agree_with_the_model(at_desk: None) -> None:
    run(examples=3, steps=12)


@pytest.mark.soak
@pytest.mark.django_db
def test_benefits_agree_with_the_model_over_many_sequences(at_desk: None) -> None:
    run(examples=500, steps=40)
