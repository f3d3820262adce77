"""The register of organizations as officers and the organizations themselves read it (R9.1)."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from backend.access.actor import Actor
from backend.access.paging import LIMIT_DEFAULT, Page, page_of
from backend.access.permissions import Permission
from backend.kernel import clock
from backend.kernel.errors import NotFound
from backend.unions.models import Union
from services.commissioning import access
from services.commissioning.models import Organization, OrgKind
from services.commissioning.queries.proofs import MOST_ROWS, ProofLine, lines_of
from services.commissioning.queries.qualification import why_not_apply
from services.commissioning.queries.relations import ended_on
from services.commissioning.states.organizations import (
    ORG,
    ORG_LABELS,
    OrgAct,
    OrgState,
)

WITH_A_FILE = (OrgKind.VOLUNTEER, OrgKind.MUTUAL_HELP)
MINUTES_AN_HOUR = 60


@dataclass(frozen=True, slots=True)
class OrgLine:
    """A line of the register."""

    number: str
    name: str
    credit_code: str
    kind_label: str
    state: OrgState
    state_label: str
    checked_on: date | None


@dataclass(frozen=True, slots=True)
class PenaltyLine:
    """A penalty."""

    imposed_on: date
    authority: str
    matter: str
    is_major: bool


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A person of an organization, masked: an officer, or somebody tied to it."""

    number: str
    name: str
    role_label: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class RelationLine(PersonLine):
    """A person tied to the organization, and whether that was ended as a mistake."""

    is_declared: bool
    ended_on: date | None
    end_reason: str


@dataclass(frozen=True, slots=True)
class SupportLine:
    """Support that the union gave."""

    given_on: date
    kind_label: str
    words: str
    value_fen: int


@dataclass(frozen=True, slots=True)
class ActivityLine:
    """An activity with the hours of all volunteers together, in minutes."""

    held_on: date
    title: str
    volunteers: int
    minutes: int
    served: int


@dataclass(frozen=True, slots=True)
class OrgFile:
    """The whole file of an organization; `reasons` say why it may not apply today."""

    number: str
    version: int
    name: str
    credit_code: str
    kind: str
    kind_label: str
    state: OrgState
    state_label: str
    state_reason: str
    barred_until: date | None
    checked_on: date | None
    registered_with: str
    registered_on: date
    has_union: bool
    union_name: str
    hub_number: str
    hub_name: str
    has_support_file: bool
    reasons: tuple[str, ...]
    proofs: list[ProofLine]
    penalties: list[PenaltyLine]
    officers: list[PersonLine]
    relations: list[RelationLine]
    supports: list[SupportLine]
    activities: list[ActivityLine]
    minutes_total: int
    may: tuple[str, ...]

    @property
    def ending(self) -> list[ProofLine]:
        """The proofs that run out soon."""
        return [one for one in self.proofs if one.is_ending]

    @property
    def hours_total(self) -> str:
        """Hours of volunteers, with one decimal cut off."""
        tenths = self.minutes_total * 10 // MINUTES_AN_HOUR
        return f"{tenths // 10:,}.{tenths % 10}"


def register_page(
    actor: Actor, cursor: str | None = None, limit: int = LIMIT_DEFAULT, wanted: str = ""
) -> Page:
    """One page of the register in the actor's reach, newest first; `wanted` is name or code."""
    rows = Organization.objects.visible_to(actor)
    if wanted:
        rows = rows.filter(Q(name__contains=wanted) | Q(credit_code=wanted.upper()))
    page = page_of(rows, cursor, limit)
    page["items"] = [_line(one) for one in page["items"]]
    return page


def _line(one: Organization) -> OrgLine:
    return OrgLine(
        one.number,
        one.name,
        one.credit_code,
        one.get_kind_display(),
        one.state,
        ORG_LABELS[one.state],
        one.checked_on,
    )


