"""When an item of the catalogue falls due, and which of its periods are overdue.

Finance and aid quarterly, decisions within three working days, on view for fifteen days at least
(domain.md 4.1, defaults; Shandong open-affairs regulation 11 and 12, Chongqing 9).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from services.disclosure.states import Frequency

QUARTERS = 4
MONTHS_A_QUARTER = 3
STANDING_PERIOD = "长期"


@dataclass(frozen=True, slots=True)
class Duty:
    """One item for one period: `due` is the last day to publish it in time."""

    item: str
    period: str
    due: date

    def is_overdue(self, published: Collection[str], today: date) -> bool:
        """The last day is past and the period is not on the board."""
        return self.due < today and self.period not in published


def duties(
    item: str, frequency: Frequency, deadline_days: int, *, since: date, until: date
) -> list[Duty]:
    """Every period of the item that ends between `since` and `until`, with its last day.

    `deadline_days` are calendar days after the end of the period (after `since` for a standing
    item). An item published as things happen has no period and no duty.
    """
    if frequency is Frequency.STANDING:
        return [Duty(item, STANDING_PERIOD, since + timedelta(days=deadline_days))]
    if frequency is Frequency.EVENT:
        return []
    found = []
    for year in range(since.year, until.year + 1):
        for period, end in _ends(frequency, year):
            if since <= end <= until:
                found.append(Duty(item, period, end + timedelta(days=deadline_days)))
    return found


def quarter_of(day: date) -> str:
    """The period a day lies in: `2026Q4`."""
    return f"{day.year}Q{(day.month - 1) // MONTHS_A_QUARTER + 1}"


def quarter_bounds(period: str) -> tuple[date, date]:
    """First and last day of `2026Q4`; raises ValueError on anything else."""
    year, _, quarter = period.partition("Q")
    if not (len(year) == QUARTERS and year.isdecimal() and quarter in {"1", "2", "3", "4"}):
        message = f"a quarter is written 2026Q4, not {period}"
        raise ValueError(message)
    first = date(int(year), (int(quarter) - 1) * MONTHS_A_QUARTER + 1, 1)
    return first, _quarter_end(int(year), int(quarter))


def period_label(period: str) -> str:
    """A period for a reader: `2026年第四季度`, `2026年度`, `长期`."""
    if period.isdecimal():
        return f"{period}年度"
    year, mark, quarter = period.partition("Q")
    return f"{year}年第{'一二三四'[int(quarter) - 1]}季度" if mark else period


def _ends(frequency: Frequency, year: int) -> list[tuple[str, date]]:
    if frequency is Frequency.YEARLY:
        return [(str(year), date(year, 12, 31))]
    return [
        (f"{year}Q{quarter}", _quarter_end(year, quarter)) for quarter in range(1, QUARTERS + 1)
    ]


def _quarter_end(year: int, quarter: int) -> date:
    month = quarter * MONTHS_A_QUARTER
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
