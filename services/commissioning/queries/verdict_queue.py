"""The work list of verdicts: accept, evaluate, check a rectification, answer a dispute."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Exists, OuterRef

from backend.access import scope
from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.web.parts import QueueItem
from services.commissioning.models import Contract, Dispute, Duty, Evaluation, Rectification
from services.commissioning.states.delivery import ReportState
from services.commissioning.states.projects import ProjectState
from services.commissioning.states.verdicts import AnswerState

PAGE = 20
CATEGORY = "委托服务"
CONSOLE = "/console/commissioning/"
JUDGE = Permission.COMMISSIONING_ACCEPTANCE_WRITE
NEEDED = ("project__union", "organization")


def items(actor: Actor, limit: int = PAGE) -> list[QueueItem]:
    """List what waits for a judge of deliveries, and for who answers disputes."""
    return [
        *_to_accept(actor, limit),
        *_to_evaluate(actor, limit),
        *_to_evaluate_again(actor, limit),
        *_to_close(actor, limit),
        *_to_answer(actor, limit),
    ]


def _to_accept(actor: Actor, limit: int) -> Iterator[QueueItem]:
    rows = Contract.objects.filter(
        scope.visible(actor, JUDGE, "project__"),
        project__state=ProjectState.FINAL_REPORT,
        reports__is_final=True,
        reports__state=ReportState.CONFIRMED,
    )
    for one in rows.select_related(*NEEDED).order_by("project__state_since", "pk")[:limit]:
        yield _item(one, "待验收")


def _to_evaluate(actor: Actor, limit: int) -> Iterator[QueueItem]:
    rows = Contract.objects.filter(
        scope.visible(actor, JUDGE, "project__"), project__state=ProjectState.ACCEPTED
    )
    found = list(rows.select_related(*NEEDED).order_by("project__state_since", "pk")[:limit])
    keys = [one.project_id for one in found]
    last = dict(
        Duty.objects.filter(project__in=keys, kind="final").values_list("project_id", "due_on")
    )
    for one in found:
        yield _item(one, "待绩效评价", last.get(one.project_id))


def _to_evaluate_again(actor: Actor, limit: int) -> Iterator[QueueItem]:
    """Deliveries of which a disputed figure was found wrong after the evaluation (R9.22)."""
    rows = Contract.objects.filter(
        Exists(Dispute.objects.untaken().filter(contract=OuterRef("pk"))),
        Exists(Evaluation.objects.filter(contract=OuterRef("pk"))),
        scope.visible(actor, JUDGE, "project__"),
    )
    for one in rows.select_related(*NEEDED).order_by("project__state_since", "pk")[:limit]:
        yield _item(one, "异议成立，待重新评价")


def _to_close(actor: Actor, limit: int) -> Iterator[QueueItem]:
    closed = Rectification.objects.filter(
        evaluation__contract=OuterRef("contract"), evaluation__rectify_by=OuterRef("rectify_by")
    )
    rows = Evaluation.objects.standing().filter(
        ~Exists(closed),
        scope.visible(actor, JUDGE, "contract__project__"),
        rectify_by__isnull=False,
    )
    needed = [f"contract__{name}" for name in NEEDED]
    for one in rows.select_related(*needed).order_by("rectify_by", "pk")[:limit]:
        yield _item(one.contract, "整改待核查", one.rectify_by)


def _to_answer(actor: Actor, limit: int) -> Iterator[QueueItem]:
    reach = scope.visible(actor, Permission.COMMISSIONING_OBJECTION_ANSWER, "contract__project__")
    rows = Dispute.objects.filter(reach, state=AnswerState.OPEN)
    needed = [f"contract__{name}" for name in NEEDED]
    for one in rows.select_related(*needed).order_by("pk")[:limit]:
        yield _item(one.contract, "数字异议待答复", url=f"{CONSOLE}disputes/")


def _item(one: Contract, words: str, due: date | None = None, url: str = "") -> QueueItem:
    return QueueItem(
        due=due,
        category=CATEGORY,
        number=one.project.number,
        who=one.organization.name,
        union=one.project.union.name,
        state=words,
        url=url or f"{CONSOLE}projects/{one.project.number}/verdict/",
    )
