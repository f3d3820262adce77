"""Exact numbers of the rule packs: whole fen, whole ten-thousandths, whole ticks.

Nothing in the format divides, so everything fits integers and no digit is ever lost: money is
fen, a rate is ten-thousandths, and an amount that went through at most two rates (band and
reduced factor) is *ticks*, one hundred-millionth of a fen. One rounding, at the very end.
"""

import re

from backend.kernel.money import Money, round_half_up

RATE_ONE = 10**4
TICKS_PER_FEN = RATE_ONE * RATE_ONE
MAX_WHOLE_YUAN = 999_999_999_999
_MONEY = re.compile(r"(?:0|[1-9][0-9]{0,11})(?:\.[0-9]{1,2})?")
_RATE = re.compile(r"0(?:\.[0-9]{1,4})?|1(?:\.0{1,4})?")


def read_money(written: object) -> int | None:
    """Read money of section 1 (decimal string or integer, in yuan) as fen; None if it is not."""
    if type(written) is int:
        return written * 100 if 0 <= written <= MAX_WHOLE_YUAN else None
    if not isinstance(written, str) or not _MONEY.fullmatch(written):
        return None
    whole, _, part = written.partition(".")
    return int(whole) * 100 + int(part.ljust(2, "0"))


def read_rate(written: object) -> int | None:
    """Read a rate of section 1 (`"0"` to `"1"`) as ten-thousandths; None if it is not one."""
    if not isinstance(written, str) or not _RATE.fullmatch(written):
        return None
    whole, _, part = written.partition(".")
    return int(whole) * RATE_ONE + int(part.ljust(4, "0"))


def round_ticks(ticks: int) -> Money:
    """Round ticks half up to the fen: step 12, the only rounding of an evaluation."""
    return Money(round_half_up(ticks, TICKS_PER_FEN))


def plain_rate(rate: int) -> str:
    """Write a rate for a reader: 7000 is `70%`, 3333 is `33.33%`."""
    whole, part = divmod(rate, 100)
    return f"{whole}.{f'{part:02d}'.rstrip('0')}%" if part else f"{whole}%"


def plain_ticks(ticks: int) -> str:
    """Write ticks as exact yuan: at least two decimals, no zero after them (`640.00`, `0.006`)."""
    fen, part = divmod(ticks, TICKS_PER_FEN)
    if not part:
        return plain_fen(fen)
    digits = f"{part:08d}".rstrip("0")
    return plain_fen(fen) + digits


def plain_share(rate: int) -> str:
    """Write a rate as the format does, without needless zeros: 2000 is `0.2`, 10000 is `1`."""
    whole, part = divmod(rate, RATE_ONE)
    digits = f"{part:04d}".rstrip("0")
    return f"{whole}.{digits}" if digits else str(whole)


def plain_fen(fen: int) -> str:
    """Write fen as the format writes money: always two decimals, no grouping (`1204.30`)."""
    whole, part = divmod(fen, 100)
    return f"{whole}.{part:02d}"
