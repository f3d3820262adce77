"""Work lists: the newest cases of a subtree on a desk, and grants that wait for payment (B10)."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from backend.access.actor import Actor, HeldPost
from backend.access.permissions import Permission
from backend.accounts.models import Person
from backend.accounts.states import PayeeState
from backend.kernel import clock
from backend.unions.models import Union
from backend.web.parts import QueueItem, Tone
from services.hardship.models import Application, Grant, PublicNotice
from services.hardship.rules.deadline import notice_is_over
from services.hardship.states import GRANT_LABELS, STAFF_LABELS, Desk, GrantState, State

PAGE = 20
CATEGORY = "困难帮扶"
PAYMENT = "帮扶付款"

DESK_PERMISSIONS: dict[Desk, tuple[Permission, ...]] = {
    Desk.BASIC: (
        Permission.HARDSHIP_APPLICATION_VISIT,
        Permission.HARDSHIP_APPLICATION_RECOMMEND,
    ),
    Desk.DISTRICT: (
        Permission.HARDSHIP_ECONOMIC_CHECK,
        Permission.HARDSHIP_APPLICATION_APPROVE,
    ),
}
TO_PAY = (GrantState.APPROVED, GrantState.RETURNED)


@dataclass(frozen=True, slots=True)
class Waiting:
    """What the index knows of a waiting case."""

    id: int
    number: str
    state: State
    due_on: date | None
    person_id: int
    union_id: int
    created_at: datetime


COLUMNS = tuple(field.name for field in fields(Waiting))


def newest(
    level: int, union_id: int, desk: Desk, limit: int = PAGE
) -> QuerySet[Application, tuple[Any, ...]]:
    """Give the newest cases of one subtree on one desk, read from one partial index alone.

    `level` is the level of the union in the tree, 1 to 5; rows are `COLUMNS` in order.
    """
    return (
        Application.objects.filter(Q(**{f"d{level}": union_id}), desk=str(desk))
        .order_by("-created_at", "-id")
        .values_list(*COLUMNS)[:limit]
    )


def queue_items(actor: Actor, limit: int = PAGE) -> list[QueueItem]:
    """List what waits for this officer: at most `limit` of cases, payments, changed accounts."""
    return [*_cases(actor, limit), *_payments(actor, limit), *_voided(actor, limit)]


def _cases(actor: Actor, limit: int) -> list[QueueItem]:
    found: dict[int, Waiting] = {}
    for desk, level, union_id in sorted(_reach(actor)):
        rows = [Waiting(*row) for row in newest(level, union_id, desk, limit)]
        found.update((row.id, row) for row in rows if row.person_id != actor.person_id)
    rows_by_age = sorted(found.values(), key=lambda row: (row.created_at, row.id), reverse=True)
    shown = rows_by_age[:limit]
    people = Person.objects.in_bulk({row.person_id for row in shown})
    unions = Union.objects.in_bulk({row.union_id for row in shown})
    over = _notices_over([row.id for row in shown if row.state is State.NOTICE])
    return [
        QueueItem(
            due=row.due_on,
            category=CATEGORY,
            number=row.number,
            who=str(people[row.person_id]),
            union=unions[row.union_id].name,
            state="公示期满，待审批" if row.id in over else STAFF_LABELS[row.state],
            url=f"/console/hardship/{row.number}/",
            tone=_tone(row),
        )
        for row in shown
    ]


def _notices_over(ids: list[int]) -> set[int]:
    if not ids:
        return set()
    notices = PublicNotice.objects.filter(application_id__in=ids)
    today = clock.today()
    return {one.application_id for one in notices if notice_is_over(one.until, today)}


def _tone(row: Waiting) -> Tone:
    late = row.due_on is not None and row.due_on < clock.today()
    return "stop" if late or row.state is State.OBJECTION else "wait"


def _reach(actor: Actor) -> set[tuple[Desk, int, int]]:
    return {
        (desk, post.level, post.union_id)
        for desk, permissions in DESK_PERMISSIONS.items()
        for permission in permissions
        for post in actor.posts_with(permission)
    }


def _payments(actor: Actor, limit: int) -> Iterable[QueueItem]:
    posts = actor.posts_with(Permission.HARDSHIP_GRANT_PAY)
    found: dict[int, Grant] = {}
    for post in posts:
        for grant in waiting_grants(post, limit):
            found[grant.pk] = grant
    newest_first = sorted(found.values(), key=lambda row: row.pk, reverse=True)
    for grant in newest_first[:limit]:
        yield QueueItem(
            due=None,
            category=PAYMENT,
            number=grant.number,
            who=str(grant.application.person),
            union=grant.union.name,
            state=GRANT_LABELS[grant.state],
            url="/console/hardship/payments/",
            tone="stop" if grant.state is GrantState.RETURNED else "wait",
        )


def _voided(actor: Actor, limit: int) -> Iterable[QueueItem]:
    """List approvals that a new verified account voided: she approves the account anew."""
    for post in actor.posts_with(Permission.HARDSHIP_GRANT_APPROVE):
        rows = (
            _to_pay(post)
            .exclude(payee__state=str(PayeeState.VERIFIED))
            .filter(application__person__payee_accounts__state=str(PayeeState.VERIFIED))
            .exclude(application__person_id=actor.person_id or 0)
            .order_by("-created_at", "-id")[:limit]
        )
        for grant in rows:
            yield QueueItem(
                due=None,
                category=PAYMENT,
                number=grant.application.number,
                who=str(grant.application.person),
                union=grant.union.name,
                state="收款账户变了，待重新核准",
                url=f"/console/hardship/{grant.application.number}/",
                tone="stop",
            )


def waiting_grants(post: HeldPost, limit: int = PAGE) -> QuerySet[Grant]:
    """Give the grants of a fund keeper's subtree that wait for payment, returned ones included."""
    return _to_pay(post).order_by("-created_at", "-id")[:limit]


def _to_pay(post: HeldPost) -> QuerySet[Grant]:
    return Grant.objects.filter(
        Q(**{f"d{post.level}": post.union_id}), state__in=[str(state) for state in TO_PAY]
    ).select_related("application__person", "union", "payee", "fund")
