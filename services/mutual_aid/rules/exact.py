"""Exact numbers of the rule packs: whole fen, whole ten-thousandths, whole ticks.

Nothing in the format divides, so everything fits integers and no digit is ever lost: money is
fen, a rate is ten-thousandths, and an amount that went through at most two rates (band and
reduced factor) is *ticks*, one hundred-millionth of a fen. One rounding, at the very end.
"""

import re
from decimal import Context, Decimal, Inexact, localcontext

from backend.kernel.money import Money, round_half_up_fen

RATE_ONE = 10**4
TICKS_PER_FEN = RATE_ONE * RATE_ONE
TICKS_EXPONENT = -10
MAX_WHOLE_YUAN = 999_999_999_999
_MONEY = re.compile(r"(?:0|[1-9][0-9]{0,11})(?:\.[0-9]{1,2})?")
_RATE = re.compile(r"0(?:\.[0-9]{1,4})?|1(?:\.0{1,4})?")
_EXACT = Context(prec=60, traps=[Inexact])


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


def to_yuan(ticks: int) -> Decimal:
    """Give ticks as an exact amount of yuan."""
    with localcontext(_EXACT):
        return Decimal(ticks).scaleb(TICKS_EXPONENT)


def round_ticks(ticks: int) -> Money:
    """Round ticks half up to the fen: step 12, the only rounding of an evaluation."""
    with localcontext(_EXACT) as context:
        yuan = Decimal(ticks).scaleb(TICKS_EXPONENT)
        context.traps[Inexact] = False
        return Money(round_half_up_fen(yuan))


def plain_rate(rate: int) -> str:
    """Write a rate for a reader: 7000 is `70%`, 3333 is `33.33%`."""
    percent = Decimal(rate).scaleb(-2).normalize()
    return f"{percent:f}%"


def plain_fen(fen: int) -> str:
    """Write fen as the format writes money: always two decimals, no grouping (`1204.30`)."""
    whole, part = divmod(fen, 100)
    return f"{whole}.{part:02d}"
