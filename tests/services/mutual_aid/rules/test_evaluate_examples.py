"""The worked examples of `docs/packs/FORMAT.md`, section 11, to the fen."""

from typing import Any

import pytest

from backend.kernel.money import Money
from services.mutual_aid.rules.evaluate import Circumstances, Cut, evaluate
from services.mutual_aid.rules.pack import Pack
from tests.services.mutual_aid.rules.packs import pack_of, shipped

STAY = {
    "kind": "excess_rate",
    "item": "stay",
    "base": "oop",
    "deductible_first": 1000,
    "deductible_next": 400,
    "offsets": ["commercial_supplementary"],
    "cap_event": 3000,
    "bands": [{"upto": 5000, "rate": "0.30"}, {"upto": None, "rate": "0.50"}],
}
CLASSES = {"kind": "class_table", "item": "illness", "classes": {"a": 8000, "b": 2500}}


def paid(pack: Pack, events: dict[str, list[object]], **known: Any) -> str:
    """Give the payment as the format writes it."""
    return evaluate(pack, events, Circumstances(**known)).payment.yuan()


def test_excess_rate_adds_exact_stays_and_rounds_once() -> None:
    first = {"amount": "9500", "offsets": {"commercial_supplementary": "700"}}
    pack = pack_of(STAY)
    assert paid(pack, {"stay": [first]}) == "2,900.00"
    assert paid(pack, {"stay": [first, "400.05"]}) == "2,900.02"
    assert paid(pack, {"stay": [first, "400.05", "400.05"]}) == "2,900.03"


def test_excess_rate_splits_a_long_stay_into_cycles() -> None:
    pack = pack_of(
        {
            "kind": "excess_rate",
            "item": "stay",
            "base": "oop",
            "deductible_first": 1000,
            "deductible_next": 400,
            "stay_split_days": 60,
            "bands": [{"upto": None, "rate": "0.30"}],
        }
    )
    entry = {"days": 130, "cycles": ["2000", "900", "300"]}
    assert paid(pack, {"stay": [entry]}) == "450.00"


def test_ratio_counts_only_the_first_days_of_an_observation() -> None:
    pack = pack_of({"kind": "ratio", "item": "watch", "base": "oop", "rate": "0.65", "max_days": 3})
    entry = {"days": 4, "daily": ["120.10", "80", "0", "500"]}
    assert paid(pack, {"watch": [entry]}) == "130.07"


def test_per_diem_limits_days_by_event_and_by_period() -> None:
    pack = pack_of(
        {
            "kind": "per_diem",
            "item": "days",
            "rate_per_day": 45,
            "free_days": 3,
            "max_days": 30,
            "max_days_period": 40,
            "per_share": True,
        },
        entry={"mode": "unit", "shares_max": 2},
    )
    assert paid(pack, {"days": [20, 50, 2]}, shares=2) == "3,600.00"


@pytest.mark.parametrize(
    ("stacking", "amount"),
    [("sum", "10,500.00"), ("highest", "8,000.00"), ("once", "2,500.00")],
)
def test_class_table_stacks_events_as_the_plan_says(stacking: str, amount: str) -> None:
    pack = pack_of({**CLASSES, "stacking": stacking})
    assert paid(pack, {"illness": ["b", "a"]}) == amount


@pytest.mark.parametrize("stacking", ["sum", "highest", "once"])
def test_a_waiting_event_is_skipped_and_a_reduced_one_counts(stacking: str) -> None:
    pack = pack_of(
        {**CLASSES, "stacking": stacking},
        cover={
            "start": "next_day",
            "wait_days": 15,
            "reduced_days": 60,
            "reduced_factor": "0.4",
        },
    )
    events: dict[str, list[object]] = {
        "illness": [{"class": "b", "day": 10}, {"class": "a", "day": 60}]
    }
    outcome = evaluate(pack, events)
    assert outcome.payment == Money(320_000)
    assert [line.cut_by for line in outcome.lines] == [[Cut.WAITING], [Cut.WAITING]]


def test_graded_table_pays_a_rate_of_its_sum_up_to_the_period_cap() -> None:
    pack = pack_of(
        {
            "kind": "graded_table",
            "item": "injury",
            "unit": "rate",
            "sum": 24000,
            "grades": {"1": "1", "4": "0.45", "9": "0.05"},
            "stacking": "sum",
            "cap_period": 12500,
        }
    )
    assert paid(pack, {"injury": ["4", "9"]}) == "12,000.00"
    assert paid(pack, {"injury": ["4", "9", "9"]}) == "12,500.00"


