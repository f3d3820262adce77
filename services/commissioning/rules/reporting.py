"""What a work report may say: its period, its vouchers, its sums (R9.14). Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from backend.kernel.errors import Conflict, FieldError, Invalid
from backend.kernel.money import Money

MOST_SPENDINGS = 200
MOST_PHOTOS = 30


@dataclass(frozen=True, slots=True)
class Period:
    """A period of days, both included."""

    start: date
    end: date

    def meets(self, other: "Period") -> bool:
        """Tell whether the two share a day."""
        return self.start <= other.end and other.start <= self.end

    def holds(self, day: date) -> bool:
        """Tell whether a day lies in it."""
        return self.start <= day <= self.end

    def __str__(self) -> str:
        return "至".join(f"{day.year}年{day.month}月{day.day}日" for day in (self.start, self.end))


@dataclass(frozen=True, slots=True)
class LineSum:
    """What was spent on a budget line so far, and what the line allows."""

    title: str
    allowed: Money
    spent: Money


def check_period(period: Period, *, term: Period, others: Sequence[Period]) -> None:
    """Refuse a period that runs backward, leaves the contract or meets another report's.

    Raises Invalid `period_backward`, `period_outside`, Conflict `period_overlaps`.
    """
    if period.end < period.start:
        raise _wrong("period_end", "period_backward", "期间的截止日期不能早于起始日期。")
    if period.start < term.start or period.end > term.end:
        raise _wrong("period_start", "period_outside", f"期间应在服务期内：{term}。")
    met = next((one for one in others if one.meets(period)), None)
    if met is not None:
        raise Conflict("period_overlaps", f"这段期间与已有的报告（{met}）重叠，请改期间。")


def check_spending(amount: Money, spent_on: date, *, period: Period, today: date) -> None:
    """Refuse a voucher of zero, negative, from another period or from the future.

    Raises Invalid `amount_zero`, `amount_negative`, `outside_period`, `in_future`.
    """
    if amount.fen < 0:
        raise _wrong("amount_fen", "amount_negative", "支出金额不能是负数，请更正原来那一笔。")
    if amount.fen == 0:
        raise _wrong("amount_fen", "amount_zero", "支出金额不能是零，请填写凭证上的金额。")
    if not period.holds(spent_on):
        words = f"支出日期不在本期（{period}）内，请核对凭证上的日期。"
        raise _wrong("spent_on", "outside_period", words)
    if spent_on > today:
        raise _wrong("spent_on", "in_future", "支出日期不能晚于今天，请核对凭证上的日期。")


def check_lines(sums: Sequence[LineSum]) -> None:
    """Refuse spending beyond what a line allows, each line named; raises Conflict `line_beyond`."""
    beyond = [one for one in sums if one.spent > one.allowed]
    if beyond:
        words = "；".join(
            f"“{one.title}”预算 {one.allowed} 元，累计支出 {one.spent} 元" for one in beyond
        )
        raise Conflict("line_beyond", f"支出超出预算科目：{words}。请先办理科目调整。")


def _wrong(field: str, code: str, words: str) -> Invalid:
    return Invalid(code, words, [FieldError(f"/{field}", code, words)])
