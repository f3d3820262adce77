"""Every sentence about what a schema refuses names its field."""

from datetime import date, time
from enum import StrEnum
from typing import Annotated, Any, Literal
from uuid import UUID

import pytest
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from backend.access import validation
from backend.access.validation import field_errors

Yuan = Annotated[str, Field(max_length=20, examples=["1204.30"])]
Whole = Annotated[int, Field(strict=True, ge=1, le=9)]
Code = Annotated[str, Field(title="编号", pattern=r"^[A-Za-z0-9-]+$")]
Quarter = Annotated[str, Field(min_length=6, max_length=6, pattern=r"^\d{4}Q[1-4]$")]


class _Colour(StrEnum):
    RED = "red"
    GREEN = "green"
    BLUE = "blue"


class _Share(BaseModel):
    words: Annotated[str, Field(title="用途", max_length=3)] = ""
    amount: Yuan | None = Field(None, title="金额")


class _Line(_Share):
    share: _Share | None = Field(None, title="分摊")
    daily: list[Yuan] = Field([], title="每天的金额")


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")

    reason: Annotated[str, Field(title="理由", min_length=1, max_length=5)] = "有理由"
    opinion: Annotated[str, Field(title="意见", min_length=1)] = "同意"
    phone: Annotated[str, Field(title="手机号", min_length=6, max_length=11)] = "13800000000"
    number: Code | None = None
    kind: Annotated[str, Field(title="类别", pattern="^[a-z_]*$")] = ""
    address: Annotated[str, Field(title="地址", pattern=r"^[\x21-\x7e]+$")] = "a"
    quarter: Quarter = Field("2026Q4", title="季度", examples=["2026Q4"])
    amount: Yuan = Field("1.00", title="金额")
    count: Whole = Field(1, title="份数")
    over: Annotated[int, Field(title="多于", gt=0, lt=9)] = 1
    loose: int = Field(1, title="行号")
    share: Annotated[float, Field(title="比例", allow_inf_nan=False)] = 0.5
    agrees: bool = Field(True, title="是否一致")
    day: date = Field(date(2026, 12, 5), title="日期")
    until: AwareDatetime | None = Field(None, title="截止时间")
    starts: time | None = Field(None, title="开始时间")
    device: UUID | None = Field(None, title="安装编号")
    colour: _Colour = Field(_Colour.RED, title="颜色")
    shade: _Colour | Literal[""] = Field("", title="深浅")
    mode: Literal["on"] = Field("on", title="方式")
    line: _Line | None = Field(None, title="明细")
    lines: Annotated[list[_Line], Field(title="项目", min_length=1, max_length=2)] = [_Line()]
    needs: list[Code] = Field([], title="需求")
    stated: dict[Annotated[str, Field(max_length=3)], Whole] = Field({}, title="指标值")
    row_class: Annotated[str, Field(title="等级", alias="class", max_length=3)] = ""


class _Untitled(BaseModel):
    bare: int
    reason: Annotated[str, Field(min_length=1)] = "有"


def told(schema: type[BaseModel], sent: Any) -> list[tuple[str, str, str]]:
    """Give code, pointer and sentence of everything that a schema refuses."""
    with pytest.raises(ValidationError) as refused:
        schema.model_validate(sent)
    rows = [
        {**row, "schema": schema, "at": row["loc"], "loc": ("body", "body", *row["loc"])}
        for row in refused.value.errors()
    ]
    return [(one.code, one.pointer, one.message) for one in field_errors(rows)]


