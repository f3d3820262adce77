"""One invoice has one token, however it is written; any other has another."""

from datetime import date

import pytest

from backend.fields.invoices import invoice_token, plain_number
from backend.kernel.errors import Invalid
from backend.kernel.money import Money

NUMBER, AMOUNT, DAY = "0001234567", Money(12_000), date(2026, 3, 5)


@pytest.mark.parametrize(
    "written",
    [
        "0001234567",
        " 0001234567\n",
        "０００１２３４５６７",
        "000 123 4567",
        "000-123—4567",
        "No.0001234567",
        "№ 0001234567",
        "发票号码：0001234567",
        "票据号码: ０００１２３４５６７",
        "\ufeff0001234567\u200b",
    ],
)
def test_every_way_of_writing_a_number_gives_the_same_token(written: str) -> None:
    assert plain_number(written) == NUMBER
    assert invoice_token(written, AMOUNT, DAY) == invoice_token(NUMBER, AMOUNT, DAY)


def test_the_case_of_letters_does_not_count_and_the_way_of_writing_an_amount_neither() -> None:
    assert plain_number("bj-26a01") == "BJ26A01"
    tokens = {
        invoice_token(number, Money.from_yuan(amount), DAY)
        for number in ("bj26a01", "bj-２６a０１")
        for amount in ("1204.3", "1,204.30", "１２０４．３０元")
    }
    assert len(tokens) == 1


def test_another_number_amount_or_date_gives_another_token() -> None:
    tokens = [
        invoice_token(NUMBER, AMOUNT, DAY),
        invoice_token("1234567", AMOUNT, DAY),
        invoice_token("0001234568", AMOUNT, DAY),
        invoice_token(NUMBER, Money(12_001), DAY),
        invoice_token(NUMBER, AMOUNT, date(2026, 3, 6)),
    ]
    assert len(set(tokens)) == 5
    assert {len(token) for token in tokens} == {32}
    assert not any(NUMBER.encode() in token for token in tokens)


@pytest.mark.parametrize("nonsense", ["", "  ", "-", "发票号码：", "号码不清", "12345?", "1" * 31])
def test_what_holds_no_number_is_refused(nonsense: str) -> None:
    with pytest.raises(Invalid) as caught:
        invoice_token(nonsense, AMOUNT, DAY)
    assert caught.value.code == "bad_invoice_number"
    assert "30 位以内的数字或字母" in caught.value.message
