"""The facts of a project from its contract on, for open data."""

from collections.abc import Sequence

from backend.kernel import clock
from services.commissioning.feeds.ocds.facts import (
    Agreement,
    Change,
    Correction,
    Facts,
    Goal,
    LineSpent,
    Outcome,
    Payment,
    Step,
)
from services.commissioning.models import (
    Acceptance,
    AcceptanceOutcome,
    Contract,
    ContractChange,
    EvaluationLine,
    Project,
    Stage,
    Target,
)
from services.commissioning.queries.public.contracts import corrections_of
from services.commissioning.queries.public.open_planning import (
    award_of,
    page_of,
    planning_of,
    tender_of,
    union_body,
)
from services.commissioning.queries.public.values import Told
from services.commissioning.rules import figures as rules
from services.commissioning.states.contracts import ChangeState, MilestoneState, StageState
from services.commissioning.states.projects import UNDER_CONTRACT, ProjectState

STATUS = {
    MilestoneState.SCHEDULED: "scheduled",
    MilestoneState.MET: "met",
    MilestoneState.PARTIALLY_MET: "partiallyMet",
    MilestoneState.NOT_MET: "notMet",
}
SMALL, NO_DATA = "fewerThanSmallestCell", "noData"
COUNTED = (
    ("confirmations", "职工确认人次", "人次"),
    ("provider_count", "承接组织统计人次", "人次"),
)


def facts_of(project: Project, figures: Told) -> Facts:
    """Read everything that a release says; `figures` are those of the same moment."""
    return Facts(
        number=project.number,
        title=project.title,
        kind=project.kind,
        kind_label=project.get_kind_display(),
        page=page_of(project),
        buyer=union_body(project.union),
        planning=planning_of(project),
        tender=tender_of(project),
        award=award_of(project),
        agreement=_agreement(project, figures),
    )


def _agreement(project: Project, figures: Told) -> Agreement | None:
    rows = Contract.objects.filter(project=project, signed_on__isnull=False)
    contract = rows.select_related("organization", "bid").first()
    if contract is None or contract.signed_on is None or figures.delivered is None:
        return None
    runs = project.state in UNDER_CONTRACT
    ended = None if runs else contract.ended_on or min(contract.ends_on, clock.today())
    return Agreement(
        number=contract.number,
        amount_fen=contract.amount_fen,
        starts_on=contract.starts_on,
        ends_on=contract.ends_on,
        signed_on=contract.signed_on,
        status="active" if runs else "terminated",
        ended_on=ended,
        lines=_lines(figures),
        goals=_goals(contract, figures),
        steps=_steps(contract),
        payments=_payments(contract),
        changes=_changes(contract),
        outcome=_outcome(contract, figures),
        corrections=[
            Correction(one.on, one.what, one.old, one.new, one.reason)
            for one in corrections_of(project)
        ],
        metrics=_counted(figures),
    )


def _lines(figures: Told) -> Sequence[LineSpent]:
    rows = figures.delivered.lines if figures.delivered else ()
    return [
        LineSpent(f"line-{place}", one.title, one.agreed_fen, one.amount_fen, one.spent_fen)
        for place, one in enumerate(rows, start=1)
    ]


def _goals(contract: Contract, figures: Told) -> list[Goal]:
    """Targets; delivered figures only once they were evaluated."""
    rows = EvaluationLine.objects.filter(
        evaluation__contract=contract, evaluation__superseded_by__isnull=True
    )
    evaluated = {row.target_id: row for row in rows}
    return [
        _goal(target, evaluated.get(target.pk), figures)
        for target in Target.objects.filter(contract=contract).order_by("pk")
    ]


def _goal(target: Target, row: EvaluationLine | None, figures: Told) -> Goal:
    small = rules.CELL_OF_SOURCE.get(target.source, "") in figures.hidden
    missing = ""
    if row is not None and small:
        missing = SMALL
    elif row is not None and row.delivered_hundredths is None:
        missing = NO_DATA
    return Goal(
        code=target.code,
        title=target.title,
        unit=target.unit,
        planned_hundredths=target.planned_hundredths,
        delivered_hundredths=row.delivered_hundredths if row and not missing else None,
        missing=missing,
    )


def _counted(figures: Told) -> list[Goal]:
    """Counted figures beside the targets; the provider's count stands next to the workers' own."""
    return [
        Goal(code, title, unit, 0, figures.whole(code) * rules.HUNDREDTHS)
        for code, title, unit in COUNTED
        if code not in figures.hidden and figures.values.get(code)
    ]


def _steps(contract: Contract) -> list[Step]:
    return [
        Step(
            key=f"milestone-{one.place}",
            kind=one.kind,
            title=one.title,
            status=STATUS[one.state],
            due_on=one.due_on,
            met_on=one.met_on,
            words=one.words,
        )
        for one in contract.milestones.order_by("place")
    ]


def _payments(contract: Contract) -> list[Payment]:
    paid = Stage.objects.filter(contract=contract, state=StageState.PAID).order_by("place")
    return [
        Payment(f"{contract.number}-stage-{one.place}", one.place, one.amount_fen, one.paid_on)
        for one in paid
        if one.paid_on is not None
    ]


def _changes(contract: Contract) -> list[Change]:
    rows = ContractChange.objects.filter(contract=contract, state=ChangeState.APPROVED)
    return [
        Change(
            key=f"{contract.number}-change-{place}",
            on=clock.to_local(one.decided_at or one.asked_at).date(),
            what=one.what,
            old=one.old,
            new=one.new,
            reason=one.reason,
        )
        for place, one in enumerate(rows.order_by("pk"), start=1)
    ]


def _outcome(contract: Contract, figures: Told) -> Outcome | None:
    row = Acceptance.objects.filter(contract=contract, outcome=AcceptanceOutcome.ACCEPTED).first()
    if row is None:
        return None
    points = figures.values.get("points")
    known = isinstance(points, int) and "points" not in figures.hidden
    return Outcome(
        accepted_on=clock.to_local(row.at).date(),
        words=row.opinion,
        points_hundredths=figures.whole("points") if known else None,
        band_label=str(figures.values.get("band") or ""),
    )


def is_public(project: Project) -> bool:
    """Tell whether the public may know of a project: its call was opened."""
    return project.opened_at is not None and project.state is not ProjectState.TOPIC
