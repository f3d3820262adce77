"""The desks of the reviewers: who works where, and what waits for this officer (B10)."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from backend.access import scope
from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.accounts.models import Person
from backend.kernel import clock
from backend.unions.models import Union
from backend.web.parts import QueueItem, Tone
from services.mutual_aid.access import LEVEL_LABELS, LEVEL_PERMISSIONS
from services.mutual_aid.models import Claim
from services.mutual_aid.states import CLAIM_LABELS, ClaimState, Level

PAGE = 20
CATEGORY = "医疗互助申领"


@dataclass(frozen=True, slots=True)
class Waiting:
    """What the index knows of a claim on a desk."""

    id: int
    number: str
    state: ClaimState
    due_on: date | None
    person_id: int
    union_id: int
    created_at: datetime


COLUMNS = tuple(field.name for field in fields(Waiting))


def desks_of(actor: Actor) -> list[Level]:
    """Give the levels at which an officer works, lowest first."""
    return [level for level, one in LEVEL_PERMISSIONS.items() if actor.holds(one)]


def newest(
    level: int, union_id: int, desk: Level, limit: int = PAGE
) -> QuerySet[Claim, tuple[Any, ...]]:
    """Give the newest claims of one subtree on one desk, read from one partial index alone.

    `level` is the level of the union in the tree, 1 to 5; rows are `COLUMNS` in order.
    """
    return (
        Claim.objects.filter(Q(**{f"d{level}": union_id}), desk=str(desk))
        .order_by("-created_at", "-id")
        .values_list(*COLUMNS)[:limit]
    )


def queue_items(actor: Actor, limit: int = PAGE) -> list[QueueItem]:
    """List the claims that wait for this officer: on her desks, and under investigation."""
    found: dict[int, Waiting] = {}
    for desk, level, union_id in sorted(_reach(actor)):
        rows = [Waiting(*row) for row in newest(level, union_id, desk, limit)]
        found.update((row.id, row) for row in rows if row.person_id != actor.person_id)
    found.update((row.id, row) for row in _suspended(actor, limit))
    rows_by_age = sorted(found.values(), key=lambda row: (row.created_at, row.id), reverse=True)
    shown = rows_by_age[:limit]
    people = Person.objects.in_bulk({row.person_id for row in shown})
    unions = Union.objects.in_bulk({row.union_id for row in shown})
    return [
        QueueItem(
            due=row.due_on,
            category=CATEGORY,
            number=row.number,
            who=str(people[row.person_id]),
            union=unions[row.union_id].name,
            state=CLAIM_LABELS[row.state],
            url=f"/console/claims/{row.number}/",
            tone=_tone(row),
        )
        for row in shown
    ]


def _suspended(actor: Actor, limit: int) -> list[Waiting]:
    if not actor.holds(Permission.MUTUAL_AID_CLAIM_SUSPEND):
        return []
    rows = Claim.objects.filter(
        scope.visible(actor, Permission.MUTUAL_AID_CLAIM_SUSPEND), state=ClaimState.SUSPENDED
    ).exclude(person_id=actor.person_id or 0)
    values = rows.order_by("state_since", "pk").values_list(*COLUMNS)[:limit]
    return [Waiting(*row) for row in values]


def _reach(actor: Actor) -> set[tuple[Level, int, int]]:
    return {
        (desk, post.level, post.union_id)
        for desk, permission in LEVEL_PERMISSIONS.items()
        for post in actor.posts_with(permission)
    }


def _tone(row: Waiting) -> Tone:
    late = row.due_on is not None and row.due_on < clock.today()
    return "stop" if late or row.state is ClaimState.SUSPENDED else "wait"


def desk_label(desk: str) -> str:
    """Name a desk; empty where the claim lies on none."""
    return LEVEL_LABELS[Level(desk)] if desk else ""
