"""The nearest single change: with it the plan pays, with one step less it does not."""

import datetime as dt
from dataclasses import replace
from typing import Any

from hypothesis import given, settings

from backend.kernel.money import Money
from services.mutual_aid.rules.change import Change, Facts, nearest_change, payment_in
from services.mutual_aid.rules.evaluate import Circumstances
from services.mutual_aid.rules.pack import Pack
from tests.services.mutual_aid.rules.packs import pack_of, shipped
from tests.services.mutual_aid.rules.random_packs import Case, cases

STAY = {"kind": "ratio", "item": "stay", "title": "住院", "base": "oop", "rate": "0.5"}
WAITING = {"start": "next_day", "wait_days": 30, "reduced_days": 60, "reduced_factor": "0.5"}
DAY = dt.date


def found(pack: Pack, events: Any, facts: Facts | None = None, **known: Any) -> Change:
    """Give the change, and hold it to its promise."""
    change = nearest_change(pack, events, Circumstances(**known), facts)
    assert change is not None
    assert payment_in(pack, change.then) == change.payment
    assert change.payment > Money.zero()
    assert payment_in(pack, change.one_less) == Money.zero()
    return change


def test_an_amount_under_the_deductible_has_to_pass_it_by_what_rounds_to_a_fen() -> None:
    change = found(shipped("BJ-MED-2020"), {"outpatient": ["1600"]})
    assert (change.what, change.item, change.by) == ("amount", "outpatient", 20_003)
    assert change.words == (
        "门诊：如果自付金额再多 200.03 元（起付线 1,800.00 元），就会付 0.01 元。"
    )


def test_of_several_entries_the_nearest_is_named() -> None:
    change = found(shipped("BJ-MED-2020"), {"outpatient": ["1600"], "inpatient": ["1290", "600"]})
    assert (change.item, change.place, change.by) == ("inpatient", 0, 1_003)
    assert "首次 1,300.00 元，以后每次 650.00 元" in change.words


def test_an_event_in_the_waiting_period_would_have_to_happen_after_it() -> None:
    pack = pack_of(STAY, cover=WAITING)
    facts = Facts(event_on=DAY(2026, 3, 10), cover_first=DAY(2026, 3, 1))
    change = found(pack, {"stay": ["1000"]}, facts)
    assert (change.what, change.by, change.payment) == ("event_day", 21, Money(25_000))
    assert change.words == (
        "如果这件事发生在 2026年3月31日（周二）或以后（那天是保障的第 31 天，前 30 天是等待期），"
        "就会付 250.00 元。"
    )


def test_an_event_before_cover_has_to_pass_its_first_day_and_the_waiting_period() -> None:
    pack = pack_of(STAY, cover=WAITING)
    facts = Facts(event_on=DAY(2026, 2, 28), cover_first=DAY(2026, 3, 1))
    assert found(pack, {"stay": ["1000"]}, facts).by == 31
    no_wait = pack_of(STAY)
    assert found(no_wait, {"stay": ["1000"]}, facts).by == 1


def test_a_day_of_the_entry_itself_is_moved() -> None:
    change = found(pack_of(STAY, cover=WAITING), {"stay": [{"amount": "1000", "day": 30}]})
    assert (change.what, change.by) == ("event_day", 1)
    assert change.words.startswith("如果这件事发生在保障的第 31 天或以后")


def test_a_late_claim_would_have_had_to_come_on_the_last_day() -> None:
    facts = Facts(claimed_on=DAY(2026, 12, 8), last_claim_day=DAY(2026, 12, 5))
    change = found(pack_of(STAY), {"stay": ["1000"]}, facts)
    assert (change.what, change.by) == ("claim_day", 3)
    assert change.words == (
        "申领晚了 3 天：如果最迟在 2026年12月5日（周六）提交，就会付 500.00 元。"
    )


def test_what_others_paid_is_named_where_it_took_the_amount_under_the_deductible() -> None:
    stay = {
        "kind": "excess_rate",
        "item": "stay",
        "title": "住院",
        "base": "oop",
        "deductible_first": 1000,
        "offsets": ["unit_supplementary"],
        "bands": [{"upto": None, "rate": "1"}],
    }
    events = {"stay": [{"amount": "1200", "offsets": {"unit_supplementary": "500", "x": "9"}}]}
    change = found(pack_of(stay), events)
    assert (change.what, change.by) == ("offset", 30_001)
    assert change.words.startswith("住院：如果单位补充医疗保险少付 300.01 元")


