"""Publishing what a project achieved, by itself, through forms signed off once (R9.20-R9.22).

Every publication recomputes its figures from rows and ledger inside its own transaction and stops
where they do not tie.
"""

import logging
from collections.abc import Iterable, Mapping, Sequence

from backend.access.permissions import Permission
from backend.kernel import clock
from backend.kernel.errors import Conflict
from notifications import cohorts, outbox
from notifications.topics import Topic
from services.commissioning.models import (
    Contract,
    DutyKind,
    FigureCheck,
    FigureCorrection,
    Project,
    PublicWork,
    PublishedFigures,
    Target,
)
from services.commissioning.queries import reconcile
from services.commissioning.queries.books import books_now, books_of
from services.commissioning.queries.delivered import figures_of
from services.commissioning.queries.officers import officers_above
from services.commissioning.queries.public.forms import (
    final_figures,
    progress_figures,
    subject_of,
)
from services.commissioning.queries.public.values import Told, told, told_beside
from services.commissioning.rules import figures, ties
from services.commissioning.states.projects import ProjectAct
from services.commissioning.workflow import duties
from services.commissioning.workflow.advance import advance, note, tell
from services.commissioning.workflow.clockwork import CLOCK
from services.disclosure import board
from services.disclosure.forms import PROJECT_FINAL, PROJECT_PROGRESS
from services.disclosure.rules.calendar import quarter_of
from services.disclosure.workflow.publication import Tells

log = logging.getLogger(__name__)

MENDING = (Permission.AUDIT_TRAIL_READ, Permission.COMMISSIONING_CONTRACT_SIGN)
"""Who audits, and who answers for the contracts."""

MORE_REPORTED = "又有一份进展报告核对完毕，数字随之更新"


def publish_final(project: Project, contract: Contract) -> None:
    """Publish quantity, quality and use of funds of a locked, finished project.

    Raises Conflict `figures_do_not_tie`, `no_form`: nothing is published then.
    """
    found = told(project)
    must_tie(contract, found)
    _fill_final(project, contract, found, reason="")
    _remember(project, found)
    duties.enter(project)
    duties.meet(project, DutyKind.FINAL, clock.today())
    advance(project, ProjectAct.PUBLISH, actor=CLOCK)
    cohort = cohorts.of_union(project.union)
    outbox.notice(
        Topic.COMMISSIONING_PROJECT_PUBLISHED, cohort=cohort, about=project, title=project.title
    )


def publish_progress(project: Project, contract: Contract) -> None:
    """Publish how a running project stands, in the quarter of today; raises as above."""
    found = told(project)
    must_tie(contract, found)
    board.publish_standing(
        PROJECT_PROGRESS,
        union=project.union,
        period=quarter_of(clock.today()),
        figures=progress_figures(found),
        because=contract,
        actor=CLOCK,
        reason=MORE_REPORTED,
        subject=subject_of(project),
        hidden=found.hidden,
    )
    duties.meet_progress(project)


def correct(project: Project, contract: Contract, reason: str) -> bool:
    """Publish what has changed since the figures were published, old beside new; tells whether.

    Raises Conflict `figures_do_not_tie`, `no_form`.
    """
    published = PublishedFigures.objects.filter(project=project).first()
    if published is None:
        return False
    found = told(project)
    changes = figures.changed(published.figures, found.open_values())
    if not changes:
        return False
    must_tie(contract, found)
    board.standing_form(PROJECT_FINAL, project.union)
    for code, old, new in changes:
        FigureCorrection.objects.create(
            project=project, figure=code, old=old, new=new, reason=reason
        )
    _fill_final(project, contract, found, reason=reason)
    _remember(project, found)
    note(project, "correct_figures", actor=CLOCK, words=reason)
    return True


def must_tie(contract: Contract, found: Told) -> None:
    """Compare the figures with books and ledger; raises Conflict `figures_do_not_tie`, each named.

    `found` is what is to be published, read in the same transaction.
    """
    problems = _problems(contract, found)
    if problems:
        raise Conflict("figures_do_not_tie", f"数字对不上，没有公布：{'；'.join(problems)}。")


def check(project: Project, contract: Contract | None, found: Told, refusal: str = "") -> list[str]:
    """Compare a locked project's figures and keep what was found; gives the disagreements.

    `refusal` says why it could not be published, and is kept where everything ties.
    """
    problems = _problems(contract, found) if contract is not None else []
    for before in PublishedFigures.objects.filter(project=project):
        titles = _titles([contract.pk]).get(contract.pk, {}) if contract is not None else {}
        problems += _differs(before.figures, found, titles)
    if refusal and not problems:
        _keep({project.pk: [refusal]})
    else:
        keep_findings({project.pk: problems})
    return problems


