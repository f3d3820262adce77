"""What is taken for clean is what the whole judgement would keep, with the same identity."""

import datetime as dt
from dataclasses import replace

import pytest

from services.mutual_aid.roster.clean import CleanRows
from services.mutual_aid.roster.columns import TITLES, Column, read_header
from services.mutual_aid.roster.judgement import Judgement
from services.mutual_aid.roster.sample import id_number
from tests.services.mutual_aid.roster.files import MEI, QIANG, RULE

HEADER = read_header(1, list(TITLES.values()))
GOOD: dict[Column, object] = {
    Column.NAME: "李梅",
    Column.ID_NUMBER: MEI,
    Column.PHONE: "13800000001",
    Column.SEX: "女",
    Column.BIRTH_DATE: "1985-03-12",
    Column.STATUS: "在职",
    Column.HIRED_ON: dt.date(2015, 3, 1),
}
DATES = (dt.date(1985, 3, 12), dt.datetime(1985, 3, 12, 8), "1985年3月12日", 31118, 31118.0)  # noqa: DTZ001 (a cell)
ODD = (
    "",
    None,
    " ",
    "　",
    "\t",
    "0",
    0,
    1,
    1.5,
    True,
    False,
    "1.38E+10",
    "=1",
    "é",
    "李\uff10",
    "李\n梅",
)
PERSONS = (QIANG, MEI.lower(), f" {MEI}", MEI[:17], "O" + MEI[1:], MEI[:10] + "1332" + MEI[14:])
AGES = (id_number(dt.date(2013, 5, 6), 2), id_number(dt.date(1950, 5, 6), 2))
PHONES = ("+86 138-0000-0001", "１３８００００００００１", 13800000001, 13800000000, "1380000001")
WORDS = ("男", "F", "f", "女性", "退休", "随便", "李·梅", "李 梅", "李梅2", "梅" * 41, "不详")
CELLS = (*DATES, *ODD, *PERSONS, *AGES, *PHONES, *WORDS, dt.time(8), "1985-03-13", "1985-13-12")
RULES = (
    RULE,
    replace(RULE, statuses=frozenset({"in_post"})),
    replace(RULE, sex="M", ages={}),
)


@pytest.mark.requirement("R8.9")
@pytest.mark.parametrize("column", Column)
def test_no_odd_cell_is_taken_for_clean_against_the_whole_judgement(column: Column) -> None:
    assert HEADER is not None
    for rule in RULES:
        clean = CleanRows(HEADER, rule)
        for cell in CELLS:
            row = list({**GOOD, column: cell}.values())
            found = clean.identity(row)
            assert found in {None, Judgement(HEADER, row, frozenset()).identity(rule)}, cell


def test_a_plain_row_is_clean_and_a_short_or_spoilt_one_is_not() -> None:
    assert HEADER is not None
    clean, row = CleanRows(HEADER, RULE), list(GOOD.values())
    whole = Judgement(HEADER, row, frozenset()).identity(RULE)
    assert whole is not None
    assert clean.identity(row) == whole
    assert clean.identity(row[:-1]) is None
    assert clean.identity([*row[:2], "1380000001", *row[3:]]) is None


def test_a_column_that_the_roster_does_not_have_is_not_asked_for() -> None:
    header = read_header(1, ["部门", "手机号", "姓名", "身份证号"])
    assert header is not None
    found = CleanRows(header, RULE).identity(["一车间", "13800000001", "李梅", MEI])
    assert found is not None
    assert (found.name, found.id_number, found.phone) == ("李梅", MEI, "13800000001")
