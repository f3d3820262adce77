"""Joining a plan: who may, how many must, what it costs, when cover runs (sections 3 to 5)."""

import calendar
import datetime as dt

from backend.kernel import clock
from backend.kernel.errors import Conflict
from backend.kernel.money import Money
from services.mutual_aid.rules.exact import RATE_ONE
from services.mutual_aid.rules.pack import Cover, Entry, Fee, Pack, Window

ONE_DAY = dt.timedelta(days=1)
YEAR_MONTHS = 12


def needed_people(entry: Entry, headcount: int) -> int:
    """Give how many of the headcount must take part, rounded up (R8.4); 0 without a minimum."""
    for headcount_max, ratio in entry.participation:
        if headcount_max is None or headcount <= headcount_max:
            return -(-headcount * ratio // RATE_ONE)
    return 0


def counted_headcount(entry: Entry, headcount: int, female_headcount: int) -> int:
    """Give the headcount that counts: one sex only where the plan is for one (R8.5)."""
    if entry.sex == "F":
        return female_headcount
    if entry.sex == "M":
        return headcount - female_headcount
    return headcount


def is_open(window: Window | None, day: dt.date) -> bool:
    """Tell whether one may join on a civil day; a window may wrap over the new year (R8.10)."""
    if window is None:
        return True
    here = (day.month, day.day)
    if window.first <= window.last:
        return window.first <= here <= window.last
    return here >= window.first or here <= window.last


def ages(entry: Entry, sex: str) -> tuple[int, int] | None:
    """Give the youngest and oldest completed years on the first day of cover, both inclusive."""
    return entry.ages.get(sex)


def expected_start(cover: Cover, day: dt.date) -> dt.date:
    """Give the first day of cover if everything is complete on `day` (R8.12)."""
    if cover.start == "fixed" and cover.first is not None:
        return cover.first
    if cover.start == "calendar_year":
        return dt.date(day.year, 1, 1)
    return day + ONE_DAY


def cover_days(
    pack: Pack, complete_on: dt.date, months: int | None = None
) -> tuple[dt.date, dt.date]:
    """Give first and last day of cover once fee and papers are complete on that day (R8.12).

    A fixed term takes additions up to its start plus `late_close_days`; later ones raise
    Conflict `joined_too_late`. Cover ends at 24:00 of the last day.
    """
    cover = pack.cover
    first = expected_start(cover, complete_on)
    latest = first + dt.timedelta(days=pack.entry.late_close_days)
    if cover.start == "fixed" and complete_on > latest:
        raise Conflict(
            "joined_too_late",
            f"本期保障从 {clock.day_words(first)}开始，"
            f"最迟 {clock.day_words(latest)}办齐；请参加下一期。",
        )
    return first, last_day(cover, first, months)


def last_day(cover: Cover, first: dt.date, months: int | None = None) -> dt.date:
    """Give the last day of a cover: the fixed end, or the same day number months later less one."""
    if cover.last is not None:
        return cover.last
    return add_months(first, months or usual_months(cover)) - ONE_DAY


def usual_months(cover: Cover) -> int:
    """Give the length of a cover where nobody chose another one."""
    return cover.months or (cover.months_options or (YEAR_MONTHS,))[0]


def add_months(day: dt.date, months: int) -> dt.date:
    """Give the same day number `months` later, clipped to the month's last day (section 5)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(day.day, last))


def period_of(pack: Pack, day: dt.date) -> str:
    """Name the enrolment period that a batch opened on `day` belongs to: the year cover begins."""
    if pack.cover.start == "next_day":
        return str(day.year)
    return str(expected_start(pack.cover, day).year)


def scope_of(pack: Pack, period: str) -> str | None:
    """Name what a person may hold only once (`duplicate_scope`); None when doubles are allowed."""
    scope = pack.entry.duplicate_scope
    if scope == "none":
        return None
    stem = pack.code if scope == "plan" else family(pack.code)
    return f"{stem}:{period}"


def family(code: str) -> str:
    """Give the stem of a plan code: `BJ-MED-2020` and `BJ-MED-2025` are one family."""
    stem, _, tail = code.rpartition("-")
    return stem if stem and tail.isdigit() else code


def fee_due(
    fee: Fee, *, months: int | None = None, holds_card: bool = False, risk_class: str = ""
) -> Money:
    """Give the fee for one share: the chosen term wins over the card, the card over the class."""
    if months is not None and months in fee.by_months:
        return Money(fee.by_months[months])
    if holds_card and fee.with_card_fen is not None:
        return Money(fee.with_card_fen)
    return Money(fee.by_risk_class.get(risk_class, fee.per_share_fen))


def split_fee(fee: Fee, shares: int = 1, per_share: Money | None = None) -> list[tuple[str, Money]]:
    """Split a fee between its payers (section 4); the remainder payer takes every odd fen.

    Without a split the member pays all.
    """
    total = (per_share or Money(fee.per_share_fen)) * shares
    if not fee.split:
        return [("member", total)]
    parts: dict[str, Money] = {}
    for payer in fee.split:
        if payer.ratio is not None:
            parts[payer.name] = Money(total.fen * payer.ratio // RATE_ONE)
        else:
            parts[payer.name] = Money((payer.amount_fen or 0) * shares)
    rest = next(payer.name for payer in fee.split if payer.takes_remainder)
    others = Money.sum(part for name, part in parts.items() if name != rest)
    parts[rest] = total - others
    return list(parts.items())
