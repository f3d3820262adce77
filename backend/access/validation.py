"""What a schema refuses, said in Chinese with a JSON pointer relative to the body.

A sentence names its field by the `title` that the schema gives it, and an item of a list by its
place. Where the field gives `examples`, a wrong format is answered with the first of them.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, Final, NamedTuple, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from backend.kernel.errors import FieldError

_OUTER: Final = {"body", "query", "path", "form", "file", "header", "cookie"}
_ENUM_OF_UNION: Final = "str-enum["  # how pydantic ends the place of an enum that may be empty
_MOST_TOLD: Final = 50
_MOST_QUOTED: Final = 40  # characters of what was sent that a sentence repeats

_WHOLE: Final = "{name}应填整数。"
_YES_OR_NO: Final = "{name}应为 true 或 false。"
_OBJECT: Final = "{name}应是一个对象。"
_DAY: Final = "{name}应写成 2026-12-05 这样。"
_REAL_DAY: Final = "{name}应写成 2026-12-05 这样，并且确有这一天。"
_MOMENT: Final = "{name}应写成 2026-12-05T09:00:00+08:00 这样。"
_HOUR: Final = "{name}应写成 22:00 这样。"
_FORMAT: Final = "{name}格式不对，请核对后再填。"
_ONE_OF: Final = "{name}只能是 {choices}。"
_JSON: Final = "内容不是正确的 JSON。"

_SENTENCES: Final[dict[str, str]] = {
    "extra_forbidden": "没有“{key}”这一项，请去掉。",
    "int_type": _WHOLE,
    "int_parsing": _WHOLE,
    "int_parsing_size": "{name}的数字太大，请核对后再填。",
    "int_from_float": "{name}应填整数，不能带小数。",
    "finite_number": "{name}应填一个普通的数字。",
    "greater_than_equal": "{name}不能小于 {ge}。",
    "greater_than": "{name}必须大于 {gt}。",
    "less_than_equal": "{name}不能大于 {le}。",
    "less_than": "{name}必须小于 {lt}。",
    "bool_type": _YES_OR_NO,
    "bool_parsing": _YES_OR_NO,
    "string_type": "{name}应填文字。",
    "string_unicode": "{name}里有不能识别的字，请重新填写。",
    "string_pattern_mismatch": _FORMAT,
    "string_too_short": "{name}至少填 {min_length} {unit}。",
    "string_too_long": "{name}最多填 {max_length} {unit}。",
    "list_type": "{name}应是一个列表。",
    "too_short": "{name}至少要有 {min_length} 项。",
    "too_long": "{name}最多 {max_length} 项。",
    "dict_type": _OBJECT,
    "model_attributes_type": _OBJECT,
    "model_type": _OBJECT,
    "date_type": _DAY,
    "date_parsing": _REAL_DAY,
    "date_from_datetime_parsing": _REAL_DAY,
    "date_from_datetime_inexact": "{name}只填日期，不带时刻。",
    "datetime_type": _MOMENT,
    "datetime_parsing": _MOMENT,
    "datetime_from_date_parsing": _MOMENT,
    "timezone_aware": "{name}要带时区，例如 +08:00。",
    "time_type": _HOUR,
    "time_parsing": _HOUR,
    "uuid_type": _FORMAT,
    "uuid_parsing": _FORMAT,
    "literal_error": _ONE_OF,
    "enum": _ONE_OF,
    "json_invalid": _JSON,
    "json_type": _JSON,
}
_UNKNOWN: Final = "{name}填写有误，请核对后再填。"

_LIKE: Final = "{name}格式不对，应写成 {example} 这样。"
_SHOWN: Final[dict[str, str]] = {
    "string_type": '{name}应填文字，例如 "{example}"。',
    "string_pattern_mismatch": _LIKE,
    "string_too_short": _LIKE,
    "string_too_long": _LIKE,
}
"""What is said instead where the field gives an example."""

_ONLY: Final = "{name}只能用{letters}。"
_ONE_CLASS: Final = re.compile(r"\^\[([^\]\\]+)\][*+]\$")
_LETTERS: Final = (("A-Za-z", "字母"), ("a-z", "小写字母"), ("A-Z", "大写字母"), ("0-9", "数字"))
"""What is said of a pattern that only names its characters, and what these are called."""

_EMPTY: Final = "这一项不能空着，请填写。"
_WRITTEN_OUT: Final = ("理由", "原因", "事由", "事实", "说明", "情况")
"""Names of what one writes out in words; anything else is filled in."""
_COUNTED_BY_PLACES: Final = ("号", "码", "后六位")
"""Names of numbers, whose length is told in 位 and not in 个字."""


class Place(NamedTuple):
    """Where in a schema something was refused, in the schema's own words."""

    title: str = ""
    within: str = ""
    item: str = ""
    example: str = ""

    @property
    def name(self) -> str:
        """Name the place as the subject of a sentence."""
        return f"{self.within}“{self.title}”{self.item}" if self.title else "这里"

    @property
    def asked(self) -> str:
        """Name what is to be filled in there."""
        return self.within + (f"“{self.title}”{self.item}" if self.item else self.title)


