"""The form of a line has the fields of its kind, for plans the code has never seen."""

from typing import Any

import pytest

from services.mutual_aid.pages.claim_forms import LineForm
from services.mutual_aid.rules import filling
from tests.services.mutual_aid.rules.test_filling import PACK

DAY = {"happened_on": "2026-11-02"}


def form(item: str, **answers: Any) -> LineForm:
    """Fill in the form of an item."""
    benefit = filling.benefit_of(PACK, item)
    assert benefit is not None
    return LineForm({**DAY, **answers}, benefit=benefit)


@pytest.mark.requirement("R8.1")
@pytest.mark.parametrize(
    ("item", "answers", "entry"),
    [
        ("stay", {"amount": "1,200.5", "offset_unit_supplementary": "3"},
         {"amount": "1200.50", "offsets": {"unit_supplementary": "3.00"}}),
        ("stay", {"days": "61", "cycles": "1\n2.5"}, {"days": 61, "cycles": ["1.00", "2.50"]}),
        ("watch", {"days": "4", "daily": "1，2，3，4"},
         {"days": 4, "daily": ["1.00", "2.00", "3.00", "4.00"]}),
        ("days", {"days": "12"}, {"days": 12}),
        ("illness", {"class": "a"}, {"class": "a"}),
        ("injury", {"grade": "1"}, {"grade": "1"}),
        ("fire", {"amount": "20000"}, {"amount": "20000.00"}),
    ],
)  # fmt: skip
def test_each_of_the_six_kinds_is_filled_in(
    item: str, answers: dict[str, str], entry: dict[str, Any]
) -> None:
    filled = form(item, **answers)
    assert filled.is_valid(), filled.errors
    assert filled.answers().entry == entry
    benefit = filling.benefit_of(PACK, item)
    assert benefit is not None
    assert filling.fault_of(benefit, entry) is None


@pytest.mark.parametrize(
    ("item", "answers", "field", "words"),
    [
        ("fire", {}, "amount", "请填写“金额（元）”。"),
        ("fire", {"amount": "abc"}, "amount", "金额应写成"),
        ("watch", {"days": "4", "daily": "1\nx"}, "daily", "第 2 行：金额应写成"),
        ("illness", {}, "class", "请选择“类别”。"),
        ("fire", {"amount": "1", "invoice_number": "9"}, "invoice_on", "还差“开票日期”"),
    ],
)
def test_a_wrong_answer_is_told_at_its_field(
    item: str, answers: dict[str, str], field: str, words: str
) -> None:
    filled = form(item, **answers)
    assert not filled.is_valid()
    assert words in str(filled.errors[field])
