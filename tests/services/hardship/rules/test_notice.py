"""A public notice is an allow list."""

from dataclasses import fields

import pytest

from backend.kernel.money import Money
from services.hardship.rules.category import Category
from services.hardship.rules.grant import AidKind, band_of
from services.hardship.rules.notice import NoticeText, notice_text


@pytest.mark.requirement("R8.42")
@pytest.mark.parametrize(("name", "shown"), [("李梅", "李某"), ("欧阳娜娜", "欧阳某")])
def test_a_notice_holds_surname_kinds_and_band_only(name: str, shown: str) -> None:
    band = band_of(Money.from_yuan("3000"), (Money.from_yuan("5000"),))
    text = notice_text(name, Category.RELATIVE, AidKind.MEDICAL, band)
    assert text == NoticeText(shown, "相对困难", "医疗救助", "不足5,000元")
    assert [field.name for field in fields(text)] == [
        "applicant",
        "category",
        "aid",
        "band",
    ]
