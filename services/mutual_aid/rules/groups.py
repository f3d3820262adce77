"""Rate groups of a plan 照顾人群: which of a person's groups counts (FORMAT.md 8.3). Pure."""

from collections.abc import Iterable

from services.mutual_aid.rules.pack import Benefit, Kind, Pack
from services.mutual_aid.rules.words import GROUP_LABELS

RATED = frozenset({Kind.EXCESS_RATE, Kind.RATIO})
HARDSHIP = "hardship_worker"
"""The group of workers with an approved hardship file."""


def by_rate(pack: Pack) -> list[str]:
    """Give the groups that a plan names, the one with the lowest rate first."""
    rates = dict(pack.rate_by_group)
    for benefit in pack.benefits:
        for group, own in (benefit.rates_by_group or {}).items():
            rates[group] = max(rates.get(group, 0), *own)
    return sorted(rates, key=lambda group: (rates[group], group))


def best_of(pack: Pack, groups: Iterable[str]) -> str | None:
    """Give the group that counts: of several the one with the highest rate; None for none."""
    held = set(groups)
    return next((group for group in reversed(by_rate(pack)) if group in held), None)


def differing(pack: Pack) -> list[str]:
    """Give the groups for which at least one benefit has other rates than for everybody."""
    return [
        group for group in by_rate(pack) if any(_differs(pack, b, group) for b in pack.benefits)
    ]


def group_label(group: str) -> str:
    """Name a group in Chinese; one that the words do not know keeps the name of the plan."""
    return GROUP_LABELS.get(group, group)


def _differs(pack: Pack, benefit: Benefit, group: str) -> bool:
    if benefit.kind not in RATED:
        return False
    ordinary = tuple(band.rate for band in benefit.bands) or (benefit.rate,)
    if benefit.rates_by_group is not None:
        return benefit.rates_by_group.get(group, ordinary) != ordinary
    rate = pack.rate_by_group.get(group)
    return rate is not None and any(rate != one for one in ordinary)
