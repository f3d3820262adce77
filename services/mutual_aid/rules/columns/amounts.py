"""The amount of one benefit in a row, all of its events added: steps 3 to 7 as an expression."""

import operator
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import reduce
from typing import Protocol

import polars as pl

from services.mutual_aid.rules.columns.frame import base_of, offset_of, reduced_of
from services.mutual_aid.rules.exact import RATE_ONE
from services.mutual_aid.rules.pack import Benefit, Kind, Pack

Rates = tuple[int, ...]


class Part(Enum):
    """Which events of a row are meant: all, the reduced ones at the beginning, or the others."""

    WHOLE = "whole"
    REDUCED = "reduced"
    FULL = "full"


class OneEvent(Protocol):
    """From the base of one event to something that is added up over all of them."""

    def __call__(self, base: pl.Expr, *, is_first: bool) -> pl.Expr:
        """Give it for an event that is the first of the period, or a later one."""


@dataclass(frozen=True, slots=True)
class Amounts:
    """What the expressions of a plan share: the frame's columns, the scale, the largest fen."""

    pack: Pack
    columns: frozenset[str]
    lists: frozenset[str]
    scale: int
    most_fen: int

    def column(self, name: str) -> pl.Expr:
        """Give an optional column, null and absent being 0."""
        return pl.col(name).fill_null(0) if name in self.columns else pl.lit(0, dtype=pl.Int64)

    def bound(self, fen: int) -> int:
        """Cut an edge or cap to the largest amount that a row of columns can hold."""
        return min(fen, self.most_fen)

    def factor(self) -> pl.Expr | None:
        """Give the factor of 8.5 in ten-thousandths; None where it is 1 for everybody."""
        cover = self.pack.cover
        if "day" not in self.columns or not (cover.wait_days or cover.reduced_days):
            return None
        day = pl.col("day")
        found = pl.when(day <= cover.wait_days).then(0)
        if cover.reduced_days is None:
            factor = found.otherwise(RATE_ONE)
        else:
            factor = found.when(day <= cover.reduced_days).then(cover.reduced_factor)
            factor = factor.otherwise(RATE_ONE)
        grace = cover.renewal_grace_days
        if grace is not None and "renewal_gap_days" in self.columns:
            factor = pl.when(pl.col("renewal_gap_days") <= grace).then(RATE_ONE).otherwise(factor)
        return factor.cast(pl.Int64)

    def rates(self, benefit: Benefit) -> dict[str | None, Rates]:
        """Give the rates of each group that has its own, and everybody else's under None (8.3)."""
        bands = tuple(band.rate for band in benefit.bands) or (benefit.rate,)
        found: dict[str | None, Rates] = {None: bands}
        if "group" not in self.columns:
            return found
        if benefit.rates_by_group is not None:
            return found | dict(benefit.rates_by_group)
        return found | {
            group: (rate,) * len(bands) for group, rate in self.pack.rate_by_group.items()
        }


