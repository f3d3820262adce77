"""Which claims are drawn for a second look: a keyed draw that nobody can foresee or repeat."""

from decimal import Decimal

DRAW_BITS = 64


def is_drawn(token: bytes, share: Decimal) -> bool:
    """Tell whether a claim with this keyed token falls into a share from 0 to 1.

    The same token always gives the same answer, and a greater share draws what a smaller one drew.
    """
    drawn = int.from_bytes(token[: DRAW_BITS // 8], "big")
    return drawn < int(share * 2**DRAW_BITS)