def check_all(projects: Sequence[Project], contracts: Sequence[Contract]) -> dict[int, list[str]]:
    """Recompute locked projects; gives the disagreements by key, and keeps none.

    `contracts` are their signed ones. What was released is compared too, where no act waits to be
    released. A flat number of statements, however many there are.
    """
    delivered = figures_of(contracts)
    books = books_of(contracts, delivered)
    found: dict[int, list[str]] = {project.pk: [] for project in projects}
    signed = {contract.project_id: contract.pk for contract in contracts}
    for project, contract in signed.items():
        found[project] += ties.problems(books[contract])
    published = {
        one.project_id: one.figures for one in PublishedFigures.objects.filter(project__in=projects)
    }
    titles = _titles(signed.values())
    shown = [project for project in projects if project.pk in published]
    for key, now in told_beside(shown, contracts, delivered).items():
        found[key] += _differs(published[key], now, titles.get(signed.get(key, 0), {}))
    waiting = set(
        PublicWork.objects.filter(project__in=projects, is_released=False).values_list(
            "project_id", flat=True
        )
    )
    settled = [project for project in projects if project.pk not in waiting]
    theirs = [contract for contract in contracts if contract.project_id not in waiting]
    for key, findings in reconcile.beside(settled, theirs, books).items():
        found[key] += [f"{one.where}：{one.words}" for one in findings]
    return found


def keep_findings(found: Mapping[int, list[str]]) -> None:
    """Keep what was found of projects, by key; whoever can mend it is told of what is new.

    Those are the auditors, and the officers who answer for contracts, of the union and above it.
    """
    wrong = {key: words for key, words in found.items() if words}
    if wrong:
        kept = FigureCheck.objects.filter(project__in=wrong).values_list("project_id", "problems")
        before = dict(kept)
        new = [key for key, words in wrong.items() if before.get(key) != words]
        for project in Project.objects.filter(pk__in=new).select_related("union").order_by("pk"):
            people = [
                person for permission in MENDING for person in officers_above(project, permission)
            ]
            tell(Topic.COMMISSIONING_CHECK_FAILED, people, project)
            log.error("project %s: %s", project.number, "; ".join(wrong[project.pk]))
    _keep(found)


def _differs(before: figures.Values, now: Told, titles: Mapping[str, str]) -> list[str]:
    return [
        f"“{figures.label(code, titles)}”已公布{old}，现在是{new}"
        for code, old, new in figures.changed(before, now.open_values())
    ]


def _titles(contracts: Iterable[int]) -> dict[int, dict[str, str]]:
    """Titles of the targets by code, by the contract's key."""
    found: dict[int, dict[str, str]] = {}
    rows = Target.objects.filter(contract__in=list(contracts))
    for contract, code, title in rows.values_list("contract_id", "code", "title"):
        found.setdefault(contract, {})[code] = title
    return found


def _keep(found: Mapping[int, list[str]]) -> None:
    at = clock.now()
    FigureCheck.objects.bulk_create(
        [FigureCheck(project_id=key, at=at, problems=words) for key, words in found.items()],
        update_conflicts=True,
        unique_fields=["project"],
        update_fields=["at", "problems"],
    )


def _problems(contract: Contract, found: Told) -> list[str]:
    if found.delivered is None:
        return ties.problems(books_now(contract))
    return ties.problems(books_of([contract], {contract.pk: found.delivered})[contract.pk])


def _fill_final(project: Project, contract: Contract, found: Told, *, reason: str) -> None:
    board.publish_standing(
        PROJECT_FINAL,
        union=project.union,
        period="",
        figures=final_figures(found, contract),
        because=contract,
        actor=CLOCK,
        reason=reason,
        subject=subject_of(project),
        # Of the first the project's own notice tells.
        tells=Tells.CORRECTIONS,
        hidden=found.hidden,
    )


def _remember(project: Project, found: Told) -> None:
    cost = found.open_values().get("unit_cost_fen")
    PublishedFigures.objects.update_or_create(
        project=project,
        defaults={
            "kind": project.kind,
            "figures": dict(found.open_values()),
            "unit_cost_fen": cost if isinstance(cost, int) else None,
            "at": clock.now(),
        },
    )
