"""Who of some people is tied to an applicant, by every register that the house keeps (R9.7)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from backend.access.actor import Actor
from backend.accounts.models import User
from backend.kernel import clock
from services.commissioning.models import (
    Bid,
    OrgOfficer,
    Project,
    Relation,
    RelationKind,
    Seat,
)
from services.commissioning.queries.panel_standards import panel_days
from services.commissioning.rules.panel_days import related_from
from services.commissioning.states.bids import BidState
from services.commissioning.states.panel import SeatState

APPLIED = (BidState.OPENED, BidState.QUALIFIED)
RAN_IT = "经办或审批过本项目，不能兼任评审"
OFFICER = "三年内是申报组织的经办人"
HANDED_IN = "本人递交过本项目的申报书"
MOST_OWN = 100
STEPPED_BACK = "此前已从本项目回避"


@dataclass(frozen=True, slots=True)
class OwnRelation:
    """How a person is tied to an organization, as she reads it herself."""

    organization: str
    credit_code: str
    kind: str
    kind_label: str
    since: date
    until: date | None
    is_declared: bool
    ended_on: date | None
    end_reason: str


def own_relations(actor: Actor) -> list[OwnRelation]:
    """List the relations of whoever asks, the latest first."""
    rows = Relation.objects.filter(person_id=actor.person_id or 0).select_related(
        "organization", "ending"
    )
    return [
        OwnRelation(
            organization=row.organization.name,
            credit_code=row.organization.credit_code,
            kind=row.kind,
            kind_label=RelationKind(row.kind).label,
            since=row.since,
            until=row.until,
            is_declared=row.is_declared,
            ended_on=ended_on(row),
            end_reason=row.ending.reason if ended_on(row) else "",
        )
        for row in rows.order_by("-id")[:MOST_OWN]
    ]


def ended_on(relation: Relation) -> date | None:
    """The day on which a relation was ended as a mistake; None while it stands."""
    ending = getattr(relation, "ending", None)
    return clock.to_local(ending.at).date() if ending else None


def tied(project: Project, users: Iterable[int]) -> Mapping[int, str]:
    """Give the users (keys) who may not sit on the panel of a project, each with the reason."""
    asked = set(users)
    today = clock.today()
    since = related_from(today, panel_days(project.union, today).relation_years)
    applied = _applied(project)
    found: dict[int, str] = {}
    for reasons in (
        _stepped_back(project),
        _ran_it(project),
        _handed_in(project),
        _officers(applied, since),
        _related(applied, asked, since),
    ):
        found.update(reasons)
    return {user: reason for user, reason in found.items() if user in asked}


def _applied(project: Project) -> set[int]:
    bids = Bid.objects.filter(call__project=project, state__in=APPLIED)
    return set(bids.values_list("organization_id", flat=True))


def _lasts(since: date) -> Q:
    return Q(until__isnull=True) | Q(until__gte=since)


def _related(applied: set[int], users: set[int], since: date) -> dict[int, str]:
    """Registered relations of the same person, in whatever role she signs in."""
    people = dict(
        User.objects.filter(pk__in=users, person__isnull=False).values_list("person_id", "pk")
    )
    rows = (
        Relation.objects.standing()
        .filter(_lasts(since), person_id__in=people, organization_id__in=applied)
        .order_by("id")
    )
    return {people[row.person_id]: RelationKind(row.kind).label for row in rows}


def _officers(applied: set[int], since: date) -> dict[int, str]:
    rows = OrgOfficer.objects.filter(_lasts(since), organization_id__in=applied)
    return dict.fromkeys(rows.values_list("user_id", flat=True), OFFICER)


def _handed_in(project: Project) -> dict[int, str]:
    rows = Bid.objects.filter(call__project=project, submitted_by__isnull=False)
    users = [user for user in rows.values_list("submitted_by_id", flat=True) if user is not None]
    return dict.fromkeys(users, HANDED_IN)


def _ran_it(project: Project) -> dict[int, str]:
    """Who bought does not score: everybody who drafted, opened or handled it."""
    named = {project.drafted_by_id, project.opened_by_id}
    named |= set(project.steps.values_list("by_id", flat=True))
    return {user: RAN_IT for user in named if user is not None}


def _stepped_back(project: Project) -> dict[int, str]:
    rows = Seat.objects.filter(draw__project=project, state=SeatState.RECUSED)
    return dict.fromkeys(rows.values_list("panelist__user_id", flat=True), STEPPED_BACK)
