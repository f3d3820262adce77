"""What can be wrong with a row: each with the reason and what to do about it, in plain words."""

from dataclasses import dataclass
from enum import StrEnum

from services.mutual_aid.roster.columns import Column, Header


class Fault(StrEnum):
    """Kind of a mistake 问题类型; the value is stable."""

    MISSING = "missing"
    FORMULA = "formula"
    BAD_NAME = "bad_name"
    ID_LENGTH = "id_length"
    ID_CHARACTERS = "id_characters"
    ID_BIRTH_DATE = "id_birth_date"
    ID_CHECK_DIGIT = "id_check_digit"
    ID_AS_NUMBER = "id_as_number"
    BAD_PHONE = "bad_phone"
    PHONE_SCIENTIFIC = "phone_scientific"
    BAD_DATE = "bad_date"
    BIRTH_MISMATCH = "birth_mismatch"
    SEX_MISMATCH = "sex_mismatch"
    WRONG_SEX = "wrong_sex"
    TOO_YOUNG = "too_young"
    TOO_OLD = "too_old"
    STATUS_UNKNOWN = "status_unknown"
    STATUS_NOT_ADMITTED = "status_not_admitted"
    DUPLICATE_ROW = "duplicate_row"
    ENROLLED_ELSEWHERE = "enrolled_elsewhere"
    BAD_SHARES = "bad_shares"
    BAD_CARD = "bad_card"
    HIRED_MISSING = "hired_missing"
    HIRED_TOO_EARLY = "hired_too_early"


LABELS: dict[Fault, str] = {
    Fault.MISSING: "缺少内容",
    Fault.FORMULA: "公式单元格",
    Fault.BAD_NAME: "姓名不规范",
    Fault.ID_LENGTH: "身份证号位数不对",
    Fault.ID_CHARACTERS: "身份证号有错字符",
    Fault.ID_BIRTH_DATE: "身份证号里的日期不对",
    Fault.ID_CHECK_DIGIT: "身份证号校验位不对",
    Fault.ID_AS_NUMBER: "身份证号存成了数字",
    Fault.BAD_PHONE: "手机号不对",
    Fault.PHONE_SCIENTIFIC: "手机号成了科学计数法",
    Fault.BAD_DATE: "日期认不出",
    Fault.BIRTH_MISMATCH: "出生日期与身份证号不符",
    Fault.SEX_MISMATCH: "性别与身份证号不符",
    Fault.WRONG_SEX: "不是本计划的参加对象",
    Fault.TOO_YOUNG: "未到参加年龄",
    Fault.TOO_OLD: "超过参加年龄",
    Fault.STATUS_UNKNOWN: "用工状态认不出",
    Fault.STATUS_NOT_ADMITTED: "用工状态不符合",
    Fault.DUPLICATE_ROW: "名单内重复",
    Fault.ENROLLED_ELSEWHERE: "已由其他单位报名",
    Fault.BAD_SHARES: "份数不对",
    Fault.BAD_CARD: "会员卡一栏认不出",
    Fault.HIRED_MISSING: "缺少入职日期",
    Fault.HIRED_TOO_EARLY: "不是新入职人员",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake of one row: column letter and name, reason and remedy in Chinese.

    Never holds the value itself, so that a list of problems is no list of persons.
    """

    code: Fault
    letter: str
    title: str
    reason: str
    remedy: str

    @property
    def label(self) -> str:
        """The kind of mistake in a few words."""
        return LABELS[self.code]

    def as_json(self) -> dict[str, str]:
        """Give the plain form for storage."""
        return {
            "code": str(self.code),
            "letter": self.letter,
            "title": self.title,
            "reason": self.reason,
            "remedy": self.remedy,
        }

    @classmethod
    def from_json(cls, stored: dict[str, str]) -> "Problem":
        """Read the plain form."""
        return cls(**{**stored, "code": Fault(stored["code"])})  # type: ignore[arg-type]


def problem(header: Header, column: Column, code: Fault, reason: str, remedy: str) -> Problem:
    """Name a mistake at a column of the roster."""
    return Problem(code, header.letter(column), header.title(column), reason, remedy)
