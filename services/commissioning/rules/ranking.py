"""The stored formula that turns scores into a ranking (R9.9), exact.

`trimmed_mean_1`: of each application the sums of the panelists; with five or more panelists the
highest and the lowest sum are left out; the total is the mean of the rest. Equal totals: who has a
union first (R9.27), then the lower price, then the smaller lot of the draw.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from backend.kernel.errors import Conflict

TRIMMED_MEAN_1 = "trimmed_mean_1"
TRIM_FROM = 5


@dataclass(frozen=True, slots=True)
class Entry:
    """One application: the sum of each panelist in tenths of a point, and what ties go by."""

    bid: str
    sums: tuple[int, ...]
    has_union: bool
    amount_fen: int
    lot: bytes


@dataclass(frozen=True, slots=True)
class Ranked:
    """One line of the ranking: total in tenths of a point, and what decided an equal total."""

    place: int
    entry: Entry
    total: Fraction
    tie: str


def total_of(sums: Sequence[int], formula: str = TRIMMED_MEAN_1) -> Fraction:
    """Give the total of one application in tenths; raises Conflict `unknown_formula`."""
    if formula != TRIMMED_MEAN_1:
        raise Conflict("unknown_formula", f"系统不认识排序公式“{formula}”，请取消后重新征集。")
    kept = sorted(sums)[1:-1] if len(sums) >= TRIM_FROM else list(sums)
    return Fraction(sum(kept), len(kept))


def rank(entries: Sequence[Entry], formula: str = TRIMMED_MEAN_1) -> list[Ranked]:
    """Put the applications in order, the best first; the order of the input does not matter."""
    totals = {one.bid: total_of(one.sums, formula) for one in entries}
    ordered = sorted(
        entries, key=lambda one: (-totals[one.bid], not one.has_union, one.amount_fen, one.lot)
    )
    ranked = []
    for index, one in enumerate(ordered):
        beside = [
            other
            for other in (*ordered[max(index - 1, 0) : index], *ordered[index + 1 : index + 2])
            if totals[other.bid] == totals[one.bid]
        ]
        ranked.append(Ranked(index + 1, one, totals[one.bid], _tie(one, beside)))
    return ranked


def _tie(one: Entry, beside: Sequence[Entry]) -> str:
    """Name what sets it apart from its neighbours of equal total: the first rule that does."""
    if not beside:
        return ""
    if any(other.has_union != one.has_union for other in beside):
        return "union"
    if any(other.amount_fen != one.amount_fen for other in beside):
        return "price"
    return "lot"
