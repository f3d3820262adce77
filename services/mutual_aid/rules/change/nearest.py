"""The nearest single change 还差什么: which one input, by how much, and what would be paid then."""

from dataclasses import dataclass
from itertools import groupby

from backend.kernel.money import Money
from services.mutual_aid.rules.change.sentences import words_of
from services.mutual_aid.rules.change.situation import Facts, Situation, payment_in
from services.mutual_aid.rules.change.steps import Way, What, ways
from services.mutual_aid.rules.entries import Input
from services.mutual_aid.rules.evaluate import Circumstances
from services.mutual_aid.rules.pack import Pack


@dataclass(frozen=True, slots=True)
class Change:
    """One input that differs by `by` fen, days or shares; `then` pays, one step less does not."""

    what: What
    by: int
    words: str
    payment: Money
    then: Situation
    one_less: Situation
    item: str = ""
    place: int = 0


def nearest_change(
    pack: Pack, events: Input, circumstances: Circumstances, facts: Facts | None = None
) -> Change | None:
    """Name the nearest single change that turns no payment into one; None where none would.

    Days come first, then shares, days of stay, what others paid, the amount, the next period and
    what earlier periods paid; of several of one sort the smallest. Also None where something is
    paid already. Raises EvaluationError.
    """
    situation = Situation(events, circumstances, facts or Facts())
    if payment_in(pack, situation):
        return None
    for _, alike in groupby(ways(pack, situation), key=lambda way: way.what):
        found = [(steps, way) for way in alike if (steps := _least_steps(pack, way))]
        if found:
            steps, way = min(found, key=lambda one: one[0])
            return _change(pack, way, steps)
    return None


def _least_steps(pack: Pack, way: Way) -> int:
    """Find the fewest steps that pay by halving; 0 where even the most do not."""
    if way.most < 1 or not payment_in(pack, way.after(way.most)):
        return 0
    too_few, enough = 0, way.most
    while enough - too_few > 1:
        middle = (too_few + enough) // 2
        if payment_in(pack, way.after(middle)):
            enough = middle
        else:
            too_few = middle
    return enough


def _change(pack: Pack, way: Way, steps: int) -> Change:
    then = way.after(steps)
    payment = payment_in(pack, then)
    return Change(
        what=way.what,
        by=steps,
        words=words_of(pack, way, steps, payment),
        payment=payment,
        then=then,
        one_less=way.after(steps - 1),
        item=way.benefit.item if way.benefit else "",
        place=way.place,
    )