def test_a_loss_has_to_reach_the_threshold() -> None:
    fire = {"kind": "loss_ratio", "item": "fire", "title": "火灾", "base": "loss",
            "rate": "0.08", "threshold": 20000}  # fmt: skip
    change = found(pack_of(fire), {"fire": ["19999.98"]})
    assert change.words == (
        "火灾：如果损失再多 0.02 元（达到 20,000.00 元才付），就会付 1,600.00 元。"
    )


def test_a_stay_has_to_be_longer_than_its_free_days() -> None:
    days = {"kind": "per_diem", "item": "days", "title": "津贴", "rate_per_day": 50, "free_days": 3}
    assert found(pack_of(days), {"days": [2]}).words == ("津贴：如果再多 2 天，就会付 50.00 元。")
    assert found(pack_of(days), {"days": [{"days": 3}]}).by == 1


def test_a_share_that_is_missing_is_named() -> None:
    days = {"kind": "per_diem", "item": "days", "rate_per_day": 50, "per_share": True}
    change = found(pack_of(days), {"days": [2]}, shares=0)
    assert (change.what, change.by, change.payment) == ("shares", 1, Money(10_000))


def test_a_cap_of_the_period_that_is_used_up_is_whole_again_in_the_next() -> None:
    facts = Facts(
        event_on=DAY(2026, 12, 20),
        cover_first=DAY(2026, 1, 1),
        cover_last=DAY(2026, 12, 31),
        next_period_first=DAY(2027, 1, 1),
        claimed_item="stay",
        claimed_place=1,
    )
    pack = pack_of(STAY, cap_period=1000)
    change = found(pack, {"stay": ["2000", "800"]}, facts, already_paid=Money(100_000))
    assert (change.what, change.by, change.payment) == ("period", 12, Money(40_000))
    assert "2027年1月1日（周五）或以后" in change.words


def test_in_the_next_period_whatever_stays_unpaid_today_counts_afresh() -> None:
    facts = Facts(
        event_on=DAY(2026, 12, 31), cover_first=DAY(2026, 1, 1), next_period_first=DAY(2027, 1, 1)
    )
    pack = pack_of({**STAY, "cap_period": 100, "exclusive_group": "one"}, cap_life=1000)
    change = found(pack, {"stay": ["900"]}, facts, already_paid=Money(10_000))
    assert (change.what, change.by, change.payment) == ("period", 1, Money(10_000))
    unpaid = Circumstances(paid_life={"stay": Money(5_00)})
    start = replace(change.then, person=unpaid)
    assert payment_in(pack, start) == Money(10_000)


def test_an_event_after_cover_has_no_change_that_helps() -> None:
    facts = Facts(
        event_on=DAY(2027, 1, 1), cover_first=DAY(2026, 1, 1), cover_last=DAY(2026, 12, 31)
    )
    assert nearest_change(pack_of(STAY), {"stay": ["900"]}, Circumstances(), facts) is None


def test_a_cap_for_life_that_is_used_up_says_so() -> None:
    pack = pack_of({**STAY, "cap_life": 1000})
    change = found(pack, {"stay": ["100"]}, paid_life={"stay": Money(100_500)})
    assert (change.what, change.by) == ("paid_life", 501)
    assert change.words == ("终身最高额已经用完：如果以前各期少付过 5.01 元，就会付 0.01 元。")


def test_nothing_is_named_where_it_pays_or_where_no_single_change_would_help() -> None:
    pack = pack_of(STAY)
    late = Facts(claimed_on=DAY(2026, 12, 8), last_claim_day=DAY(2026, 12, 5))
    assert nearest_change(pack, {"stay": ["1000"]}, Circumstances()) is None
    assert nearest_change(pack, {}, Circumstances()) is None
    assert nearest_change(pack, {"stay": ["0"]}, Circumstances(), late) is None
    full = pack_of({**STAY, "cap_period": 0})
    assert nearest_change(full, {"stay": ["1000"]}, Circumstances()) is None


@given(cases())
@settings(max_examples=40, deadline=None)
def test_whatever_is_named_pays_and_one_step_less_does_not(case: Case) -> None:
    person = replace(case.person, already_paid=Money.zero())
    change = nearest_change(case.pack, case.events, person)
    if change is not None:
        assert payment_in(case.pack, change.then) == change.payment > Money.zero()
        assert payment_in(case.pack, change.one_less) == Money.zero()
