"""Comparing two packs: every leaf of both by the same name, old beside new, section by section."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from services.mutual_aid.rules.comparison.names import (
    BY_FIELD,
    EMPTY,
    FIELDS,
    IDENTITY,
    SECTION_OF,
    SECTIONS,
    VALUES,
)
from services.mutual_aid.rules.pack import Pack

ABSENT = "没有"
_SKIPPED = frozenset({"format", "vectors"})
Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """One line: its name, what the old and the new version say."""

    name: str
    old: str
    new: str

    @property
    def is_changed(self) -> bool:
        """Tell whether the two differ."""
        return self.old != self.new


@dataclass(frozen=True, slots=True)
class Part:
    """One section of the comparison with its lines, in the order of the new version."""

    title: str
    pairs: list[Pair]

    @property
    def changes(self) -> int:
        """Count the lines that differ."""
        return sum(pair.is_changed for pair in self.pairs)


def compare(old: Pack, new: Pack, *, only_changes: bool = True) -> list[Part]:
    """Set two versions side by side, line by line; sections without a line are left out.

    Items of a list are matched by their name (a benefit by its item), so that another order alone
    is no change. The order of benefits decides ties of exclusive groups, so it is a line as well.
    """
    left, right = _leaves(old), _leaves(new)
    names = {**dict.fromkeys(right), **dict.fromkeys(left)}
    parts: dict[str, list[Pair]] = {key: [] for key in SECTIONS}
    for path in names:
        pair = Pair(_name(path, old, new), left.get(path, ABSENT), right.get(path, ABSENT))
        if pair.is_changed or not only_changes:
            parts[_section(path)].append(pair)
    return [Part(SECTIONS[key], pairs) for key, pairs in parts.items() if pairs]


def _leaves(pack: Pack) -> dict[Path, str]:
    """Give every leaf in words by its path, then what has no leaf of its own."""
    raw: Mapping[str, Any] = pack.raw
    fields = {key: value for key, value in raw.items() if key not in _SKIPPED}
    leaves = dict(_walk(fields, ()))
    leaves["benefits", ""] = "、".join(benefit.title for benefit in pack.benefits)
    vectors: list[Mapping[str, Any]] = raw["vectors"]
    leaves["vectors", ""] = f"{len(vectors)} 个"
    for place, vector in enumerate(vectors, 1):
        said = vector.get("note") or f"输入 {vector.get('in', vector.get('settlements'))}"
        leaves["vectors", str(place)] = f"{said} → {vector.get('out', vector.get('error'))}"
    return leaves


def _walk(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, Mapping) and value:
        for key, inner in value.items():
            yield from _walk(inner, (*path, key))
    elif isinstance(value, list) and any(isinstance(one, Mapping) for one in value):
        seen: dict[str, int] = {}
        for place, one in enumerate(value, 1):
            key = str(one.get(IDENTITY.get(path[-1], ""), f"#{place}"))
            seen[key] = seen.get(key, 0) + 1
            yield from _walk(one, (*path, key if seen[key] == 1 else f"{key} {seen[key]}"))
    else:
        yield path, _words(value, path)


def _words(value: Any, path: Path) -> str:
    field = path[-1]
    if value is None:
        return EMPTY.get(field, ABSENT)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(_words(one, path) for one in value) or ABSENT
    if isinstance(value, str):
        return BY_FIELD.get((field, value)) or VALUES.get(value, value)
    return str(value) if value != {} else ABSENT


def _section(path: Path) -> str:
    key = SECTION_OF.get(path[0], path[0])
    return key if key in SECTIONS else "general"


def _name(path: Path, old: Pack, new: Pack) -> str:
    """Name a line: the titles of its benefit and fields, without its section."""
    titles = {one.item: one.title for one in (*old.benefits, *new.benefits)}
    if path == ("benefits", ""):
        return "全部项目，按顺序"
    if path[0] == "vectors":
        return f"算例 {path[1]}" if path[1] else "算例数"
    inner = path[1:] if path[0] in SECTIONS else path
    words = []
    for place, token in enumerate(inner):
        if path[0] == "benefits" and place == 0:
            words.append(titles.get(token, token))
        elif token.startswith("#"):
            words.append(f"第 {token[1:]} 段")
        else:
            words.append(FIELDS.get(token) or VALUES.get(token, token))
    return " · ".join(words)
