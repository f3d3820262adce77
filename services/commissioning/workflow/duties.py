"""Publication duties: entered as a project comes along, met, or told as late (R9.20, R9.21)."""

from collections.abc import Iterator
from datetime import date

from django.db.models import QuerySet

from backend.kernel import clock
from backend.kernel.errors import Conflict
from backend.unions import standards
from services.commissioning.models import (
    Acceptance,
    AcceptanceOutcome,
    Contract,
    Duty,
    DutyKind,
    Project,
    ResultNotice,
)
from services.commissioning.queries.public.forms import (
    NOW_PUBLIC,
    STILL_MISSING,
    late_figures,
    subject_of,
)
from services.commissioning.rules import publishing as rules
from services.commissioning.rules.publishing import Course, Debt, Terms
from services.commissioning.states.projects import ProjectAct
from services.commissioning.workflow.clockwork import CLOCK
from services.disclosure import board
from services.disclosure.forms import PROJECT_LATE
from services.disclosure.workflow.publication import Tells

TERMS = (
    "commissioning.notice_publish_workdays",
    "commissioning.publish_workdays",
    "commissioning.progress_months",
)
"""In the order of the fields of `Terms`."""


def enter(project: Project) -> None:
    """Enter what a locked project owes by now, and meet what stands before the public already."""
    course = _course(project)
    owed = _debts(project, course)
    known = {(one.kind, one.place): one for one in Duty.objects.filter(project=project)}
    for debt in owed:
        if (str(debt.kind), debt.place) not in known:
            Duty.objects.create(
                project=project, kind=str(debt.kind), place=debt.place, due_on=debt.due_on
            )
    wanted = {(str(debt.kind), debt.place) for debt in owed}
    for key, duty in known.items():
        if duty.met_on is None and duty.waived_on is None and key not in wanted:
            duty.waived_on = clock.today()
            duty.save(update_fields=["waived_on"])
    for kind, day in _by_itself(project, course):
        meet(project, kind, day)


def meet(project: Project, kind: DutyKind, on: date) -> None:
    """Note that this kind stands before the public since a day; one that was late says that too."""
    for duty in _open(project, kind):
        _met(project, duty, on)


def meet_progress(project: Project) -> None:
    """Note a publication of progress: it meets the running period and all that were missed."""
    today = clock.today()
    for duty in _open(project, DutyKind.PROGRESS).order_by("place"):
        _met(project, duty, today)
        if duty.due_on >= today:
            return


def tell_late(project: Project, today: date) -> bool:
    """Tell on the board how late a locked project is; gives whether anything is late.

    Without a passed form the page and the feed tell it alone.
    """
    enter(project)
    late = list(_late(project, today))
    for duty in late:
        days = rules.late_days(duty.due_on, today)
        told = rules.late_days(duty.due_on, duty.told_late_on) if duty.told_late_on else 0
        if rules.tells_again(days, told):
            _tell(project, duty, STILL_MISSING, days)
            duty.told_late_on = today
            duty.save(update_fields=["told_late_on"])
    return bool(late)


def _debts(project: Project, course: Course) -> list[Debt]:
    """What the course of a project makes owed so far."""
    terms = Terms(*standards.wholes(TERMS, project.union, clock.today()))
    return rules.debts(course, terms)


def _course(project: Project) -> Course:
    contract = Contract.objects.filter(project=project, signed_on__isnull=False).first()
    accepted = Acceptance.objects.filter(
        contract__project=project, outcome=AcceptanceOutcome.ACCEPTED
    ).first()
    ranked = project.steps.filter(act=ProjectAct.RANK).order_by("-pk").first()
    dissent = standards.whole("commissioning.dissent_workdays", project.union, clock.today())
    return Course(
        opened_on=clock.to_local(project.opened_at).date() if project.opened_at else None,
        # The result is there when the panel's time for dissent is over.
        ranked_on=clock.add_working_days(clock.to_local(ranked.at).date(), dissent)
        if ranked
        else None,
        signed_on=contract.signed_on if contract else None,
        starts_on=contract.starts_on if contract else None,
        ends_on=contract.ends_on if contract else None,
        ended_on=contract.ended_on if contract else None,
        accepted_on=clock.to_local(accepted.at).date() if accepted else None,
    )


def _open(project: Project, kind: DutyKind) -> QuerySet[Duty]:
    return Duty.objects.filter(
        project=project, kind=kind, met_on__isnull=True, waived_on__isnull=True
    )


def _late(project: Project, today: date) -> Iterator[Duty]:
    rows = Duty.objects.filter(
        project=project, met_on__isnull=True, waived_on__isnull=True, due_on__lt=today
    )
    yield from rows.order_by("due_on", "pk")


def _by_itself(project: Project, course: Course) -> Iterator[tuple[DutyKind, date]]:
    """What the public page shows the moment it is there: call, contract, result notice."""
    if course.opened_on is not None:
        yield DutyKind.CALL, course.opened_on
    if course.signed_on is not None:
        yield DutyKind.CONTRACT, course.signed_on
    notice = ResultNotice.objects.filter(project=project).order_by("-pk").first()
    if notice is not None:
        yield DutyKind.RESULT, notice.opened_on


def _met(project: Project, duty: Duty, on: date) -> None:
    duty.met_on = on
    duty.save(update_fields=["met_on"])
    days = rules.late_days(duty.due_on, on)
    if days:
        _tell(project, duty, NOW_PUBLIC, days)


def _tell(project: Project, duty: Duty, state: str, days: int) -> None:
    """Say on board and feed how late it is; members are told once of each missed publication.

    More days later say nothing new to them, and what then comes is a publication of its own, of
    which they are told.
    """
    try:
        board.publish_standing(
            PROJECT_LATE,
            union=project.union,
            period="",
            figures=late_figures(duty.kind, duty.due_on, days, state),
            because=duty,
            actor=CLOCK,
            reason=f"逾期天数更新为 {days} 天" if state == STILL_MISSING else "已经公布",
            subject=subject_of(project, f"{duty.kind[:2]}{duty.place}"),
            tells=Tells.FIRST,
        )
    except Conflict as refusal:
        if refusal.code != board.NO_FORM:
            raise
