"""Joining late, again and alone: the exact days on both sides of every boundary."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.kernel.errors import Conflict
from services.mutual_aid.rules import joining
from services.mutual_aid.rules.pack import Entry
from tests.services.mutual_aid.rules.packs import pack_of

START = dt.date(2027, 1, 1)
LATE = Entry(late_close_days=10, new_hire_days=60)
RATIO = {"kind": "ratio", "item": "stay", "base": "oop", "rate": "0.5"}
DAYS = st.dates(dt.date(1950, 1, 1), dt.date(2040, 12, 31))


@pytest.mark.requirement("R8.16")
def test_everybody_may_be_added_up_to_the_close_and_only_new_hires_after_it() -> None:
    assert joining.hire_rule(LATE, START, START + dt.timedelta(days=10)) is None
    rule = joining.hire_rule(LATE, START, START + dt.timedelta(days=11))
    assert rule is not None
    assert rule.most_days == 60


@pytest.mark.requirement("R8.16")
def test_a_plan_without_new_hires_takes_nobody_after_the_close() -> None:
    closed = Entry(late_close_days=10)
    with pytest.raises(Conflict, match="2027年1月11日") as caught:
        joining.hire_rule(closed, START, START + dt.timedelta(days=11))
    assert caught.value.code == "joined_too_late"


@pytest.mark.requirement("R8.16")
@pytest.mark.parametrize(
    ("hired", "admitted"),
    [
        (dt.date(2027, 3, 2), True),  # 60 days before 1 May
        (dt.date(2027, 3, 1), False),  # 61 days
        (dt.date(2027, 5, 1), True),
        (dt.date(2027, 5, 2), False),
        (dt.date(2027, 1, 1), False),
    ],
)
def test_a_new_hire_is_admitted_up_to_the_sixtieth_day(hired: dt.date, *, admitted: bool) -> None:
    rule = joining.HireRule(START, dt.date(2027, 5, 1), 60)
    assert rule.admits(hired) is admitted


@pytest.mark.requirement("R8.16")
def test_who_was_hired_before_the_start_is_no_new_hire() -> None:
    rule = joining.HireRule(START, dt.date(2027, 1, 20), 60)
    assert not rule.admits(START)
    assert rule.admits(START + dt.timedelta(days=1))


@pytest.mark.requirement("R8.6")
@pytest.mark.parametrize(
    ("sex", "birth", "code"),
    [
        ("F", dt.date(2009, 1, 1), ""),
        ("F", dt.date(2009, 1, 2), "wrong_age"),
        ("F", dt.date(1971, 1, 2), ""),
        ("F", dt.date(1971, 1, 1), "wrong_age"),
        ("M", dt.date(1966, 1, 2), ""),
        ("M", dt.date(1966, 1, 1), "wrong_age"),
    ],
)
def test_age_is_counted_on_the_first_day_of_cover_for_each_sex(
    sex: str, birth: dt.date, code: str
) -> None:
    pack = pack_of(
        RATIO, entry={"mode": "individual", "age_by_sex": {"F": [18, 55], "M": [18, 60]}}
    )
    found = ""
    try:
        joining.must_admit(pack, sex, birth, START)
    except Conflict as refused:
        found = refused.code
    assert found == code


@given(birth=DAYS, day=DAYS, limits=st.tuples(st.integers(0, 40), st.integers(40, 80)))
@pytest.mark.requirement("R8.6")
def test_the_birth_dates_of_a_plan_say_the_same_as_the_ages(
    birth: dt.date, day: dt.date, limits: tuple[int, int]
) -> None:
    (found,) = joining.birth_limits(Entry(sex="F", ages={"F": limits}), day)
    is_admitted = limits[0] <= joining.years_on(birth, day) <= limits[1]
    assert (found.earliest <= birth <= found.latest) is is_admitted


def test_conditions_that_the_platform_cannot_know_are_named() -> None:
    assert joining.unknown_conditions(["membership_active", "card"]) == ["card"]
