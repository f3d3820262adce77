"""Standing forms: fixed words with named figures, and the small cells that stay hidden.

What anyone can read without sign-in is aggregate: a cell of fewer than ten people has no figures,
and it cannot be worked out from the total either (domain.md 4.1, R12.31; default 10 persons).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from backend.kernel.errors import FieldError, Invalid
from backend.kernel.money import Money

FIGURE_LIMIT = 200
HIDDEN = "人数较少，不列"
_SLOT = re.compile(r"\{([a-z][a-z0-9_]{0,39})\}")


class FigureKind(StrEnum):
    """What a figure counts, and so how it is checked and written."""

    PERSONS = "persons"  # 人（次），小于下限时不列
    COUNT = "count"  # 件、项，与个人无关
    MONEY = "money"  # 分
    HUNDREDTHS = "hundredths"  # 精确到 0.01 的数，以 0.01 为单位
    CHOICE = "choice"  # 只能取固定的几个词之一


UNITS = {FigureKind.MONEY: "（单位：分）", FigureKind.HUNDREDTHS: "（单位：0.01）"}
HUNDREDTHS = 100


@dataclass(frozen=True, slots=True)
class Figure:
    """One slot of a form.

    `of` names the persons figure whose cell this amount belongs to; `parts` names the
    figures that this one is the total of.
    """

    name: str
    label: str
    kind: FigureKind
    of: str = ""
    parts: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()


def figure_from(row: Mapping[str, Any]) -> Figure:
    """Read one figure of a stored form; raises Invalid when it does not make sense."""
    try:
        return Figure(
            name=str(row["name"]),
            label=str(row["label"]),
            kind=FigureKind(row["kind"]),
            of=str(row.get("of", "")),
            parts=tuple(map(str, row.get("parts", ()))),
            choices=tuple(map(str, row.get("choices", ()))),
        )
    except (KeyError, ValueError, TypeError) as fault:
        kinds = "、".join(FigureKind)
        message = f"数字表每一项要有 name、label 和 kind（{kinds} 之一）。"
        raise Invalid("bad_form", message) from fault


def figure_row(figure: Figure) -> dict[str, Any]:
    """The figure as it is stored and sent."""
    row = asdict(figure)
    return {key: list(value) if isinstance(value, tuple) else value for key, value in row.items()}


def slots(text: str) -> list[str]:
    """The names of the figures that a text asks for, each once, in reading order."""
    return list(dict.fromkeys(_SLOT.findall(text)))


def check_form(title: str, body: str, figures: Sequence[Figure]) -> None:
    """Refuse a form whose words and figures do not fit together; raises Invalid `bad_form`."""
    names = [figure.name for figure in figures]
    known = {figure.name: figure for figure in figures}
    problems = [
        f"“{name}”写在文中，但没有列入数字表" for name in slots(title + body) if name not in known
    ]
    problems += [f"“{name}”重复" for name in known if names.count(name) > 1]
    for figure in figures:
        others = [*figure.parts, *([figure.of] if figure.of else [])]
        problems += [
            f"“{figure.name}”引用了不存在的“{name}”" for name in others if name not in known
        ]
        if figure.of and figure.of in known and known[figure.of].kind is not FigureKind.PERSONS:
            problems.append(f"“{figure.name}”应引用人数，“{figure.of}”不是人数")
        if figure.kind is FigureKind.CHOICE and not figure.choices:
            problems.append(f"“{figure.name}”没有列出可选的词")
    if len(figures) > FIGURE_LIMIT:
        problems.append(f"数字最多 {FIGURE_LIMIT} 个")
    if problems:
        raise Invalid("bad_form", "固定格式还对不上：" + "；".join(problems) + "。")


def check_values(figures: Sequence[Figure], values: Mapping[str, int | str]) -> None:
    """Refuse a missing, extra or mistyped figure; raises Invalid `bad_figures` naming each one."""
    wanted = {figure.name: figure for figure in figures}
    fields = [
        FieldError(f"/figures/{name}", "unknown", f"这个格式里没有“{name}”。")
        for name in values
        if name not in wanted
    ]
    for name, figure in wanted.items():
        if name not in values:
            fields.append(FieldError(f"/figures/{name}", "missing", f"缺少“{figure.label}”。"))
        elif not _fits(figure, values[name]):
            fields.append(
                FieldError(
                    f"/figures/{name}",
                    "bad_value",
                    f"“{figure.label}”填得不对：应为{_wanted(figure)}。",
                )
            )
    if fields:
        raise Invalid("bad_figures", "数字和固定格式对不上，没有公开。", fields)


def hidden(
    figures: Sequence[Figure], values: Mapping[str, int | str], *, smallest: int
) -> set[str]:
    """Tell which figures stay out.

    Cells of 1 to `smallest` - 1 persons, their amounts, and whatever would give them away by
    subtraction.
    """
    persons = {f.name: int(values[f.name]) for f in figures if f.kind is FigureKind.PERSONS}
    out = {name for name, count in persons.items() if 0 < count < smallest}
    totals = [f for f in figures if f.kind is FigureKind.PERSONS and f.parts]
    for total in totals:
        out |= _guard(total, persons, out, smallest)
    return out | {f.name for f in figures if f.of in out} | _amount_totals(figures, out)


def fill(
    text: str,
    figures: Sequence[Figure],
    values: Mapping[str, int | str],
    without: set[str],
) -> str:
    """Put the figures into the words: money in yuan with two decimals, hidden cells in words."""
    known = {figure.name: figure for figure in figures}
    return _SLOT.sub(lambda slot: _written(known[slot[1]], values, without), text)


def _guard(total: Figure, persons: Mapping[str, int], out: set[str], smallest: int) -> set[str]:
    """Hide the next smallest part until the hidden ones cannot be told apart.

    When there is nothing left to hide beside them, the total goes too.
    """
    if total.name in out:
        return set(total.parts) & persons.keys()
    parts = sorted((persons[name], name) for name in total.parts if persons.get(name))
    gone = [part for part in parts if part[1] in out]
    spare = [part for part in parts if part[1] not in out]
    while gone and (len(gone) < 2 or sum(count for count, _ in gone) < smallest):  # noqa: PLR2004
        if not spare:
            return {name for _, name in gone} | {total.name}
        gone.append(spare.pop(0))
    return {name for _, name in gone}


def _amount_totals(figures: Sequence[Figure], out: set[str]) -> set[str]:
    """A total of amounts is hidden when exactly one of its parts is: it would give it away."""
    gone = {f.name for f in figures if f.of in out}
    return {
        f.name
        for f in figures
        if f.kind is FigureKind.MONEY and f.parts and len(gone & set(f.parts)) == 1
    }


def _fits(figure: Figure, value: int | str) -> bool:
    if figure.kind is FigureKind.CHOICE:
        return value in figure.choices
    return type(value) is int and value >= 0


def _wanted(figure: Figure) -> str:
    if figure.kind is FigureKind.CHOICE:
        return "“" + "”“".join(figure.choices) + "”之一"
    return "不小于零的整数" + UNITS.get(figure.kind, "")


def _written(figure: Figure, values: Mapping[str, int | str], without: set[str]) -> str:
    if figure.name in without:
        return HIDDEN
    value = values[figure.name]
    if figure.kind is FigureKind.MONEY and isinstance(value, int):
        return Money(value).yuan()
    if figure.kind is FigureKind.HUNDREDTHS and isinstance(value, int):
        return f"{value // HUNDREDTHS}.{value % HUNDREDTHS:02d}"
    return f"{value}"
