"""One row of a roster before the rule of a plan: every cell is judged, every problem kept."""

import datetime as dt
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field

from backend.accounts.rosters import Identity
from backend.kernel.errors import Invalid
from backend.kernel.identifiers import IdNumber, check_id_number, check_phone
from services.mutual_aid.roster.cells import date_of, is_number, name_of, text_of
from services.mutual_aid.roster.columns import REQUIRED, TITLES, Column, Header
from services.mutual_aid.roster.problems import Fault, Problem, problem

LONGEST_NAME = 40
ROUNDED_TAIL = 10**6
SEX_WORDS = {"女": "F", "男": "M", "F": "F", "M": "M", "女性": "F", "男性": "M"}
SEX_NAMES = {"F": "女", "M": "男"}
STATUSES: Mapping[str, str] = {
    "在职": "in_post",
    "在岗": "in_post",
    "正式": "in_post",
    "合同工": "in_post",
    "试用": "in_post",
    "试用期": "in_post",
    "劳务派遣": "dispatched",
    "派遣": "dispatched",
    "灵活就业": "flexible",
    "退休": "retired",
    "离退休": "retired",
    "内退": "internal_retirement",
    "离职": "left",
    "已离职": "left",
    "病休": "sick_leave",
}
_NAME_MARKS = "·.-' "


@dataclass(frozen=True, slots=True)
class RosterRule:
    """What a plan asks of a person: sex, ages on the first day of cover, employment status."""

    first_day: dt.date
    sex: str | None = None
    ages: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    statuses: frozenset[str] | None = None


