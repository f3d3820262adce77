"""What a person bore herself after all aid, for the assembly to pass on as plain values."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from backend.accounts.models import Person
from backend.kernel import clock
from backend.kernel.money import Money
from services.mutual_aid.models import Benefit, Claim, ClaimantKind, Plan
from services.mutual_aid.queries import claim_papers
from services.mutual_aid.rules.exact import read_money
from services.mutual_aid.states import BenefitState, ClaimState

LOOKED_BACK_DAYS = 365
GONE = [str(BenefitState.CANCELLED), str(BenefitState.RECOVERED)]
DECIDED = [str(ClaimState.APPROVED), str(ClaimState.CLOSED)]


@dataclass(frozen=True, slots=True)
class OwnCost:
    """What she paid after insurance and other payers, what mutual aid gave, and what is left."""

    paid: Money
    aid: Money
    event_on: date
    claims: list[str]

    @property
    def left(self) -> Money:
        """What she bears herself."""
        return max(Money.zero(), self.paid - self.aid)


def own_cost(person: Person) -> OwnCost | None:
    """Add up a person's decided claims of the last year; None where there is none.

    A stay that was claimed by several plans counts once, at its greatest amount. Benefits of
    settlements count as aid; their costs are the insurer's figures and stand in no claim.
    """
    since = clock.today() - timedelta(days=LOOKED_BACK_DAYS)
    rows = list(
        Claim.objects.of_person(person.pk)
        .filter(state__in=DECIDED, event_on__gte=since)
        .exclude(claimant_kind=ClaimantKind.HEIR)
        .select_related("key")
    )
    if not rows:
        return None
    benefits = Benefit.objects.of_person(person.pk).exclude(state__in=GONE)
    aid = benefits.filter(created_at__gte=clock.start_of(since)).values_list(
        "amount_fen", flat=True
    )
    return OwnCost(
        paid=Money(_paid(rows)),
        aid=Money(sum(aid)),
        event_on=max(row.event_on for row in rows if row.event_on is not None),
        claims=[row.number for row in rows],
    )


def paid_between(first: date, last: date) -> list[int]:
    """List the persons (keys) to whom a claim was paid on these days."""
    rows = Benefit.objects.filter(
        plan__in=Plan.objects.all(), paid_on__range=(first, last), claim__isnull=False
    )
    return list(rows.order_by("person_id").values_list("person_id", flat=True).distinct())


def _paid(rows: list[Claim]) -> int:
    """Give what was paid for all stays; of several plans the one that counted most."""
    stays: dict[tuple[date, date | None], dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for row in rows:
        for line in row.lines.select_related("key"):
            spent = _spent(claim_papers.entry_of(line))
            stays[line.happened_on, line.ended_on][row.cover_id] += spent
    return sum(max(by_cover.values()) for by_cover in stays.values())


def _spent(entry: Mapping[str, object]) -> int:
    parts = [entry.get("amount"), *_listed(entry.get("cycles")), *_listed(entry.get("daily"))]
    offsets = entry.get("offsets")
    taken = list(offsets.values()) if isinstance(offsets, Mapping) else []
    return max(0, _fen(parts) - _fen(taken))


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _fen(values: list[object]) -> int:
    return sum(read_money(value) or 0 for value in values if value is not None)
