"""What a schema refuses, said in Chinese with a JSON pointer relative to the body."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from backend.kernel.errors import FieldError

_OUTER: Final = {"body", "query", "path", "form", "file", "header", "cookie"}

_SENTENCES: Final[dict[str, str]] = {
    "missing": "这一项必须填写。",
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


def _sentence(error: Mapping[str, Any]) -> str:
    kind = str(error["type"])
    if kind in _WITH_LIMIT and error.get("ctx"):
        return _WITH_LIMIT[kind](error["ctx"])
    return _SENTENCES.get(kind, "这一项填写有误，请核对后再填。")
