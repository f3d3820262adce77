"""What counts in the period of a claim: versions, decided events in time order, what was paid."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet

from backend.kernel.money import Money
from services.mutual_aid.models import Adjustment, Benefit, Claim, ClaimLine, Cover, PlanVersion
from services.mutual_aid.rules.pack import Pack
from services.mutual_aid.rules.spells import PeriodDays, Spell, period_days
from services.mutual_aid.states import BenefitState, ClaimState, PlanState

TAKEN_BACK = (BenefitState.CANCELLED, BenefitState.RECOVERED)
DECIDED = (ClaimState.APPROVED, ClaimState.CLOSED)


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of a claim opened: its item, its days, its entry (FORMAT.md section 10)."""

    line_id: int
    claim_id: int
    cover_id: int
    item: str
    day: date
    last_day: date
    entry: object
    invoice_token: bytes | None


def version_for(claim: Claim) -> PlanVersion:
    """Give the plan version in force on the event date (R8.2).

    Where none is in force that day the one the person joined by still binds.
    """
    cover = claim.cover
    day = claim.event_on or cover.first_day
    found = PlanVersion.objects.select_related("plan__fund").filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=day),
        plan_id=cover.plan_id,
        state=PlanState.IN_FORCE,
        valid_from__lte=day,
    )
    return found.first() or PlanVersion.objects.select_related("plan__fund").get(
        pk=cover.plan_version_id
    )


def versions_by_day(cover: Cover) -> Callable[[date], int]:
    """Give a function from a day to the key of the version that computes an event of it."""
    rows = PlanVersion.objects.filter(plan_id=cover.plan_id, state=PlanState.IN_FORCE)
    spans = list(rows.values_list("pk", "valid_from", "valid_to"))

    def version_on(day: date) -> int:
        for key, first, last in spans:
            if first <= day and (last is None or day <= last):
                return key
        return cover.plan_version_id

    return version_on


def happenings(claims: Iterable[int]) -> list[Happening]:
    """Open the lines of claims in time order; their entries may name an illness."""
    lines = ClaimLine.objects.select_related("key").filter(claim_id__in=list(claims))
    return [
        Happening(
            line_id=line.pk,
            claim_id=line.claim_id,
            cover_id=line.cover_key,
            item=line.item,
            day=line.happened_on,
            last_day=line.ended_on or line.happened_on,
            entry=json.loads(line.unseal("entry_sealed") or "null"),
            invoice_token=bytes(line.invoice_token) if line.invoice_token else None,
        )
        for line in lines.annotate(cover_key=F("claim__cover_id")).order_by("happened_on", "pk")
    ]


def days_of(cover: Cover, pack: Pack) -> PeriodDays:
    """Give the covers of the period of this one, and how their days count."""
    rows = Cover.objects.filter(person_id=cover.person_id, plan_id=cover.plan_id)
    own: list[Spell] = []
    former: date | None = None
    found = rows.order_by("first_day").values_list(
        "pk", "first_day", "last_day", "period_first_day"
    )
    for key, first, last, begins in found:
        if (begins or first) == cover.period_begins:
            own.append(Spell(key, first, last))
        elif first < cover.period_begins:
            former = last
    return period_days(pack.cover, own, former)


def decided_before(claim: Claim, covers: Iterable[int]) -> QuerySet[Claim]:
    """Give the other claims of the covers of the period that were decided and not taken back.

    One that came to nothing counts too: its events use up the first deductible (8.2).
    """
    return (
        Claim.objects.filter(cover_id__in=list(covers), state__in=DECIDED)
        .exclude(pk=claim.pk)
        .exclude(benefit__state__in=TAKEN_BACK)
    )


def benefits_of(claim: Claim) -> QuerySet[Benefit]:
    """Give what the plan owes or paid this person in this period beside this claim."""
    return (
        Benefit.objects.filter(
            person_id=claim.person_id,
            plan_id=claim.cover.plan_id,
            period_first_day=claim.cover.period_begins,
        )
        .exclude(state__in=TAKEN_BACK)
        .exclude(claim_id=claim.pk)
    )


def settled_events(claim: Claim, version: PlanVersion) -> dict[str, list[object]]:
    """Give the events of the newest settlement without application; they are of all to date.

    A settlement keeps them in `Benefit.facts["events"]`, item by item (FORMAT.md section 10).
    """
    rows = benefits_of(claim).filter(claim__isnull=True, plan_version=version)
    newest = rows.order_by("-created_at", "-pk").first()
    events = (newest.facts or {}).get("events", {}) if newest else {}
    return {item: list(entries) for item, entries in events.items()}


def paid_in_period(claim: Claim, version: PlanVersion, covers: Iterable[int]) -> Money:
    """Add up what the version already gave for other events of the period, as it was computed.

    What a reviewer raised or cut stays settled: a later claim neither gets the cut money after
    all nor pays the raise back. So a changed amount counts as it was computed. What came back
    of a wrong payment no longer counts.
    """
    rows = benefits_of(claim).filter(plan_version=version)
    paid = sum(row.net.fen for row in rows.only("amount_fen", "recovered_fen"))
    decided = decided_before(claim, covers).filter(plan_version=version)
    last: dict[int, int] = {}
    for one in Adjustment.objects.filter(claim__in=decided).order_by("pk"):
        last[one.claim_id] = one.computed_fen - one.decided_fen
    return Money(max(0, paid + sum(last.values())))


def paid_as_other_group(
    benefits: Iterable[Benefit], version: PlanVersion, group: str | None
) -> Money:
    """Add up what the version gave in the period by the rates of another group than this one."""
    return Money.sum(
        row.net for row in benefits if row.plan_version_id == version.pk and _group(row) != group
    )


def _group(benefit: Benefit) -> str | None:
    """Read the frozen group of a decision; None where it was nobody's."""
    if benefit.claim_id is None:
        group = (benefit.facts or {}).get("group")
    else:
        text = benefit.unseal("receipt_sealed")
        group = json.loads(text)["inputs"]["group"] if text else None
    return str(group) if group else None
