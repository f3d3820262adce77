"""What may stand in a need that all members read (R9.26)."""

import pytest

from backend.kernel.errors import Invalid
from services.commissioning.rules.needs import check_words

pytestmark = pytest.mark.requirement("R9.26")


def test_words_come_back_trimmed() -> None:
    assert check_words("  下班后   心理咨询 ", " 最好在园区 ") == ("下班后 心理咨询", "最好在园区")


@pytest.mark.parametrize(
    ("title", "detail", "code"),
    [
        (" ", "", "bad_title"),
        ("字" * 61, "", "bad_title"),
        ("咨询", "字" * 301, "too_long"),
        ("请打 13800138000", "", "personal_number"),
        ("咨询", "１３８ ０013-8000", "personal_number"),
        ("咨询", "证号 11010119900307233X", "personal_number"),
        ("咨询", "卡号 6222021234567890123", "personal_number"),
    ],
)
def test_nothing_personal_and_nothing_endless_is_taken(title: str, detail: str, code: str) -> None:
    with pytest.raises(Invalid, match=code):
        check_words(title, detail)