@pytest.mark.parametrize(
    ("loss", "amount"),
    [
        ("19999.99", "0.00"),
        ("20000", "2,000.00"),
        ("60000.05", "4,800.00"),
        ("200000", "9,000.00"),
    ],
)
def test_loss_ratio_reads_the_whole_loss_between_minimum_and_cap(loss: str, amount: str) -> None:
    pack = pack_of(
        {
            "kind": "loss_ratio",
            "item": "fire",
            "base": "loss",
            "rate": "0.08",
            "threshold": 20000,
            "min": 2000,
            "cap": 9000,
        }
    )
    assert paid(pack, {"fire": [loss]}) == amount


@pytest.mark.requirement("R8.20")
def test_the_caps_apply_in_order_and_the_lines_say_which_one_cut() -> None:
    lump = {"stacking": "sum", "exclusive_group": "lump"}
    pack = pack_of(
        {"kind": "class_table", "item": "death", "classes": {"yes": 40000}, **lump},
        {
            "kind": "class_table",
            "item": "disability",
            "classes": {"full": 30000},
            **lump,
        },
        {"kind": "per_diem", "item": "daily", "rate_per_day": 50},
        cap_period=42000,
    )
    outcome = evaluate(pack, {"death": ["yes"], "disability": ["full"], "daily": [100]})
    assert outcome.payment == Money(4_200_000)
    assert [(line.ticks // 10**8, line.cut_by) for line in outcome.lines] == [
        (4_000_000, []),
        (0, [Cut.EXCLUSIVE_GROUP]),
        (200_000, [Cut.PLAN_CAP_PERIOD]),
    ]


@pytest.mark.requirement("R8.20")
def test_event_cap_comes_before_period_cap_and_period_cap_before_lifetime_cap() -> None:
    pack = pack_of(
        {
            "kind": "ratio",
            "item": "stay",
            "base": "oop",
            "rate": "1",
            "cap_event": 100,
            "cap_period": 150,
            "cap_life": 1000,
        }
    )
    outcome = evaluate(
        pack, {"stay": ["300", "90"]}, Circumstances(paid_life={"stay": Money(88_000)})
    )
    assert outcome.payment == Money(12_000)
    assert [line.cut_by for line in outcome.lines] == [
        [Cut.CAP_EVENT],
        [Cut.CAP_PERIOD, Cut.CAP_LIFE],
    ]


def test_settlement_pays_due_less_paid_and_reports_what_was_paid_too_much() -> None:
    pack = pack_of(
        {
            "kind": "excess_rate",
            "item": "clinic",
            "base": "oop",
            "per": "period",
            "deductible_first": 500,
            "bands": [{"upto": None, "rate": "0.2"}],
        }
    )
    total = Money.zero()
    seen = []
    for base in ("400", "1100", "900", "2000"):
        outcome = evaluate(pack, {"clinic": [base]}, Circumstances(already_paid=total))
        total += outcome.payment
        seen.append((outcome.payment.fen, outcome.overpaid.fen))
    assert seen == [(0, 0), (12_000, 0), (0, 4_000), (18_000, 0)]
    assert total == Money(30_000)


def test_the_lifetime_cap_leaves_what_earlier_periods_have_not_used() -> None:
    pack = pack_of({"kind": "ratio", "item": "stay", "base": "oop", "rate": "1", "cap_life": 20000})
    known = {"paid_life": {"stay": Money(1_850_000)}}
    assert paid(pack, {"stay": ["4000"]}, **known) == "1,500.00"


@pytest.mark.requirement("R8.17")
@pytest.mark.parametrize(
    ("events", "group", "amount"),
    [
        ({"outpatient": ["1800.03"]}, None, "0.01"),
        ({"outpatient": ["5000"]}, None, "640.00"),
        ({"inpatient": ["4000"]}, None, "540.00"),
        ({"inpatient": ["4000", "2000"]}, None, "810.00"),
        ({"outpatient": ["5000"], "inpatient": ["4000", "2000"]}, None, "1,450.00"),
        ({"outpatient": ["5000"], "inpatient": ["4000"]}, "model_worker", "1,475.00"),
    ],
)
def test_the_beijing_formula_is_right_to_the_fen(
    events: dict[str, list[object]], group: str | None, amount: str
) -> None:
    assert paid(shipped("BJ-MED-2020"), events, group=group) == amount