KINDS = [
    ({"reason": 5}, "string_type", "“理由”应填文字。"),
    ({"reason": ""}, "string_too_short", "请写明理由。"),
    ({"opinion": ""}, "string_too_short", "请填写意见。"),
    ({"reason": "六个字的理由"}, "string_too_long", "“理由”最多填 5 个字。"),
    ({"reason": "\ud800"}, "string_unicode", "“理由”里有不能识别的字，请重新填写。"),
    ({"phone": "138"}, "string_too_short", "“手机号”至少填 6 位。"),
    ({"phone": "1" * 12}, "string_too_long", "“手机号”最多填 11 位。"),
    ({"number": "中文"}, "string_pattern_mismatch", "“编号”只能用字母、数字和“-”。"),
    ({"kind": "A"}, "string_pattern_mismatch", "“类别”只能用小写字母和“_”。"),
    ({"address": "中"}, "string_pattern_mismatch", "“地址”格式不对，请核对后再填。"),
    ({"quarter": "2026Q5"}, "string_pattern_mismatch", "“季度”格式不对，应写成 2026Q4 这样。"),
    ({"quarter": "2026"}, "string_too_short", "“季度”格式不对，应写成 2026Q4 这样。"),
    ({"quarter": "2026-Q4"}, "string_too_long", "“季度”格式不对，应写成 2026Q4 这样。"),
    ({"amount": 1204}, "string_type", '“金额”应填文字，例如 "1204.30"。'),
    ({"count": "3"}, "int_type", "“份数”应填整数。"),
    ({"count": 0}, "greater_than_equal", "“份数”不能小于 1。"),
    ({"count": 10}, "less_than_equal", "“份数”不能大于 9。"),
    ({"over": 0}, "greater_than", "“多于”必须大于 0。"),
    ({"over": 9}, "less_than", "“多于”必须小于 9。"),
    ({"loose": "三"}, "int_parsing", "“行号”应填整数。"),
    ({"loose": 1.5}, "int_from_float", "“行号”应填整数，不能带小数。"),
    ({"loose": "1" * 5000}, "int_parsing_size", "“行号”的数字太大，请核对后再填。"),
    ({"share": float("nan")}, "finite_number", "“比例”应填一个普通的数字。"),
    ({"agrees": "也许"}, "bool_parsing", "“是否一致”应为 true 或 false。"),
    ({"agrees": None}, "bool_type", "“是否一致”应为 true 或 false。"),
    ({"day": None}, "date_type", "“日期”应写成 2026-12-05 这样。"),
    (
        {"day": "2026-02-30"},
        "date_from_datetime_parsing",
        "“日期”应写成 2026-12-05 这样，并且确有这一天。",
    ),
    (
        {"day": "2026-12-05T10:00:00"},
        "date_from_datetime_inexact",
        "“日期”只填日期，不带时刻。",
    ),
    ({"until": []}, "datetime_type", "“截止时间”应写成 2026-12-05T09:00:00+08:00 这样。"),
    (
        {"until": "明天"},
        "datetime_from_date_parsing",
        "“截止时间”应写成 2026-12-05T09:00:00+08:00 这样。",
    ),
    ({"until": "2026-12-05T09:00:00"}, "timezone_aware", "“截止时间”要带时区，例如 +08:00。"),
    ({"starts": []}, "time_type", "“开始时间”应写成 22:00 这样。"),
    ({"starts": "晚上"}, "time_parsing", "“开始时间”应写成 22:00 这样。"),
    ({"device": 5}, "uuid_type", "“安装编号”格式不对，请核对后再填。"),
    ({"device": "5"}, "uuid_parsing", "“安装编号”格式不对，请核对后再填。"),
    ({"colour": "pink"}, "enum", "“颜色”只能是 red、green 或 blue。"),
    ({"mode": "off"}, "literal_error", "“方式”只能是 on。"),
    ({"line": 5}, "model_type", "“明细”应是一个对象。"),
    ({"lines": 5}, "list_type", "“项目”应是一个列表。"),
    ({"lines": []}, "too_short", "“项目”至少要有 1 项。"),
    ({"lines": [{}, {}, {}]}, "too_long", "“项目”最多 2 项。"),
    ({"stated": 5}, "dict_type", "“指标值”应是一个对象。"),
    ({"surplus": 5}, "extra_forbidden", "没有“surplus”这一项，请去掉。"),
    ({"class": "太长的等级"}, "string_too_long", "“等级”最多填 3 个字。"),
]


