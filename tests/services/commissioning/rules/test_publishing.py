"""What is owed by which day, and when lateness is told."""

from datetime import date

import pytest

from services.commissioning.rules import publishing
from services.commissioning.rules.publishing import Course, Owed, Terms

TERMS = Terms(notice_workdays=2, final_workdays=20, progress_months=3)


def _owed(course: Course) -> list[tuple[str, int, date]]:
    return [(one.kind.value, one.place, one.due_on) for one in publishing.debts(course, TERMS)]


@pytest.mark.requirement("R9.20")
def test_the_verdict_is_owed_within_twenty_working_days_of_acceptance() -> None:
    # 2026-11-02 is a Monday; no holiday lies in the four weeks after it.
    assert _owed(Course(accepted_on=date(2026, 11, 2))) == [("final", 1, date(2026, 11, 30))]


def test_call_result_and_contract_are_owed_within_two_working_days() -> None:
    course = Course(
        opened_on=date(2026, 11, 2), ranked_on=date(2026, 11, 6), signed_on=date(2026, 11, 9)
    )
    assert _owed(course) == [
        ("call", 1, date(2026, 11, 4)),
        ("result", 1, date(2026, 11, 10)),
        ("contract", 1, date(2026, 11, 11)),
    ]


@pytest.mark.requirement("R9.21")
def test_a_long_contract_owes_progress_every_three_months() -> None:
    course = Course(
        signed_on=date(2026, 1, 5), starts_on=date(2026, 1, 31), ends_on=date(2026, 12, 31)
    )
    found = [one for one in publishing.debts(course, TERMS) if one.kind is Owed.PROGRESS]
    assert [one.due_on for one in found] == [
        date(2026, 4, 30),
        date(2026, 7, 31),
        date(2026, 10, 31),
    ]


@pytest.mark.requirement("R9.21")
def test_a_contract_of_six_months_owes_no_progress() -> None:
    course = Course(
        signed_on=date(2026, 1, 5), starts_on=date(2026, 1, 10), ends_on=date(2026, 7, 10)
    )
    assert [one for one in publishing.debts(course, TERMS) if one.kind is Owed.PROGRESS] == []


def test_a_contract_that_ended_early_owes_no_later_progress() -> None:
    course = Course(
        signed_on=date(2026, 1, 5), starts_on=date(2026, 1, 10), ends_on=date(2026, 12, 31),
        ended_on=date(2026, 5, 1),
    )  # fmt: skip
    found = [one for one in publishing.debts(course, TERMS) if one.kind is Owed.PROGRESS]
    assert [one.due_on for one in found] == [date(2026, 4, 10)]


def test_lateness_begins_the_day_after_the_last_day() -> None:
    due = date(2026, 11, 30)
    assert publishing.late_days(due, due) == 0
    assert publishing.late_days(due, date(2026, 12, 1)) == 1


@pytest.mark.parametrize(
    ("days", "told", "again"),
    [
        (0, 0, False), (1, 0, True), (2, 1, False), (7, 1, True), (8, 7, False), (40, 7, True),
        (40, 30, False), (60, 30, True), (95, 60, True), (95, 90, False),
    ],
)  # fmt: skip
def test_lateness_is_told_first_then_after_a_week_a_month_and_every_month(
    days: int, told: int, *, again: bool
) -> None:
    assert publishing.tells_again(days, told) is again
