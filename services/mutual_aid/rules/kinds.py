"""The six benefit kinds: K of one event, steps 3 and 4 of section 8, in ticks."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from services.mutual_aid.rules.entries import Event
from services.mutual_aid.rules.exact import RATE_ONE, TICKS_PER_FEN
from services.mutual_aid.rules.pack import Band, Benefit, Kind

Slices = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Case:
    """What the events of one benefit have in common: rates of the person's group, shares."""

    band_rates: tuple[int, ...]
    rate: int
    shares: int


@dataclass(slots=True)
class Tally:
    """What earlier events of the item have used up within the period."""

    events: int = 0
    days: int = 0


@dataclass(frozen=True, slots=True)
class Reckoned:
    """K in ticks, and how it came about: deductible, slices (fen, rate), days that count.

    `uncapped` is K before a `cap` cut it, None where none did.
    """

    ticks: int
    deductible_fen: int = 0
    slices: Slices = ()
    days: int = 0
    uncapped: int | None = None


def reckon(benefit: Benefit, event: Event, case: Case, tally: Tally) -> Reckoned:
    """Compute K of an event that is not skipped, and note in `tally` what it uses up."""
    reckoned = _KINDS[benefit.kind](benefit, event, case, tally)
    tally.events += 1
    return reckoned


def case_for(
    benefit: Benefit, group: str | None, plan_rates: Mapping[str, int], shares: int
) -> Case:
    """Choose the rates in force for a person (8.3): the two maps are never merged."""
    bands = tuple(band.rate for band in benefit.bands)
    ordinary = Case(bands, benefit.rate, shares if benefit.per_share else 1)
    if group is None or benefit.kind not in {Kind.EXCESS_RATE, Kind.RATIO}:
        return ordinary
    if benefit.rates_by_group is not None:
        rates = benefit.rates_by_group.get(group)
    elif group in plan_rates:
        rates = (plan_rates[group],) * max(1, len(bands))
    else:
        rates = None
    return ordinary if rates is None else Case(rates, rates[0], ordinary.shares)


def _excess_rate(benefit: Benefit, event: Event, case: Case, tally: Tally) -> Reckoned:
    deductible = benefit.deductible_next_fen if tally.events else benefit.deductible_first_fen
    excess = max(0, event.base_fen - deductible)
    slices = tuple(_cut(excess, benefit.bands, case.band_rates))
    return Reckoned(_sum(slices), deductible, slices)


def _cut(excess: int, bands: tuple[Band, ...], rates: tuple[int, ...]) -> Iterator[tuple[int, int]]:
    """Cut the excess into its bands; each slice at its own rate, upper edge inclusive."""
    below = 0
    for band, rate in zip(bands, rates, strict=True):
        upto = excess if band.upto_fen is None else min(excess, band.upto_fen)
        if upto > below:
            yield upto - below, rate
            below = upto


def _ratio(_benefit: Benefit, event: Event, case: Case, _tally: Tally) -> Reckoned:
    slices = ((event.base_fen, case.rate),)
    return Reckoned(_sum(slices), 0, slices)


def _per_diem(benefit: Benefit, event: Event, case: Case, tally: Tally) -> Reckoned:
    days = max(0, event.days - benefit.free_days)
    if benefit.max_days is not None:
        days = min(days, benefit.max_days)
    if benefit.max_days_period is not None:
        days = min(days, benefit.max_days_period - tally.days)
    tally.days += days
    fen = days * benefit.day_rate_fen * case.shares
    return Reckoned(fen * TICKS_PER_FEN, 0, ((fen, RATE_ONE),), days)


def _class_table(benefit: Benefit, event: Event, case: Case, _tally: Tally) -> Reckoned:
    fen = benefit.table[event.row] * case.shares
    return Reckoned(fen * TICKS_PER_FEN, 0, ((fen, RATE_ONE),))


def _graded_table(benefit: Benefit, event: Event, case: Case, tally: Tally) -> Reckoned:
    if benefit.table_sum_fen is None:
        return _class_table(benefit, event, case, tally)
    slices = ((benefit.table_sum_fen * case.shares, benefit.table[event.row]),)
    return Reckoned(_sum(slices), 0, slices)


def _loss_ratio(benefit: Benefit, event: Event, _case: Case, _tally: Tally) -> Reckoned:
    base = event.base_fen
    if base == 0 or base < benefit.threshold_fen:
        return Reckoned(0)
    slices = ((base, benefit.rate),)
    wanted = max(benefit.least_fen * TICKS_PER_FEN, _sum(slices))
    if benefit.most_fen is None or wanted <= benefit.most_fen * TICKS_PER_FEN:
        return Reckoned(wanted, 0, slices)
    return Reckoned(benefit.most_fen * TICKS_PER_FEN, 0, slices, uncapped=wanted)


def _sum(slices: Slices) -> int:
    return sum(fen * rate for fen, rate in slices) * RATE_ONE


_KINDS: dict[Kind, Callable[[Benefit, Event, Case, Tally], Reckoned]] = {
    Kind.EXCESS_RATE: _excess_rate,
    Kind.RATIO: _ratio,
    Kind.PER_DIEM: _per_diem,
    Kind.CLASS_TABLE: _class_table,
    Kind.GRADED_TABLE: _graded_table,
    Kind.LOSS_RATIO: _loss_ratio,
}
