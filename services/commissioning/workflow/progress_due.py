"""Reminding of progress that has to stand before the public soon, or should by now (R9.21).

The organization is told some days before, the union's officers when the day is past: once for each
publication duty, and a step of the project says so.
"""

from datetime import timedelta

from django.db.models import CharField, Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat

from backend.access.permissions import Permission
from backend.access.write import verb
from backend.kernel import clock
from backend.unions.models import Union
from notifications.topics import Topic
from services.commissioning.models import (
    Contract,
    Duty,
    DutyKind,
    Project,
    ProjectStep,
    Report,
)
from services.commissioning.queries import standards
from services.commissioning.states.delivery import ReportState
from services.commissioning.states.projects import ProjectState
from services.commissioning.workflow.advance import note, tell_organization
from services.commissioning.workflow.clockwork import CLOCK
from services.commissioning.workflow.under_contract import tell_holders

SOON, OVERDUE = "remind_progress", "remind_progress_late"
RUNNING = (ProjectState.IN_PROGRESS, ProjectState.MIDTERM)
"""States in which another report can still be written."""
AT_ONCE = 100


def remind_progress() -> int:
    """Remind of every progress that nobody was reminded of yet; gives how many projects."""
    numbers: list[str] = []
    today = clock.today()
    owing = Union.objects.filter(pk__in=_owed().values("project__union_id"))
    for union in owing.order_by("pk"):
        soon = today + timedelta(days=standards.progress_remind_days(union, today))
        there = _owed().filter(project__union=union)
        unwritten = there.filter(~Exists(_waiting(OuterRef("project"))), due_on__lte=soon)
        numbers += list(_untold(unwritten, SOON))
        numbers += list(_untold(there.filter(due_on__lt=today), OVERDUE))
    return sum(remind_of_progress(number) for number in dict.fromkeys(numbers[:AT_ONCE]))


@verb
def remind_of_progress(number: str) -> bool:
    """Tell both sides of one project what they were not told yet; tells whether it did.

    Nobody is asked for a report that was handed in already. Raises NotFound.
    """
    project = Project.objects.locked(number)
    contract = Contract.objects.select_related("organization").filter(project=project).first()
    if contract is None:
        return False
    contract.project, today = project, clock.today()
    soon = today + timedelta(days=standards.progress_remind_days(project.union, today))
    is_handed_in = _waiting(project).exists()
    told = [
        _tell(contract, duty, is_late=duty.due_on < today, is_handed_in=is_handed_in)
        for duty in _owed().filter(project=project, due_on__lte=soon).order_by("place")
    ]
    return any(told)


def _tell(contract: Contract, duty: Duty, *, is_late: bool, is_handed_in: bool) -> bool:
    first = not is_handed_in and _keep(contract.project, SOON, duty)
    if first:
        tell_organization(
            Topic.COMMISSIONING_PROGRESS_DUE,
            contract.organization,
            contract.project,
            once=f"progress-{duty.place}",
            date=clock.day_words(duty.due_on),
        )
    late = is_late and _keep(contract.project, OVERDUE, duty)
    if late:
        tell_holders(
            Topic.COMMISSIONING_PROGRESS_OVERDUE,
            Permission.COMMISSIONING_REPORT_CHECK,
            contract,
            once=f"progress-{duty.place}",
        )
    return first or late


def _keep(project: Project, act: str, duty: Duty) -> bool:
    """Leave the step that says who was reminded of what; tells whether it was not there yet."""
    words = _words(duty.place)
    if project.steps.filter(act=act, words=words).exists():
        return False
    note(project, act, actor=CLOCK, words=words)
    return True


def _owed() -> QuerySet[Duty]:
    """Give the progress that running projects owe and have not published."""
    return Duty.objects.filter(
        kind=DutyKind.PROGRESS,
        met_on__isnull=True,
        waived_on__isnull=True,
        project__state__in=[str(state) for state in RUNNING],
    )


def _waiting(project: Project | OuterRef) -> QuerySet[Report]:
    """Give the reports of a project that were handed in and wait for an officer."""
    return Report.objects.filter(contract__project=project, state=ReportState.SUBMITTED)


def _untold(duties: QuerySet[Duty], act: str) -> QuerySet[Duty, str]:
    """Numbers of the projects of duties that no step of this act speaks of, most urgent first."""
    place = Cast(OuterRef("place"), CharField())
    told = ProjectStep.objects.filter(
        project=OuterRef("project"), act=act, words=Concat(Value("第"), place, Value("期"))
    )
    rows = duties.filter(~Exists(told)).order_by("due_on", "pk")
    return rows.values_list("project__number", flat=True)


def _words(place: int) -> str:
    return f"第{place}期"
