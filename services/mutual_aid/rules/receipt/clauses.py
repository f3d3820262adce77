"""The clauses that made one line, in the order of the arithmetic, each with its place in the pack.

Every clause is `{"at": <JSON Pointer into the pack>, "words": <a plain Chinese sentence>}`.
"""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from backend.kernel.money import Money
from services.mutual_aid.rules.evaluate import Circumstances, Line
from services.mutual_aid.rules.exact import RATE_ONE, TICKS_PER_FEN, plain_rate
from services.mutual_aid.rules.pack import Benefit, Kind, Pack
from services.mutual_aid.rules.receipt.cuts import pointer_of, renewal_clause, words_of

Clauses = Iterator[tuple[str, str]]


class _Spot(NamedTuple):
    """A line and what stands around it; `at` points to its benefit, `event` counts from 1."""

    pack: Pack
    person: Circumstances
    line: Line
    benefit: Benefit
    at: str
    event: int


def clauses_of(
    pack: Pack, person: Circumstances, line: Line, event: int, fen: int
) -> list[dict[str, str]]:
    """Say how a line came about, from its base to what is paid for it (`fen`, rounded)."""
    at = f"/benefits/{line.place}"
    spot = _Spot(pack, person, line, pack.benefits[line.place], at, event)
    found = [{"at": where, "words": words} for where, words in _KINDS[spot.benefit.kind](spot)]
    if line.factor:
        found += [{"at": where, "words": words} for where, words in _around(spot)]
    for note in line.cuts:
        where = pointer_of(pack, line, note)
        found.append({"at": where, "words": words_of(pack, line, note)})
    found.append({"at": at, "words": f"{line.title}这一笔计 {Money(fen)} 元"})
    return found


def _around(spot: _Spot) -> Clauses:
    """Say what shares and a renewal made of the amount (8.4, 8.5)."""
    held = spot.person.shares
    if spot.benefit.per_share:
        if held > spot.line.shares:
            entry: Any = spot.pack.raw.get("entry", {})
            where = "/entry/shares_max" if "shares_max" in entry else f"{spot.at}/per_share"
            yield where, f"您有 {held} 份，最多按 {spot.line.shares} 份计"
        yield f"{spot.at}/per_share", f"乘以 {spot.line.shares} 份"
    renewal = renewal_clause(spot.pack, spot.person, spot.line)
    if renewal:
        yield renewal


def _base(spot: _Spot) -> Clauses:
    """Say what the amount starts from, and what other payers are subtracted (8.1)."""
    line, benefit = spot.line, spot.benefit
    what = "损失" if benefit.kind is Kind.LOSS_RATIO else "计入费用"
    which = "本期累计" if benefit.per_period else f"第 {spot.event} 次，"
    yield f"{spot.at}/base", f"{line.title}{which}{what} {Money(line.base_fen)} 元"
    if line.offset_fen:
        left = Money(line.event.base_fen)
        words = f"先减去其他保障已付的 {Money(line.offset_fen)} 元，剩 {left} 元"
        yield f"{spot.at}/offsets", words


def _excess(spot: _Spot) -> Clauses:
    yield from _base(spot)
    base, deductible = spot.line.event.base_fen, spot.line.deductible_fen
    if deductible:
        is_first = deductible == spot.benefit.deductible_first_fen
        where = f"{spot.at}/deductible_{'first' if is_first else 'next'}"
        words = f"起付线 {Money(deductible)} 元"
        if base > deductible:
            yield where, f"{words}，超过的部分是 {Money(base - deductible)} 元"
        else:
            yield where, f"{words}，没有超过，所以不付"
    yield from _slices(spot)


def _ratio(spot: _Spot) -> Clauses:
    yield from _base(spot)
    yield from _slices(spot)


