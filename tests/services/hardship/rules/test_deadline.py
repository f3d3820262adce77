"""Deadlines in working days, over weekends and holidays."""

from datetime import date

import pytest

from services.hardship.rules import deadline
from services.hardship.rules.deadline import Periods
from services.hardship.states import State

PERIODS = Periods(
    visit_days=5,
    recommend_days=5,
    check_days=15,
    notice_days=5,
    approve_days=5,
    payment_days=5,
    objection_calendar_days=15,
)
MONDAY = date(2026, 11, 23)


@pytest.mark.requirement("R8.42")
def test_a_notice_of_five_working_days_ends_after_the_weekend() -> None:
    last = deadline.notice_until(MONDAY, PERIODS)
    assert last == date(2026, 11, 30)
    assert not deadline.notice_is_over(last, last)
    assert deadline.notice_is_over(last, date(2026, 12, 1))


@pytest.mark.parametrize(
    ("state", "last"),
    [
        (State.SUBMITTED, date(2026, 11, 30)),
        (State.VISITED, date(2026, 11, 30)),
        (State.ECONOMIC_CHECK, date(2026, 12, 14)),
        (State.NOTICE, date(2026, 12, 8)),
        (State.OBJECTION, date(2026, 12, 8)),
        (State.DISTRICT_APPROVED, date(2026, 11, 30)),
    ],
)
def test_each_step_has_a_last_day(state: State, last: date) -> None:
    until = date(2026, 12, 1)
    assert deadline.step_until(state, since=MONDAY, notice_last=until, periods=PERIODS) == last


@pytest.mark.parametrize(
    ("state", "answer"),
    [
        (State.SUBMITTED, date(2027, 1, 5)),
        (State.VISITED, date(2026, 12, 28)),
        (State.CHECKED, date(2026, 12, 7)),
        (State.NOTICE, date(2026, 11, 23)),
        (State.OBJECTION, date(2026, 11, 30)),
    ],
)
def test_the_answer_is_expected_after_all_steps_that_remain(state: State, answer: date) -> None:
    assert deadline.answer_until(state, MONDAY, PERIODS) == answer


def test_the_applicant_hears_the_next_step_and_its_last_day() -> None:
    told = deadline.expectation(State.NOTICE, due_on=date(2026, 12, 8), periods=PERIODS)
    assert told == deadline.Expectation("公示期满后审批", date(2026, 12, 8), date(2026, 12, 8))


@pytest.mark.parametrize("state", [State.DRAFT, State.REFUSED, State.WITHDRAWN, State.ON_FILE])
def test_nothing_is_expected_where_nothing_is_awaited(state: State) -> None:
    assert deadline.expectation(state, due_on=MONDAY, periods=PERIODS) is None
