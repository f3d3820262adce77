"""Objections that wait for an answer, the most urgent first (R9.11)."""

from dataclasses import dataclass
from datetime import date

from backend.access import scope
from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.kernel import clock
from services.commissioning.models import Project, ResultObjection
from services.commissioning.states.verdicts import AnswerState

MOST = 100


@dataclass(frozen=True, slots=True)
class WaitingObjection:
    """A line of the list: what it is about and by when it is owed; never who made it."""

    number: str
    project: str
    title: str
    union_name: str
    about: str
    made_on: date
    answer_by: date
    is_overdue: bool


def waiting(actor: Actor) -> list[WaitingObjection]:
    """List the open objections of an officer's subtree, overdue ones first."""
    projects = Project.objects.filter(
        scope.visible(actor, Permission.COMMISSIONING_OBJECTION_ANSWER)
    )
    rows = ResultObjection.objects.filter(project__in=projects, state=AnswerState.OPEN)
    today = clock.today()
    return [
        WaitingObjection(
            number=one.number,
            project=one.project.number,
            title=one.project.title,
            union_name=one.project.union.name,
            about="评审结果" if one.seat_id is None else "评审人回避",
            made_on=clock.to_local(one.made_at).date(),
            answer_by=one.answer_by,
            is_overdue=one.answer_by < today,
        )
        for one in rows.select_related("project__union").order_by("answer_by", "id")[:MOST]
    ]
