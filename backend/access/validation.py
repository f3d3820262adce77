"""What a schema refuses, said in Chinese with a JSON pointer relative to the body.

A field that is empty or missing is asked for by its own name, where its schema gives one as its
`title`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, get_args

from pydantic import BaseModel

from backend.kernel.errors import FieldError

_OUTER: Final = {"body", "query", "path", "form", "file", "header", "cookie"}

_SENTENCES: Final[dict[str, str]] = {
    "extra_forbidden": "没有这一项，请去掉。",
    "int_type": "这里应填整数。",
    "int_parsing": "这里应填整数。",
    "int_from_float": "这里应填整数，不能带小数。",
    "bool_type": "这里应为 true 或 false。",
    "bool_parsing": "这里应为 true 或 false。",
    "string_type": "这里应填文字。",
    "list_type": "这里应是一个列表。",
    "dict_type": "这里应是一个对象。",
    "model_attributes_type": "这里应是一个对象。",
    "model_type": "这里应是一个对象。",
    "date_type": "日期应写成 2026-12-05 这样。",
    "date_parsing": "日期应写成 2026-12-05 这样，并且确有这一天。",
    "date_from_datetime_parsing": "日期应写成 2026-12-05 这样，并且确有这一天。",
    "date_from_datetime_inexact": "这里只填日期，不带时刻。",
    "datetime_parsing": "时间应写成 2026-12-05T09:00:00+08:00 这样。",
    "timezone_aware": "时间要带时区，例如 +08:00。",
    "uuid_parsing": "编号的格式不对，请核对后再填。",
    "string_pattern_mismatch": "格式不对，请核对后再填。",
    "finite_number": "这里应填一个普通的数字。",
    "json_invalid": "内容不是正确的 JSON。",
    "json_type": "内容不是正确的 JSON。",
}

_EMPTY: Final = "这一项不能空着，请填写。"
_WRITTEN_OUT: Final = ("理由", "原因", "事由", "事实", "说明", "情况")
"""Names of what one writes out in words; anything else is filled in."""

_WITH_LIMIT: Final[dict[str, Callable[[Mapping[str, Any]], str]]] = {
    "string_too_short": lambda ctx: f"至少填 {ctx['min_length']} 个字。",
    "string_too_long": lambda ctx: f"最多填 {ctx['max_length']} 个字。",
    "too_short": lambda ctx: f"至少要有 {ctx['min_length']} 项。",
    "too_long": lambda ctx: f"最多 {ctx['max_length']} 项。",
    "greater_than_equal": lambda ctx: f"不能小于 {ctx['ge']}。",
    "greater_than": lambda ctx: f"必须大于 {ctx['gt']}。",
    "less_than_equal": lambda ctx: f"不能大于 {ctx['le']}。",
    "less_than": lambda ctx: f"必须小于 {ctx['lt']}。",
    "literal_error": lambda ctx: f"只能是下列之一：{ctx['expected']}。".replace(" or ", "、"),
    "enum": lambda ctx: f"只能是下列之一：{ctx['expected']}。".replace(" or ", "、"),
}


def field_errors(errors: Sequence[Mapping[str, Any]]) -> list[FieldError]:
    """Translate pydantic's list; at most fifty are told."""
    return [
        FieldError(_pointer(error.get("loc", ())), str(error["type"]), _sentence(error))
        for error in errors[:50]
    ]


def _pointer(loc: Sequence[Any]) -> str:
    """`["body", "body", "household", 0, "name"]` is `/household/0/name`; a query is `?limit`."""
    source = str(loc[0]) if loc else ""
    parts = [str(part).replace("~", "~0").replace("/", "~1") for part in loc]
    if source == "body":
        return "".join(f"/{part}" for part in parts[2:])
    if source in _OUTER:
        return f"{source}:" + "/".join(parts[1:])
    return "".join(f"/{part}" for part in parts)


def title_at(model: type[BaseModel], loc: Sequence[Any]) -> str:
    """Give the title of the field at a place in a schema; empty where it has none."""
    title, known = "", [model]
    for part in loc:
        field = next((one.model_fields[part] for one in known if part in one.model_fields), None)
        if field is not None:
            title, known = field.title or "", list(_schemas(field.annotation))
    return title


def _schemas(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _schemas(part)


def _sentence(error: Mapping[str, Any]) -> str:
    kind = str(error["type"])
    if kind == "missing" or (kind == "string_too_short" and error["ctx"]["min_length"] == 1):
        return _asked_for(str(error.get("title", "")))
    if kind in _WITH_LIMIT and error.get("ctx"):
        return _WITH_LIMIT[kind](error["ctx"])
    return _SENTENCES.get(kind, "这一项填写有误，请核对后再填。")


def _asked_for(title: str) -> str:
    if not title:
        return _EMPTY
    return f"请写明{title}。" if title.endswith(_WRITTEN_OUT) else f"请填写{title}。"