def amount_of(amounts: Amounts, benefit: Benefit) -> pl.Expr:
    """Give the parts of a benefit in a row, before the caps of the period."""
    if reduced_of(benefit) in amounts.columns:
        return _in_two(amounts, benefit)
    factor = amounts.factor()
    if benefit.cap_event_fen is None:
        parts = _uncapped(amounts, benefit)
        return parts * (_times(amounts) if factor is None else _times_of(amounts, factor))
    if factor is None:
        return _capped(amounts, benefit, _times(amounts))
    reduced = amounts.pack.cover.reduced_factor
    return (
        pl.when(factor == RATE_ONE)
        .then(_capped(amounts, benefit, _times(amounts)))
        .when(factor == reduced)
        .then(_capped(amounts, benefit, reduced * _times(amounts) // RATE_ONE))
        .otherwise(0)
    )


def _in_two(amounts: Amounts, benefit: Benefit) -> pl.Expr:
    """Add up the reduced events of a row, which come first, and the others."""
    factors = {Part.REDUCED: amounts.pack.cover.reduced_factor, Part.FULL: RATE_ONE}
    whole = _times(amounts)
    totals = []
    for part, factor in factors.items():
        times = factor * whole // RATE_ONE
        if benefit.cap_event_fen is None:
            totals.append(_uncapped(amounts, benefit, part) * times)
        else:
            totals.append(_capped(amounts, benefit, times, part))
    return reduce(operator.add, totals)


def _times(amounts: Amounts) -> int:
    """Give what turns fen times ten-thousandths into parts."""
    return amounts.scale // RATE_ONE


def _times_of(amounts: Amounts, factor: pl.Expr) -> pl.Expr:
    """Give the same with the factor in it; without a reduced factor it is 0 or all."""
    return factor // RATE_ONE if amounts.scale == RATE_ONE else factor


def _uncapped(amounts: Amounts, benefit: Benefit, part: Part = Part.WHOLE) -> pl.Expr:
    """Add up slices over all events first, then take each at the rate of the row's group."""
    rates = amounts.rates(benefit)
    total: pl.Expr | None = None
    for band, (low, high) in enumerate(_edges(amounts, benefit)):
        taken = _over_events(amounts, benefit, _slicer(amounts, benefit, low, high), part)
        paid = taken * _rate_of_row(rates, band)
        total = paid if total is None else total + paid
    return pl.lit(0, dtype=pl.Int64) if total is None else total


def _rate_of_row(rates: Mapping[str | None, Rates], band: int) -> pl.Expr | int:
    """Choose the rate of a band by the row's group."""
    ordinary = rates[None][band]
    chosen: pl.Expr | int = ordinary
    for group, own in rates.items():
        if group is not None and own[band] != ordinary:
            of_group = pl.lit(own[band], dtype=pl.Int64)
            chosen = pl.when(pl.col("group") == group).then(of_group).otherwise(chosen)
    return chosen


def _capped(amounts: Amounts, benefit: Benefit, times: int, part: Part = Part.WHOLE) -> pl.Expr:
    """Cut every event to the cap of one event; the rates of each group need a pass of their own."""
    cap = amounts.bound(benefit.cap_event_fen or 0) * amounts.scale
    rates = amounts.rates(benefit)

    def total(own: Rates) -> pl.Expr:
        slicers = [_slicer(amounts, benefit, *edge) for edge in _edges(amounts, benefit)]

        def one_event(base: pl.Expr, *, is_first: bool) -> pl.Expr:
            parts = [
                slicer(base, is_first=is_first) * (rate * times)
                for slicer, rate in zip(slicers, own, strict=True)
            ]
            return reduce(operator.add, parts).clip(upper_bound=cap)

        return _over_events(amounts, benefit, one_event, part)

    chosen = total(rates[None])
    for group, own in rates.items():
        if group is not None and own != rates[None]:
            chosen = pl.when(pl.col("group") == group).then(total(own)).otherwise(chosen)
    return chosen


def _edges(amounts: Amounts, benefit: Benefit) -> Iterator[tuple[int, int | None]]:
    """Give the lower and upper edge of each band; a ratio is one band without edges."""
    low = 0
    for band in benefit.bands:
        high = None if band.upto_fen is None else amounts.bound(band.upto_fen)
        yield low, high
        low = high or 0
    if benefit.kind is Kind.RATIO:
        yield 0, None


def _slicer(amounts: Amounts, benefit: Benefit, low: int, high: int | None) -> OneEvent:
    """Give the function from the base of an event to its slice in a band."""
    first = amounts.bound(benefit.deductible_first_fen)
    following = amounts.bound(benefit.deductible_next_fen)

    def taken(base: pl.Expr, *, is_first: bool) -> pl.Expr:
        deductible = first if is_first else following
        excess = (base - deductible).clip(lower_bound=0) if deductible else base
        if high is not None:
            excess = excess.clip(upper_bound=high)
        return (excess - low).clip(lower_bound=0) if low else excess

    return taken


def _over_events(
    amounts: Amounts, benefit: Benefit, one_event: OneEvent, part: Part = Part.WHOLE
) -> pl.Expr:
    """Add something up over the events of a row; the first event may have a deductible of its own.

    All events are taken as later ones, in one pass over the flat values; then the first is mended.
    """
    base = base_of(benefit)
    if base not in amounts.lists:
        return one_event(_net(amounts, benefit), is_first=True).fill_null(0)
    whole = net = _net(amounts, benefit)
    reduced = pl.col(reduced_of(benefit)).fill_null(0) if part is not Part.WHOLE else None
    if reduced is not None:
        net = net.list.head(reduced) if part is Part.REDUCED else net.list.slice(reduced)
    element = pl.element()
    total = net.list.eval(one_event(element, is_first=False)).list.sum()
    if benefit.deductible_first_fen != benefit.deductible_next_fen:
        # Of the whole list: a part of nothing but nulls would have lost its type.
        first = whole.list.first()
        mend = one_event(first, is_first=True) - one_event(first, is_first=False)
        if reduced is not None:
            is_here = reduced > 0 if part is Part.REDUCED else reduced == 0
            mend = pl.when(is_here).then(mend).otherwise(0)
        total += mend.fill_null(0)
    return total.fill_null(0)


def _net(amounts: Amounts, benefit: Benefit) -> pl.Expr:
    """Give the bases after offsets (8.1)."""
    base, offset = base_of(benefit), offset_of(benefit)
    if offset not in amounts.columns:
        return pl.col(base)
    if base not in amounts.lists:
        return (pl.col(base) - pl.col(offset).fill_null(0)).clip(lower_bound=0)
    net = (pl.col(base) - pl.col(offset)).list.eval(pl.element().clip(lower_bound=0))
    return pl.when(pl.col(offset).is_null()).then(pl.col(base)).otherwise(net)
