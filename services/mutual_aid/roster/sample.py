"""A roster as a basic union would send it, with the mistakes that people really make.

Deterministic for a number of members. The people are fictitious: their ID numbers are valid by
GB 11643 but carry a division code that does not exist.
"""

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import xlsxwriter

from backend.kernel.identifiers import id_check_character
from services.mutual_aid.roster.problems import Fault

DIVISION = "999902"
CAST_DIVISION = "999901"
FIRST_ROW = 4
FIRST_BIRTH = dt.date(1972, 1, 1)
BIRTH_SPAN_DAYS = 10_950
UNDER_AGE_BIRTH = dt.date(2013, 5, 6)
OVER_AGE_BIRTH = dt.date(1950, 5, 6)
ROWS_FOR_EACH_KIND = 250
AGE_SPAN_DAYS = 1000
SLOPPY_EVERY, FULL_WIDTH_TURN, BLANKS_TURN = 40, 7, 11
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾萧田董袁潘于蒋蔡余杜"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰涛明超秀兰霞平刚桂英华玉红玲辉建国志鹏宇欣怡浩然梓涵子轩"
TITLES = ["序号", "联系电话", "职工姓名", "部门", "出生日期", "性别", "公民身份号码", "入职时间"]
_PHONE, _NAME, _BIRTH, _SEX, _ID = 1, 2, 4, 5, 6


@dataclass(frozen=True, slots=True)
class Planted:
    """A mistake that was put into the sample: row of the file (from 1) and its kind."""

    row_number: int
    fault: Fault


@dataclass(slots=True)
class _Person:
    cells: list[object]
    formula: str = ""


def write_sample(path: Path, members: int) -> list[Planted]:
    """Write the workbook with so many rows of people; gives the mistakes that were planted."""
    dice = random.Random(members)  # noqa: S311 - the same workbook every time, not a secret
    people = [_person(place, dice) for place in range(members)]
    for place, known in zip((1, 2), _cast(), strict=True):
        if place < members:
            people[place] = known
    planted = _plant(people)
    _write(path, people)
    return planted


def id_number(birth: dt.date, order: int, division: str = DIVISION) -> str:
    """Make a valid ID number of a division that does not exist; an odd order is a man's."""
    first = f"{division}{birth:%Y%m%d}{order:03d}"
    return first + id_check_character(first)


def _person(place: int, dice: random.Random) -> _Person:
    birth = FIRST_BIRTH + dt.timedelta(days=(place * 7919) % BIRTH_SPAN_DAYS)
    order = place // BIRTH_SPAN_DAYS * 2 + dice.randrange(2) + 100
    name = dice.choice(SURNAMES) + "".join(dice.choices(GIVEN, k=dice.choice((1, 2, 2))))
    written = id_number(birth, order)
    phone = f"139{place:08d}"
    if place % SLOPPY_EVERY == FULL_WIDTH_TURN:
        written = written.translate(_FULL_WIDTH)
    if place % SLOPPY_EVERY == BLANKS_TURN:
        name, phone = f"{name}  ", f" {phone} "
    return _Person(
        [
            place + 1,
            phone,
            name,
            dice.choice(("一车间", "二车间", "机修班", "行政科", "食堂")),
            _date_cell(birth, place),
            "男" if order % 2 else "女",
            written,
            _date_cell(dt.date(2015, 3, 1) + dt.timedelta(days=place % 3000), place + 1),
        ]
    )


_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def _date_cell(day: dt.date, place: int) -> object:
    """Write dates the way rosters mix them: text of three kinds, serial numbers, date cells."""
    forms: tuple[object, ...] = (
        f"{day:%Y-%m-%d}",
        f"{day.year}年{day.month}月{day.day}日",
        (day - dt.date(1899, 12, 30)).days,
        f"{day:%Y%m%d}",
        day,
    )
    return forms[place % len(forms)]


def _cast() -> tuple[_Person, _Person]:
    """李梅 of this union, and 陈平 whom another union enrols too (the cast of the demo world)."""
    mei = dt.date(1985, 3, 12)
    ping = dt.date(1987, 2, 18)
    return (
        _Person(
            [2, "13800000001", "李梅", "一车间", mei, "女", id_number(mei, 2, CAST_DIVISION), mei]
        ),
        _Person(
            [
                3,
                "13800000011",
                "陈平",
                "二车间",
                ping,
                "男",
                id_number(ping, 23, CAST_DIVISION),
                ping,
            ]
        ),
    )


