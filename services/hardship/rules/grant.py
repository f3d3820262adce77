"""How much help of which kind may be given (domain: kinds and ceilings of help)."""

from dataclasses import dataclass
from enum import StrEnum

from backend.kernel.errors import Conflict, Invalid
from backend.kernel.money import Money


class AidKind(StrEnum):
    """Kind of help 帮扶类别."""

    LIVING = "living"
    MEDICAL = "medical"
    STUDY_HIGHER = "study_higher"
    STUDY_SECONDARY = "study_secondary"


AID_LABELS: dict[AidKind, str] = {
    AidKind.LIVING: "生活救助",
    AidKind.MEDICAL: "医疗救助",
    AidKind.STUDY_HIGHER: "助学救助（高等教育）",
    AidKind.STUDY_SECONDARY: "助学救助（高中阶段）",
}


@dataclass(frozen=True, slots=True)
class Ceilings:
    """Upper limits as dated data: months of the subsistence line for living and study aid."""

    living_months: int
    study_higher_months: int
    study_secondary_months: int


def ceiling(kind: AidKind, *, line: Money, ceilings: Ceilings, self_paid: Money) -> Money:
    """Give the most that one household or student may get in a year; `self_paid` for medical."""
    if kind is AidKind.MEDICAL:
        return self_paid
    months = {
        AidKind.LIVING: ceilings.living_months,
        AidKind.STUDY_HIGHER: ceilings.study_higher_months,
        AidKind.STUDY_SECONDARY: ceilings.study_secondary_months,
    }[kind]
    return line * months


def check_amount(amount: Money, *, limit: Money, given: Money) -> None:
    """Refuse nothing, and more than the year still allows after what was given already."""
    if amount.fen <= 0:
        raise Invalid("bad_amount", "帮扶金额应大于 0 元。")
    left = Money(max(0, limit.fen - given.fen))
    if amount > left:
        raise Conflict(
            "over_ceiling",
            f"这一类本年度最高 {limit.yuan()} 元，已用 {given.yuan()} 元，"
            f"最多还可以给 {left.yuan()} 元。请改小金额。",
        )


def check_noticed(amount: Money, band: "Band") -> None:
    """Refuse an amount above the band that the public notice named."""
    if band.below is not None and amount >= band.below:
        raise Conflict(
            "over_noticed_band",
            f"公示的金额是“{band.label}”，核准金额不能超过这一档。请改小金额，或不予通过后重新公示。",
        )


@dataclass(frozen=True, slots=True)
class Band:
    """An amount band 金额档: from `start` up to, not including, `below` (None: open)."""

    start: Money
    below: Money | None

    @property
    def label(self) -> str:
        """Write the band for the public notice."""
        if self.below is None:
            return f"{_whole(self.start)}元及以上"
        if not self.start:
            return f"不足{_whole(self.below)}元"
        return f"{_whole(self.start)}元至不足{_whole(self.below)}元"


def band_of(amount: Money, edges: tuple[Money, ...]) -> Band:
    """Find the band of an amount; `edges` ascending, as the standards give them."""
    start = Money.zero()
    for edge in edges:
        if amount < edge:
            return Band(start, edge)
        start = edge
    return Band(start, None)


def _whole(amount: Money) -> str:
    return amount.yuan().removesuffix(".00")
