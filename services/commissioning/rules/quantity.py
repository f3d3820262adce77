"""How much of a provider's count the workers themselves confirmed, and how sure that is (R9.16).

The share confirmed / counted is given with its Wilson score interval at 95 %: it stays inside 0
and 1 and is honest for few people, where the plain interval is not. Exact decimals, no float.
"""

from dataclasses import dataclass
from decimal import Decimal, localcontext

from backend.kernel.money import round_half_up

Z = Decimal("1.959963984540054")
"""Quantile of the normal distribution for 95 %."""

HUNDRED_PERCENT = 10_000


@dataclass(frozen=True, slots=True)
class Share:
    """Confirmed of counted, in hundredths of a percent, with its interval."""

    share: int
    low: int
    high: int

    def __str__(self) -> str:
        return f"{percent(self.share)}（95% 区间 {percent(self.low)} 至 {percent(self.high)}）"


def confirmed_share(confirmed: int, counted: int) -> Share | None:
    """Give the confirmed share of what the provider counted.

    None where the provider counted nobody, or fewer than confirmed: then no share says anything
    and both numbers stand for themselves.
    """
    if counted <= 0 or confirmed < 0 or confirmed > counted:
        return None
    with localcontext() as context:
        context.prec = 40
        n, p = Decimal(counted), Decimal(confirmed) / Decimal(counted)
        squared = Z * Z
        middle = p + squared / (2 * n)
        half = Z * (p * (1 - p) / n + squared / (4 * n * n)).sqrt()
        whole = 1 + squared / n
        low, high = (middle - half) / whole, (middle + half) / whole
    return Share(
        share=ratio(confirmed, counted),
        low=max(0, _hundredths(low)),
        high=min(HUNDRED_PERCENT, _hundredths(high)),
    )


def ratio(part: int, whole: int) -> int:
    """Give a share in hundredths of a percent, rounded half up; 0 of nothing is 0."""
    return round_half_up(part * HUNDRED_PERCENT, whole) if whole else 0


def percent(hundredths: int) -> str:
    """Write hundredths of a percent: 30.80%."""
    whole, part = divmod(hundredths, 100)
    return f"{whole}.{part:02d}%"


def _hundredths(share: Decimal) -> int:
    numerator, denominator = share.as_integer_ratio()
    return round_half_up(numerator * HUNDRED_PERCENT, denominator)
