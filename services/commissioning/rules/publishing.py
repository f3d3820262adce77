"""What is owed to the workers by which day, and when lateness is told (R9.20, R9.21)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from backend.kernel import clock

MONTHS_A_YEAR = 12
LONG_CONTRACT_MONTHS = 6
# Lateness is told on its first day, after a week, after a month, and then every thirty days:
# a notice every day would bury the board.
FIRST_TELLINGS = (1, 7, 30)
THEN_EVERY = 30


class Owed(StrEnum):
    """Kind of a publication duty."""

    CALL = "call"
    RESULT = "result"
    CONTRACT = "contract"
    PROGRESS = "progress"
    FINAL = "final"


@dataclass(frozen=True, slots=True)
class Terms:
    """The days of the standards: working days for notices and verdict, months between progress."""

    notice_workdays: int
    final_workdays: int
    progress_months: int


@dataclass(frozen=True, slots=True)
class Course:
    """The days of a project that duties follow from; None where it has not come so far.

    `ranked_on` is the day on which the panel's result stands.
    """

    opened_on: date | None = None
    ranked_on: date | None = None
    signed_on: date | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    ended_on: date | None = None
    accepted_on: date | None = None


@dataclass(frozen=True, slots=True)
class Debt:
    """One publication that is owed: what, which of its kind, and its last day."""

    kind: Owed
    place: int
    due_on: date


def debts(course: Course, terms: Terms) -> list[Debt]:
    """Everything that the course of a project makes owed so far, in order of its kinds."""
    found = []
    for kind, since in (
        (Owed.CALL, course.opened_on),
        (Owed.RESULT, course.ranked_on),
        (Owed.CONTRACT, course.signed_on),
    ):
        if since is not None:
            found.append(Debt(kind, 1, clock.add_working_days(since, terms.notice_workdays)))
    found += _progress(course, terms)
    if course.accepted_on is not None:
        last = clock.add_working_days(course.accepted_on, terms.final_workdays)
        found.append(Debt(Owed.FINAL, 1, last))
    return found


def _progress(course: Course, terms: Terms) -> Iterator[Debt]:
    """Every so many months while a contract of more than six months runs (R9.21)."""
    if course.signed_on is None or course.starts_on is None or course.ends_on is None:
        return
    if course.ends_on <= months_later(course.starts_on, LONG_CONTRACT_MONTHS):
        return
    last = min(course.ends_on, course.ended_on or course.ends_on)
    place = 1
    while (due := months_later(course.starts_on, place * terms.progress_months)) < last:
        yield Debt(Owed.PROGRESS, place, due)
        place += 1


def months_later(day: date, months: int) -> date:
    """Give the day some months later; the last day of a shorter month stands for a missing one."""
    whole = day.year * MONTHS_A_YEAR + day.month - 1 + months
    year, month = divmod(whole, MONTHS_A_YEAR)
    for last in range(day.day, 27, -1):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    return date(year, month + 1, day.day)


def late_days(due_on: date, on: date) -> int:
    """Calendar days after the last day; 0 while there is still time."""
    return max(0, (on - due_on).days)


def tells_again(days: int, told_days: int) -> bool:
    """Tell whether lateness of so many days is told, when it was last told at `told_days`."""
    due = [step for step in FIRST_TELLINGS if step <= days]
    if days >= THEN_EVERY:
        due.append(days // THEN_EVERY * THEN_EVERY)
    return bool(due) and max(due) > told_days
