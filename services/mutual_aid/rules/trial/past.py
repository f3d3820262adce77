"""What was decided, as a trial takes it: the frozen inputs and what they came to then."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from backend.kernel.money import Money
from services.mutual_aid.rules.canonical import canonical
from services.mutual_aid.rules.evaluate import Circumstances
from services.mutual_aid.rules.exact import plain_fen, read_money

OTHER = "other"
Chain = tuple[int, int, str]
Events = Mapping[str, list[object]]


@dataclass(frozen=True, slots=True)
class Past:
    """One decision: its number, its frozen inputs, what the rules came to then.

    Decisions of one `chain` (person, version, first day of the period) follow each other: what one
    pays is already paid at the next. `is_claim` tells whose number it is, a claim's or that of a
    benefit without one. A decision that paid nothing keeps in `refused` what the rules alone would
    have given then: above zero it was refused for another reason than the amount, and stays so.
    """

    number: str
    chain: Chain
    events: Events
    person: Circumstances
    before: Money
    is_claim: bool = True
    refused: Money | None = None
    others: Events | None = None

    def canonical(self) -> bytes:
        """Write number, inputs and amount as bytes, for the digest of all inputs."""
        person = self.person
        alone = [] if self.others is None else [dict(self.others)]
        return canonical(
            [
                self.number,
                dict(self.events),
                person.group,
                person.shares,
                person.day,
                person.renewal_gap_days,
                plain_fen(person.already_paid.fen),
                {item: plain_fen(paid.fen) for item, paid in person.paid_life.items()},
                plain_fen(self.before.fen),
                *alone,
            ]
        )


def past_inputs(inputs: Mapping[str, Any]) -> tuple[Events, Circumstances]:
    """Read frozen inputs back; what is absent has its default.

    They are those of a receipt `zhijia-receipt/1` or the facts of a settlement, whose `paid_life`
    may be one sum for all items.
    """
    life = inputs.get("paid_life", {})
    by_item = life if isinstance(life, Mapping) else {OTHER: life}
    person = Circumstances(
        group=inputs.get("group"),
        shares=inputs.get("shares", 1),
        day=inputs.get("day"),
        renewal_gap_days=inputs.get("renewal_gap_days"),
        already_paid=_money(inputs.get("already_paid", "0")),
        paid_life={item: _money(paid) for item, paid in by_item.items() if _money(paid)},
    )
    return inputs.get("events", {}), person


def _money(written: object) -> Money:
    return Money(read_money(written) or 0)
