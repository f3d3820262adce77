"""The work list of calls: what waits for an approver, a buyer, a checker of proofs."""

from collections.abc import Iterator

from backend.access import scope
from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.web.parts import QueueItem
from services.commissioning.models import Project, Proof
from services.commissioning.queries import delivery_queue, verdict_queue
from services.commissioning.queries.panel_queue import panel_items
from services.commissioning.states.organizations import ProofState
from services.commissioning.states.projects import STAFF_LABELS, ProjectState

PAGE = 20
CATEGORY = "委托服务"


def queue_items(actor: Actor, limit: int = PAGE) -> list[QueueItem]:
    """List what waits for this reader, from a call to open to a delivery to judge."""
    return [
        *_to_open(actor, limit),
        *_to_check(actor, limit),
        *_proofs(actor, limit),
        *panel_items(actor, limit),
        *delivery_queue.items(actor, limit),
        *verdict_queue.items(actor, limit),
    ]


def _to_open(actor: Actor, limit: int) -> Iterator[QueueItem]:
    reach = scope.visible(actor, Permission.COMMISSIONING_CALL_OPEN)
    rows = Project.objects.filter(
        reach, state=ProjectState.TOPIC, call__submitted_at__isnull=False
    ).exclude(drafted_by_id=actor.user_id)
    for one in rows.select_related("union").order_by("call__submitted_at", "id")[:limit]:
        yield _item(one, "征集公告待审批")


def _to_check(actor: Actor, limit: int) -> Iterator[QueueItem]:
    reach = scope.visible(actor, Permission.COMMISSIONING_CALL_WRITE)
    rows = Project.objects.filter(reach, state=ProjectState.QUALIFICATION)
    for one in rows.select_related("union").order_by("state_since", "id")[:limit]:
        yield _item(one, STAFF_LABELS[one.state])


def _proofs(actor: Actor, limit: int) -> Iterator[QueueItem]:
    reach = scope.visible(actor, Permission.COMMISSIONING_ORG_CHECK, "organization__")
    rows = Proof.objects.filter(reach, state=ProofState.SUBMITTED).exclude(
        submitted_by_id=actor.user_id
    )
    for one in rows.select_related("organization__union").order_by("submitted_at", "id")[:limit]:
        organization = one.organization
        yield QueueItem(
            due=None,
            category=CATEGORY,
            number=organization.number,
            who=organization.name,
            union=organization.union.name,
            state=f"{one.get_kind_display()}待核查",
            url=f"/console/commissioning/organizations/{organization.number}/",
        )


def _item(one: Project, words: str) -> QueueItem:
    return QueueItem(
        due=None,
        category=CATEGORY,
        number=one.number,
        who=one.title,
        union=one.union.name,
        state=words,
        url=f"/console/commissioning/projects/{one.number}/",
    )
