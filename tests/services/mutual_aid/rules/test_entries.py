"""Section 9: the first code in table order stops an evaluation; an error never becomes 0."""

import pytest

from services.mutual_aid.rules.entries import EvaluationError
from services.mutual_aid.rules.evaluate import evaluate
from tests.services.mutual_aid.rules.packs import pack_of

PACK = pack_of(
    {
        "kind": "excess_rate",
        "item": "stay",
        "base": "oop",
        "stay_split_days": 60,
        "bands": [{"upto": None, "rate": "0.5"}],
    },
    {"kind": "ratio", "item": "watch", "base": "oop", "rate": "0.5", "max_days": 3},
    {"kind": "ratio", "item": "year", "base": "oop", "rate": "0.5", "per": "period"},
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


@pytest.mark.parametrize(
    ("item", "entry", "code"),
    [
        ("stay", 1.5, "bad_entry"),
        ("stay", True, "bad_entry"),
        ("stay", None, "bad_entry"),
        ("stay", ["1"], "bad_entry"),
        ("stay", "1" * 65, "bad_entry"),
        ("stay", "-1", "bad_money"),
        ("stay", -1, "bad_money"),
        ("stay", "1\n", "bad_money"),
        ("stay", "１", "bad_money"),
        ("stay", "01", "bad_money"),
        ("stay", 1_000_000_000_000, "bad_money"),
        ("stay", {"amount": "1", "class": "a"}, "bad_entry"),
        ("stay", {"amount": "1", "daily": ["1"]}, "bad_entry"),
        ("stay", {"amount": "1", "cycles": ["1"], "days": 61}, "bad_entry"),
        ("stay", {"cycles": ["1"], "days": 60}, "bad_entry"),
        ("stay", {"cycles": ["1"]}, "bad_entry"),
        ("stay", {"days": 3}, "bad_entry"),
        ("stay", {"amount": "1", "days": -1}, "bad_entry"),
        ("stay", {"amount": "1", "days": True}, "bad_entry"),
        ("stay", {"amount": "1", "day": 0}, "bad_entry"),
        ("stay", {"amount": "1", "offsets": {"No": "1"}}, "bad_entry"),
        ("stay", {"amount": "1", "offsets": {"no": None}}, "bad_entry"),
        ("stay", {"amount": "1", "offsets": {"unlisted": "x"}}, "bad_money"),
        ("stay", {"days": 61, "amount": "1"}, "missing_cycles"),
        ("stay", {"days": 61, "cycles": ["x"]}, "missing_cycles"),
        ("stay", {"days": 61, "cycles": []}, "bad_entry"),
        ("stay", {"days": 61, "cycles": ["1", 2.5]}, "bad_entry"),
        ("stay", {"days": 61, "cycles": ["1", "x"]}, "bad_money"),
        ("watch", {"days": 4, "amount": "1"}, "missing_daily"),
        ("watch", {"days": 4, "daily": ["1", "1", "1"]}, "missing_daily"),
        ("watch", {"days": 4, "daily": ["1", "1", "1", "x"]}, "bad_money"),
        ("year", {"amount": "x", "day": 3}, "day_on_period_item"),
        ("year", {"amount": "1", "day": 0}, "bad_entry"),
        ("days", "3", "bad_entry"),
        ("days", -1, "bad_entry"),
        ("days", {"day": 1}, "bad_entry"),
        ("illness", 1, "bad_entry"),
        ("illness", {"day": 1}, "bad_entry"),
        ("illness", "A", "unknown_class"),
        ("illness", {"class": "a", "day": 0}, "bad_entry"),
        ("injury", "2", "unknown_grade"),
        ("fire", {"amount": "1", "days": 1}, "bad_entry"),
        ("dental", "1", "unknown_item"),
    ],
)
def test_a_wrong_entry_stops_with_its_code(item: str, entry: object, code: str) -> None:
    with pytest.raises(EvaluationError) as caught:
        evaluate(PACK, {item: [entry]})
    assert caught.value.code == code


def test_an_unknown_item_wins_over_everything_even_with_an_empty_list() -> None:
    with pytest.raises(EvaluationError) as caught:
        evaluate(PACK, {"stay": [None], "dental": []})
    assert (caught.value.code, caught.value.item) == ("unknown_item", "dental")


def test_benefits_are_checked_in_file_order_and_each_entry_to_its_end() -> None:
    with pytest.raises(EvaluationError) as caught:
        evaluate(PACK, {"injury": [None], "stay": ["1", "x", None]})
    assert (caught.value.code, caught.value.item, caught.value.place) == (
        "bad_money",
        "stay",
        1,
    )


def test_entries_that_would_be_skipped_are_checked_too() -> None:
    pack = pack_of(
        {"kind": "ratio", "item": "stay", "base": "oop", "rate": "1"},
        cover={"start": "next_day", "wait_days": 30},
    )
    with pytest.raises(EvaluationError) as caught:
        evaluate(pack, {"stay": [{"amount": "1", "day": 1}, {"amount": "x", "day": 2}]})
    assert caught.value.code == "bad_money"