def _plant(people: list[_Person]) -> list[Planted]:
    """Spoil every n-th row with the next kind of mistake, as often as the roster is long."""
    rounds = max(1, len(people) // ROWS_FOR_EACH_KIND)
    wanted = list(_SPOILERS) * rounds
    step = max(1, (len(people) - 4) // max(1, len(wanted)))
    planted = []
    for turn, fault in enumerate(wanted):
        place = 4 + turn * step
        if place >= len(people):
            break
        _SPOILERS[fault](people, place)
        planted.append(Planted(FIRST_ROW + place, fault))
    return planted


def _set(column: int, change: Callable[[str], object]) -> Callable[[list[_Person], int], None]:
    def spoil(people: list[_Person], place: int) -> None:
        cells = people[place].cells
        plain = str(cells[column]).strip().translate(_HALF_WIDTH)
        cells[column] = change(plain)

    return spoil


_HALF_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")


def _birth(born: dt.date) -> Callable[[list[_Person], int], None]:
    def spoil(people: list[_Person], place: int) -> None:
        cells = people[place].cells
        cells[_ID] = id_number(
            born + dt.timedelta(days=place % AGE_SPAN_DAYS), 101 if cells[_SEX] == "男" else 100
        )
        cells[_BIRTH] = ""

    return spoil


def _repeat(people: list[_Person], place: int) -> None:
    people[place].cells = [place + 1, *people[place - 1].cells[1:]]


def _formula(people: list[_Person], place: int) -> None:
    people[place].formula = str(people[place].cells[_PHONE]).strip()


_SPOILERS: dict[Fault, Callable[[list[_Person], int], None]] = {
    Fault.ID_CHECK_DIGIT: _set(_ID, lambda text: text[:17] + ("1" if text[17] != "1" else "2")),
    Fault.ID_LENGTH: _set(_ID, lambda text: text[:17]),
    Fault.ID_CHARACTERS: _set(_ID, lambda text: "O" + text[1:]),
    Fault.ID_BIRTH_DATE: _set(_ID, lambda text: text[:10] + "1332" + text[14:]),
    Fault.ID_AS_NUMBER: _set(_ID, lambda text: int(text[:17] + "0")),
    Fault.PHONE_SCIENTIFIC: _set(_PHONE, lambda text: f"{int(text):.2E}"),
    Fault.BAD_PHONE: _set(_PHONE, lambda text: text[:10]),
    Fault.MISSING: _set(_PHONE, lambda _: ""),
    Fault.BAD_NAME: _set(_NAME, lambda text: text + "2"),
    Fault.BAD_DATE: _set(_BIRTH, lambda _: "不详"),
    Fault.BIRTH_MISMATCH: _set(_BIRTH, lambda _: "1960-02-03"),
    Fault.SEX_MISMATCH: _set(_SEX, lambda text: "女" if text == "男" else "男"),
    Fault.TOO_YOUNG: _birth(UNDER_AGE_BIRTH),
    Fault.TOO_OLD: _birth(OVER_AGE_BIRTH),
    Fault.DUPLICATE_ROW: _repeat,
    Fault.FORMULA: _formula,
}


def _write(path: Path, people: list[_Person]) -> None:
    book = xlsxwriter.Workbook(str(path), {"constant_memory": False})
    sheet = book.add_worksheet("参加名单")
    title = book.add_format({"bold": True, "align": "center"})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.merge_range(0, 0, 0, len(TITLES) - 1, "职工医疗互助参加名单", title)
    sheet.merge_range(1, 0, 1, len(TITLES) - 1, "填表单位：基层工会（盖章）")
    sheet.write_row(2, 0, TITLES, title)
    for place, person in enumerate(people):
        row = FIRST_ROW - 1 + place
        for column, cell in enumerate(person.cells):
            if isinstance(cell, dt.date):
                sheet.write_datetime(row, column, cell, day)
            elif isinstance(cell, int):
                sheet.write_number(row, column, cell)
            else:
                sheet.write_string(row, column, str(cell))
        if person.formula:
            sheet.write_formula(row, _PHONE, f'="{person.formula}"', None, person.formula)
    last = FIRST_ROW - 1 + len(people)
    sheet.write_string(last, 0, "合计")
    sheet.write_number(last, 1, len(people))
    sheet.set_column(0, len(TITLES) - 1, 16)
    book.close()
