"""A decision without its reason is no decision."""

import pytest

from backend.kernel.errors import Invalid
from backend.kernel.saying import TEXT_LENGTH, must_say


def test_it_takes_what_was_said_without_the_blanks_around_it() -> None:
    assert must_say(" 同意。\n", "请写明意见。") == "同意。"
    assert must_say("字" * TEXT_LENGTH, "请写明意见。") == "字" * TEXT_LENGTH


@pytest.mark.parametrize("text", ["", " \n", "字" * (TEXT_LENGTH + 1)])
def test_it_refuses_nothing_and_too_much(text: str) -> None:
    with pytest.raises(Invalid) as refusal:
        must_say(text, "请写明意见。")
    assert refusal.value.code == "reason_missing"
    assert refusal.value.message == "请写明意见。最多 1000 个字。"