def file_of(actor: Actor, number: str) -> OrgFile:
    """The file of an organization for an officer; raises NotFound outside her reach."""
    rows = Organization.objects.visible_to(actor).select_related("union", "hub")
    found = rows.filter(number=number).first()
    if found is None or not actor.can(Permission.COMMISSIONING_ORG_READ, within=found):
        raise NotFound
    relations = [
        RelationLine(
            str(one.pk),
            str(one.person),
            one.get_kind_display(),
            one.since,
            one.until,
            one.is_declared,
            ended_on(one),
            one.ending.reason if ended_on(one) else "",
        )
        for one in found.relations.select_related("person", "ending").order_by("-id")[:MOST_ROWS]
    ]
    return _file(found, relations, _may(found, actor))


def own_file(actor: Actor) -> OrgFile:
    """The file of the organization that one acts for; raises NotFound `acts_for_nobody`."""
    found = Organization.objects.select_related("union", "hub").get(
        pk=access.own_organization(actor).pk
    )
    return _file(found, [], ())


def hubs(actor: Actor) -> list[tuple[str, str]]:
    """Number and name of the hub organizations in the actor's reach."""
    rows = Organization.objects.visible_to(actor).filter(kind=OrgKind.HUB).order_by("name")
    return list(rows.values_list("number", "name")[:MOST_ROWS])


def keeping_unions(actor: Actor) -> list[tuple[str, str]]:
    """Number and name of the unions for which the actor keeps the register."""
    keys = actor.unions_for(Permission.COMMISSIONING_ORG_WRITE)
    rows = Union.objects.filter(pk__in=keys).order_by("level", "name")
    return list(rows.values_list("number", "name"))


def _may(found: Organization, actor: Actor) -> tuple[str, ...]:
    """Name the acts that this officer can do now."""
    acts: list[str] = []
    if actor.can(Permission.COMMISSIONING_ORG_CHECK, within=found):
        own = found.entered_by_id == actor.user_id
        possible = {act for state, act in ORG.moves if state is found.state}
        acts += [
            str(act) for act in OrgAct if act in possible and not (own and act is OrgAct.CHECK)
        ]
        acts.append("decide_proofs")
    if actor.can(Permission.COMMISSIONING_ORG_WRITE, within=found):
        acts.append("write")
    return tuple(acts)


def _file(found: Organization, relations: list[RelationLine], may: tuple[str, ...]) -> OrgFile:
    activities = _activities(found)
    return OrgFile(
        number=found.number,
        version=found.version,
        name=found.name,
        credit_code=found.credit_code,
        kind=found.kind,
        kind_label=found.get_kind_display(),
        state=found.state,
        state_label=ORG_LABELS[found.state],
        state_reason=found.state_reason,
        barred_until=found.barred_until,
        checked_on=found.checked_on,
        registered_with=found.registered_with,
        registered_on=found.registered_on,
        has_union=found.has_union,
        union_name=found.union.name,
        hub_number=found.hub.number if found.hub else "",
        hub_name=found.hub.name if found.hub else "",
        has_support_file=found.kind in WITH_A_FILE,
        reasons=why_not_apply(found, clock.today()),
        proofs=lines_of(found),
        penalties=[
            PenaltyLine(one.imposed_on, one.authority, one.matter, one.is_major)
            for one in found.penalties.order_by("-imposed_on", "-id")[:MOST_ROWS]
        ],
        officers=_officers(found),
        relations=relations,
        supports=[
            SupportLine(one.given_on, one.get_kind_display(), one.words, one.value_fen)
            for one in found.supports.order_by("-given_on", "-id")[:MOST_ROWS]
        ],
        activities=activities[:MOST_ROWS],
        minutes_total=sum(one.minutes for one in activities),
        may=may,
    )


def _officers(found: Organization) -> list[PersonLine]:
    rows = found.officers.select_related("user__person").order_by("until", "-since", "-id")
    return [
        PersonLine(one.number, str(one.user.person), "经办人", one.since, one.until)
        for one in rows[:MOST_ROWS]
    ]


def _activities(found: Organization) -> list[ActivityLine]:
    return [
        ActivityLine(one.held_on, one.title, one.volunteers, one.minutes, one.served)
        for one in found.activities.order_by("-held_on", "-id")
    ]
