"""What a plan pays a person for the events of a period: the thirteen steps of section 8.

All amounts are ticks until step 12 rounds once. Every event keeps a line that says what it
contributed and what cut it, so that the payment can be explained to the member (8.7).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from backend.kernel.money import Money
from services.mutual_aid.rules.entries import EvaluationError, Event, Input, read_events
from services.mutual_aid.rules.exact import RATE_ONE, TICKS_PER_FEN, round_ticks
from services.mutual_aid.rules.kinds import (
    Case,
    Reckoned,
    Slices,
    Tally,
    case_for,
    reckon,
)
from services.mutual_aid.rules.pack import Benefit, Cover, Pack, Stacking


class Cut(StrEnum):
    """What made an amount smaller than its rule alone would give."""

    CAP = "cap"
    CAP_EVENT = "cap_event"
    CAP_PERIOD = "cap_period"
    CAP_LIFE = "cap_life"
    PLAN_CAP_PERIOD = "plan_cap_period"
    PLAN_CAP_LIFE = "plan_cap_life"
    EXCLUSIVE_GROUP = "exclusive_group"
    STACKING = "stacking"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is known of the person beside the events; defaults are those of section 10."""

    group: str | None = None
    shares: int = 1
    day: int | None = None
    renewal_gap_days: int | None = None
    already_paid: Money = field(default_factory=Money.zero)
    paid_life: Mapping[str, Money] = field(default_factory=dict)


@dataclass(slots=True)
class Line:
    """One event explained: base and offsets in fen, factor in ten-thousandths, amount in ticks."""

    item: str
    title: str
    base_fen: int
    offset_fen: int
    deductible_fen: int
    slices: Slices
    shares: int
    factor: int
    ticks: int
    cut_by: list[Cut]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is due to date, what is paid now, what was paid too much, and why."""

    due: Money
    payment: Money
    overpaid: Money
    lines: tuple[Line, ...]


def evaluate(pack: Pack, events: Input, person: Circumstances | None = None) -> Outcome:
    """Compute the payment for all events of the period to date; raises EvaluationError."""
    person = person or Circumstances()
    benefits = {benefit.item: benefit for benefit in pack.benefits}
    for item in events:
        if item not in benefits:
            raise EvaluationError("unknown_item", item)
    read = [(one, read_events(one, events.get(one.item, ()))) for one in pack.benefits]
    blocks = [_benefit_lines(pack, benefit, found, person) for benefit, found in read]
    _keep_greatest_of_groups(pack.benefits, blocks)
    lines = [line for block in blocks for line in block]
    _cap(lines, pack.cap_period_fen, Cut.PLAN_CAP_PERIOD)
    paid = Money.sum(person.paid_life.values()).fen
    _cap(lines, _left(pack.cap_life_fen, paid), Cut.PLAN_CAP_LIFE)
    due = round_ticks(sum(line.ticks for line in lines))
    gap = due - person.already_paid
    zero = Money.zero()
    return Outcome(due, max(zero, gap), max(zero, -gap), tuple(lines))


def waiting_factor(cover: Cover, day: int | None, renewal_gap_days: int | None) -> int:
    """Give the factor of 8.5 in ten-thousandths; 0 means that the event is skipped."""
    grace = cover.renewal_grace_days
    if renewal_gap_days is not None and grace is not None and renewal_gap_days <= grace:
        return RATE_ONE
    if day is None:
        return RATE_ONE
    if day <= cover.wait_days:
        return 0
    if cover.reduced_days is not None and day <= cover.reduced_days:
        return cover.reduced_factor
    return RATE_ONE


def _benefit_lines(
    pack: Pack, benefit: Benefit, events: Iterable[Event], person: Circumstances
) -> list[Line]:
    """Steps 3 to 9 for one benefit."""
    shares = min(person.shares, pack.entry.shares_max)
    case = case_for(benefit, person.group, pack.rate_by_group, shares)
    tally = Tally()
    lines = []
    for event in events:
        day = person.day if event.day is None else event.day
        factor = waiting_factor(pack.cover, day, person.renewal_gap_days)
        reckoned = reckon(benefit, event, case, tally) if factor else Reckoned(0)
        lines.append(_line(benefit, event, case, factor, reckoned))
    _stack(benefit.stacking, lines)
    _cap(lines, benefit.cap_period_fen, Cut.CAP_PERIOD)
    paid = person.paid_life.get(benefit.item, Money.zero())
    _cap(lines, _left(benefit.cap_life_fen, paid.fen), Cut.CAP_LIFE)
    return lines


def _line(benefit: Benefit, event: Event, case: Case, factor: int, reckoned: Reckoned) -> Line:
    """Steps 6 and 7: waiting and the cap of one event."""
    ticks = reckoned.ticks * factor // RATE_ONE
    cuts = [Cut.CAP] if reckoned.cut_by_cap else []
    if factor < RATE_ONE:
        cuts.append(Cut.WAITING)
    cap = benefit.cap_event_fen
    if cap is not None and ticks > cap * TICKS_PER_FEN:
        ticks = cap * TICKS_PER_FEN
        cuts.append(Cut.CAP_EVENT)
    return Line(
        item=benefit.item,
        title=benefit.title,
        base_fen=event.gross_fen,
        offset_fen=event.offset_fen,
        deductible_fen=reckoned.deductible_fen,
        slices=reckoned.slices,
        shares=case.shares,
        factor=factor,
        ticks=ticks,
        cut_by=cuts,
    )


def _stack(stacking: Stacking, lines: list[Line]) -> None:
    """Step 8, first half: how the events of a table add up."""
    if stacking is Stacking.HIGHEST:
        reached = 0
        for line in lines:
            wanted, line.ticks = line.ticks, max(0, line.ticks - reached)
            _note(line, wanted, Cut.STACKING)
            reached = max(reached, wanted)
    elif stacking is Stacking.ONCE:
        counted = [line for line in lines if line.factor]
        for line in counted[1:]:
            wanted, line.ticks = line.ticks, 0
            _note(line, wanted, Cut.STACKING)


def _cap(lines: list[Line], cap_fen: int | None, cut: Cut) -> None:
    """Cut the sum of lines to a cap; earlier events come first."""
    if cap_fen is None:
        return
    left = cap_fen * TICKS_PER_FEN
    for line in lines:
        wanted, line.ticks = line.ticks, min(line.ticks, left)
        left -= line.ticks
        _note(line, wanted, cut)


def _keep_greatest_of_groups(benefits: Iterable[Benefit], blocks: list[list[Line]]) -> None:
    """Step 10: of an exclusive group only the greatest counts, on a tie the first in the file."""
    best: dict[str, tuple[int, int]] = {}
    groups = [benefit.exclusive_group for benefit in benefits]
    for place, group in enumerate(groups):
        total = sum(line.ticks for line in blocks[place])
        if group is not None and (group not in best or total > best[group][0]):
            best[group] = (total, place)
    for place, group in enumerate(groups):
        if group is not None and best[group][1] != place:
            for line in blocks[place]:
                wanted, line.ticks = line.ticks, 0
                _note(line, wanted, Cut.EXCLUSIVE_GROUP)


def _left(cap_fen: int | None, paid_fen: int) -> int | None:
    return None if cap_fen is None else max(0, cap_fen - paid_fen)


def _note(line: Line, wanted: int, cut: Cut) -> None:
    if line.ticks < wanted:
        line.cut_by.append(cut)
