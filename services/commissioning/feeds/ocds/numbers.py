"""Exact numbers and canonical bytes: an amount is a JSON number with two decimals, never a float.

Canonical means sorted keys, no blanks, UTF-8: the same document always gives the same bytes, so
its SHA-256 can be recomputed by anybody from a package.
"""

import hashlib
import json
from decimal import Decimal
from typing import Any

import orjson

FEN_DIGITS = 2
HUNDREDTHS = 100


def yuan(fen: int) -> Decimal:
    """Turn whole fen into yuan with exactly two decimals."""
    return Decimal(fen).scaleb(-FEN_DIGITS)


def amount(fen: int) -> orjson.Fragment:
    """Give a value object, yuan and currency, ready as its canonical text."""
    return orjson.Fragment(f'{{"amount":{exact_text(fen)},"currency":"CNY"}}')


def number(fen: int) -> orjson.Fragment:
    """Give yuan as a bare number with two decimals, as a measure of spending wants them."""
    return orjson.Fragment(exact_text(fen))


def measure(hundredths: int) -> int | orjson.Fragment:
    """Give a measured figure: a whole number where it is one, else with two decimals."""
    whole, rest = divmod(hundredths, HUNDREDTHS)
    return orjson.Fragment(exact_text(hundredths)) if rest else whole


def exact_text(hundredths: int) -> str:
    """Write hundredths with two decimals: 18000000 as 180000.00; never negative here."""
    whole, rest = divmod(hundredths, HUNDREDTHS)
    return f"{whole}.{rest:02d}"


def encode(document: Any) -> bytes:
    """Write a document canonically, decimals as their exact text."""
    return orjson.dumps(document, default=_exact, option=orjson.OPT_SORT_KEYS)


def decode(text: bytes) -> Any:
    """Read a document; numbers with a point come back as Decimal, digit for digit."""
    return json.loads(text, parse_float=Decimal)


def digest(document: Any) -> bytes:
    """SHA-256 over the canonical bytes."""
    return hashlib.sha256(encode(document)).digest()


def _exact(value: Any) -> orjson.Fragment:
    if isinstance(value, Decimal):
        return orjson.Fragment(format(value, "f"))
    message = f"{type(value).__name__} has no place in open data"
    raise TypeError(message)
