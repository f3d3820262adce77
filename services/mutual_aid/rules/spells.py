"""The covers of one period 保障段: who left and came back has several; how their days count.

Who comes back within the grace days goes on where she was: her waiting counts on, and a waiver
stays one. After them waiting begins anew with the new cover (FORMAT.md 8.5, ADR 0019).
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.mutual_aid.rules.dating import day_in_cover
from services.mutual_aid.rules.pack import Cover


@dataclass(frozen=True, slots=True)
class Spell:
    """One cover of a period, both days inclusive."""

    cover_id: int
    first: dt.date
    last: dt.date


@dataclass(frozen=True, slots=True)
class Counting:
    """From which day the days of a cover count, and how long after the former cover that was."""

    begins: dt.date
    gap: int | None


@dataclass(frozen=True, slots=True)
class PeriodDays:
    """How the days of all covers of a period count, so that one evaluation holds for all.

    `gap` is what the evaluator takes as `renewal_gap_days`. Where some cover waits, it is that
    one's; the days of a cover without waiting then count from behind the waiting.
    """

    spells: Mapping[int, Spell]
    countings: Mapping[int, Counting]
    gap: int | None
    passed: Mapping[int, int]

    def day(self, cover_id: int, on: dt.date) -> int:
        """Give the day number of an event in its cover."""
        day = day_in_cover(self.countings[cover_id].begins, on)
        return max(day, self.passed.get(cover_id, day))


def period_days(terms: Cover, spells: Sequence[Spell], former_last: dt.date | None) -> PeriodDays:
    """Count the days of the covers of a period, given in the order of time.

    `former_last` is the last day of the person's cover before the period, None for a newcomer.
    """
    countings: dict[int, Counting] = {}
    before: tuple[Spell, Counting] | None = None
    for spell in spells:
        last = former_last if before is None else before[0].last
        gap = None if last is None else (spell.first - last).days - 1
        counting = Counting(spell.first, gap)
        if before is not None and is_waived(terms, gap):
            counting = before[1]
        countings[spell.cover_id] = counting
        before = spell, counting
    gaps = [one.gap for one in countings.values()]
    waiting = [gap for gap in gaps if not is_waived(terms, gap)]
    behind = max(terms.wait_days, terms.reduced_days or 0) + 1
    return PeriodDays(
        spells={one.cover_id: one for one in spells},
        countings=countings,
        gap=(waiting or gaps)[0],
        passed={
            key: behind for key, one in countings.items() if waiting and is_waived(terms, one.gap)
        },
    )


def is_waived(terms: Cover, gap: int | None) -> bool:
    """Tell whether a cover that begins so many days after the former one has no waiting."""
    grace = terms.renewal_grace_days
    return gap is not None and grace is not None and gap <= grace
