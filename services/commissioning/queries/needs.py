"""Needs ranked by their voices: for drafting a project and for members (R9.26)."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from backend.access.actor import Actor
from backend.access.permissions import Permission
from services.commissioning.models import Need, NeedVoice, Project, ProjectNeed

MOST_NEEDS = 100


@dataclass(frozen=True, slots=True)
class NeedLine:
    """A need with how many workers share it; `project` is the newest public one that answers."""

    number: str
    kind: str
    kind_label: str
    title: str
    detail: str
    voices: int
    is_open: bool
    closed_because: str
    is_mine: bool
    is_answered: bool
    project: str
    created_at: datetime


def ranked(actor: Actor) -> list[NeedLine]:
    """The needs in an officer's reach, the most voices first."""
    rows = Need.objects.visible_to(actor)
    return _lines(rows.order_by("-is_open", "-voices", "-id"), None)


def of_member(actor: Actor) -> list[NeedLine]:
    """The needs of a member's city, the most voices first; none without a membership."""
    city = actor.membership_place[0] if actor.membership_place else None
    rows = Need.objects.of_city(city)
    return _lines(rows.order_by("-is_open", "-voices", "-id"), actor.person_id)


def may_write(actor: Actor) -> bool:
    """Tell whether the actor may enter and close needs."""
    return actor.holds(Permission.COMMISSIONING_NEED_WRITE)


def _lines(rows: QuerySet[Need], person_id: int | None) -> list[NeedLine]:
    own = NeedVoice.objects.filter(need=OuterRef("pk"), person_id=person_id or 0)
    needs = list(
        rows.annotate(
            mine=Exists(own), answered=Exists(ProjectNeed.objects.filter(need=OuterRef("pk")))
        )[:MOST_NEEDS]
    )
    public = Q(project__in=Project.objects.public())
    links = ProjectNeed.objects.filter(public, need__in=needs).order_by("id")
    projects = dict(links.values_list("need_id", "project__number"))
    return [
        NeedLine(
            one.number,
            one.kind,
            one.get_kind_display(),
            one.title,
            one.detail,
            one.voices,
            one.is_open,
            one.closed_because,
            one.mine,
            one.answered,
            projects.get(one.pk, ""),
            one.created_at,
        )
        for one in needs
    ]
