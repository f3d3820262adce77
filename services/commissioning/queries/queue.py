"""The work list of calls: what waits for an approver, a buyer, a checker of proofs."""

from collections.abc import Iterator

from django.db.models import F

from backend.access import scope
from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.kernel import clock
from backend.web.parts import QueueItem
from services.commissioning.models import Organization, Project, Proof
from services.commissioning.queries import delivery_queue, standards, verdict_queue
from services.commissioning.queries.panel_queue import panel_items
from services.commissioning.rules.periods import months_before
from services.commissioning.states.organizations import OrgState, ProofState
from services.commissioning.states.projects import STAFF_LABELS, ProjectState

PAGE = 20
CATEGORY = "委托服务"


def queue_items(actor: Actor, limit: int = PAGE) -> list[QueueItem]:
    """List what waits for this reader, from a call to open to a delivery to judge."""
    return [
        *_to_open(actor, limit),
        *_to_check(actor, limit),
        *_proofs(actor, limit),
        *_organizations(actor, limit),
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
        yield _file(organization, f"{one.get_kind_display()}待核查")


def _organizations(actor: Actor, limit: int) -> Iterator[QueueItem]:
    """Files that somebody else entered and nobody has checked, or not within the period (R9.1)."""
    reach, today = scope.visible(actor, Permission.COMMISSIONING_ORG_CHECK), clock.today()
    rows = Organization.objects.filter(reach, state__in=[OrgState.REGISTERED, OrgState.CHECKED])
    rows = rows.exclude(entered_by_id=actor.user_id).select_related("union")
    found = list(rows.order_by(F("checked_on").asc(nulls_first=True), "id")[:limit])
    homes = {one.union_id: one.union for one in found if one.checked_on is not None}
    since = {
        key: months_before(today, standards.org_periods(union, today).check_months)
        for key, union in homes.items()
    }
    for one in found:
        if one.checked_on is None:
            yield _file(one, "新登记，待核查")
        elif one.checked_on <= since[one.union_id]:
            yield _file(one, "年度核查已到期")


def _file(one: Organization, words: str) -> QueueItem:
    return QueueItem(
        due=None,
        category=CATEGORY,
        number=one.number,
        who=one.name,
        union=one.union.name,
        state=words,
        url=f"/console/commissioning/organizations/{one.number}/",
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
