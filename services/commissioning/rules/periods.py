"""Periods in months and years on the civil calendar."""

from calendar import monthrange
from datetime import date

MONTHS_A_YEAR = 12


def months_before(day: date, months: int) -> date:
    """Give the same day so many months earlier, the last of the month where there is none.

    Never earlier than the calendar's first year.
    """
    count = max(day.year * MONTHS_A_YEAR + day.month - 1 - months, MONTHS_A_YEAR)
    year, month = count // MONTHS_A_YEAR, count % MONTHS_A_YEAR + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
