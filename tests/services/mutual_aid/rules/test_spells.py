"""How the days of several covers of one period count: the boundary days, and in one evaluation."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.mutual_aid.rules.evaluate import waiting_factor
from services.mutual_aid.rules.pack import Cover
from services.mutual_aid.rules.spells import Spell, is_waived, period_days
from tests.services.mutual_aid.rules.packs import pack_of

RATIO = {"kind": "ratio", "item": "stay", "base": "oop", "rate": "0.5"}
BEGINS = date(2026, 1, 1)
pytestmark = pytest.mark.requirement("R8.13", "R8.14")


def terms(**cover: Any) -> Cover:
    return pack_of(RATIO, cover={"start": "calendar_year", "months": 12, **cover}).cover


def on(day: int) -> date:
    """Give the day with that number in the year."""
    return BEGINS + timedelta(days=day - 1)


WAITING = {"wait_days": 30, "reduced_days": 60, "reduced_factor": "0.5", "renewal_grace_days": 10}


@pytest.mark.parametrize(
    ("gap", "waited"),
    [(0, 20), (10, 30), (11, 0)],
)
def test_waiting_goes_on_within_the_grace_days_and_begins_anew_after_them(
    gap: int, waited: int
) -> None:
    """She waited 20 days, left, and came back: day 1 of the second cover."""
    back = on(21 + gap)
    days = period_days(
        terms(**WAITING), [Spell(1, on(1), on(20)), Spell(2, back, on(365))], former_last=None
    )
    assert days.day(2, back) == waited + 1
    assert days.day(1, on(20)) == 20
    rules = terms(**WAITING)
    assert waiting_factor(rules, days.day(1, on(20)), days.gap) == 0
    assert (waiting_factor(rules, days.day(2, back), days.gap) > 0) == (gap == 10)


def test_a_waiver_of_the_first_cover_stays_one_beside_a_second_that_waits() -> None:
    """Renewed from last year without a gap, left, back after the grace days: only those wait."""
    rules = terms(**WAITING)
    spells = [Spell(1, on(1), on(20)), Spell(2, on(100), on(365))]
    days = period_days(rules, spells, former_last=BEGINS - timedelta(days=1))
    assert days.gap == 79
    assert waiting_factor(rules, days.day(1, on(1)), days.gap) == 10_000
    assert waiting_factor(rules, days.day(2, on(129)), days.gap) == 0
    assert waiting_factor(rules, days.day(2, on(130)), days.gap) == 5_000
    assert waiting_factor(rules, days.day(2, on(160)), days.gap) == 10_000


@given(
    wait=st.integers(0, 40),
    grace=st.none() | st.integers(0, 20),
    former=st.none() | st.integers(0, 40),
    steps=st.lists(st.tuples(st.integers(1, 40), st.integers(0, 40)), min_size=1, max_size=4),
    data=st.data(),
)
def test_one_evaluation_gives_each_event_the_factor_of_its_own_cover(
    wait: int,
    grace: int | None,
    former: int | None,
    steps: list[tuple[int, int]],
    data: st.DataObject,
) -> None:
    """Against a count by hand, cover by cover: each begins anew or goes on with the one before."""
    cover = {"wait_days": wait, "renewal_grace_days": grace}
    rules = terms(**{name: value for name, value in cover.items() if value is not None})
    spells, first = [], BEGINS
    for key, (length, gap) in enumerate(steps):
        spells.append(Spell(key, first, first + timedelta(days=length - 1)))
        first = first + timedelta(days=length + gap)
    last = None if former is None else BEGINS - timedelta(days=former + 1)
    days = period_days(rules, spells, last)
    counted, gap_now = BEGINS, former
    for key, spell in enumerate(spells):
        if key and not is_waived(rules, steps[key - 1][1]):
            counted, gap_now = spell.first, steps[key - 1][1]
        event = spell.first + timedelta(
            days=data.draw(st.integers(0, (spell.last - spell.first).days))
        )
        expected = is_waived(rules, gap_now) or (event - counted).days + 1 > wait
        assert (waiting_factor(rules, days.day(key, event), days.gap) > 0) == expected
