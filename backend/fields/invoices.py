"""The invoice token 发票标识: the same invoice is known again without anybody seeing it.

A keyed index (HMAC-SHA256 under the index key, which is not in the database) over number, amount
and date. Unions keep the token in an indexed column, the number itself sealed; two equal tokens
are one invoice, and a token tells nothing to who does not hold the key.

One form of a number: full-width signs become plain ones; blanks, hyphens and dots go; letters
become capitals; a leading mark goes (`No.`, `№`, 发票号码, 票据号码). Leading zeros stay: they are
digits of the number. The amount counts in fen, so that `120` and `120.00` are one.
"""

import re
import unicodedata
from datetime import date

from backend.fields.keys import keyring
from backend.kernel.errors import Invalid
from backend.kernel.money import Money

LONGEST_NUMBER = 30
_MARK = re.compile(r"^\s*(?:(?:发票|票据|电子票据)?号码?\s*[:：]?|NO\s*[.:：]*(?=[\s\d]))\s*")
_FILLING = re.compile(r"[\s\-\u2010-\u2015_.·\u200b-\u200f\ufeff]+")
_NUMBER = re.compile(rf"[0-9A-Z]{{1,{LONGEST_NUMBER}}}", re.ASCII)


def plain_number(number: str) -> str:
    """Give an invoice number in its one form, as told above.

    Raises Invalid `bad_invoice_number` for what holds no number or other signs.
    """
    text = unicodedata.normalize("NFKC", number).upper()
    plain = _FILLING.sub("", _MARK.sub("", text))
    if not _NUMBER.fullmatch(plain):
        raise Invalid(
            "bad_invoice_number",
            f"发票号码应是 {LONGEST_NUMBER} 位以内的数字或字母，请照发票右上角填写。",
        )
    return plain


def invoice_token(number: str, amount: Money, date: date) -> bytes:
    """Give the 32-byte token of an invoice; the same for every way of writing it.

    Raises Invalid `bad_invoice_number`.
    """
    return keyring().index("invoice", f"{plain_number(number)}\n{amount.fen}\n{date:%Y-%m-%d}")
