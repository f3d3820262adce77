"""Number, amount and date out of the text of a medical invoice; pure, and a guess by nature.

Made for the electronic medical bill (票据号码, 金额合计小写) and the fully digital invoice 数电发票
(发票号码, 价税合计小写). The text comes from a machine that reads badly: blanks between the signs,
full-width digits, lines out of order. What is doubtful is left empty.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from backend.fields.invoices import plain_number
from backend.kernel.errors import Invalid
from backend.kernel.money import Money

# After NFKC digits, colons and brackets are of plain width, and the yuan sign is the yen's.
_LOOSE = re.compile(r"(?<=[\u4e00-\u9fff:()¥])[ \t]+|[ \t]+(?=[\u4e00-\u9fff:()¥])")
_NUMBER = re.compile(
    r"(?:发票|票据)号码?:?\s?(?:N[Oo][.:]?\s?)?([0-9A-Z](?: ?[0-9A-Z]){5,29})(?![0-9A-Z])"
)
_YUAN = r"[¥Y]?\s?(\d{1,3}(?:,\d{3}){1,3}\.\d{2}|\d{1,9}\.\d{2})(?![\d.])"
_IN_FIGURES = re.compile(rf"小写\)?:?\s?{_YUAN}")
_TOTAL = re.compile(r"合计[^\n]{0,80}")
_AMOUNT = re.compile(_YUAN)
_DATE = re.compile(r"开票日期:?\s?(20\d{2})\s?[-年./]?\s?(\d{1,2})\s?[-月./]?\s?(\d{1,2})(?!\d)")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a form may be pre-filled with; empty where nothing certain was read."""

    number: str = ""
    amount: Money | None = None
    issued_on: date | None = None


def suggestion_in(text: str) -> Suggestion:
    """Find number, amount and date in the text of an invoice."""
    plain = _LOOSE.sub("", unicodedata.normalize("NFKC", text))
    return Suggestion(_number(plain), _amount(plain), _issued_on(plain))


def _number(text: str) -> str:
    found = {_plain(match) for match in _NUMBER.findall(text)}
    return found.pop() if len(found) == 1 else ""


def _plain(number: str) -> str:
    try:
        return plain_number(number)
    except Invalid:
        return ""


def _amount(text: str) -> Money | None:
    """Take the amount behind 小写; else the only one on a line of 合计."""
    found = _IN_FIGURES.findall(text)
    if not found:
        lines = [_AMOUNT.findall(line) for line in _TOTAL.findall(text)]
        found = [line[0] for line in lines if len(line) == 1]
    amounts = {Money.from_yuan(one) for one in found}
    return amounts.pop() if len(amounts) == 1 else None


def _issued_on(text: str) -> date | None:
    match = _DATE.search(text)
    if match is None:
        return None
    year, month, day = map(int, match.groups())
    try:
        return date(year, month, day)
    except ValueError:
        return None
