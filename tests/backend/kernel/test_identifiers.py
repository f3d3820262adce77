"""Identifiers: GB 11643, phones, credit codes, public numbers and the one masking table."""

from datetime import date

import pytest

from backend.kernel import identifiers
from backend.kernel.errors import Invalid


def test_an_identity_number_says_birth_date_and_sex() -> None:
    number = identifiers.check_id_number(" １１０１０５ 19491231 002x ")
    assert number.text == "11010519491231002X"
    assert number.birth_date == date(1949, 12, 31)
    assert number.sex == "F"


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("1101051949123100X", "您填了 17 位"),
        ("1101051949123100AX", "前 17 位应为数字"),
        ("110105194913310020", "不是一个真实的日期"),
        ("110105299912310020", "不可能"),
        ("110105194912310020", "校验位不对"),
    ],
)
def test_each_fault_of_an_identity_number_has_its_own_reason(typed: str, reason: str) -> None:
    with pytest.raises(Invalid, match=reason):
        identifiers.check_id_number(typed)


def test_a_year_of_age_is_completed_on_the_birthday() -> None:
    leap = identifiers.IdNumber("", date(2000, 2, 29), "M")
    assert leap.age_on(date(2018, 2, 28)) == 17
    assert leap.age_on(date(2018, 3, 1)) == 18


@pytest.mark.parametrize("typed", ["+86 138-1234-5678", "１３８１２３４５６７８", "13812345678"])
def test_a_phone_number_is_tidied(typed: str) -> None:
    assert identifiers.check_phone(typed) == "13812345678"


@pytest.mark.parametrize("typed", ["1.38E+10", "12345678901", "1381234567", ""])
def test_a_wrong_phone_number_is_refused(typed: str) -> None:
    with pytest.raises(Invalid) as caught:
        identifiers.check_phone(typed)
    assert caught.value.code == "bad_phone"


def test_a_credit_code_is_checked_to_its_last_character() -> None:
    assert identifiers.check_credit_code("91350100m000100y43") == "91350100M000100Y43"
    with pytest.raises(Invalid, match="校验位"):
        identifiers.check_credit_code("91350100M000100Y44")
    with pytest.raises(Invalid, match="18 位"):
        identifiers.check_credit_code("9135")


@pytest.mark.requirement("RX.2")
def test_masking_follows_one_table() -> None:
    assert identifiers.mask_name("张伟") == "张*"
    assert identifiers.mask_name("欧阳娜娜") == "欧阳**"
    assert identifiers.mask_name("李") == "李*"
    assert identifiers.mask_id("11010519491231002X") == "110105********002X"
    assert identifiers.mask_phone("13812341234") == "138****1234"
    assert identifiers.mask_card("6222021234567890123") == "尾号 0123"


def test_public_numbers_read_aloud_and_uuids_are_time_ordered() -> None:
    assert identifiers.public_number("BF", 2026, 4217) == "BF-2026-004217"
    made = [identifiers.uuid7() for _ in range(50)]
    assert {value.version for value in made} == {7}
    assert {value.variant for value in made} == {"specified in RFC 4122"}
    assert made[0].int >> 80 <= made[-1].int >> 80


@pytest.mark.parametrize("first17", ["11010519900307123", "１１０１０５１９９００３０７１２３"])
def test_the_check_character_is_the_same_however_wide_the_digits_are(first17: str) -> None:
    assert identifiers.id_check_character(first17) == "9"
