"""The token of an invoice: a keyed index of number, amount and date (R8.27)."""

import unicodedata
from datetime import date

from backend.fields.keys import keyring
from backend.kernel.errors import Invalid
from backend.kernel.money import Money

LONGEST_NUMBER = 30


def invoice_token(number: str, amount: Money, on: date) -> bytes:
    """Give the token by which the same invoice is found again, without keeping the invoice.

    Raises Invalid `bad_invoice_number`.
    """
    plain = "".join(unicodedata.normalize("NFKC", number).upper().split())
    if not plain.isascii() or not plain.isalnum() or len(plain) > LONGEST_NUMBER:
        raise Invalid(
            "bad_invoice_number",
            f"发票号码应是 {LONGEST_NUMBER} 位以内的数字或字母，请照发票右上角填写。",
        )
    return keyring().index("invoice", f"{plain}\n{amount.fen}\n{on:%Y-%m-%d}")
