"""What a person fills in is taken where the evaluator takes it, and refused with its field."""

from typing import Any

import pytest

from services.mutual_aid.rules import filling
from services.mutual_aid.rules.entries import EvaluationError, read_events
from services.mutual_aid.rules.pack import Kind
from services.mutual_aid.rules.parse import parse
from services.mutual_aid.rules.reading import read_bytes
from tests.services.mutual_aid.rules.packs import SHIPPED, pack_of

PACK = pack_of(
    {
        "kind": "excess_rate",
        "item": "stay",
        "base": "oop",
        "stay_split_days": 60,
        "offsets": ["unit_supplementary", "plan_other"],
        "bands": [{"upto": None, "rate": "0.5"}],
    },
    {"kind": "ratio", "item": "watch", "base": "oop", "rate": "0.5", "max_days": 3},
    {"kind": "per_diem", "item": "days", "rate_per_day": 10},
    {"kind": "class_table", "item": "illness", "classes": {"a": 1}, "stacking": "sum"},
    {
        "kind": "graded_table",
        "item": "injury",
        "unit": "amount",
        "grades": {"1": 5},
        "stacking": "sum",
    },
    {"kind": "loss_ratio", "item": "fire", "base": "loss", "rate": "0.5"},
)
SCALARS = {Kind.PER_DIEM: "days", Kind.CLASS_TABLE: "class", Kind.GRADED_TABLE: "grade"}


@pytest.mark.parametrize(
    ("item", "asked"),
    [
        ("stay", ["amount", "days", "cycles", "offsets"]),
        ("watch", ["amount", "days", "daily"]),
        ("days", ["days"]),
        ("illness", ["class"]),
        ("injury", ["grade"]),
        ("fire", ["amount"]),
    ],
)
def test_each_kind_is_asked_for_its_own_fields(item: str, asked: list[str]) -> None:
    benefit = filling.benefit_of(PACK, item)
    assert benefit is not None
    assert filling.asked(benefit) == asked


def test_what_another_plan_paid_is_not_asked() -> None:
    benefit = filling.benefit_of(PACK, "stay")
    assert benefit is not None
    assert filling.other_payers(benefit) == ["unit_supplementary"]


@pytest.mark.parametrize(
    ("item", "entry", "field"),
    [
        ("stay", {"days": 130, "cycles": ["1", "2"]}, "cycles"),
        ("stay", {"days": 130, "amount": "3"}, "amount"),
        ("stay", {"days": -1, "amount": "3"}, "days"),
        ("stay", {"days": True, "amount": "3"}, "days"),
        ("stay", {"amount": "-3"}, "amount"),
        ("stay", {"amount": "3", "offsets": []}, "offsets"),
        ("stay", {"amount": "3", "offsets": {"unit_supplementary": "x"}},
         "offsets/unit_supplementary"),
        ("days", {"days": 0}, "days"),
        ("days", {"amount": "1"}, "amount"),
        ("illness", {"class": "b"}, "class"),
        ("illness", {}, "class"),
        ("injury", {"grade": 1}, "grade"),
        ("injury", {"grade": []}, "grade"),
        ("fire", {"amount": "1", "days": 1}, "days"),
    ],
)  # fmt: skip
def test_the_wrong_field_is_named_in_words(item: str, entry: dict[str, Any], field: str) -> None:
    benefit = filling.benefit_of(PACK, item)
    assert benefit is not None
    fault = filling.fault_of(benefit, entry)
    assert fault is not None
    assert fault.field == field
    assert fault.message.endswith("。")


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.json")), ids=lambda path: path.stem)
def test_no_entry_that_is_taken_makes_the_evaluator_stop(path: Any) -> None:
    pack = parse(read_bytes(path.read_bytes()))
    vectors: Any = pack.raw["vectors"]
    seen = 0
    for vector in [*vectors, *(step for one in vectors for step in one.get("settlements", []))]:
        for item, entries in vector.get("in", {}).items():
            benefit = filling.benefit_of(pack, item)
            if benefit is None:
                continue
            for entry in entries:
                name = SCALARS.get(benefit.kind, "amount")
                given = entry if isinstance(entry, dict) else {name: entry}
                try:
                    read_events(benefit, [given])
                except EvaluationError:
                    assert filling.fault_of(benefit, given) is not None
                    continue
                seen += 1
                fault = filling.fault_of(benefit, {k: v for k, v in given.items() if k != "day"})
                assert fault is None or set(given.get("offsets", {})) - set(benefit.offsets)
    assert seen


def test_an_entry_is_read_out_in_words() -> None:
    benefit = filling.benefit_of(PACK, "stay")
    assert benefit is not None
    entry = {"days": 61, "cycles": ["1.5", "2"], "offsets": {"unit_supplementary": "3"}}
    assert filling.entry_words(benefit, entry) == [
        ("天数", "61 天"),
        ("各结算周期的金额", "1.50 元、2.00 元"),
        ("单位补充保险已付", "3.00 元"),
    ]
