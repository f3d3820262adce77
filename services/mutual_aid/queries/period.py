"""What counts in the period of a claim: versions, decided events in time order, what was paid."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F

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


class Versions:
    """The versions of a plan that are in force, read once, for the events of one cover (R8.2)."""

    def __init__(self, cover: Cover) -> None:
        self._cover = cover
        # The rules are known by their digest; the text of the pack is long.
        self._rows = PlanVersion.objects.select_related("plan__fund").defer("pack")
        self._in_force = list(
            self._rows.filter(plan_id=cover.plan_id, state=PlanState.IN_FORCE).order_by("pk")
        )

    def key_on(self, day: date) -> int:
        """Give the key of the version that computes an event of a day."""
        found = self._in_force_on(day)
        return found.pk if found else self._cover.plan_version_id

    def on(self, day: date) -> PlanVersion:
        """Give the version in force on a day, else the one the person joined by: it still binds."""
        return self._in_force_on(day) or self._rows.get(pk=self._cover.plan_version_id)

    def _in_force_on(self, day: date) -> PlanVersion | None:
        for one in self._in_force:
            if one.valid_from <= day and (one.valid_to is None or day <= one.valid_to):
                return one
        return None


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


@dataclass(frozen=True, slots=True)
class Beside:
    """What the period of a claim holds beside it, read once.

    `benefits` are what the plan owes or paid this person in this period; `decided` names the other
    claims of the covers of the period that were decided, each with its version. Nothing that was
    taken back is among them. A claim that came to nothing counts as decided: its events use up
    the first deductible (8.2).
    """

    benefits: list[Benefit]
    decided: dict[int, int]

    @classmethod
    def of(cls, claim: Claim, covers: Iterable[int]) -> "Beside":
        """Read them; `covers` are the keys of the covers of the period."""
        benefits = (
            Benefit.objects.filter(
                person_id=claim.person_id,
                plan_id=claim.cover.plan_id,
                period_first_day=claim.cover.period_begins,
            )
            .exclude(state__in=TAKEN_BACK)
            .exclude(claim_id=claim.pk)
            .select_related("key")
        )
        decided = (
            Claim.objects.filter(cover_id__in=list(covers), state__in=DECIDED)
            .exclude(pk=claim.pk)
            .exclude(benefit__state__in=TAKEN_BACK)
        )
        return cls(list(benefits), dict(decided.values_list("pk", "plan_version_id")))


def settled_events(beside: Beside, version: PlanVersion) -> dict[str, list[object]]:
    """Give the events of the newest settlement without application; they are of all to date.

    A settlement keeps them in `Benefit.facts["events"]`, item by item (FORMAT.md section 10).
    """
    rows = [
        one for one in beside.benefits if one.claim_id is None and one.plan_version_id == version.pk
    ]
    newest = max(rows, key=lambda one: (one.created_at, one.pk), default=None)
    events = (newest.facts or {}).get("events", {}) if newest else {}
    return {item: list(entries) for item, entries in events.items()}


def paid_in_period(beside: Beside, version: PlanVersion) -> Money:
    """Add up what the version already gave for other events of the period, as it was computed.

    What a reviewer raised or cut stays settled: a later claim neither gets the cut money after
    all nor pays the raise back. So a changed amount counts as it was computed. What came back
    of a wrong payment no longer counts.
    """
    paid = sum(one.net.fen for one in beside.benefits if one.plan_version_id == version.pk)
    decided = [key for key, version_id in beside.decided.items() if version_id == version.pk]
    last: dict[int, int] = {}
    if decided:
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
