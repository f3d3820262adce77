"""The working days of a panel and of its result, counted from the day after (R9.7-R9.11)."""

from dataclasses import dataclass
from datetime import date

from backend.kernel.clock import add_working_days


@dataclass(frozen=True, slots=True)
class PanelDays:
    """Lengths as dated data, in working days; a relation in years."""

    recusal_objection: int
    dissent: int
    notice: int
    objection_answer: int
    relation_years: int


def last_of(begun: date, days: int) -> date:
    """Give the last day of a period of working days."""
    return add_working_days(begun, days)


def is_over(last: date, today: date) -> bool:
    """Tell whether a period has run: its last day is wholly past."""
    return today > last


def related_from(today: date, years: int) -> date:
    """Give the day from which a past relation still counts: the same day some years ago."""
    try:
        return today.replace(year=today.year - years)
    except ValueError:  # 29 February
        return today.replace(year=today.year - years, day=28)
