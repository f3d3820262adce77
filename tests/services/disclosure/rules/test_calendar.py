"""When an item falls due, and when it is overdue."""

from datetime import date

import pytest

from services.disclosure.rules.calendar import (
    Duty,
    duties,
    period_label,
    quarter_bounds,
    quarter_of,
)
from services.disclosure.states import Frequency


def test_a_quarterly_item_is_due_after_the_end_of_each_quarter() -> None:
    found = duties(
        "finance", Frequency.QUARTERLY, 15, since=date(2026, 5, 2), until=date(2026, 12, 31)
    )
    assert found == [
        Duty("finance", "2026Q2", date(2026, 7, 15)),
        Duty("finance", "2026Q3", date(2026, 10, 15)),
        Duty("finance", "2026Q4", date(2027, 1, 15)),
    ]


def test_a_yearly_item_is_due_once_and_a_standing_one_soon() -> None:
    span = {"since": date(2026, 3, 1), "until": date(2026, 12, 31)}
    assert duties("plan", Frequency.YEARLY, 31, **span) == [Duty("plan", "2026", date(2027, 1, 31))]
    assert duties("rules", Frequency.STANDING, 30, **span) == [
        Duty("rules", "长期", date(2026, 3, 31))
    ]
    assert duties("activity", Frequency.EVENT, 3, **span) == []


def test_it_is_overdue_from_the_day_after_the_last_day_unless_published() -> None:
    duty = Duty("finance", "2026Q3", date(2026, 10, 15))
    assert not duty.is_overdue((), date(2026, 10, 15))
    assert duty.is_overdue((), date(2026, 10, 16))
    assert not duty.is_overdue(("2026Q3",), date(2026, 12, 1))


def test_quarters_have_names_and_bounds() -> None:
    assert quarter_of(date(2026, 12, 31)) == "2026Q4"
    assert quarter_bounds("2026Q4") == (date(2026, 10, 1), date(2026, 12, 31))
    assert quarter_bounds("2028Q1") == (date(2028, 1, 1), date(2028, 3, 31))
    assert [period_label(one) for one in ("2026Q4", "2026", "长期")] == [
        "2026年第四季度",
        "2026年度",
        "长期",
    ]


@pytest.mark.parametrize("text", ["2026Q5", "26Q1", "2026-1", ""])
def test_nonsense_is_no_quarter(text: str) -> None:
    with pytest.raises(ValueError, match="a quarter is written"):
        quarter_bounds(text)