@pytest.mark.parametrize(("sent", "code", "words"), KINDS)
def test_each_kind_of_refusal_names_its_field(sent: dict[str, Any], code: str, words: str) -> None:
    pointer = f"/{next(iter(sent))}"
    assert told(_Body, sent) == [(code, pointer, words)]


def test_every_sentence_of_the_table_names_its_field() -> None:
    told_apart = {"extra_forbidden", "json_invalid", "json_type"}
    tables = (validation._SENTENCES, validation._SHOWN)
    assert [
        kind
        for table in tables
        for kind, words in table.items()
        if kind not in told_apart and not words.startswith("{name}")
    ] == []


@pytest.mark.parametrize(
    ("sent", "pointer", "words"),
    [
        (
            {"lines": [{}, {"words": "太长的用途"}]},
            "/lines/1/words",
            "“项目”第 2 项的“用途”最多填 3 个字。",
        ),
        ({"lines": [{"words": 5}]}, "/lines/0/words", "“项目”第 1 项的“用途”应填文字。"),
        (
            {"lines": [{"share": {"words": 5}}]},
            "/lines/0/share/words",
            "“项目”第 1 项的“用途”应填文字。",
        ),
        (
            {"lines": [{"daily": ["1.00", 5]}]},
            "/lines/0/daily/1",
            '“项目”第 1 项的“每天的金额”第 2 项应填文字，例如 "1204.30"。',
        ),
        ({"needs": ["a", "中文"]}, "/needs/1", "“需求”第 2 项只能用字母、数字和“-”。"),
        ({"line": {"amount": 5}}, "/line/amount", '“金额”应填文字，例如 "1204.30"。'),
        ({"stated": {"a": "5"}}, "/stated/a", "“指标值”里的“a”应填整数。"),
        ({"stated": {"long": 5}}, "/stated/long/[key]", "“指标值”里的“long”最多填 3 个字。"),
    ],
)
def test_what_lies_within_a_list_is_named_with_its_place(
    sent: dict[str, Any], pointer: str, words: str
) -> None:
    assert [one[1:] for one in told(_Body, sent)] == [(pointer, words)]


def test_what_may_be_a_word_or_empty_is_refused_once() -> None:
    assert told(_Body, {"shade": "pink"}) == [
        ("enum", "/shade", "“深浅”只能是 red、green 或 blue。")
    ]


class _Asked(BaseModel):
    reason: str = Field(title="理由")
    opinion: str = Field(title="意见")


class _AskedLines(BaseModel):
    lines: list[_Asked] = Field(title="项目")
    needs: list[Annotated[str, Field(min_length=1)]] = Field([], title="需求")


def test_what_is_not_there_is_asked_for_by_its_name() -> None:
    assert [one[2] for one in told(_Asked, {})] == ["请写明理由。", "请填写意见。"]
    sent = {"lines": [{"reason": "有"}], "needs": [""]}
    assert [one[2] for one in told(_AskedLines, sent)] == [
        "请填写“项目”第 1 项的意见。",
        "请填写“需求”第 1 项。",
    ]


def test_what_has_no_name_is_pointed_at() -> None:
    assert [one[2] for one in told(_Untitled, {"reason": ""})] == ["这一项不能空着，请填写。"] * 2
    assert [one[2] for one in told(_Untitled, {"bare": "三"})] == ["这里应填整数。"]
    assert [one[2] for one in told(_Untitled, [])] == ["这里应是一个对象。"]


def test_a_kind_that_nobody_thought_of_still_names_its_field() -> None:
    row = {"type": "new_kind", "loc": ("body", "body", "day"), "schema": _Body, "at": ("day",)}
    [found] = field_errors([row])
    assert found.message == "“日期”填写有误，请核对后再填。"


def test_what_was_sent_is_repeated_in_part_only() -> None:
    [(_, _, words)] = told(_Body, {"长" * 90: 1})
    assert words == f"没有“{'长' * 40}”这一项，请去掉。"
