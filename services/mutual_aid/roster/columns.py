"""Which column is which: headers in any order and under any of their usual names."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from backend.kernel.errors import Invalid
from backend.kernel.identifiers import tidy

HEADER_WITHIN = 20
_BRACKETS = re.compile(r"[（(【\[].*?[)）】\]]|[*:：]")


class Column(StrEnum):
    """A column that the product reads."""

    NAME = "name"
    ID_NUMBER = "id_number"
    PHONE = "phone"
    SEX = "sex"
    BIRTH_DATE = "birth_date"
    STATUS = "status"
    HIRED_ON = "hired_on"


TITLES: Mapping[Column, str] = {
    Column.NAME: "姓名",
    Column.ID_NUMBER: "身份证号",
    Column.PHONE: "手机号",
    Column.SEX: "性别",
    Column.BIRTH_DATE: "出生日期",
    Column.STATUS: "用工状态",
    Column.HIRED_ON: "入职日期",
}
REQUIRED = (Column.NAME, Column.ID_NUMBER, Column.PHONE)
_SYNONYMS: Mapping[Column, str] = {
    Column.NAME: "姓名 职工姓名 参保人 参保人姓名 参加人 参加人姓名 员工姓名 会员姓名 名字",
    Column.ID_NUMBER: (
        "身份证号 身份证 身份证号码 公民身份号码 公民身份证号码 居民身份证号 证件号码 证件号"
        " 有效证件号码 身份号码"
    ),
    Column.PHONE: "手机号 手机 手机号码 联系电话 电话 联系方式 移动电话 本人手机",
    Column.SEX: "性别",
    Column.BIRTH_DATE: "出生日期 出生年月日 生日 出生年月",
    Column.STATUS: "用工状态 在职状态 职工状态 状态 人员状态 在岗状态 人员类别",
    Column.HIRED_ON: "入职日期 入职时间 参加工作日期 到岗日期 入厂日期 进厂日期",
}
_KNOWN = {name: column for column, names in _SYNONYMS.items() for name in names.split()}


@dataclass(frozen=True, slots=True)
class Header:
    """Where the header row stands (from 1) and which place (from 0) each column has."""

    row_number: int
    places: Mapping[Column, int]
    titles: tuple[str, ...]

    def letter(self, column: Column) -> str:
        """Give the letter of a column."""
        return column_letter(self.places[column])

    def title(self, column: Column) -> str:
        """Give the column's name as the roster writes it."""
        return self.titles[self.places[column]]


def read_header(row_number: int, row: Sequence[object]) -> Header | None:
    """Read a row as a header; None unless it names both a name and an ID number column."""
    places: dict[Column, int] = {}
    for place, cell in enumerate(row):
        column = _KNOWN.get(plain_title(cell))
        if column is not None and column not in places:
            places[column] = place
    if Column.NAME not in places or Column.ID_NUMBER not in places:
        return None
    titles = tuple(str(cell).strip() or column_letter(place) for place, cell in enumerate(row))
    return Header(row_number, places, titles)


def check_header(header: Header | None) -> Header:
    """Refuse a roster without a header or without a column that is needed; raises Invalid."""
    if header is None:
        raise Invalid(
            "roster_no_header",
            f"前 {HEADER_WITHIN} 行里没有找到表头。请保留一行写有“姓名”“身份证号”“手机号”的表头。",
        )
    missing = [TITLES[column] for column in REQUIRED if column not in header.places]
    if missing:
        names = "”“".join(missing)
        raise Invalid("roster_missing_column", f"表头里缺少“{names}”这一列，请加上后再上传。")
    return header


def column_letter(place: int) -> str:
    """Turn a place from 0 into a column letter."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def plain_title(cell: object) -> str:
    """Give a header cell without blanks, marks and what stands in brackets."""
    return _BRACKETS.sub("", tidy(cell)) if isinstance(cell, str) else ""