def field_errors(errors: Sequence[Mapping[str, Any]]) -> list[FieldError]:
    """Translate pydantic's list; at most fifty are told.

    A row that carries its `schema` and the place `at` which it was refused is told by name.
    """
    return [
        FieldError(_pointer(error.get("loc", ())), str(error["type"]), _sentence(error))
        for error in errors[:_MOST_TOLD]
        if not _may_be_empty(error)
    ]


def place_at(model: type[BaseModel], loc: Sequence[Any]) -> Place:
    """Name a place in a schema: its field, and the item of each list on the way to it."""
    place = Place()
    kinds: list[Any] = [model]
    for part in loc:
        field = _field(kinds, part)
        if field is not None:
            kinds = list(_kinds(field))
            told = [one for one in kinds if isinstance(one, FieldInfo)]
            title = next((one.title for one in told if one.title), "")
            example = next((str(one.examples[0]) for one in told if one.examples), "")
            within = f"{place.name}的" if place.item else place.within
            place = Place(title, within, "", example)
        elif isinstance(part, int):
            place = place._replace(item=f"第 {part + 1} 项")
        elif part == "[key]":
            place = place._replace(example="")
        elif any(get_origin(kind) is dict for kind in kinds):
            place = place._replace(item=f"里的“{part[:_MOST_QUOTED]}”")
    return place


def _field(kinds: Sequence[Any], part: Any) -> Any:
    """Give the annotation of the field of this name; ninja's own wrappers keep it only there."""
    for kind in kinds:
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            for name, field in kind.model_fields.items():
                if part in {name, field.alias}:
                    written = kind.__annotations__.get(name)
                    own = written if get_origin(written) is Annotated else field.annotation
                    return Annotated[own, field]
    return None


def _kinds(annotation: Any) -> Iterator[Any]:
    """Give every type that an annotation is made of, and what is noted of it, the last first."""
    yield annotation
    parts = get_args(annotation)
    if get_origin(annotation) is Annotated:
        yield from reversed(parts[1:])
        parts = parts[:1]
    for part in parts:
        yield from _kinds(part)


def _pointer(loc: Sequence[Any]) -> str:
    """`["body", "body", "household", 0, "name"]` is `/household/0/name`; a query is `?limit`."""
    source = str(loc[0]) if loc else ""
    told = loc[:-1] if loc and str(loc[-1]).startswith(_ENUM_OF_UNION) else loc
    parts = [str(part).replace("~", "~0").replace("/", "~1") for part in told]
    if source == "body":
        return "".join(f"/{part}" for part in parts[2:])
    if source in _OUTER:
        return f"{source}:" + "/".join(parts[1:])
    return "".join(f"/{part}" for part in parts)


def _may_be_empty(error: Mapping[str, Any]) -> bool:
    """Tell the half of such a refusal that only says that the field may be empty."""
    return bool(error["type"] == "literal_error" and error["ctx"]["expected"] == "''")


def _sentence(error: Mapping[str, Any]) -> str:
    kind, limits = str(error["type"]), error.get("ctx", {})
    place = place_at(error["schema"], error["at"]) if "schema" in error else Place()
    if kind == "missing" or (kind == "string_too_short" and limits["min_length"] == 1):
        return _asked_for(place)
    letters = _letters(limits.get("pattern", ""))
    said = _SENTENCES.get(kind, _UNKNOWN)
    if kind in _SHOWN and place.example:
        said = _SHOWN[kind]
    elif letters:
        said = _ONLY
    return said.format(
        **limits,
        name=place.name,
        letters=letters,
        example=place.example,
        unit="位" if place.title.endswith(_COUNTED_BY_PLACES) else "个字",
        choices=_choices(str(limits.get("expected", ""))),
        key=str(error["loc"][-1])[:_MOST_QUOTED],
    )


def _letters(pattern: str) -> str:
    """Say which characters a pattern of one class takes; empty for any other pattern."""
    found = _ONE_CLASS.fullmatch(pattern)
    rest = found[1] if found else ""
    words: list[str] = []
    for letters, name in _LETTERS:
        if letters in rest:
            rest, words = rest.replace(letters, ""), [*words, name]
    if any(map(str.isalnum, rest)):
        return ""
    words += [f"“{sign}”" for sign in rest]
    return "和".join(part for part in ("、".join(words[:-1]), *words[-1:]) if part)


def _choices(expected: str) -> str:
    """Write pydantic's `'a', 'b' or 'c'` as `a、b 或 c`."""
    return expected.replace("'", "").replace(", ", "、").replace(" or ", " 或 ")


def _asked_for(place: Place) -> str:
    if not place.title:
        return _EMPTY
    if place.title.endswith(_WRITTEN_OUT) and not place.item:
        return f"请写明{place.asked}。"
    return f"请填写{place.asked}。"
