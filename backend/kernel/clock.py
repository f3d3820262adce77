"""The only place that asks the time: Asia/Shanghai, working days, a clock that tests can move.

Stored times are UTC (PostgreSQL keeps instants); what people see is Shanghai. Working days 工作日
follow a calendar of holidays and make-up days that is loaded from JSON files, one a year.
"""

import json
import os
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from backend.kernel.errors import Conflict, Invalid

TZ = ZoneInfo("Asia/Shanghai")
SATURDAY = 5
WEEKDAYS = "一二三四五六日"
CALENDAR_FOLDER = Path(__file__).parent / "calendar"
LONGEST_SPAN_DAYS = 3660


class _Offset:
    """Seconds added to business time, read from a file that every process shares."""

    def __init__(self, path: str | None) -> None:
        self.path = path
        self.stamp = 0
        self.delta = timedelta()

    def read(self) -> timedelta:
        """Give the offset, reading the file again only when it changed."""
        if not self.path:
            return timedelta()
        try:
            stamp = Path(self.path).stat().st_mtime_ns
        except FileNotFoundError:
            return timedelta()
        if stamp != self.stamp:
            text = Path(self.path).read_text(encoding="utf-8").strip() or "0"
            self.delta, self.stamp = timedelta(seconds=int(text)), stamp
        return self.delta


_offset = _Offset(os.environ.get("CLOCK_OFFSET_FILE"))


def use_offset_file(path: str | None) -> None:
    """Name the file with the seconds added to business time; None: real time. Not in production."""
    _offset.path, _offset.stamp, _offset.delta = path, 0, timedelta()


def day_words(day: date) -> str:
    """Write a civil day as people say it: 2026年12月5日（周六）."""
    return f"{day.year}年{day.month}月{day.day}日（周{WEEKDAYS[day.weekday()]}）"


def now() -> datetime:
    """Give this moment of business time, aware, in Asia/Shanghai."""
    return datetime.now(tz=TZ) + _offset.read()


def today() -> date:
    """Give today's civil date in Asia/Shanghai."""
    return now().date()


def start_of(day: date) -> datetime:
    """Give 00:00 of a civil day in Asia/Shanghai."""
    return datetime(day.year, day.month, day.day, tzinfo=TZ)


def end_of(day: date) -> datetime:
    """Give 24:00 of a civil day in Asia/Shanghai, that is 00:00 of the next day."""
    return start_of(day + timedelta(days=1))


def to_local(moment: datetime) -> datetime:
    """Turn a stored instant into Shanghai time; a naive time is refused."""
    if moment.tzinfo is None:
        message = "a time without zone has no meaning here"
        raise ValueError(message)
    return moment.astimezone(TZ)


def to_utc(moment: datetime) -> datetime:
    """Turn any aware time into UTC for storage or a feed."""
    return to_local(moment).astimezone(UTC)


@cache
def _calendar(path: str) -> tuple[frozenset[date], frozenset[date]]:
    """Read one calendar file: the days off and the make-up working days."""
    try:
        content = json.loads(Path(path).read_text(encoding="utf-8"))
        days_off = frozenset(date.fromisoformat(day) for day in content["days_off"])
        make_up = frozenset(date.fromisoformat(day) for day in content["make_up_days"])
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise Invalid(
            "bad_calendar", f"节假日历文件读不了，请检查格式：{Path(path).name}"
        ) from fault
    return days_off, make_up


def _days_of(year: int) -> tuple[frozenset[date], frozenset[date]]:
    """Give the calendar of a year: the operator's file first, then the one that comes with us."""
    own = os.environ.get("HOLIDAY_CALENDAR_DIR")
    for folder in (Path(own) if own else None, CALENDAR_FOLDER):
        if folder and (folder / f"{year}.json").is_file():
            return _calendar(str(folder / f"{year}.json"))
    return frozenset(), frozenset()


def calendar_is_loaded(year: int) -> bool:
    """Tell whether holidays of the year are known; otherwise only weekends count as days off."""
    return _days_of(year) != (frozenset(), frozenset())


def is_working_day(day: date) -> bool:
    """Tell whether offices work on that day: weekday and no holiday, or a make-up day."""
    days_off, make_up = _days_of(day.year)
    return day in make_up or (day.weekday() < SATURDAY and day not in days_off)


def add_working_days(day: date, count: int) -> date:
    """Give the last day of a period of `count` working days that starts the day after `day`.

    `count` 0 gives the day itself. Raises Conflict when the period is unreasonably long.
    """
    if count < 0:
        message = "a period has no negative length"
        raise ValueError(message)
    last = day
    for _ in range(LONGEST_SPAN_DAYS):
        if count == 0:
            return last
        last += timedelta(days=1)
        count -= is_working_day(last)
    raise Conflict("period_too_long", "办理期限设置得太长，请核对工作日天数。")


def working_days_between(first: date, last: date) -> int:
    """Count the working days after `first` up to `last` inclusive; 0 when `last` is not later."""
    span = min((last - first).days, LONGEST_SPAN_DAYS)
    return sum(is_working_day(first + timedelta(days=step)) for step in range(1, span + 1))
