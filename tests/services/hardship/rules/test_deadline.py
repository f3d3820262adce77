"""Deadlines in working days, over weekends and holidays."""

from datetime import date

import pytest

from services.hardship.rules import deadline
from services.hardship.rules.deadline import Periods
from services.hardship.states import State

PERIODS = Periods(
    investigate_days=15,
    notice_days=5,
    approve_days=5,
    objection_days=7,
    payment_days=10,
)
MONDAY = date(2026, 11, 23)


@pytest.mark.requirement("R8.42")
def test_a_notice_of_five_working_days_ends_after_the_weekend() -> None:
    last = deadline.notice_until(MONDAY, PERIODS)
    assert last == date(2026, 11, 30)
    assert not deadline.notice_is_over(last, last)
    assert deadline.notice_is_over(last, date(2026, 12, 1))


def test_an_answer_is_expected_after_all_three_periods() -> None:
    assert deadline.answer_until(MONDAY, PERIODS) == date(2026, 12, 28)


@pytest.mark.parametrize(
    ("state", "last"),
    [
        (State.SUBMITTED, date(2026, 12, 14)),
        (State.NOTICE, date(2026, 12, 8)),
        (State.OBJECTION, date(2026, 12, 4)),
        (State.DISTRICT_APPROVED, date(2026, 12, 9)),
    ],
)
def test_each_step_has_a_last_day(state: State, last: date) -> None:
    since = date(2026, 11, 25)
    until = date(2026, 12, 1)
    given = deadline.step_until(
        state, since=since, submitted=MONDAY, notice_last=until, periods=PERIODS
    )
    assert given == last


def test_the_applicant_hears_the_next_step_and_its_last_day() -> None:
    told = deadline.expectation(
        State.SUBMITTED, due_on=date(2026, 12, 14), submitted=MONDAY, periods=PERIODS
    )
    assert told == deadline.Expectation(
        "基层工会上门走访", date(2026, 12, 14), date(2026, 12, 28)
    )


@pytest.mark.parametrize(
    "state", [State.DRAFT, State.REFUSED, State.WITHDRAWN, State.ON_FILE]
)
def test_nothing_is_expected_where_nothing_is_awaited(state: State) -> None:
    assert (
        deadline.expectation(state, due_on=MONDAY, submitted=MONDAY, periods=PERIODS)
        is None
    )
