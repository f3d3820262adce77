"""Weights, panel and time of a call (R9.3, R9.4, R9.6)."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from backend.kernel import clock
from backend.kernel.errors import Invalid
from services.commissioning.rules.call import (
    CriterionDraft,
    OpenFor,
    check_criteria,
    check_deadline,
    check_panel_size,
    earliest_deadline,
)

LEVELS = ("好", "中")
PERIODS = OpenFor(tender_days=20, comparison_workdays=5)
MONDAY = datetime(2026, 3, 2, 10, tzinfo=clock.TZ)


def criteria(*weights: int) -> list[CriterionDraft]:
    return [CriterionDraft(f"标准{place}", weight, LEVELS) for place, weight in enumerate(weights)]


@pytest.mark.requirement("R9.3")
def test_weights_that_sum_to_100_pass() -> None:
    check_criteria(criteria(20, 25, 20, 15, 20))
    check_criteria(criteria(100))


@pytest.mark.requirement("R9.3")
@pytest.mark.parametrize(("weights", "total"), [((50, 49), 99), ((50, 51), 101)])
def test_weights_of_99_and_101_are_refused_with_their_sum(
    weights: tuple[int, ...], total: int
) -> None:
    with pytest.raises(Invalid) as refusal:
        check_criteria(criteria(*weights))
    assert refusal.value.code == "weights_not_100"
    assert refusal.value.message == f"评审标准的权重合计应为 100 分，现在是 {total} 分，请调整。"


@pytest.mark.requirement("R9.3")
@given(some.lists(some.integers(1, 30), min_size=1, max_size=4, unique=True), some.integers(-1, 1))
def test_exactly_the_sums_of_100_pass(weights: list[int], off: int) -> None:
    rest = 100 - sum(weights) + off
    drafts = criteria(*weights, *([rest] if rest > 0 else []))
    if sum(one.weight for one in drafts) == 100:
        check_criteria(drafts)
        return
    with pytest.raises(Invalid, match="weights_not_100"):
        check_criteria(drafts)


@pytest.mark.requirement("R9.3")
@pytest.mark.parametrize(
    "wrong",
    [
        [CriterionDraft("", 100, LEVELS)],
        [CriterionDraft("一", 0, LEVELS), CriterionDraft("二", 100, LEVELS)],
        [CriterionDraft("一", 150, LEVELS), CriterionDraft("二", -50, LEVELS)],
        [CriterionDraft("一", 50, LEVELS), CriterionDraft("一", 50, LEVELS)],
        [CriterionDraft("一", 100, ("档",) * 7)],
        [CriterionDraft("一", 100, ("档",))],
        [CriterionDraft("一", 50, LEVELS), CriterionDraft("二", 50)],
        [CriterionDraft("字" * 61, 100, LEVELS)],
    ],
)
def test_a_criterion_without_name_or_with_an_impossible_weight_is_refused(
    wrong: list[CriterionDraft],
) -> None:
    with pytest.raises(Invalid) as refusal:
        check_criteria(wrong)
    assert refusal.value.code == "bad_criterion"


@pytest.mark.requirement("R9.3")
@pytest.mark.parametrize("count", [0, 21])
def test_no_criteria_and_too_many_are_refused(count: int) -> None:
    with pytest.raises(Invalid, match="no_criteria"):
        check_criteria(criteria(*(5,) * count))


@pytest.mark.requirement("R9.6")
@pytest.mark.parametrize(("size", "least"), [(5, 5), (7, 5), (3, 3), (3, 1), (15, 5)])
def test_an_odd_panel_of_the_configured_size_passes(size: int, least: int) -> None:
    check_panel_size(size, least)


@pytest.mark.requirement("R9.6")
@pytest.mark.parametrize(("size", "least"), [(4, 3), (3, 5), (1, 1), (6, 5), (17, 5), (-1, 1)])
def test_an_even_or_too_small_panel_is_refused(size: int, least: int) -> None:
    with pytest.raises(Invalid, match="bad_panel_size"):
        check_panel_size(size, least)


@pytest.mark.requirement("R9.4")
@pytest.mark.parametrize(
    ("mode", "first"),
    [
        ("tender", datetime(2026, 3, 22, 10, tzinfo=clock.TZ)),
        ("comparison", datetime(2026, 3, 9, 10, tzinfo=clock.TZ)),
    ],
)
def test_a_call_stays_open_the_configured_days_to_the_second(mode: str, first: datetime) -> None:
    assert earliest_deadline(mode, MONDAY, PERIODS) == first
    check_deadline(mode, first, opened_at=MONDAY, periods=PERIODS)
    with pytest.raises(Invalid) as refusal:
        check_deadline(mode, first - timedelta(seconds=1), opened_at=MONDAY, periods=PERIODS)
    assert refusal.value.code == "deadline_too_soon"
    assert f"{first.month} 月 {first.day} 日 10:00" in refusal.value.message


@pytest.mark.requirement("R9.4")
def test_working_days_skip_the_national_holiday() -> None:
    before = datetime(2026, 9, 30, 10, tzinfo=clock.TZ)
    last = clock.add_working_days(before.date(), 5)
    assert earliest_deadline("comparison", before, PERIODS).date() == last
    assert (last - before.date()).days > 7


def test_a_deadline_more_than_a_year_away_is_refused() -> None:
    with pytest.raises(Invalid, match="deadline_too_late"):
        check_deadline("tender", MONDAY + timedelta(days=367), opened_at=MONDAY, periods=PERIODS)
