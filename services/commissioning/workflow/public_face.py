"""The public face of a project follows what was done: releases, publications, duties, checks.

`settle` is the one verb for all of it: it takes the word that acts left behind, in one transaction
for each project, and may be run at any time, by any number of workers, and again after a crash.
"""

import logging
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from django.db import DataError, transaction

from backend.access.write import verb
from backend.kernel import clock
from backend.kernel.errors import Conflict, DomainError
from notifications import upkeep
from services.commissioning.models import (
    Contract,
    Duty,
    Evaluation,
    FigureCheck,
    Project,
    PublicWork,
)
from services.commissioning.queries.public.open_contract import is_public
from services.commissioning.queries.public.values import told
from services.commissioning.queries.public.verdicts import reason_of
from services.commissioning.states.projects import UNDER_CONTRACT, ProjectState
from services.commissioning.workflow import duties, publishing
from services.commissioning.workflow.advance import owe
from services.commissioning.workflow.releases import make_release

log = logging.getLogger(__name__)

REPORT_CONFIRMED = "confirm_report"
REEVALUATED = "reevaluate"
REASONS = {
    "uphold_dispute": "数字异议成立",
    "pay_stage": "付款阶段已支付",
    "withhold_stage": "付款阶段不予支付",
    "close_rectification": "整改核查已有结果",
}
OTHERWISE = "公布以后情况有变化"
LATE = "late"
STALE_AFTER = timedelta(days=30)
FAULTS = (
    DomainError, DataError, ArithmeticError, AssertionError, LookupError, TypeError, ValueError,
)  # fmt: skip
"""What the rows or the standards of one project can cause; a lost database is none of these."""

SLICE = 200
"""How many projects are looked at again at once though nothing moved: the cost is flat."""


@verb
def settle(number: str) -> bool:
    """Bring the public face of one project up to date; tells whether there was anything to do.

    What cannot be published, because figures do not tie or no form has passed, is kept as a
    finding of the figure check, and lateness tells itself.
    """
    project = Project.objects.locked(number)
    rows = PublicWork.objects.filter(project=project, is_released=False)
    acts = list(rows.values_list("act", flat=True))
    if not acts:
        return False
    if not is_public(project):
        rows.delete()
        return True
    contract = _contract(project)
    duties.enter(project)
    refusal = _publish(project, contract, acts) if contract is not None else ""
    # Publishing is an act itself and leaves word of it.
    acts = list(rows.values_list("act", flat=True))
    found = told(project)
    make_release(project, acts, found)
    publishing.check(project, contract, found, refusal)
    rows.update(is_released=True)
    return True


def waiting(limit: int = 500) -> list[str]:
    """Numbers of the projects whose public face lags behind, longest first."""
    rows = PublicWork.objects.filter(is_released=False).order_by("pk")
    numbers = rows.values_list("project__number", flat=True)[: limit * 10]
    return list(dict.fromkeys(numbers))[:limit]


@verb
def tell_late(number: str) -> bool:
    """Tell how late one project is with what it owes; its page is written anew once a day."""
    project, today = Project.objects.locked(number), clock.today()
    late = duties.tell_late(project, today)
    if late and upkeep.claim_slot(_late_on(today), number):
        owe(project, LATE)
    return late


def overdue(today: date | None = None) -> list[str]:
    """Numbers of the projects that are late with what they owe, and have not told it that day."""
    day = today or clock.today()
    rows = Duty.objects.filter(met_on__isnull=True, waived_on__isnull=True, due_on__lt=day)
    untold = rows.exclude(project__number__in=upkeep.taken_slots(_late_on(day)))
    return list(dict.fromkeys(untold.order_by("due_on").values_list("project__number", flat=True)))


def watch() -> None:
    """Tell what is late, and look again at what nothing moved for a long time, each by itself."""
    for number in overdue():
        attempt(tell_late, number)
    check_again(longest_unchecked())


def attempt(act: Callable[[str], object], number: str) -> None:
    """Do an act of the clock on one project; its fault stays with it and holds up no other."""
    try:
        act(number)
    except FAULTS as fault:
        keep_fault(number, fault)


@verb
def check_again(numbers: Sequence[str]) -> int:
    """Recompute these projects' figures though nothing moved; gives how many do not agree.

    What was released is compared with digests and ledger. A project that somebody is working on is
    passed over: its own act checks it, or the next night. One that cannot be recomputed says so
    itself and hides none of the others.
    """
    rows = Project.objects.filter(number__in=numbers).select_related("union").order_by("pk")
    projects = list(rows.select_for_update(of=("self",), skip_locked=True))
    found = _recomputed(projects)
    publishing.keep_findings(found)
    return sum(bool(problems) for problems in found.values())


@verb
def keep_fault(number: str, fault: Exception) -> None:
    """Keep with a project why its public face cannot follow or tell that it is late."""
    project, words = Project.objects.locked(number), [_words_of(fault)]
    if not FigureCheck.objects.filter(project=project, problems=words).exists():
        log.error("project %s is held up", number, exc_info=fault)
        publishing.keep_findings({project.pk: words})


def longest_unchecked(limit: int = SLICE) -> list[str]:
    """Numbers of the projects whose figures were not recomputed for the longest time."""
    before = clock.now() - STALE_AFTER
    rows = FigureCheck.objects.filter(at__lt=before).order_by("at")
    return list(rows.values_list("project__number", flat=True)[:limit])


def _recomputed(projects: Sequence[Project]) -> dict[int, list[str]]:
    """What does not agree, by key; all together, and by halves where one of them is at fault."""
    signed = Contract.objects.filter(project__in=projects, signed_on__isnull=False)
    try:
        with transaction.atomic():
            return publishing.check_all(projects, list(signed.select_related("bid")))
    except FAULTS as fault:
        if len(projects) == 1:
            log.exception("project %s cannot be checked", projects[0].number)
            return {projects[0].pk: [_words_of(fault)]}
        half = len(projects) // 2
        return _recomputed(projects[:half]) | _recomputed(projects[half:])


def _words_of(fault: Exception) -> str:
    if isinstance(fault, DomainError):
        return f"数字没有核对成：{fault.message}"
    return f"数字没有核对成：程序出错（{type(fault).__name__}），请联系系统管理员。"


def _late_on(day: date) -> str:
    """Name the job of a day; each late project is a slot of it."""
    return f"commissioning.late {day}"


def _contract(project: Project) -> Contract | None:
    rows = Contract.objects.select_for_update(of=("self",)).select_related("organization", "bid")
    contract = rows.filter(project=project, signed_on__isnull=False).first()
    if contract is not None:
        contract.project = project
    return contract


def _publish(project: Project, contract: Contract, acts: list[str]) -> str:
    """Publish what is ready; gives the reason in words where that was refused."""
    try:
        if project.state in (ProjectState.EVALUATED, ProjectState.TERMINATED):
            publishing.publish_final(project, contract)
        elif project.state is ProjectState.PUBLISHED:
            publishing.correct(project, contract, _reason(contract, acts))
        elif project.state in UNDER_CONTRACT and REPORT_CONFIRMED in acts:
            publishing.publish_progress(project, contract)
    except Conflict as refusal:
        return refusal.message
    return ""


def _reason(contract: Contract, acts: list[str]) -> str:
    """Say why published figures changed; a new evaluation says what it took in."""
    evaluation = Evaluation.objects.standing().filter(contract=contract).first()
    if REEVALUATED in acts and evaluation is not None:
        return reason_of(evaluation)
    return next((REASONS[act] for act in acts if act in REASONS), OTHERWISE)
