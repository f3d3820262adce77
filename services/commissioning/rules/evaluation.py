"""Evaluation 绩效评价: points by the contract's weights, bands, what follows (R9.18, R9.19).

Whole numbers only: figures and points in hundredths, rounded down, so that anybody who recomputes
from the published figures gets the same points.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

WEIGHTS_SUM = 100
HUNDREDTHS = 100
FULL_POINTS_HUNDREDTHS = WEIGHTS_SUM * HUNDREDTHS
LESS_IS_BETTER = frozenset({"cost"})
"""Kinds of targets whose delivered figure should not exceed the planned one."""


class Verdict(StrEnum):
    """Band of an evaluation 绩效等次."""

    EXCELLENT = "excellent"
    GOOD = "good"
    MEDIUM = "medium"
    POOR = "poor"


class LastStage(StrEnum):
    """What becomes of the last payment stage."""

    FALLS_DUE = "falls_due"
    WAITS = "waits"
    WITHHELD = "withheld"
    STAYS = "stays"


@dataclass(frozen=True, slots=True)
class Measured:
    """One target with what was delivered; `delivered_hundredths` None where nothing was found."""

    code: str
    kind: str
    planned_hundredths: int
    delivered_hundredths: int | None
    weight: int


@dataclass(frozen=True, slots=True)
class Points:
    """Points of one target, in hundredths of a point."""

    code: str
    hundredths: int
    words: str


@dataclass(frozen=True, slots=True)
class Consequence:
    """What a band leads to (R9.19): the last stage, a day to rectify by, a bar from calls."""

    band: Verdict
    last_stage: LastStage
    rectify_by: date | None = None
    barred_until: date | None = None


def points_of(target: Measured) -> Points:
    """Give delivered over planned, capped at the weight; for cost planned over delivered.

    Nothing delivered or nothing known gives no points: the words say which.
    """
    full = target.weight * HUNDREDTHS
    delivered, planned = target.delivered_hundredths, target.planned_hundredths
    if delivered is None:
        return Points(target.code, 0, "没有可用的数据，不计分")
    if target.kind in LESS_IS_BETTER:
        if delivered <= planned:
            return Points(target.code, full, "没有超过计划")
        return Points(target.code, full * planned // delivered, "超过计划，按比例扣分")
    if delivered >= planned:
        return Points(target.code, full, "达到计划")
    return Points(target.code, full * delivered // planned, "未达到计划，按比例计分")


def total(points: Sequence[Points]) -> int:
    """Add up the points, in hundredths."""
    return sum(one.hundredths for one in points)


def weights_fit(targets: Sequence[Measured]) -> bool:
    """Tell whether the weights sum to 100 (R9.18)."""
    return sum(one.weight for one in targets) == WEIGHTS_SUM


def band_of(points_hundredths: int, limits: Mapping[str, int]) -> Verdict:
    """Give the band for points in hundredths; `limits` names the least points of each band."""
    for band in (Verdict.EXCELLENT, Verdict.GOOD, Verdict.MEDIUM):
        if points_hundredths >= limits[band] * HUNDREDTHS:
            return band
    return Verdict.POOR


def consequence_of(
    band: Verdict, *, today: date, rectify_days: int, excluded_years: int
) -> Consequence:
    """Say what a band leads to, with the days and years of the standards (R9.19)."""
    if band is Verdict.POOR:
        return Consequence(
            band, LastStage.WITHHELD, barred_until=years_later(today, excluded_years)
        )
    if band is Verdict.MEDIUM:
        last = today + timedelta(days=rectify_days)
        return Consequence(band, LastStage.WAITS, rectify_by=last)
    return Consequence(band, LastStage.FALLS_DUE)


def superseding(
    earlier: Verdict,
    follows: Consequence,
    *,
    rectify_by: date | None,
    barred_until: date | None,
) -> Consequence:
    """Say what a new evaluation leads to where it supersedes one of the band `earlier`.

    The same low band asks for nothing anew: its day and its bar stay as they were.
    """
    if follows.band is not earlier or follows.last_stage is LastStage.FALLS_DUE:
        return follows
    return replace(
        follows, last_stage=LastStage.STAYS, rectify_by=rectify_by, barred_until=barred_until
    )


def years_later(day: date, years: int) -> date:
    """Give the same day some years later; 29 February becomes 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
