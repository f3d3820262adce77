"""The outcome table is total: whatever mix a provider answers, each row has one next step."""

from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from notifications.push.outcomes import MOST_ATTEMPTS, backoff, brake, rest, step
from notifications.push.port import Leased, Message, Outcome, Result
from notifications.states import DELIVERY_MACHINE, DeliveryState

ASKED = st.one_of(st.just(0.0), st.integers(0, 100_000).map(float), st.floats(0, 1e6))
RESULTS = st.builds(
    Result, outcome=st.sampled_from(Outcome), code=st.text(max_size=80), retry_after=ASKED
)


def leased(attempts: int, quiet: float = 0.0) -> Leased:
    message = Message(1, 1, "a", "token", "ios", 1, "progress", "t", "k", 60, 1_800_000_000, 0)
    return Leased("2026-11-23", attempts, uuid4(), False, False, quiet, message)


@given(result=RESULTS, attempts=st.integers(1, MOST_ATTEMPTS))
def test_every_answer_leads_to_one_legal_state_with_a_sane_time(
    result: Result, attempts: int
) -> None:
    found = step(leased(attempts, quiet=100.0), result)
    assert (DeliveryState.LEASED, found.state) in DELIVERY_MACHINE.edges()
    assert isinstance(found.due_in, float)
    assert found.due_in >= 0.0
    if found.state is DeliveryState.QUEUED:
        assert attempts < MOST_ATTEMPTS or not found.burns
    else:
        assert found.due_in == 0.0


@given(results=st.lists(RESULTS, max_size=100))
def test_the_brake_and_the_rest_take_any_batch(results: list[Result]) -> None:
    held = brake(results)
    assert len(held) == len(results)
    found = rest(held)
    wanted = {Outcome.PAUSE, Outcome.CONFIG} & {one.outcome for one in held}
    assert (found is not None) == bool(wanted)
    if found:
        assert found.seconds > 0.0
        assert bool(found.fault) == (Outcome.CONFIG in wanted)


@given(attempts=st.integers(1, 60), asked=ASKED)
def test_backoff_grows_is_bounded_and_obeys_the_provider(attempts: int, asked: float) -> None:
    wait = backoff(attempts, asked)
    least = max(asked, min(3600.0, 2.0 * 2.0**attempts))
    assert least <= wait <= least * 1.3


def test_the_eighth_failure_is_the_last() -> None:
    failed = Result(Outcome.RETRY)
    assert step(leased(MOST_ATTEMPTS - 1), failed).state is DeliveryState.QUEUED
    final = step(leased(MOST_ATTEMPTS), failed)
    assert (final.state, final.error) == (DeliveryState.DEAD, "retries-used-up")


def test_a_pause_a_fault_and_quiet_hours_burn_no_attempt() -> None:
    for outcome in (Outcome.PAUSE, Outcome.CONFIG, Outcome.LATER):
        assert not step(leased(3), Result(outcome)).burns


def test_the_brake_needs_a_fifth_of_at_least_twenty() -> None:
    gone, sent = Result(Outcome.GONE), Result(Outcome.SENT)
    assert brake([gone] * 19) == [gone] * 19
    assert brake([gone] * 4 + [sent] * 16) == [gone] * 4 + [sent] * 16
    held = brake([gone] * 5 + [sent] * 16)
    assert [one.outcome for one in held[:5]] == [Outcome.CONFIG] * 5
