"""Every row is kept or goes back with column, reason and remedy; nothing is lost."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from backend.kernel.errors import Invalid
from services.mutual_aid.roster.checks import begin
from services.mutual_aid.roster.problems import Fault
from services.mutual_aid.roster.sample import id_number, write_sample
from services.mutual_aid.roster.sheets import open_table
from tests.services.mutual_aid.roster.files import HEADER, MEI, QIANG, RULE, read, workbook

GOOD = ("李梅", MEI, "13800000001")


def faults(path: Path, *rows: tuple[object, ...], header: tuple[str, ...] = HEADER) -> list[str]:
    found = read(workbook(path / "roster.xlsx", [header, *rows]))
    return [problem.code for row in found for problem in row.problems]


@pytest.mark.requirement("R8.9")
def test_the_sample_has_at_least_twelve_kinds_of_mistakes_and_each_is_found(tmp_path: Path) -> None:
    path = tmp_path / "sample.xlsx"
    planted = write_sample(path, 2000)
    assert len({one.fault for one in planted}) == 16
    rows = read(path)
    found = {(row.row_number, one.code) for row in rows for one in row.problems}
    assert found == {(one.row_number, one.fault) for one in planted}
    assert len(rows) == 2000
    assert sum(row.identity is not None for row in rows) == 2000 - len(planted)


def test_the_sample_is_the_same_every_time(tmp_path: Path) -> None:
    planted = [write_sample(tmp_path / f"{turn}.xlsx", 300) for turn in (1, 2)]
    assert planted[0] == planted[1]
    rows = [[row.identity for row in read(tmp_path / f"{turn}.xlsx")] for turn in (1, 2)]
    assert rows[0] == rows[1]


@pytest.mark.requirement("R8.9")
@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (
            ("李梅", MEI[:17] + ("1" if MEI[17] != "1" else "2"), "13800000001"),
            Fault.ID_CHECK_DIGIT,
        ),
        (("李梅", MEI[:17], "13800000001"), Fault.ID_LENGTH),
        (("李梅", "O" + MEI[1:], "13800000001"), Fault.ID_CHARACTERS),
        (("李梅", MEI[:10] + "1332" + MEI[14:], "13800000001"), Fault.ID_BIRTH_DATE),
        (("李梅", 999902198503120000, "13800000001"), Fault.ID_AS_NUMBER),
        (("李梅", MEI, "1.38E+10"), Fault.PHONE_SCIENTIFIC),
        (("李梅", MEI, 13800000000), Fault.PHONE_SCIENTIFIC),
        (("李梅", MEI, "1380000001"), Fault.BAD_PHONE),
        (("", MEI, "13800000001"), Fault.MISSING),
        (("李梅", "", "13800000001"), Fault.MISSING),
        (("李梅2", MEI, "13800000001"), Fault.BAD_NAME),
        (("李梅", MEI, '="13800000001"'), Fault.FORMULA),
        (("李梅", id_number(dt.date(2013, 1, 1), 2), "13800000001"), Fault.TOO_YOUNG),
        (("李梅", id_number(dt.date(1960, 1, 1), 2), "13800000001"), Fault.TOO_OLD),
    ],
)
def test_a_bad_row_is_reported_and_its_neighbour_kept(
    tmp_path: Path, row: tuple[object, ...], fault: Fault
) -> None:
    path = workbook(tmp_path / "roster.xlsx", [HEADER, row, ("王强", QIANG, "13800000002")])
    bad, good = read(path)
    assert [problem.code for problem in bad.problems] == [fault]
    assert (bad.row_number, bad.identity) == (2, None)
    assert all(problem.reason.endswith("。") and problem.remedy for problem in bad.problems)
    assert good.identity is not None
    assert good.identity.id_number == QIANG


@pytest.mark.requirement("R8.6")
@pytest.mark.parametrize(("born", "is_kept"), [("2011-01-01", True), ("2011-01-02", False)])
def test_the_age_counts_on_the_first_day_of_cover(
    tmp_path: Path, born: str, *, is_kept: bool
) -> None:
    row = ("李梅", id_number(dt.date.fromisoformat(born), 2), "13800000001")
    (found,) = read(workbook(tmp_path / "roster.xlsx", [HEADER, row]))
    assert (found.identity is not None) is is_kept


@pytest.mark.requirement("R8.6")
def test_women_and_men_have_limits_of_age_of_their_own(tmp_path: Path) -> None:
    born = dt.date(1970, 1, 1)
    rule = replace(RULE, ages={"F": (16, 55), "M": (16, 60)})
    people = [
        ("李梅", id_number(born, 2), "13800000001"),
        ("王强", id_number(born, 3), "13800000002"),
    ]
    rows = read(workbook(tmp_path / "roster.xlsx", [HEADER, *people]), rule)
    assert [[problem.code for problem in row.problems] for row in rows] == [[Fault.TOO_OLD], []]


@pytest.mark.requirement("R8.6")
@pytest.mark.parametrize(
    ("status", "wanted"),
    [
        ("在职", []),
        ("试用期", []),
        ("退休", [Fault.STATUS_NOT_ADMITTED]),
        ("离职", [Fault.STATUS_NOT_ADMITTED]),
        ("随便", [Fault.STATUS_UNKNOWN]),
    ],
)
def test_who_is_not_employed_as_the_plan_asks_is_reported(
    tmp_path: Path, status: str, wanted: list[Fault]
) -> None:
    rule = replace(RULE, statuses=frozenset({"in_post"}))
    path = workbook(tmp_path / "roster.xlsx", [(*HEADER, "用工状态"), (*GOOD, status)])
    (row,) = read(path, rule)
    assert [problem.code for problem in row.problems] == wanted


@pytest.mark.requirement("R8.5")
def test_a_womens_plan_takes_no_men(tmp_path: Path) -> None:
    path = workbook(tmp_path / "roster.xlsx", [HEADER, GOOD, ("王强", QIANG, "13800000002")])
    rows = read(path, replace(RULE, sex="F"))
    assert [[problem.code for problem in row.problems] for row in rows] == [[], [Fault.WRONG_SEX]]


def test_what_can_be_read_without_doubt_is_put_right(tmp_path: Path) -> None:
    full_width = MEI.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    rows = [HEADER, (" 李 梅 ", f"{full_width} ", 13800000001)]
    (found,) = read(workbook(tmp_path / "roster.xlsx", rows))
    assert found.identity is not None
    assert (found.identity.name, found.identity.id_number, found.identity.phone) == (
        "李梅",
        MEI,
        "13800000001",
    )


@pytest.mark.parametrize("born", ["1985-03-12", "1985年3月12日", "19850312", 31118, "1985/3/12"])
def test_dates_as_text_and_as_serial_numbers_are_read(tmp_path: Path, born: object) -> None:
    header = (*HEADER, "出生日期")
    assert faults(tmp_path, (*GOOD, born), header=header) == []


def test_a_date_that_disagrees_with_the_id_number_is_reported(tmp_path: Path) -> None:
    header = (*HEADER, "出生日期", "性别")
    assert faults(tmp_path, (*GOOD, "1985-03-13", "男"), header=header) == [
        Fault.SEX_MISMATCH,
        Fault.BIRTH_MISMATCH,
    ]


@pytest.mark.requirement("R8.9")
def test_columns_come_in_any_order_below_titles_and_totals_are_passed(tmp_path: Path) -> None:
    rows = [
        ("某某厂职工互助名单", "", "", ""),
        ("",),
        ("序号", "联系电话（必填）", "公民身份号码*", "职工姓名："),
        (1, "13800000001", MEI, "李梅"),
        ("序号", "联系电话（必填）", "公民身份号码*", "职工姓名："),
        (2, "13800000002", QIANG, "王强"),
        ("",),
        ("合计", 2),
    ]
    found = read(workbook(tmp_path / "roster.xlsx", rows))
    assert [(row.row_number, row.identity and row.identity.name) for row in found] == [
        (4, "李梅"),
        (6, "王强"),
    ]


def test_the_second_row_of_a_person_names_the_first(tmp_path: Path) -> None:
    found = read(workbook(tmp_path / "roster.xlsx", [HEADER, GOOD, GOOD]))
    assert found[0].identity is not None
    assert found[1].problems[0].code == Fault.DUPLICATE_ROW
    assert found[1].problems[0].reason == "与第 2 行是同一个人，已保留第 2 行。"


@pytest.mark.parametrize(
    ("encoding", "origin"),
    [
        ("utf-8", "CSV 文件（UTF-8 编码）"),
        ("utf-8-sig", "CSV 文件（UTF-8 编码）"),
        ("gb18030", "CSV 文件（GB18030 编码）"),
    ],
)
@pytest.mark.requirement("R8.9")
def test_a_csv_says_how_it_was_read(tmp_path: Path, encoding: str, origin: str) -> None:
    path = tmp_path / "roster.csv"
    path.write_text(f"姓名,身份证号,手机号\n李梅,{MEI},13800000001\n", encoding=encoding)
    assert open_table(path).origin == origin
    assert [row.identity is not None for row in read(path)] == [True]


@pytest.mark.parametrize(
    ("header", "code"),
    [
        (("甲", "乙", "丙"), "roster_no_header"),
        (("姓名", "身份证号", "部门"), "roster_missing_column"),
    ],
)
def test_a_roster_without_the_needed_columns_is_refused(
    tmp_path: Path, header: tuple[str, ...], code: str
) -> None:
    table = open_table(workbook(tmp_path / "roster.xlsx", [header, GOOD]))
    with pytest.raises(Invalid) as caught:
        begin(table, RULE)
    assert caught.value.code == code
