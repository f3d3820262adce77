"""The figures that a project publishes: their names, how they are written, what stays hidden.

A cell of fewer than the smallest number of persons is not shown, nor anything that would give it
away: its cost for each person, its mean, the points that follow from it (R12.31).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from backend.kernel.money import Money

HIDDEN = "人数较少，不列"
UNKNOWN = "还没有"
HUNDREDTHS = 100
YUAN = "元"


class Unit(StrEnum):
    """How a figure is written."""

    COUNT = "count"
    MONEY = "money"
    HUNDREDTHS = "hundredths"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Named:
    """A figure's label, its unit, and the persons figure whose cell it belongs to."""

    label: str
    unit: Unit
    of: str = ""


FIGURES: Mapping[str, Named] = {
    "planned_persons": Named("计划服务人数", Unit.COUNT),
    "persons": Named("实际服务人数（职工确认）", Unit.COUNT, "persons"),
    "planned_sessions": Named("计划场次", Unit.COUNT),
    "sessions": Named("实际场次", Unit.COUNT),
    "confirmations": Named("职工确认人次", Unit.COUNT, "confirmations"),
    "provider_count": Named("承接组织统计人次", Unit.COUNT, "persons"),
    "raters": Named("评价人次", Unit.COUNT, "raters"),
    "stars": Named("满意度均分", Unit.HUNDREDTHS, "raters"),
    "points": Named("绩效得分", Unit.HUNDREDTHS),
    "band": Named("绩效等次", Unit.WORDS),
    "budget_fen": Named("预算", Unit.MONEY),
    "contract_fen": Named("协议金额", Unit.MONEY),
    "paid_fen": Named("已支付", Unit.MONEY),
    "withheld_fen": Named("不予支付", Unit.MONEY),
    "spent_fen": Named("承接组织已支出", Unit.MONEY),
    "unspent_fen": Named("未支出", Unit.MONEY),
    "unit_cost_fen": Named("每人成本", Unit.MONEY, "persons"),
}

Values = Mapping[str, int | str | None]

TARGET = "target."
"""A target's figure is named by its code after this."""

CELL_OF_SOURCE = {"persons": "persons", "satisfaction": "raters", "unit_cost": "persons"}
"""The persons figure that a target with this source belongs to."""


def hidden(values: Values, smallest: int) -> frozenset[str]:
    """Tell which figures stay out; with any of them the points go too."""
    cells = {one.of for one in FIGURES.values() if one.of}
    small = {name for name in cells if 0 < _whole(values.get(name)) < smallest}
    # 人次是人数的上限：人次不足，人数也能推出；人数不足时人次同样不列。
    if small & {"persons", "confirmations"}:
        small |= {"persons", "confirmations"}
    out = {name for name, one in FIGURES.items() if one.of in small}
    return frozenset(out | {"points"}) if out else frozenset()


def written(code: str, value: int | str | None) -> str:
    """Write a figure for a reader, with its unit where it is money."""
    if value is None:
        return UNKNOWN
    unit = FIGURES[code].unit if code in FIGURES else Unit.HUNDREDTHS
    if unit is Unit.MONEY:
        return f"{Money(_whole(value)).yuan()} 元"
    if unit is Unit.HUNDREDTHS:
        return hundredths(_whole(value))
    return f"{value}"


def hundredths(value: int) -> str:
    """Write hundredths: 46350 as 463.5, 60000 as 600."""
    whole, rest = divmod(value, HUNDREDTHS)
    return f"{whole}.{rest:02d}".rstrip("0") if rest else f"{whole}"


def in_unit(value: int, unit: str) -> str:
    """Write hundredths of a unit; an amount of money with both its decimals."""
    return str(Money(value)) if unit == YUAN else hundredths(value)


def label(code: str, targets: Mapping[str, str]) -> str:
    """Name a figure; `targets` gives the titles of the contract's targets by code.

    A target is called one: it may bear the title of a figure that is told beside it.
    """
    if code.startswith(TARGET):
        name = code.removeprefix(TARGET)
        return f"指标：{targets.get(name, name)}"
    return FIGURES[code].label if code in FIGURES else code


def changed(old: Values, new: Values) -> list[tuple[str, str, str]]:
    """Every figure that differs: its code, what was published, what it is now; targets last."""
    targets = [code for code in new if code.startswith(TARGET)]
    return [
        (code, written(code, old[code]), written(code, new[code]))
        for code in (*FIGURES, *targets)
        if code in old and code in new and old[code] != new[code]
    ]


def _whole(value: int | str | None) -> int:
    return value if isinstance(value, int) else 0
