"""Quarters, and what a plan must be like to be settled from year-to-date data. Pure."""

import datetime as dt
import re
from dataclasses import dataclass

from backend.kernel.errors import Conflict, Invalid
from services.mutual_aid.rules.columns import is_columnar
from services.mutual_aid.rules.pack import Mode, Pack

_QUARTER = re.compile(r"(20[0-9]{2})Q([1-4])")
MONTHS = 3


@dataclass(frozen=True, slots=True)
class Quarter:
    """A quarter of a civil year; a settlement covers the year up to its last day."""

    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year}Q{self.number}"

    @property
    def year_begins(self) -> dt.date:
        """The first day of the year."""
        return dt.date(self.year, 1, 1)

    @property
    def first_day(self) -> dt.date:
        """The first day of the quarter."""
        return dt.date(self.year, MONTHS * (self.number - 1) + 1, 1)

    @property
    def last_day(self) -> dt.date:
        """The last day of the quarter."""
        month = MONTHS * self.number
        following = dt.date(self.year + month // 12, month % 12 + 1, 1)
        return following - dt.timedelta(days=1)


def read_quarter(text: str, today: dt.date) -> Quarter:
    """Read `2026Q4`; raises Invalid `bad_quarter` for another form or a quarter still to come."""
    found = _QUARTER.fullmatch(text.strip())
    if found is None:
        raise Invalid("bad_quarter", "季度应写成“2026Q4”的样子，请改好再试。")
    quarter = Quarter(int(found[1]), int(found[2]))
    if quarter.first_day > today:
        raise Invalid("bad_quarter", f"{quarter} 还没有开始，不能结算。")
    return quarter


def must_settle(pack: Pack) -> None:
    """Refuse a plan that cannot be settled from year-to-date amounts, with the reason.

    Raises Conflict `not_quarterly`, `not_columnar`, `reduced_period`: the events of an item of the
    period are one event with one day (FORMAT.md 8.5), so a sum over reduced and full days has no
    factor, and two years with the same sum are due different amounts.
    """
    if not pack.claim.is_quarterly:
        raise Conflict("not_quarterly", "这个计划要个人申领，不作季度结算。")
    if not is_columnar(pack):
        raise Conflict("not_columnar", "计划里有不能按累计金额结算的项目，不作季度结算。")
    summed = [one.title for one in pack.benefits if one.per_period]
    if pack.cover.reduced_days is not None and summed:
        raise Conflict(
            "reduced_period",
            f"计划有减付期，“{'、'.join(summed)}”又按全年累计，减付期内外的金额加在一起算不出应付，"
            "不作季度结算。请改为按次计算，或取消减付期。",
        )
    if pack.cover.reduced_days is not None and _may_come_back(pack):
        raise Conflict(
            "reduced_period",
            "计划有减付期，离会又终止保障：期内回来的人会两次进入减付期，按累计金额算不出应付，"
            "不作季度结算。请取消减付期，或让离会的人保留保障。",
        )


def _may_come_back(pack: Pack) -> bool:
    """Tell whether one can have two covers of a period: she left and came back (ADR 0019)."""
    return pack.entry.mode == Mode.AUTOMATIC and not pack.cover.portable
