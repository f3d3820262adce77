"""The category of hardship: the examples of the rule and both sides of each boundary."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.kernel.errors import Invalid
from backend.kernel.money import Money
from services.hardship.rules.category import (
    Category,
    Event,
    Household,
    Line,
    assess,
    net_per_head,
)

LINE = Line(monthly=Money.from_yuan("710"), year=2021)


def household(income: str, rigid: str, members: int, event: Event | None = None) -> Household:
    return Household(Money.from_yuan(income), Money.from_yuan(rigid), members, event)


@pytest.mark.requirement("R8.36")
@pytest.mark.parametrize(
    ("income", "rigid", "members", "net", "category"),
    [
        ("84000", "60000", 4, "500.00", Category.DEEP),
        ("120000", "60000", 4, "1,250.00", Category.RELATIVE),
        ("144000", "60000", 4, "1,750.00", Category.NONE),
        ("34080", "0", 4, "710.00", Category.RELATIVE),
        ("34079.99", "0", 4, "710.00", Category.DEEP),
        ("68160", "0", 4, "1,420.00", Category.NONE),
        ("68159.99", "0", 4, "1,420.00", Category.RELATIVE),
        ("0", "0", 1, "0.00", Category.DEEP),
    ],
)
def test_the_category_follows_the_formula_with_strict_less(
    income: str, rigid: str, members: int, net: str, category: Category
) -> None:
    verdict = assess(household(income, rigid, members), LINE)
    assert (verdict.category, verdict.net_per_head.yuan()) == (category, net)
    assert not verdict.needs_look


@pytest.mark.requirement("R8.36")
def test_a_negative_net_figure_is_deep_and_flagged_for_review() -> None:
    verdict = assess(household("30000", "60000", 4), LINE)
    assert verdict.category is Category.DEEP
    assert verdict.net_per_head.yuan() == "-625.00"
    assert verdict.needs_look


def test_an_event_of_this_year_makes_the_relative_case_accidental() -> None:
    event = Event(date(2021, 5, 1), Money.from_yuan("10000"))
    assert assess(household("120000", "60000", 4, event), LINE).category is Category.ACCIDENTAL


def test_an_event_of_last_year_does_not_count() -> None:
    event = Event(date(2020, 12, 31), Money.from_yuan("200000"), public_disaster=True)
    assert assess(household("120000", "60000", 4, event), LINE).category is Category.RELATIVE
    assert assess(household("144000", "60000", 4, event), LINE).category is Category.NONE


@pytest.mark.parametrize(
    ("cost", "category"),
    [("115200", Category.NONE), ("115200.01", Category.ACCIDENTAL)],
)
def test_an_event_counts_above_four_fifths_of_the_income_only(
    cost: str, category: Category
) -> None:
    event = Event(date(2021, 5, 1), Money.from_yuan(cost))
    assert assess(household("144000", "60000", 4, event), LINE).category is category


def test_a_public_disaster_counts_whatever_it_cost() -> None:
    event = Event(date(2021, 7, 20), Money.zero(), public_disaster=True)
    assert assess(household("144000", "60000", 4, event), LINE).category is Category.ACCIDENTAL


def test_a_deep_case_stays_deep_after_an_event() -> None:
    event = Event(date(2021, 5, 1), Money.from_yuan("10000"))
    assert assess(household("84000", "60000", 4, event), LINE).category is Category.DEEP


def test_other_multipliers_are_data() -> None:
    line = Line(Money.from_yuan("710"), 2021, relative=Fraction(3, 2))
    assert assess(household("51120", "0", 4), line).category is Category.NONE
    assert assess(household("51119.99", "0", 4), line).category is Category.RELATIVE


@pytest.mark.parametrize(("income", "members"), [(0, 0), (0, -1), (-1, 1)])
def test_it_refuses_what_cannot_be_a_household(income: int, members: int) -> None:
    with pytest.raises(Invalid):
        Household(Money(income), Money.zero(), members)


def test_the_reason_names_figure_line_and_verdict() -> None:
    assert assess(household("84000", "60000", 4), LINE).reason == (
        "扣除刚性支出后，家庭人均月收入 500.00 元；"
        "2021 年低保标准每人每月 710.00 元；低于低保标准。"
    )


@given(
    income=st.integers(0, 10**9),
    rigid=st.integers(0, 10**9),
    members=st.integers(1, 12),
    line=st.integers(1, 10**6),
)
def test_the_category_agrees_with_cross_multiplication(
    income: int, rigid: int, members: int, line: int
) -> None:
    home = Household(Money(income), Money(rigid), members)
    verdict = assess(home, Line(Money(line), 2026)).category
    left = income - rigid
    if left < line * 12 * members:
        assert verdict is Category.DEEP
    elif left < 2 * line * 12 * members:
        assert verdict is Category.RELATIVE
    else:
        assert verdict is Category.NONE
    assert net_per_head(home) * 12 * members == left
