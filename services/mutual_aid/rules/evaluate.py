"""What a plan pays a person for the events of a period: the thirteen steps of section 8.

All amounts are ticks until step 12 rounds once. Every event keeps a line that says what it
contributed and what cut it, so that the payment can be explained to the member (8.7).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from backend.kernel.money import Money
from services.mutual_aid.rules.entries import EvaluationError, Event, Input, read_events
from services.mutual_aid.rules.exact import RATE_ONE, TICKS_PER_FEN, round_ticks
from services.mutual_aid.rules.kinds import (
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


class CutNote(NamedTuple):
    """One cut: the amount before and after it in ticks, the limit in fen, what had used it up."""

    cut: Cut
    before: int
    after: int
    limit_fen: int = 0
    used: int = 0


@dataclass(slots=True)
class Line:
    """One event explained: base and offsets in fen, factor in ten-thousandths, amount in ticks.

    `place` is the benefit's place in the pack, `day` the day in the cover that counted, `days`
    the days that a `per_diem` pays.
    """

    item: str
    title: str
    base_fen: int
    offset_fen: int
    deductible_fen: int
    slices: Slices
    shares: int
    factor: int
    ticks: int
    cuts: list[CutNote]
    place: int
    event: Event
    day: int | None
    days: int

    @property
    def cut_by(self) -> list[Cut]:
        """What cut it, in order (8.7)."""
        return [note.cut for note in self.cuts]


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
    read = [read_events(one, events.get(one.item, ())) for one in pack.benefits]
    return evaluate_events(pack, read, person)


def evaluate_events(pack: Pack, read: Sequence[Sequence[Event]], person: Circumstances) -> Outcome:
    """Compute the payment for events that are read and checked: one list for each benefit."""
    blocks = [_benefit_lines(pack, place, found, person) for place, found in enumerate(read)]
    _keep_greatest_of_groups(pack.benefits, blocks)
    lines = [line for block in blocks for line in block]
    _cap(lines, pack.cap_period_fen, Cut.PLAN_CAP_PERIOD)
    paid_fen = sum(paid.fen for paid in person.paid_life.values())
    _cap(lines, pack.cap_life_fen, Cut.PLAN_CAP_LIFE, paid_fen)
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
    pack: Pack, place: int, events: Iterable[Event], person: Circumstances
) -> list[Line]:
    """Steps 3 to 9 for one benefit."""
    benefit = pack.benefits[place]
    shares = min(person.shares, pack.entry.shares_max)
    case = case_for(benefit, person.group, pack.rate_by_group, shares)
    tally = Tally()
    lines = []
    for event in events:
        day = person.day if event.day is None else event.day
        factor = waiting_factor(pack.cover, day, person.renewal_gap_days)
        reckoned = reckon(benefit, event, case, tally) if factor else Reckoned(0)
        ticks, cuts = _event_amount(benefit, factor, reckoned)
        lines.append(
            Line(
                item=benefit.item,
                title=benefit.title,
                base_fen=event.gross_fen,
                offset_fen=event.offset_fen,
                deductible_fen=reckoned.deductible_fen,
                slices=reckoned.slices,
                shares=case.shares,
                factor=factor,
                ticks=ticks,
                cuts=cuts,
                place=place,
                event=event,
                day=day,
                days=reckoned.days,
            )
        )
    _stack(benefit.stacking, lines)
    _cap(lines, benefit.cap_period_fen, Cut.CAP_PERIOD)
    if benefit.cap_life_fen is not None:
        paid = person.paid_life.get(benefit.item, Money.zero())
        _cap(lines, benefit.cap_life_fen, Cut.CAP_LIFE, paid.fen)
    return lines


def _event_amount(benefit: Benefit, factor: int, reckoned: Reckoned) -> tuple[int, list[CutNote]]:
    """Steps 6 and 7: waiting and the cap of one event."""
    whole = reckoned.ticks
    cuts = []
    if reckoned.uncapped is not None:
        cuts.append(CutNote(Cut.CAP, reckoned.uncapped, whole, benefit.most_fen or 0))
    ticks = whole
    if factor < RATE_ONE:
        ticks = whole * factor // RATE_ONE
        cuts.append(CutNote(Cut.WAITING, whole, ticks))
    cap = benefit.cap_event_fen
    if cap is not None and ticks > cap * TICKS_PER_FEN:
        cuts.append(CutNote(Cut.CAP_EVENT, ticks, cap * TICKS_PER_FEN, cap))
        ticks = cap * TICKS_PER_FEN
    return ticks, cuts


def _stack(stacking: Stacking, lines: list[Line]) -> None:
    """Step 8, first half: how the events of a table add up."""
    if stacking is Stacking.HIGHEST:
        reached = 0
        for line in lines:
            wanted = line.ticks
            _cut(line, max(0, wanted - reached), Cut.STACKING, used=reached)
            reached = max(reached, wanted)
    elif stacking is Stacking.ONCE:
        counted = [line for line in lines if line.factor]
        for line in counted[1:]:
            _cut(line, 0, Cut.STACKING)


def _cap(lines: list[Line], cap_fen: int | None, cut: Cut, paid_fen: int = 0) -> None:
    """Cut the sum of lines to what is left of a cap; earlier events come first."""
    if cap_fen is None:
        return
    cap, used = cap_fen * TICKS_PER_FEN, paid_fen * TICKS_PER_FEN
    for line in lines:
        _cut(line, max(0, cap - used), cut, cap_fen, used)
        used += line.ticks


def _keep_greatest_of_groups(benefits: Iterable[Benefit], blocks: list[list[Line]]) -> None:
    """Step 10: of an exclusive group only the greatest counts, on a tie the first in the file."""
    groups = [benefit.exclusive_group for benefit in benefits]
    if not any(groups):
        return
    best: dict[str, tuple[int, int]] = {}
    for place, group in enumerate(groups):
        total = sum(line.ticks for line in blocks[place])
        if group is not None and (group not in best or total > best[group][0]):
            best[group] = (total, place)
    for place, group in enumerate(groups):
        if group is not None and best[group][1] != place:
            for line in blocks[place]:
                _cut(line, 0, Cut.EXCLUSIVE_GROUP)


def _cut(line: Line, most: int, cut: Cut, limit_fen: int = 0, used: int = 0) -> None:
    """Cut one line to at most so many ticks, and note it where that changes anything."""
    if line.ticks > most:
        line.cuts.append(CutNote(cut, line.ticks, most, limit_fen, used))
        line.ticks = most
