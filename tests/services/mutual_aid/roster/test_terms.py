"""Shares, cards and days of hire of a roster row."""

import datetime as dt

import pytest

from services.mutual_aid.roster.columns import Header, read_header
from services.mutual_aid.roster.terms import Held, terms_of, writes_terms
from services.mutual_aid.rules.joining import HireRule

TITLES = ("姓名", "身份证号", "手机号", "份数（份）", "是否持卡", "入职时间")
RULE = HireRule(dt.date(2027, 1, 1), dt.date(2027, 5, 1), 60)


def header(titles: tuple[str, ...] = TITLES) -> Header:
    found = read_header(1, titles)
    assert found is not None
    return found


@pytest.mark.requirement("R8.7")
@pytest.mark.parametrize(
    ("shares", "card", "held"),
    [
        ("", "", Held(1, 0, False)),
        ("2", "是", Held(2, 0, True)),
        (3.0, "否", Held(2, 1, False)),
        ("５份", "无", Held(2, 3, False)),
    ],
)
def test_shares_above_the_maximum_are_void(shares: object, card: str, held: Held) -> None:
    terms = terms_of(header(), 2, None)
    row = ("赵敏", "x", "x", shares, card, "")
    assert terms.problems(row) == []
    assert terms.held(row) == held


@pytest.mark.parametrize("written", ["0", "两", "1.5", 1.5, "100", "-1"])
def test_what_is_no_number_of_shares_is_a_problem_of_its_cell(written: object) -> None:
    (problem,) = terms_of(header(), 2, None).problems(("赵敏", "x", "x", written, "", ""))
    assert (problem.code, problem.letter, problem.title) == ("bad_shares", "D", "份数（份）")


def test_a_card_that_is_neither_yes_nor_no_is_a_problem() -> None:
    (problem,) = terms_of(header(), 2, None).problems(("赵敏", "x", "x", "1", "也许", ""))
    assert (problem.code, problem.letter) == ("bad_card", "E")


@pytest.mark.requirement("R8.16")
@pytest.mark.parametrize(
    ("hired", "code"),
    [
        ("2027-03-02", None),
        ("2027-03-01", "hired_too_early"),
        ("2026-12-31", "hired_too_early"),
        ("", "hired_missing"),
    ],
)
def test_a_late_joiner_is_a_new_hire_or_goes_back(hired: str, code: str | None) -> None:
    found = terms_of(header(), 1, RULE).problems(("赵敏", "x", "x", "", "", hired))
    assert [str(problem.code) for problem in found] == ([code] if code else [])


@pytest.mark.requirement("R8.16")
def test_a_late_roster_without_the_day_of_hire_says_which_column_is_missing() -> None:
    (problem,) = terms_of(header(TITLES[:3]), 1, RULE).problems(("赵敏", "x", "x"))
    assert (problem.code, problem.title) == ("hired_missing", "入职日期")


def test_a_roster_says_whether_it_has_terms() -> None:
    assert writes_terms(list(TITLES))
    assert not writes_terms(list(TITLES[:3]))
