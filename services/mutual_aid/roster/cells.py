"""Reading single cells: text as typed, numbers that stand for text, dates in every usual form."""

import datetime as dt
import re
from functools import lru_cache
from unicodedata import is_normalized

from backend.kernel.identifiers import tidy

_EPOCH = dt.date(1899, 12, 30)
_LAST_SERIAL = 73_050  # 2099-12-31
_SEPARATED = re.compile(r"(\d{4})[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?", re.ASCII)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_SERIAL = re.compile(r"\d{4,5}(?:\.0)?", re.ASCII)
_LONGEST_DATE = 20
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U000323af]")


def text_of(cell: object) -> str:
    """Give a cell as tidy text: full-width forms made plain, blanks taken out."""
    if isinstance(cell, str):
        return cell if cell.isalnum() and is_normalized("NFKC", cell) else tidy(cell)
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)


def name_of(cell: object) -> str:
    """Give a name: blanks inside a Chinese name are layout, inside a Latin one they are not."""
    if not isinstance(cell, str):
        return text_of(cell)
    if cell.isalpha() and is_normalized("NFKC", cell):
        return cell
    if _HAN.search(cell):
        return tidy(cell)
    return " ".join(cell.split())


def is_number(cell: object) -> bool:
    """Tell whether a cell holds a number and not text."""
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def date_of(cell: object) -> dt.date | None:
    """Read a date: a date cell, an Excel serial, or text (1990-03-07, 1990年3月7日, 19900307).

    A month without a day reads as its first day. None when it is no date.
    """
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    if isinstance(cell, str) and len(cell) > _LONGEST_DATE:
        return _read_date(cell)
    return _known_date(cell)


def _read_date(cell: object) -> dt.date | None:
    if is_number(cell) and isinstance(cell, int | float):
        return _from_serial(int(cell)) if cell <= _LAST_SERIAL else _from_text(str(int(cell)))
    return _from_text(text_of(cell))


# A roster writes the same few thousand days again and again.
_known_date = lru_cache(maxsize=40_000, typed=True)(_read_date)


def _from_text(text: str) -> dt.date | None:
    match = _SEPARATED.fullmatch(text) or _COMPACT.fullmatch(text)
    if match is None:
        return _from_serial(int(float(text))) if _SERIAL.fullmatch(text) else None
    try:
        return dt.date(int(match[1]), int(match[2]), int(match[3] or 1))
    except ValueError:
        return None


def _from_serial(serial: int) -> dt.date | None:
    return _EPOCH + dt.timedelta(days=serial) if 1 <= serial <= _LAST_SERIAL else None
