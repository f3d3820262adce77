"""Both life cycles: every state reachable, no way out of a final one."""

from services.disclosure.states import (
    CATEGORY_LABELS,
    DRAFT_MACHINE,
    FREQUENCY_LABELS,
    GROUND_LABELS,
    MACHINE,
    Category,
    DraftState,
    Frequency,
    Ground,
    State,
)


def test_every_state_is_reachable_and_named() -> None:
    assert MACHINE.reachable() == set(State) == set(MACHINE.labels)
    assert DRAFT_MACHINE.reachable() == set(DraftState) == set(DRAFT_MACHINE.labels)


def test_what_is_withdrawn_signed_or_dropped_is_final() -> None:
    assert MACHINE.finals() == {State.WITHDRAWN}
    assert DRAFT_MACHINE.finals() == {DraftState.SIGNED, DraftState.DROPPED}


def test_nothing_is_signed_without_the_privacy_check() -> None:
    sources = {source for source, target in DRAFT_MACHINE.edges() if target is DraftState.SIGNED}
    assert sources == {DraftState.IN_SIGN_OFF}
    before = {
        source for source, target in DRAFT_MACHINE.edges() if target is DraftState.IN_SIGN_OFF
    }
    assert before == {DraftState.IN_CHECK}


def test_every_word_has_its_chinese() -> None:
    assert set(CATEGORY_LABELS) == set(Category)
    assert set(FREQUENCY_LABELS) == set(Frequency)
    assert set(GROUND_LABELS) == set(Ground)
