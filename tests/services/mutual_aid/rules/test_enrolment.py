"""Who must take part, what it costs, when cover runs."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.kernel.errors import Conflict
from backend.kernel.money import Money
from services.mutual_aid.rules import enrolment
from services.mutual_aid.rules.pack import Pack, Window
from tests.services.mutual_aid.rules.packs import pack_of, shipped

RATIO = {"kind": "ratio", "item": "stay", "base": "oop", "rate": "0.5"}
EIGHTY = [{"headcount_max": 49, "min_ratio": "1"}, {"headcount_max": None, "min_ratio": "0.8"}]


def plan(**fields: object) -> Pack:
    return pack_of(RATIO, **fields)


@pytest.mark.requirement("R8.4")
@pytest.mark.parametrize(
    ("headcount", "needed"), [(120, 96), (121, 97), (50, 40), (49, 49), (1, 1), (0, 0)]
)
def test_participation_is_rounded_up_within_its_headcount_band(headcount: int, needed: int) -> None:
    entry = plan(entry={"mode": "unit", "participation": EIGHTY}).entry
    assert enrolment.needed_people(entry, headcount) == needed


def test_a_plan_without_a_minimum_needs_nobody() -> None:
    assert enrolment.needed_people(plan().entry, 500) == 0


@pytest.mark.requirement("R8.5")
def test_a_womens_plan_counts_female_staff_only() -> None:
    entry = plan(entry={"mode": "unit", "sex": "F", "participation": EIGHTY}).entry
    assert enrolment.counted_headcount(entry, 120, 60) == 60
    assert enrolment.needed_people(entry, enrolment.counted_headcount(entry, 120, 60)) == 48
    assert enrolment.counted_headcount(plan().entry, 120, 60) == 120


@pytest.mark.parametrize(
    ("day", "is_open"), [("10-14", False), ("10-15", True), ("12-15", True), ("12-16", False)]
)
def test_the_window_includes_both_of_its_days(day: str, *, is_open: bool) -> None:
    window = Window((10, 15), (12, 15))
    assert enrolment.is_open(window, dt.date.fromisoformat(f"2026-{day}")) is is_open


@pytest.mark.parametrize(
    ("day", "is_open"), [("12-19", False), ("12-20", True), ("01-10", True), ("01-11", False)]
)
def test_a_window_may_wrap_over_the_new_year(day: str, *, is_open: bool) -> None:
    window = Window((12, 20), (1, 10))
    assert enrolment.is_open(window, dt.date.fromisoformat(f"2026-{day}")) is is_open


@pytest.mark.requirement("R8.12")
def test_cover_starts_the_day_after_everything_is_complete() -> None:
    pack = plan(cover={"start": "next_day", "months": 12})
    days = enrolment.cover_days(pack, dt.date(2026, 11, 23))
    assert days == (dt.date(2026, 11, 24), dt.date(2027, 11, 23))


@pytest.mark.requirement("R8.12")
def test_a_fixed_term_starts_on_its_day_and_refuses_who_comes_too_late() -> None:
    pack = plan(
        entry={"mode": "unit", "late_close_days": 10},
        cover={"start": "fixed", "from": "2027-01-01", "to": "2027-12-31"},
    )
    days = (dt.date(2027, 1, 1), dt.date(2027, 12, 31))
    assert enrolment.cover_days(pack, dt.date(2026, 11, 23)) == days
    assert enrolment.cover_days(pack, dt.date(2027, 1, 11)) == days
    with pytest.raises(Conflict, match="joined_too_late"):
        enrolment.cover_days(pack, dt.date(2027, 1, 12))


@pytest.mark.parametrize(
    ("first", "months", "last"),
    [
        ("2026-01-01", 12, "2026-12-31"),
        ("2024-02-29", 12, "2025-02-27"),
        ("2026-01-31", 1, "2026-02-27"),
        ("2026-08-31", 6, "2027-02-27"),
        ("2026-11-24", 36, "2029-11-23"),
    ],
)
def test_a_term_ends_one_day_before_the_same_day_number(first: str, months: int, last: str) -> None:
    pack = plan(cover={"start": "next_day", "months": months})
    start = dt.date.fromisoformat(first)
    assert enrolment.last_day(pack.cover, start) == dt.date.fromisoformat(last)


def test_the_automatic_plan_runs_by_the_calendar_year() -> None:
    days = enrolment.cover_days(shipped("BJ-MED-2020"), dt.date(2026, 11, 23))
    assert days == (dt.date(2026, 1, 1), dt.date(2026, 12, 31))


def test_a_ratio_is_cut_down_and_the_remainder_payer_gets_the_rest() -> None:
    split = [{"payer": "member", "ratio": "0.3333"}, {"payer": "unit", "remainder": True}]
    fee = plan(fee={"per_share": 25, "split": split}).fee
    assert enrolment.split_fee(fee) == [("member", Money(833)), ("unit", Money(1667))]


def test_an_amount_counts_for_each_share() -> None:
    split = [{"payer": "member", "amount": 20}, {"payer": "unit", "amount": 80}]
    fee = plan(fee={"per_share": 100, "split": split}).fee
    assert enrolment.split_fee(fee, 3) == [("member", Money(6000)), ("unit", Money(24000))]


@given(st.integers(0, 10**7), st.integers(0, 10**4), st.integers(1, 5))
def test_the_parts_of_a_fee_always_sum_to_the_fee(fen: int, ratio: int, shares: int) -> None:
    written = f"{ratio // 10**4}.{ratio % 10**4:04d}"
    split = [{"payer": "unit", "ratio": written}, {"payer": "member", "remainder": True}]
    fee = plan(fee={"per_share": f"{fen // 100}.{fen % 100:02d}", "split": split}).fee
    parts = enrolment.split_fee(fee, shares)
    assert sum(part.fen for _, part in parts) == fen * shares
    assert all(part.fen >= 0 for _, part in parts)


def test_one_person_counts_once_in_a_plan_and_period_or_in_a_family() -> None:
    assert enrolment.scope_of(plan(code="A-2026"), "2027") == "A-2026:2027"
    family = plan(code="A-2026", entry={"mode": "unit", "duplicate_scope": "family"})
    assert enrolment.scope_of(family, "2027") == "A:2027"
    free = plan(entry={"mode": "unit", "duplicate_scope": "none"})
    assert enrolment.scope_of(free, "2027") is None
