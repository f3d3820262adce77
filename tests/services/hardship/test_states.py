"""The two life cycles: every state reachable, no way out of a final one, two labels each."""

import pytest

from backend.kernel.errors import Conflict
from services.hardship.states import (
    GRANT_LABELS,
    GRANT_MACHINE,
    GRANT_WORKER_LABELS,
    MACHINE,
    STAFF_LABELS,
    WAITING_STATES,
    WORKER_LABELS,
    Act,
    GrantAct,
    GrantState,
    State,
)


def test_every_state_can_be_reached() -> None:
    assert MACHINE.reachable() == set(State)
    assert GRANT_MACHINE.reachable() == set(GrantState)


def test_final_states_have_no_exit() -> None:
    assert MACHINE.finals() == {State.ON_FILE, State.REFUSED, State.WITHDRAWN}
    assert GRANT_MACHINE.finals() == {GrantState.RECEIPTED, GrantState.CANCELLED}


def test_every_act_is_used() -> None:
    assert {act for _, act in MACHINE.moves} == set(Act)
    assert {act for _, act in GRANT_MACHINE.moves} == set(GrantAct)


def test_each_state_has_a_label_for_staff_and_one_for_the_worker() -> None:
    assert set(STAFF_LABELS) == set(WORKER_LABELS) == set(State)
    assert set(GRANT_LABELS) == set(GRANT_WORKER_LABELS) == set(GrantState)


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("act", list(Act))
def test_an_act_is_possible_where_the_table_says_so_and_nowhere_else(
    state: State, act: Act
) -> None:
    if MACHINE.allows(state, act):
        assert MACHINE.move(state, act) == MACHINE.moves[(state, act)]
    else:
        with pytest.raises(Conflict, match="wrong_state"):
            MACHINE.move(state, act)


@pytest.mark.requirement("R8.43")
def test_an_open_objection_leaves_no_way_to_approval() -> None:
    assert set(MACHINE.acts_from(State.OBJECTION)) == {
        Act.OBJECT, Act.DISMISS_OBJECTION, Act.UPHOLD_OBJECTION, Act.WITHDRAW
    }  # fmt: skip


@pytest.mark.requirement("R8.41")
def test_there_is_no_way_to_approval_without_a_home_visit() -> None:
    edges = {edge for edge in MACHINE.edges() if State.VISITED not in edge}
    seen, waiting = set(), [State.DRAFT]
    while waiting:
        state = waiting.pop()
        seen.add(state)
        waiting += [to for source, to in edges if source is state and to not in seen]
    assert State.DISTRICT_APPROVED not in seen


def test_waiting_states_are_those_where_an_officer_is_next() -> None:
    idle = {State.DRAFT, State.RETURNED, State.ON_FILE, State.REFUSED, State.WITHDRAWN}
    assert set(WAITING_STATES) == set(State) - idle
