"""Machine: the table decides, everything else is refused."""

from enum import StrEnum

import pytest

from backend.kernel.errors import Conflict
from backend.kernel.states import Machine


class State(StrEnum):
    """A small life cycle."""

    DRAFT = "draft"
    SENT = "sent"
    DONE = "done"


class Act(StrEnum):
    """What can be done in it."""

    SEND = "send"
    FINISH = "finish"


MACHINE = Machine(
    start=State.DRAFT,
    moves={(State.DRAFT, Act.SEND): State.SENT, (State.SENT, Act.FINISH): State.DONE},
    labels={State.DONE: "已办结"},
)


def test_a_legal_act_leads_on() -> None:
    assert MACHINE.move(State.DRAFT, Act.SEND) is State.SENT
    assert MACHINE.allows(State.SENT, Act.FINISH)
    assert MACHINE.acts_from(State.SENT) == [Act.FINISH]


def test_an_illegal_act_is_a_conflict_that_names_the_state_in_chinese() -> None:
    with pytest.raises(Conflict, match="已办结") as caught:
        MACHINE.move(State.DONE, Act.SEND)
    assert caught.value.code == "wrong_state"


def test_the_table_can_be_walked() -> None:
    assert MACHINE.reachable() == MACHINE.states() == set(State)
    assert MACHINE.finals() == {State.DONE}
    assert MACHINE.edges() == {(State.DRAFT, State.SENT), (State.SENT, State.DONE)}
