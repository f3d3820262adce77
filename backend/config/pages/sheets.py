"""What a room holds about a person, laid out for reading: facts, tables, and what is nested."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from backend.kernel import clock
from backend.web.parts import Fact
from backend.web.templatetags.components import moment

MOST_COLUMNS = 4
ISO_SHORTEST = len("2026-12-05")


@dataclass(slots=True)
class Sheet:
    """A titled part of the page: single facts, then a table of like things, then what is nested."""

    title: str
    facts: list[Fact] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    rows: list[list[Fact]] = field(default_factory=list)
    parts: list["Sheet"] = field(default_factory=list)

    def __bool__(self) -> bool:
        """Tell whether anything stands on it."""
        return bool(self.facts or self.rows or self.parts)


def lay_out(title: str, found: Mapping[str, Any]) -> Sheet:
    """Lay out what a room holds; what is empty is left out."""
    sheet = Sheet(title)
    for name, value in found.items():
        if isinstance(value, Mapping):
            _add(sheet, lay_out(name, value))
        elif isinstance(value, (list, tuple)):
            _add_list(sheet, name, value)
        elif value not in (None, ""):
            sheet.facts.append(Fact(name, _text(value)))
    return sheet


def _add(sheet: Sheet, part: Sheet) -> None:
    if part:
        sheet.parts.append(part)


def _add_list(sheet: Sheet, name: str, values: Sequence[Any]) -> None:
    """A list of words is one fact, of small things a table, of cases a part for each."""
    things = [value for value in values if isinstance(value, Mapping)]
    if not things:
        if values:
            sheet.facts.append(Fact(name, "；".join(_text(value) for value in values)))
        return
    columns = list(things[0])
    flat = all(
        not isinstance(one, (Mapping, list, tuple)) for row in things for one in row.values()
    )
    if flat and len(columns) <= MOST_COLUMNS:
        rows = [[Fact(key, _text(row.get(key))) for key in columns] for row in things]
        sheet.parts.append(Sheet(f"{name}（{len(rows)}）", columns=columns, rows=rows))
        return
    many = len(things) > 1
    for place, row in enumerate(things, start=1):
        _add(sheet, lay_out(f"{name} {place}" if many else name, row))


def _text(value: object) -> str:
    if value is None or value == "":
        return "无"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, str) and len(value) >= ISO_SHORTEST and value[:4].isdigit():
        value = _parsed(value)
    if isinstance(value, datetime):
        return moment(value)
    return clock.day_words(value) if isinstance(value, date) else str(value)


def _parsed(text: str) -> object:
    """Read a day or moment that was written for machines; other text stays as it is."""
    try:
        if len(text) == ISO_SHORTEST:
            return date.fromisoformat(text)
        found = datetime.fromisoformat(text)
    except ValueError:
        return text
    return found if found.tzinfo else found.replace(tzinfo=clock.TZ)
