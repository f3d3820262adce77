"""Rate groups as claims, settlements, officers and the person herself read them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from backend.access.actor import Actor
from backend.access.paging import LIMIT_DEFAULT, Page, page_of
from backend.access.permissions import Permission
from backend.access.scope import visible
from backend.kernel import clock
from backend.kernel.errors import NotFound
from backend.web.parts import QueueItem
from services.mutual_aid.models import GroupStanding, PlanVersion
from services.mutual_aid.rules.groups import best_of, by_rate, differing, group_label
from services.mutual_aid.rules.pack import Pack
from services.mutual_aid.states import GroupState

NEWEST = ("-recorded_at", "-id")
PAGE = 20
CATEGORY = "照顾身份"


@dataclass(frozen=True, slots=True)
class StandingLine:
    """A standing as an officer reads it; `may` names the acts open to her now."""

    number: str
    version: int
    state: str
    state_label: str
    person_name: str
    union_name: str
    group: str
    group_label: str
    first_day: date
    last_day: date | None
    end_on: date | None
    source_label: str
    basis: str
    may: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class OwnStanding:
    """A standing as the person herself reads it."""

    group_label: str
    first_day: date
    last_day: date | None
    source_label: str
    is_now: bool


def group_on(person_id: int | None, day: date, pack: Pack) -> str | None:
    """Give the group by whose rates a plan computes a person's event of a day (8.3)."""
    if person_id is None or not by_rate(pack):
        return None
    rows = GroupStanding.objects.of_person(person_id).counted_within(day, day)
    return best_of(pack, rows.values_list("group", flat=True))


def known_groups() -> dict[str, str]:
    """Give the groups for which any plan has rates of its own, with their Chinese names."""
    versions = PlanVersion.objects.only("number", "digest", "pack")
    names = {group for version in versions for group in differing(version.rules)}
    return {name: group_label(name) for name in sorted(names)}


def standings(actor: Actor, cursor: str | None = None, limit: int = LIMIT_DEFAULT) -> Page:
    """List the standings in the actor's reach, the newest first."""
    rows = GroupStanding.objects.visible_to(actor).select_related("key", "person", "union")
    page = page_of(rows, cursor, limit, NEWEST)
    return {**page, "items": [_line(row, actor) for row in page["items"]]}


def standing(actor: Actor, number: str) -> StandingLine:
    """Give one standing; raises NotFound outside the actor's reach."""
    rows = GroupStanding.objects.visible_to(actor).select_related("key", "person", "union")
    found = rows.filter(number=number).first()
    if found is None:
        raise NotFound
    return _line(found, actor)


def own_standings(person_id: int | None) -> list[OwnStanding]:
    """Give a person's own standings that count or counted, the newest first."""
    today = clock.today()
    return [
        OwnStanding(
            group_label=group_label(row.group),
            first_day=row.first_day,
            last_day=row.last_day,
            source_label=row.get_source_display(),
            is_now=row.first_day <= today and (row.last_day is None or today <= row.last_day),
        )
        for row in GroupStanding.objects.of_person(person_id)
        if row.last_day is None or row.last_day >= row.first_day
    ]


def personal_data(person_id: int) -> list[dict[str, Any]]:
    """Give every standing recorded about a person, with its state and basis (RX.3)."""
    rows = GroupStanding.objects.select_related("key").filter(person_id=person_id)
    return [
        {
            "人群": group_label(row.group),
            "第一天": f"{row.first_day}",
            "最后一天": f"{row.last_day or ''}",
            "来源": row.get_source_display(),
            "依据": row.unseal("basis_sealed"),
            "状态": row.state_label,
        }
        for row in rows.order_by("id")
    ]


def queue_items(actor: Actor) -> list[QueueItem]:
    """Give the standings that wait for this officer's confirmation."""
    rows = GroupStanding.objects.filter(
        visible(actor, Permission.MUTUAL_AID_GROUP_CONFIRM),
        state__in=[GroupState.PROPOSED, GroupState.ENDING],
    ).exclude(person_id=actor.person_id or 0)
    waiting = rows.select_related("key", "person", "union").order_by(*NEWEST)[:PAGE]
    return [
        QueueItem(
            due=None,
            category=CATEGORY,
            number=row.number,
            who=str(row.person),
            union=row.union.name,
            state=row.state_label,
            url=reverse("mutual-aid-groups"),
        )
        for row in waiting
        if {"confirm", "confirm_end"} & _may(row, actor)
    ]


def _line(row: GroupStanding, actor: Actor) -> StandingLine:
    return StandingLine(
        number=row.number,
        version=row.version,
        state=str(row.state),
        state_label=row.state_label,
        person_name=str(row.person),
        union_name=row.union.name,
        group=row.group,
        group_label=group_label(row.group),
        first_day=row.first_day,
        last_day=row.last_day,
        end_on=row.end_on,
        source_label=row.get_source_display(),
        basis=row.unseal("basis_sealed") or row.reference,
        may=_may(row, actor),
    )


def _may(row: GroupStanding, actor: Actor) -> frozenset[str]:
    """Name what this officer may do now; the verbs check again."""
    if row.reference or actor.person_id == row.person_id:
        return frozenset()
    confirms = actor.can(Permission.MUTUAL_AID_GROUP_CONFIRM, within=row)
    is_proposed, is_ending = row.state is GroupState.PROPOSED, row.state is GroupState.ENDING
    may = {
        "confirm": is_proposed and confirms and row.recorded_by_id != actor.user_id,
        "drop": is_proposed and confirms,
        "end": row.state is GroupState.CONFIRMED
        and actor.can(Permission.MUTUAL_AID_GROUP_RECORD, within=row),
        "confirm_end": is_ending and confirms and row.end_asked_by_id != actor.user_id,
        "keep": is_ending and confirms,
    }
    return frozenset(name for name, allowed in may.items() if allowed)