def _slices(spot: _Spot) -> Clauses:
    """Say at which rate each part counts; slices fill the bands from below."""
    for place, (fen, rate) in enumerate(spot.line.slices):
        where, is_of_group = _rate_place(spot, place)
        whose = "按您所属人群的比例，" if is_of_group else ""
        yield where, f"{whose}{Money(fen)} 元按 {plain_rate(rate)} 计算"


def _rate_place(spot: _Spot, band: int) -> tuple[str, bool]:
    """Point to the rate in force for a band, and tell whether it is the group's own (8.3)."""
    benefit, group = spot.benefit, spot.person.group
    if group is not None and benefit.kind is not Kind.LOSS_RATIO:
        own = benefit.rates_by_group
        if own is not None and group in own:
            raw: Any = spot.pack.raw["benefits"]
            is_list = isinstance(raw[spot.line.place]["rate_by_group"][group], list)
            return f"{spot.at}/rate_by_group/{group}" + (f"/{band}" if is_list else ""), True
        if own is None and group in spot.pack.rate_by_group:
            return f"/rate_by_group/{group}", True
    if benefit.bands:
        return f"{spot.at}/bands/{band}/rate", False
    return f"{spot.at}/rate", False


def _loss(spot: _Spot) -> Clauses:
    yield from _base(spot)
    benefit, line = spot.benefit, spot.line
    if not line.factor:
        return
    if benefit.threshold_fen:
        reached = "达到" if line.slices else "没有达到"
        ending = "" if line.slices else "，所以不付"
        words = f"损失{reached} {Money(benefit.threshold_fen)} 元{ending}"
        yield f"{spot.at}/threshold", words
    yield from _slices(spot)
    for fen, rate in line.slices:
        if fen * rate * RATE_ONE < benefit.least_fen * TICKS_PER_FEN:
            least = Money(benefit.least_fen)
            yield f"{spot.at}/min", f"不足 {least} 元，按 {least} 元计"


def _per_diem(spot: _Spot) -> Clauses:
    benefit, days = spot.benefit, spot.line.event.days
    yield spot.at, f"{spot.line.title}第 {spot.event} 次，共 {days} 天"
    if not spot.line.factor:
        return
    if benefit.free_days:
        yield f"{spot.at}/free_days", f"前 {benefit.free_days} 天不计"
    left = max(0, days - benefit.free_days)
    if benefit.max_days is not None and left > benefit.max_days:
        left = benefit.max_days
        yield f"{spot.at}/max_days", f"每次最多计 {left} 天"
    counted = spot.line.days
    if counted < left:
        words = f"本期最多计 {benefit.max_days_period} 天，这次只计 {counted} 天"
        yield f"{spot.at}/max_days_period", words
    yield f"{spot.at}/rate_per_day", f"{counted} 天，每天 {Money(benefit.day_rate_fen)} 元"


def _class_table(spot: _Spot) -> Clauses:
    row, title = spot.line.event.row, spot.line.title
    amount = Money(spot.benefit.table[row])
    yield f"{spot.at}/classes/{row}", f"{title}第 {spot.event} 次，{row} 类，{amount} 元"


def _graded_table(spot: _Spot) -> Clauses:
    row, benefit = spot.line.event.row, spot.benefit
    title = f"{spot.line.title}第 {spot.event} 次"
    if benefit.table_sum_fen is None:
        yield f"{spot.at}/grades/{row}", f"{title}，{row} 级，{Money(benefit.table[row])} 元"
        return
    yield f"{spot.at}/sum", f"{title}，全额 {Money(benefit.table_sum_fen)} 元"
    yield f"{spot.at}/grades/{row}", f"{row} 级按 {plain_rate(benefit.table[row])} 计算"


_KINDS: dict[Kind, Callable[[_Spot], Clauses]] = {
    Kind.EXCESS_RATE: _excess,
    Kind.RATIO: _ratio,
    Kind.PER_DIEM: _per_diem,
    Kind.CLASS_TABLE: _class_table,
    Kind.GRADED_TABLE: _graded_table,
    Kind.LOSS_RATIO: _loss,
}
