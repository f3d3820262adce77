"""Money 金额: whole fen, never a float, one rounding function for the whole program."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from backend.kernel.errors import Invalid

FEN_PER_YUAN = 100
_YUAN = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d{1,13})(?:\.\d{1,2})?", re.ASCII)
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．，－", "0123456789.,-")


def round_half_up(parts: int, parts_per_fen: int) -> int:
    """Round whole parts of a fen to whole fen, half away from zero. The only rounding there is."""
    fen = (2 * abs(parts) + parts_per_fen) // (2 * parts_per_fen)
    return -fen if parts < 0 else fen


def round_half_up_fen(yuan: Decimal) -> int:
    """Round an exact amount of yuan to whole fen, half up."""
    numerator, denominator = yuan.as_integer_ratio()
    return round_half_up(numerator * FEN_PER_YUAN, denominator)


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount in whole fen 分; may be negative as a difference."""

    fen: int

    def __post_init__(self) -> None:
        """Refuse anything but a true integer, so that no float or bool gets in."""
        if type(self.fen) is not int:
            message = f"Money takes whole fen, got {type(self.fen).__name__}"
            raise TypeError(message)

    @classmethod
    def zero(cls) -> "Money":
        """No money at all."""
        return cls(0)

    @classmethod
    def from_yuan(cls, text: str) -> "Money":
        """Read what a person typed, in yuan: `1,204.30`, `1204.3`, `１２０４元`.

        Raises Invalid `bad_money` when it is not an amount or has more than two decimals.
        """
        plain = text.strip().translate(_FULL_WIDTH).removeprefix("¥").removesuffix("元").strip()
        if not _YUAN.fullmatch(plain):
            raise Invalid(
                "bad_money",
                f"金额应写成“1204.30”这样的数字，最多两位小数；您填的是“{text}”。",
            )
        return cls(int(Decimal(plain.replace(",", "")) * FEN_PER_YUAN))

    @classmethod
    def sum(cls, amounts: Iterable["Money"]) -> "Money":
        """Add up amounts; none gives zero."""
        return cls(sum(amount.fen for amount in amounts))

    def __add__(self, other: "Money") -> "Money":
        return Money(self.fen + other.fen)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.fen - other.fen)

    def __mul__(self, times: int) -> "Money":
        return Money(self.fen * times)

    def __neg__(self) -> "Money":
        return Money(-self.fen)

    def __bool__(self) -> bool:
        return self.fen != 0

    def __str__(self) -> str:
        return self.yuan()

    def yuan(self) -> str:
        """Write it for a reader: `1,204.30`, always two decimals."""
        sign = "-" if self.fen < 0 else ""
        whole, part = divmod(abs(self.fen), FEN_PER_YUAN)
        return f"{sign}{whole:,}.{part:02d}"

    def allocate(self, weights: Sequence[int]) -> list["Money"]:
        """Split by whole-number weights without losing a fen; the largest remainders get the rest.

        Raises ValueError on a negative weight or when all are zero.
        """
        total = sum(weights)
        if total <= 0 or any(weight < 0 for weight in weights):
            message = "weights must be whole, not negative and not all zero"
            raise ValueError(message)
        shares = [divmod(self.fen * weight, total) for weight in weights]
        left = self.fen - sum(share for share, _ in shares)
        by_remainder = sorted(range(len(shares)), key=lambda place: (-shares[place][1], place))
        extra = set(by_remainder[:left])
        return [Money(share + (place in extra)) for place, (share, _) in enumerate(shares)]
