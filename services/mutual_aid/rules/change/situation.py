"""A situation: events, person and days, and what the plan pays in it, refusals by date included."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from backend.kernel.money import Money
from services.mutual_aid.rules.entries import Input
from services.mutual_aid.rules.evaluate import Circumstances, evaluate
from services.mutual_aid.rules.pack import Pack

ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Facts:
    """The days that decide beside the events, all inclusive; what is None does not decide.

    `event_on` is the day of every event without a `day` of its own. From `next_period_first` on
    the claimed entry (`claimed_item`, its place) stands alone and nothing is paid yet.
    """

    event_on: dt.date | None = None
    cover_first: dt.date | None = None
    cover_last: dt.date | None = None
    claimed_on: dt.date | None = None
    last_claim_day: dt.date | None = None
    next_period_first: dt.date | None = None
    claimed_item: str | None = None
    claimed_place: int = 0


@dataclass(frozen=True, slots=True)
class Situation:
    """Everything that a payment depends on beside the plan."""

    events: Input
    person: Circumstances
    facts: Facts = field(default_factory=Facts)

    def with_entry(self, item: str, place: int, entry: object) -> "Situation":
        """Give the situation with another entry in one place."""
        entries = list(self.events[item])
        entries[place] = entry
        return replace(self, events={**self.events, item: entries})

    def with_facts(self, **facts: Any) -> "Situation":
        """Give the situation with other days."""
        return replace(self, facts=replace(self.facts, **facts))

    def with_day(self, day: int) -> "Situation":
        """Give the situation with another day in the cover."""
        return replace(self, person=replace(self.person, day=day))


def payment_in(pack: Pack, situation: Situation) -> Money:
    """Give what is paid; nothing for a day outside the cover or a claim after its last day."""
    facts = situation.facts
    if facts.claimed_on and facts.last_claim_day and facts.claimed_on > facts.last_claim_day:
        return Money.zero()
    person = situation.person
    if facts.event_on and facts.cover_first:
        if facts.event_on < facts.cover_first:
            return Money.zero()
        person = replace(person, day=(facts.event_on - facts.cover_first).days + 1)
    if facts.event_on and facts.cover_last and facts.event_on > facts.cover_last:
        return Money.zero()
    events = situation.events
    if facts.event_on and facts.next_period_first and facts.event_on >= facts.next_period_first:
        events = _claimed_alone(events, facts)
        person = replace(person, already_paid=Money.zero(), paid_life=_moved_on(person))
    return evaluate(pack, events, person).payment


def _claimed_alone(events: Input, facts: Facts) -> Input:
    if facts.claimed_item is None:
        return events
    return {facts.claimed_item: [events[facts.claimed_item][facts.claimed_place]]}


def _moved_on(person: Circumstances) -> Mapping[str, Money]:
    """Count what this period paid among the earlier ones; the plan's lifetime cap sees it."""
    if not person.already_paid:
        return person.paid_life
    return {**person.paid_life, "": person.paid_life.get("", Money.zero()) + person.already_paid}
