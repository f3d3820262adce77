"""What waits about panels and results: for panelists, the buyer, who answers and who awards."""

from collections.abc import Iterator

from backend.access import scope
from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.kernel import clock
from backend.web.parts import QueueItem
from services.commissioning.models import Project, ResultNotice
from services.commissioning.queries import objections, panelist
from services.commissioning.rules.panel_days import is_over
from services.commissioning.states.projects import STAFF_LABELS, ProjectState

CATEGORY = "综合评审"
BUYERS = (ProjectState.PANEL_DRAWN, ProjectState.RECUSAL_CLEARED, ProjectState.RANKED)


def panel_items(actor: Actor, limit: int) -> list[QueueItem]:
    """List at most `limit` of each kind."""
    items = [
        *_seats(actor, limit),
        *_panels(actor, limit),
        *_objections(actor, limit),
        *_awards(actor, limit),
    ]
    return list(items)


def _seats(actor: Actor, limit: int) -> Iterator[QueueItem]:
    if not actor.holds(Permission.COMMISSIONING_PANEL_SCORE):
        return
    waiting = [one for one in panelist.seat_lines(actor) if one.to_do]
    for one in waiting[:limit]:
        yield QueueItem(
            due=None,
            category=CATEGORY,
            number=one.project,
            who=one.title,
            union=one.union_name,
            state=one.to_do,
            url=f"/console/panel/projects/{one.project}/",
        )


def _panels(actor: Actor, limit: int) -> Iterator[QueueItem]:
    reach = scope.visible(actor, Permission.COMMISSIONING_PANEL_DRAW)
    rows = Project.objects.filter(reach, state__in=[str(state) for state in BUYERS])
    for one in rows.select_related("union").order_by("state_since", "id")[:limit]:
        yield _item(one, STAFF_LABELS[one.state])


def _objections(actor: Actor, limit: int) -> Iterator[QueueItem]:
    if not actor.holds(Permission.COMMISSIONING_OBJECTION_ANSWER):
        return
    for one in objections.waiting(actor)[:limit]:
        yield QueueItem(
            due=one.answer_by,
            category=CATEGORY,
            number=one.project,
            who=one.title,
            union=one.union_name,
            state=f"{one.about}的异议待答复",
            url=f"/console/commissioning/projects/{one.project}/panel/",
            tone="stop",
        )


def _awards(actor: Actor, limit: int) -> Iterator[QueueItem]:
    reach = scope.visible(actor, Permission.COMMISSIONING_AWARD_DECIDE, "project__")
    rows = ResultNotice.objects.filter(reach, project__state=ProjectState.NOTICE)
    for one in rows.select_related("project__union").order_by("until", "id")[:limit]:
        if is_over(one.until, clock.today()):
            yield _item(one.project, "公示期满，待确定承接组织")


def _item(one: Project, words: str) -> QueueItem:
    return QueueItem(
        due=None,
        category=CATEGORY,
        number=one.number,
        who=one.title,
        union=one.union.name,
        state=words,
        url=f"/console/commissioning/projects/{one.number}/panel/",
    )
