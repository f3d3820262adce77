"""Which category of hardship a household is in (domain: categories and tests)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from backend.kernel.errors import Invalid
from backend.kernel.money import FEN_PER_YUAN, Money, round_half_up_fen

MONTHS = 12


class Category(StrEnum):
    """Category of hardship 困难类别."""

    DEEP = "deep"
    RELATIVE = "relative"
    ACCIDENTAL = "accidental"
    NONE = "none"


CATEGORY_LABELS: dict[Category, str] = {
    Category.DEEP: "深度困难",
    Category.RELATIVE: "相对困难",
    Category.ACCIDENTAL: "意外致困",
    Category.NONE: "不在困难标准内",
}


@dataclass(frozen=True, slots=True)
class Event:
    """A misfortune of this year: its date, what it cost, and whether it was a public disaster."""

    on: date
    cost: Money
    public_disaster: bool = False


@dataclass(frozen=True, slots=True)
class Household:
    """What the test needs to know: yearly income, yearly rigid expense 刚性支出, heads, event."""

    annual_income: Money
    rigid_expense: Money
    members: int
    event: Event | None = None

    def __post_init__(self) -> None:
        """Refuse what cannot be a household."""
        if self.members < 1:
            raise Invalid("bad_household_size", "家庭共同生活人口至少 1 人，请核对。")
        if self.annual_income.fen < 0 or self.rigid_expense.fen < 0:
            raise Invalid("bad_income", "家庭年收入和刚性支出不能是负数，请核对。")


@dataclass(frozen=True, slots=True)
class Line:
    """The subsistence line 低保标准 of a place and year per head and month, with the multipliers.

    Multipliers and the share of the event test are dated data (domain: ceilings as configuration).
    """

    monthly: Money
    year: int
    deep: Fraction = Fraction(1)
    relative: Fraction = Fraction(2)
    accidental: Fraction = Fraction(2)
    event_share: Fraction = Fraction(4, 5)


@dataclass(frozen=True, slots=True)
class Assessment:
    """The verdict: category, the figure shown, and whether a person must look at it again."""

    category: Category
    net_per_head: Money
    needs_look: bool
    reason: str


def net_per_head(household: Household) -> Fraction:
    """Net monthly income per head in fen, exact: (income - rigid expense) / 12 / members."""
    left = household.annual_income.fen - household.rigid_expense.fen
    return Fraction(left, MONTHS * household.members)


def assess(household: Household, line: Line) -> Assessment:
    """Find the category. Every comparison is a strict "<" on exact fractions of a fen."""
    net = net_per_head(household)
    category = _category(household, line, net)
    shown = _shown(net)
    return Assessment(
        category=category,
        net_per_head=shown,
        needs_look=net < 0,
        reason=_reason(category, shown, line),
    )


def _category(household: Household, line: Line, net: Fraction) -> Category:
    if net < line.deep * line.monthly.fen:
        return Category.DEEP
    if _struck_by_event(household, line, net):
        return Category.ACCIDENTAL
    if net < line.relative * line.monthly.fen:
        return Category.RELATIVE
    return Category.NONE


def _struck_by_event(household: Household, line: Line, net: Fraction) -> bool:
    event = household.event
    if event is None or event.on.year != line.year:
        return False
    if event.public_disaster or net < line.accidental * line.monthly.fen:
        return True
    return Fraction(event.cost.fen) > line.event_share * household.annual_income.fen


def _shown(net: Fraction) -> Money:
    """Round the exact figure to a whole fen, only to be read by people."""
    return Money(
        round_half_up_fen(Decimal(net.numerator) / Decimal(net.denominator) / FEN_PER_YUAN)
    )


def _plain(multiplier: Fraction) -> str:
    return format((Decimal(multiplier.numerator) / multiplier.denominator).normalize(), "f")


def _reason(category: Category, shown: Money, line: Line) -> str:
    figure = f"扣除刚性支出后，家庭人均月收入 {shown.yuan()} 元"
    standard = f"{line.year} 年低保标准每人每月 {line.monthly.yuan()} 元"
    verdict = {
        Category.DEEP: "低于低保标准",
        Category.RELATIVE: f"低于低保标准的 {_plain(line.relative)} 倍",
        Category.ACCIDENTAL: "今年遭遇意外，符合意外致困标准",
        Category.NONE: "不低于困难标准",
    }[category]
    return f"{figure}；{standard}；{verdict}。"
