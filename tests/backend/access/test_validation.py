"""What is empty or missing is asked for by its own name."""

from typing import Annotated

import pytest
from pydantic import BaseModel, Field

from backend.access.validation import field_errors, title_at


class _Line(BaseModel):
    words: str = Field(title="用途")


class _Body(BaseModel):
    reason: Annotated[str, Field(min_length=1)] = Field(title="理由")
    lines: list[_Line] | None = None
    bare: str = ""


@pytest.mark.parametrize(
    ("loc", "title"),
    [
        (("body", "reason"), "理由"),
        (("body", "lines", 2, "words"), "用途"),
        (("body", "bare"), ""),
        (("body", "unknown"), ""),
    ],
)
def test_a_place_in_a_body_is_named_by_the_title_of_its_field(
    loc: tuple[str | int, ...], title: str
) -> None:
    assert title_at(_Outer, loc) == title


class _Outer(BaseModel):
    body: _Body


@pytest.mark.parametrize(
    ("error", "words"),
    [
        ({"type": "string_too_short", "ctx": {"min_length": 1}, "title": "理由"}, "请写明理由。"),
        ({"type": "string_too_short", "ctx": {"min_length": 1}, "title": "意见"}, "请填写意见。"),
        ({"type": "missing", "title": "意见"}, "请填写意见。"),
        ({"type": "missing"}, "这一项不能空着，请填写。"),
        (
            {"type": "string_too_short", "ctx": {"min_length": 6}, "title": "口令"},
            "至少填 6 个字。",
        ),
    ],
)
def test_what_is_not_there_is_asked_for(error: dict[str, object], words: str) -> None:
    [found] = field_errors([{"loc": ("body", "body", "reason"), **error}])
    assert (found.pointer, found.message) == ("/reason", words)