class Judgement:
    """One row while it is judged."""

    def __init__(self, header: Header, row: Sequence[object], formulas: Container[int]) -> None:
        self.header = header
        self.row = row
        self.formulas = formulas
        self.problems: list[Problem] = []

    def identity(self, rule: RosterRule) -> Identity | None:
        """Judge all cells; give the person only when nothing is wrong."""
        present = {column: self._cell(column) for column in self.header.places}
        name = self._name(present[Column.NAME])
        identity = self._id_number(present[Column.ID_NUMBER])
        phone = self._phone(present[Column.PHONE])
        self._status(present.get(Column.STATUS), rule)
        self._hired_on(present.get(Column.HIRED_ON))
        if identity is None:
            return None
        self._agrees(present, identity)
        self._admitted(identity, rule)
        if self.problems:
            return None
        return Identity(identity.text, name, phone, identity.sex, identity.birth_date)

    def fault(self, column: Column, code: Fault, reason: str, remedy: str) -> None:
        """Note a problem of a column."""
        self.problems.append(problem(self.header, column, code, reason, remedy))

    def _cell(self, column: Column) -> object:
        """Give a cell; empty after a problem was noted for it."""
        place = self.header.places[column]
        cell = cell_at(self.row, place)
        if place in self.formulas:
            self.fault(
                column,
                Fault.FORMULA,
                "这一格是公式，不是填写的内容。",
                "请复制这一列，“选择性粘贴—数值”后再上传。",
            )
            return None
        if column in REQUIRED and (
            cell is None or (isinstance(cell, str) and (not cell or cell.isspace()))
        ):
            self.fault(
                column, Fault.MISSING, f"没有填写{TITLES[column]}。", f"请补填{TITLES[column]}。"
            )
            return None
        return cell

    def _name(self, cell: object) -> str:
        if cell is None:
            return ""
        name = name_of(cell)
        if name.isalpha() and len(name) <= LONGEST_NAME:
            return name
        if len(name) > LONGEST_NAME or not all(
            mark.isalpha() or mark in _NAME_MARKS for mark in name
        ):
            self.fault(
                Column.NAME,
                Fault.BAD_NAME,
                "姓名里有数字、符号，或太长。",
                "请按身份证填写姓名，只留文字和间隔号“·”。",
            )
        return name

    def _id_number(self, cell: object) -> IdNumber | None:
        if cell is None:
            return None
        if is_number(cell):
            self.fault(
                Column.ID_NUMBER,
                Fault.ID_AS_NUMBER,
                "身份证号被表格当成数字保存，后几位已经丢失。",
                "请把这一列设为“文本”格式，再按证件重新填写。",
            )
            return None
        try:
            return check_id_number(cell if isinstance(cell, str) else text_of(cell))
        except Invalid as invalid:
            self.fault(Column.ID_NUMBER, _id_fault(invalid.message), invalid.message, _ID_REMEDY)
            return None

    def _phone(self, cell: object) -> str:
        if cell is None:
            return ""
        text = cell if isinstance(cell, str) else text_of(cell)
        is_rounded = isinstance(cell, int | float) and cell % ROUNDED_TAIL == 0
        if is_rounded or (isinstance(cell, str) and "E+" in cell.upper()):
            self.fault(
                Column.PHONE,
                Fault.PHONE_SCIENTIFIC,
                "手机号变成了科学计数法（如 1.38E+10），后几位已经丢失。",
                "请把这一列设为“文本”格式，再重新填写手机号。",
            )
            return ""
        try:
            return check_phone(text)
        except Invalid as invalid:
            remedy = "请填写本人 11 位手机号。"
            self.fault(Column.PHONE, Fault.BAD_PHONE, invalid.message, remedy)
            return ""

    def _status(self, cell: object, rule: RosterRule) -> None:
        text = text_of(cell)
        if not text or rule.statuses is None:
            return
        status = STATUSES.get(text)
        if status is None:
            known = "、".join(dict.fromkeys(STATUSES))
            self.fault(
                Column.STATUS, Fault.STATUS_UNKNOWN, "认不出这个用工状态。", f"请填写：{known}。"
            )
        elif status not in rule.statuses:
            self.fault(
                Column.STATUS,
                Fault.STATUS_NOT_ADMITTED,
                f"本计划不接收“{text}”人员。",
                "请从名单里删去这一行；如状态填错，请改正。",
            )

    def _hired_on(self, cell: object) -> None:
        if cell not in {"", None} and date_of(cell) is None:
            self.fault(Column.HIRED_ON, Fault.BAD_DATE, "认不出这个日期。", _DATE_REMEDY)

    def _agrees(self, present: Mapping[Column, object], identity: IdNumber) -> None:
        """Compare what the roster says beside the ID number with the ID number."""
        sex = text_of(present.get(Column.SEX))
        if sex and SEX_WORDS.get(sex.upper()) != identity.sex:
            self.fault(
                Column.SEX,
                Fault.SEX_MISMATCH,
                f"填的性别与身份证号（{SEX_NAMES[identity.sex]}）不符。",
                "请对照证件，改正性别或身份证号。",
            )
        birth = present.get(Column.BIRTH_DATE)
        if birth in {"", None}:
            return
        read = date_of(birth)
        if read is None:
            self.fault(Column.BIRTH_DATE, Fault.BAD_DATE, "认不出这个日期。", _DATE_REMEDY)
        elif read != identity.birth_date:
            self.fault(
                Column.BIRTH_DATE,
                Fault.BIRTH_MISMATCH,
                "出生日期与身份证号第 7 到 14 位不符。",
                "请对照证件，改正出生日期或身份证号。",
            )

    def _admitted(self, identity: IdNumber, rule: RosterRule) -> None:
        if rule.sex is not None and identity.sex != rule.sex:
            self.fault(
                Column.ID_NUMBER,
                Fault.WRONG_SEX,
                f"本计划只接收{SEX_NAMES[rule.sex]}职工，这个身份证号是{SEX_NAMES[identity.sex]}性。",
                "请从名单里删去这一行；如身份证号填错，请改正。",
            )
        limits = rule.ages.get(identity.sex)
        if limits is None:
            return
        age = identity.age_on(rule.first_day)
        if limits[0] <= age <= limits[1]:
            return
        is_young = age < limits[0]
        self.fault(
            Column.ID_NUMBER,
            Fault.TOO_YOUNG if is_young else Fault.TOO_OLD,
            f"保障开始日（{rule.first_day:%Y-%m-%d}）满 {age} 周岁，"
            f"本计划要求 {limits[0]} 至 {limits[1]} 周岁。",
            "请从名单里删去这一行；如身份证号填错，请改正。",
        )


_ID_REMEDY = "请对照身份证逐位核对后改正。"
_DATE_REMEDY = "请写成 1990-03-07 这样的日期。"
_ID_FAULTS = (
    ("应为 18 位", Fault.ID_LENGTH),
    ("校验位", Fault.ID_CHECK_DIGIT),
    ("第 7 到 14 位", Fault.ID_BIRTH_DATE),
)


def _id_fault(message: str) -> Fault:
    """Tell the kinds of wrong ID numbers apart by the sentence that the kernel gives."""
    return next((fault for words, fault in _ID_FAULTS if words in message), Fault.ID_CHARACTERS)


def cell_at(row: Sequence[object], place: int) -> object:
    """Give the cell at a place; a short row ends in blanks."""
    return row[place] if place < len(row) else ""
