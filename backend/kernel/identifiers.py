"""Identifiers: public numbers 受理编号, UUIDv7, the identity number of GB 11643, masking.

Masking follows one table for the whole program: name 张*, identity number first 6 and last 4,
phone 138****1234, bank card last 4.
"""

import os
import re
import time
import unicodedata
from datetime import date
from functools import lru_cache
from operator import mul
from typing import Literal, NamedTuple
from uuid import UUID

from backend.kernel import clock
from backend.kernel.errors import Invalid

Sex = Literal["F", "M"]

ID_LENGTH = 18
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECK = "10X98765432"
_ODD = "13579"
_ZEROS = ord("0") * sum(_ID_WEIGHTS)
_ID_SHAPE = re.compile(r"\d{17}[\dX]", re.ASCII)
_PHONE_SHAPE = re.compile(r"1[3-9]\d{9}", re.ASCII)
_PHONE_LENGTH = 11
_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_CREDIT_SHAPE = re.compile(rf"[{_CREDIT_ALPHABET}]{{18}}", re.ASCII)
_SURNAMES_OF_TWO = (
    "欧阳司马上官诸葛东方皇甫尉迟公孙慕容令狐司徒司空夏侯宇文长孙轩辕端木百里"
    "南宫呼延独孤拓跋完颜西门东郭第五"
)
_TWO_CHARACTER_SURNAMES = frozenset(
    _SURNAMES_OF_TWO[place : place + 2] for place in range(0, len(_SURNAMES_OF_TWO), 2)
)
_SERIAL_DIGITS = 6
_OLDEST_BIRTH_YEAR = 1900


class IdNumber(NamedTuple):
    """A checked 18-digit identity number 公民身份号码 with what it says."""

    text: str
    birth_date: date
    sex: Sex

    def age_on(self, day: date) -> int:
        """Completed years on that day; who is born on 29 February completes a year on 1 March."""
        had_birthday = (day.month, day.day) >= (
            self.birth_date.month,
            self.birth_date.day,
        )
        return day.year - self.birth_date.year - (not had_birthday)


def uuid7() -> UUID:
    """Make a time-ordered UUID (RFC 9562, version 7). Never for ballots: it tells the time."""
    value = int(time.time() * 1000) << 80 | int.from_bytes(os.urandom(10))
    value = value & ~(0xF << 76) | 0x7 << 76
    return UUID(int=value & ~(0x3 << 62) | 0x2 << 62)


def public_number(prefix: str, year: int, serial: int) -> str:
    """Make the number that people say aloud: `BF-2026-004217`."""
    return f"{prefix}-{year}-{serial:0{_SERIAL_DIGITS}d}"


def tidy(text: str) -> str:
    """Take out what typing and spreadsheets add: full-width forms, blanks, no-break spaces."""
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
    return "".join(plain.split())


def check_id_number(text: str, *, today: date | None = None) -> IdNumber:
    """Check an identity number by GB 11643 and read birth date and sex from it.

    Full-width digits, blanks and a small x are put right. Who checks thousands says what day
    `today` is. Raises Invalid `bad_id_number` with the one thing that is wrong: length,
    characters, birth date or check digit.
    """
    plain = text if _ID_SHAPE.fullmatch(text) else _id_shaped(text)
    birth = _birth_date(plain[6:14], today or clock.today())
    if plain[17] != _check_character(plain):
        raise Invalid("bad_id_number", "身份证号的校验位不对，请对照证件逐位核对。")
    return IdNumber(plain, birth, "M" if plain[16] in _ODD else "F")


def _id_shaped(text: str) -> str:
    """Put the writing of an identity number right; raises Invalid over length and characters."""
    plain = tidy(text).upper()
    if len(plain) != ID_LENGTH:
        raise Invalid("bad_id_number", f"身份证号应为 18 位，您填了 {len(plain)} 位。")
    if not _ID_SHAPE.fullmatch(plain):
        raise Invalid("bad_id_number", "身份证号前 17 位应为数字，最后一位是数字或 X。")
    return plain


def id_check_character(first17: str) -> str:
    """Compute the last character of an identity number from the first 17 digits."""
    return _check_character(tidy(first17))


def _check_character(digits: str) -> str:
    """Weigh division, birth date and order apart: each comes again and again in a roster."""
    total = _weighed(digits[:6], 0) + _weighed(digits[6:14], 6) + _weighed(digits[14:17], 14)
    return _ID_CHECK[(total - _ZEROS) % 11]


@lru_cache(maxsize=40_000)
def _weighed(digits: str, place: int) -> int:
    """Sum up digits as bytes, each times its weight; they stand in the number from `place` on."""
    return sum(map(mul, digits.encode(), _ID_WEIGHTS[place:]))


def _birth_date(digits: str, today: date) -> date:
    """Read the birth date inside an identity number; refuses impossible and future dates."""
    birth = _day(digits)
    if birth is None:
        raise Invalid("bad_id_number", "身份证号第 7 到 14 位不是一个真实的日期。")
    if birth.year < _OLDEST_BIRTH_YEAR or birth > today:
        raise Invalid("bad_id_number", "身份证号里的出生日期不可能，请核对第 7 到 14 位。")
    return birth


@lru_cache(maxsize=40_000)
def _day(digits: str) -> date | None:
    """Read `19491231` as a day; a roster asks for the same few thousand days again and again."""
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


def check_phone(text: str) -> str:
    """Check a mainland mobile number and give its 11 digits; raises Invalid `bad_phone`."""
    if _PHONE_SHAPE.fullmatch(text):
        return text
    plain = tidy(text).replace("-", "").removeprefix("+86")
    if len(plain) != _PHONE_LENGTH:
        raise Invalid("bad_phone", f"手机号应为 11 位数字，您填了 {len(plain)} 位。")
    if not _PHONE_SHAPE.fullmatch(plain):
        raise Invalid("bad_phone", "手机号应以 1 开头、第二位为 3 到 9，共 11 位数字。")
    return plain


def check_credit_code(text: str) -> str:
    """Check a unified social credit code 统一社会信用代码 by GB 32100; raises Invalid."""
    plain = tidy(text).upper()
    if not _CREDIT_SHAPE.fullmatch(plain):
        raise Invalid(
            "bad_credit_code",
            "统一社会信用代码应为 18 位数字和大写字母（不含 I、O、S、V、Z）。",
        )
    total = sum(
        _CREDIT_ALPHABET.index(character) * weight
        for character, weight in zip(plain[:17], _CREDIT_WEIGHTS, strict=True)
    )
    if plain[17] != _CREDIT_ALPHABET[-total % 31]:
        raise Invalid("bad_credit_code", "统一社会信用代码的校验位不对，请逐位核对。")
    return plain


def surname(name: str) -> str:
    """Give the family name, two characters where it has two."""
    return name[:2] if name[:2] in _TWO_CHARACTER_SURNAMES else name[:1]


def mask_name(name: str) -> str:
    """Show a name in a list: 张*, 欧阳**."""
    family = surname(name)
    return family + "*" * max(1, len(name) - len(family))


def mask_id(id_number: str) -> str:
    """Show an identity number in a list: first 6 and last 4."""
    return f"{id_number[:6]}********{id_number[-4:]}"


def mask_phone(phone: str) -> str:
    """Show a phone number in a list: 138****1234."""
    return f"{phone[:3]}****{phone[-4:]}"


def mask_card(card: str) -> str:
    """Show a bank card in a list: the last 4 digits."""
    return f"尾号 {card[-4:]}"
