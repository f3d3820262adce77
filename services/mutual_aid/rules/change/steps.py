"""Ways in which one input could differ, in steps of a fen, a day or a share.

A way gives the situation after n steps. More steps never pay less, up to its last step.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from backend.kernel.money import Money
from services.mutual_aid.rules.change.situation import ONE_DAY, Situation
from services.mutual_aid.rules.exact import MAX_WHOLE_YUAN, plain_fen, read_money
from services.mutual_aid.rules.pack import Benefit, Kind, Pack

MOST_DAYS = 3660
MOST_FEN = MAX_WHOLE_YUAN * 100
_MONEY = frozenset({Kind.EXCESS_RATE, Kind.RATIO, Kind.LOSS_RATIO})


class What(StrEnum):
    """Which input differs; in this order the first that helps is named."""

    CLAIM_DAY = "claim_day"
    EVENT_DAY = "event_day"
    SHARES = "shares"
    DAYS = "days"
    OFFSET = "offset"
    AMOUNT = "amount"
    PERIOD = "period"
    PAID_LIFE = "paid_life"


@dataclass(frozen=True, slots=True)
class Way:
    """One input that could differ: `after(n)` for n from 0 to `most`; `name` is an offset's."""

    what: What
    most: int
    after: Callable[[int], Situation]
    benefit: Benefit | None = None
    place: int = 0
    name: str = ""


def ways(pack: Pack, situation: Situation) -> Iterator[Way]:
    """Give every way, the preferred ones first."""
    yield from _claim_day(situation)
    yield from _event_day(pack, situation)
    if situation.person.shares < pack.entry.shares_max:
        most = pack.entry.shares_max - situation.person.shares
        yield Way(What.SHARES, most, lambda n: _with_shares(situation, n))
    found = [
        way
        for benefit in pack.benefits
        for place, entry in enumerate(situation.events.get(benefit.item, ()))
        for way in _entry_ways(situation, benefit, place, entry)
    ]
    yield from sorted(found, key=lambda way: list(What).index(way.what))
    yield from _next_period(situation)
    yield from _paid_life(situation)


def _claim_day(situation: Situation) -> Iterator[Way]:
    day = situation.facts.claimed_on
    if day is not None:
        yield Way(
            What.CLAIM_DAY, MOST_DAYS, lambda n: situation.with_facts(claimed_on=day - n * ONE_DAY)
        )


def _event_day(pack: Pack, situation: Situation) -> Iterator[Way]:
    """Move the event to a later day of the same cover."""
    facts, day = situation.facts, situation.person.day
    if facts.event_on is not None and facts.cover_first is not None:
        start = facts.event_on
        ends = [facts.cover_last, facts.next_period_first and facts.next_period_first - ONE_DAY]
        last = min([end for end in ends if end] or [start + MOST_DAYS * ONE_DAY])
        most = max(0, (last - start).days)
        yield Way(
            What.EVENT_DAY, most, lambda n: situation.with_facts(event_on=start + n * ONE_DAY)
        )
    elif day is not None:
        yield Way(What.EVENT_DAY, MOST_DAYS, lambda n: situation.with_day(day + n))
    for benefit in pack.benefits:
        for place, entry in enumerate(situation.events.get(benefit.item, ())):
            if isinstance(entry, Mapping) and "day" in entry:
                moved = _Field(situation, benefit.item, place, entry, "day")
                yield Way(What.EVENT_DAY, MOST_DAYS, moved.more, benefit, place)


def _with_shares(situation: Situation, more: int) -> Situation:
    person = situation.person
    return replace(situation, person=replace(person, shares=person.shares + more))


def _next_period(situation: Situation) -> Iterator[Way]:
    """Let the same event fall into the next period, whose caps are whole again."""
    facts = situation.facts
    if facts.event_on is not None and facts.next_period_first is not None:
        start: dt.date = facts.event_on
        most = (facts.next_period_first - start).days
        if most > 0:
            still = situation.with_facts(cover_last=None)
            yield Way(What.PERIOD, most, lambda n: still.with_facts(event_on=start + n * ONE_DAY))


def _paid_life(situation: Situation) -> Iterator[Way]:
    person = situation.person
    for item, paid in person.paid_life.items():

        def after(less: int, item: str = item, paid: Money = paid) -> Situation:
            life = {**person.paid_life, item: Money(paid.fen - less)}
            return replace(situation, person=replace(person, paid_life=life))

        yield Way(What.PAID_LIFE, paid.fen, after)


def _entry_ways(situation: Situation, benefit: Benefit, place: int, entry: object) -> Iterator[Way]:
    """Raise what an entry starts from, or lower what others paid of it."""
    fields = entry if isinstance(entry, Mapping) else {}
    if benefit.kind is Kind.PER_DIEM:
        longer = _Field(situation, benefit.item, place, entry, "days")
        yield Way(What.DAYS, MOST_DAYS, longer.more, benefit, place)
    if benefit.kind not in _MONEY:
        return
    key = next((name for name in ("amount", "cycles", "daily") if name in fields), "")
    dearer = _Field(situation, benefit.item, place, entry, key)
    yield Way(What.AMOUNT, MOST_FEN - dearer.fen, dearer.more, benefit, place)
    for name, written in fields.get("offsets", {}).items():
        fen = read_money(written) or 0
        if name in benefit.offsets and fen:
            smaller = _Field(situation, benefit.item, place, entry, name)
            yield Way(What.OFFSET, fen, smaller.less, benefit, place, name)


@dataclass(frozen=True, slots=True)
class _Field:
    """One number of an entry: an amount, a list's first amount, days, a day, or an offset."""

    situation: Situation
    item: str
    place: int
    entry: Any
    key: str = ""

    @property
    def fen(self) -> int:
        """The amount as it stands."""
        written = self.entry[self.key] if self.key else self.entry
        return read_money(written[0] if isinstance(written, list) else written) or 0

    def more(self, steps: int) -> Situation:
        """Give the situation with the number raised."""
        if not isinstance(self.entry, Mapping):
            raised: object = self.entry + steps if self.key else plain_fen(self.fen + steps)
            return self.situation.with_entry(self.item, self.place, raised)
        old = self.entry[self.key]
        if self.key in {"days", "day"}:
            return self._put({self.key: old + steps})
        raised = plain_fen(self.fen + steps)
        return self._put({self.key: [raised, *old[1:]] if isinstance(old, list) else raised})

    def less(self, steps: int) -> Situation:
        """Give the situation with the offset lowered."""
        offsets = self.entry["offsets"]
        fen = (read_money(offsets[self.key]) or 0) - steps
        return self._put({"offsets": {**offsets, self.key: plain_fen(fen)}})

    def _put(self, fields: Mapping[str, object]) -> Situation:
        return self.situation.with_entry(self.item, self.place, {**self.entry, **fields})
