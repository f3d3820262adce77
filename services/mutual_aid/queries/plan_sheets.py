"""One plan version for officers: in plain words, with source, vectors, history and next steps."""

from dataclasses import dataclass

from django.db.models import Q

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.kernel import clock
from backend.unions.models import Union
from backend.web.parts import QueueItem
from services.mutual_aid.models import (
    Batch,
    Benefit,
    Claim,
    ClaimLine,
    Cover,
    DryRun,
    PlanStep,
    PlanVersion,
)
from services.mutual_aid.queries.dry_runs import may_try, runs_of
from services.mutual_aid.queries.period import DECIDED, TAKEN_BACK
from services.mutual_aid.queries.plans import PlanReading, reading_of
from services.mutual_aid.rules.refusals import place_words, result_words
from services.mutual_aid.rules.vectors import run_vectors
from services.mutual_aid.states import PLAN_LABELS, PlanAct, PlanState

CATEGORY = "互助计划"
MOST_WAITING = 20
GROUP = 8


@dataclass(frozen=True, slots=True)
class VectorLine:
    """One vector of the pack: what it is about, what it expects and what comes out now."""

    place: int
    note: str
    expected: str
    got: str
    passed: bool

    @property
    def expected_words(self) -> str:
        """What it expects, an error code in Chinese."""
        return result_words(self.expected)

    @property
    def got_words(self) -> str:
        """What comes out, an error code in Chinese."""
        return result_words(self.got)


@dataclass(frozen=True, slots=True)
class PlanSheet:
    """A version as officers read it."""

    reading: PlanReading
    version: PlanVersion
    digest: str
    region: str
    source: list[str]
    is_final: bool
    holes: list[tuple[str, str]]
    vectors: list[VectorLine]
    steps: list[PlanStep]
    others: list[PlanVersion]
    runs: list[DryRun]
    may: frozenset[str]

    @property
    def digest_groups(self) -> list[str]:
        """The digest in groups of eight, so that it can be read aloud and wraps on a phone."""
        return [self.digest[place : place + GROUP] for place in range(0, len(self.digest), GROUP)]


def sheet_of(actor: Actor, number: str) -> PlanSheet:
    """Read one version out with everything around it; raises NotFound."""
    version = PlanVersion.objects.by_number(number)
    pack = version.rules
    notes = [str(one.get("note", "")) for one in _vectors(version)]
    tries = may_try(actor, version)
    return PlanSheet(
        reading=reading_of(version),
        version=version,
        digest=bytes(version.digest).hex(),
        region=pack.region,
        source=list(pack.source),
        is_final=pack.is_verified,
        holes=[(place_words(at), note) for at, note in pack.holes],
        vectors=[
            VectorLine(one.place + 1, note, one.expected, one.got, one.passed)
            for one, note in zip(run_vectors(pack), notes, strict=True)
        ],
        steps=list(version.steps.order_by("pk")),
        others=list(
            PlanVersion.objects.filter(plan=version.plan_id)
            .exclude(pk=version.pk)
            .order_by("-version")
        ),
        runs=runs_of(version) if tries else [],
        may=_may(actor, version, tries=tries),
    )


def is_used(version: PlanVersion) -> bool:
    """Tell whether anybody joined by a version, or anything was decided with it."""
    used = (Cover.objects, Batch.objects, Claim.objects, Benefit.objects)
    return any(rows.filter(plan_version=version).exists() for rows in used)


def has_begun(version: PlanVersion) -> bool:
    """Tell whether the first day of a version has come."""
    return version.valid_from <= clock.today()


def has_decided(version: PlanVersion) -> bool:
    """Tell whether something that happened in a version's days was decided by another version.

    Put in force after that, the version would pay for it a second time.
    """
    lines = ClaimLine.objects.filter(
        claim__cover__plan=version.plan_id,
        claim__state__in=DECIDED,
        happened_on__gte=version.valid_from,
    ).exclude(claim__benefit__state__in=TAKEN_BACK)
    settled = Benefit.objects.filter(
        claim__isnull=True,
        plan=version.plan_id,
        created_at__gte=clock.start_of(version.valid_from),
    ).exclude(state__in=TAKEN_BACK)
    if version.valid_to is not None:
        lines = lines.filter(happened_on__lte=version.valid_to)
        settled = settled.filter(period_first_day__lte=version.valid_to)
    return lines.exists() or settled.exists()


def loading_unions(actor: Actor) -> list[Union]:
    """Give the unions for which the actor may load plans."""
    keys = actor.unions_for(Permission.MUTUAL_AID_PLAN_ADOPT)
    return list(Union.objects.filter(pk__in=keys).order_by("number"))


def queue_items(actor: Actor) -> list[QueueItem]:
    """List the versions that wait for this officer as the second person."""
    if not actor.holds(Permission.MUTUAL_AID_PLAN_APPROVE):
        return []
    proposed = Q(state=PlanState.PROPOSED) & ~Q(proposed_by=actor.user_id)
    asked_back = Q(state=PlanState.IN_FORCE, withdrawal_asked_by__isnull=False)
    rows = PlanVersion.objects.filter(
        proposed | (asked_back & ~Q(withdrawal_asked_by=actor.user_id))
    )
    waiting = rows.select_related("plan__sponsor").order_by("proposed_at", "pk")
    return [
        QueueItem(
            due=None,
            category=CATEGORY,
            number=row.number,
            who=row.title,
            union=row.plan.sponsor.name,
            state="待撤回" if row.state is PlanState.IN_FORCE else PLAN_LABELS[row.state],
            url=f"/console/mutual-aid/plans/{row.number}/",
        )
        for row in waiting[:MOST_WAITING]
        if actor.can(Permission.MUTUAL_AID_PLAN_APPROVE, within=row.plan.sponsor)
    ]


def _vectors(version: PlanVersion) -> list[dict[str, object]]:
    vectors: list[dict[str, object]] = version.pack["vectors"]
    return vectors


def _may(actor: Actor, version: PlanVersion, *, tries: bool) -> frozenset[str]:
    """Name what this officer may do with the version now; the verbs check again."""
    sponsor = version.plan.sponsor
    adopts = actor.can(Permission.MUTUAL_AID_PLAN_ADOPT, within=sponsor)
    approves = actor.can(Permission.MUTUAL_AID_PLAN_APPROVE, within=sponsor)
    is_other = actor.user_id != version.proposed_by_id
    decides = version.state is PlanState.PROPOSED and approves and is_other
    in_force = version.state is PlanState.IN_FORCE
    asked_by = version.withdrawal_asked_by_id
    is_ready = asked_by != actor.user_id if asked_by else not has_begun(version)
    is_open = version.state in {PlanState.LOADED, PlanState.PROPOSED}
    may = {
        PlanAct.PROPOSE: version.state is PlanState.LOADED and adopts and version.rules.is_verified,
        PlanAct.APPROVE: decides,
        PlanAct.DECLINE: decides,
        PlanAct.WITHDRAW: ((is_open and adopts) or (in_force and approves and is_ready))
        and not is_used(version),
        "ask_withdrawal": in_force
        and adopts
        and has_begun(version)
        and version.withdrawal_asked_by_id is None
        and not is_used(version),
        "try": tries,
    }
    return frozenset(str(act) for act, allowed in may.items() if allowed)
