"""Publishing what a project achieved, by itself, through forms signed off once (R9.20-R9.22).

Every publication recomputes its figures from rows and ledger inside its own transaction and stops
where they do not tie.
"""

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
    PublishedFigures,
)
from services.commissioning.queries.books import books_now
from services.commissioning.queries.public.forms import (
    final_figures,
    progress_figures,
    subject_of,
)
from services.commissioning.queries.public.values import Told, told
from services.commissioning.rules import figures, ties
from services.commissioning.states.projects import ProjectAct
from services.commissioning.workflow import duties
from services.commissioning.workflow.advance import advance, note
from services.commissioning.workflow.clockwork import CLOCK
from services.disclosure import board
from services.disclosure.forms import PROJECT_FINAL, PROJECT_PROGRESS
from services.disclosure.rules.calendar import quarter_of

MORE_REPORTED = "又有一份进展报告核对完毕，数字随之更新"


def publish_final(project: Project, contract: Contract) -> None:
    """Publish quantity, quality and use of funds of a locked, finished project.

    Raises Conflict `figures_do_not_tie`, `no_form`: nothing is published then.
    """
    must_tie(contract)
    found = told(project)
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
    must_tie(contract)
    found = told(project)
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
    must_tie(contract)
    board.standing_form(PROJECT_FINAL, project.union)
    for code, old, new in changes:
        FigureCorrection.objects.create(
            project=project, figure=code, old=old, new=new, reason=reason
        )
    _fill_final(project, contract, found, reason=reason)
    _remember(project, found)
    note(project, "correct_figures", actor=CLOCK, words=reason)
    return True


def must_tie(contract: Contract) -> None:
    """Recompute everything; raises Conflict `figures_do_not_tie` that names each disagreement."""
    found = ties.problems(books_now(contract))
    if found:
        raise Conflict("figures_do_not_tie", f"数字对不上，没有公布：{'；'.join(found)}。")


def check(project: Project, contract: Contract | None) -> list[str]:
    """Recompute a locked project's figures and keep what was found; gives the disagreements."""
    found = ties.problems(books_now(contract)) if contract is not None else []
    published = PublishedFigures.objects.filter(project=project).first()
    if published is not None:
        changes = figures.changed(published.figures, told(project).open_values())
        found += [
            f"“{figures.label(code, {})}”已公布{old}，现在是{new}" for code, old, new in changes
        ]
    FigureCheck.objects.update_or_create(
        project=project, defaults={"at": clock.now(), "problems": found}
    )
    return found


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
