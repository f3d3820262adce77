"""One project as the public sees it: the same for page, API and file (R9.20-R9.23)."""

from collections.abc import Sequence

from django.conf import settings
from django.db.models import Count, Max

from backend.kernel import clock
from backend.kernel.errors import NotFound
from services.commissioning.models import Contract, Duty, DutyKind, Project, Release
from services.commissioning.queries.public.contracts import (
    changes_of,
    contract_sheet,
    corrections_of,
)
from services.commissioning.queries.public.disputed import disputes_by_figure
from services.commissioning.queries.public.open_planning import planning_of
from services.commissioning.queries.public.parts import (
    DutyLine,
    FigureLine,
    NeedLine,
    Sheet,
    SimilarCost,
)
from services.commissioning.queries.public.similar import similar_to
from services.commissioning.queries.public.values import Told, told
from services.commissioning.queries.public.verdicts import Disputes, verdict_of
from services.commissioning.rules import figures, publishing
from services.commissioning.rules.quantity import Share
from services.commissioning.states.projects import PUBLIC_LABELS

QUANTITY = (
    ("persons", "planned_persons"), ("sessions", "planned_sessions"), ("confirmations", ""),
    ("provider_count", ""),
)  # fmt: skip
QUALITY = (("raters", ""), ("stars", ""), ("points", ""), ("band", ""))
MONEY = (
    ("budget_fen", ""), ("contract_fen", ""), ("paid_fen", ""), ("withheld_fen", ""),
    ("spent_fen", ""), ("unspent_fen", ""), ("unit_cost_fen", ""),
)  # fmt: skip
PERCENT = 100


def public_project(number: str) -> Project:
    """Find a project that the public may know; raises NotFound."""
    rows = Project.objects.public().filter(number=number, opened_at__isnull=False)
    project = rows.select_related("union", "fund").first()
    if project is None:
        raise NotFound
    return project


def sheet(number: str) -> Sheet:
    """Give one public project; raises NotFound."""
    return sheet_of(public_project(number))


def sheet_of(project: Project) -> Sheet:
    """Read everything the public is told of a project, at one moment."""
    rows = Contract.objects.filter(project=project, signed_on__isnull=False)
    contract = rows.select_related("organization", "bid").first()
    found = told(project)
    disputes = disputes_by_figure(contract, found)
    releases = Release.objects.filter(project=project).aggregate(n=Count("pk"), at=Max("at"))
    similar = similar_to(project) if "unit_cost_fen" in found.open_values() else None
    return Sheet(
        number=project.number,
        title=project.title,
        kind=project.kind,
        kind_label=project.get_kind_display(),
        state=str(project.state),
        state_label=PUBLIC_LABELS[project.state],
        state_reason=project.state_reason,
        union_number=project.union.number,
        union_name=project.union.name,
        purpose=project.purpose,
        opened_at=project.opened_at,
        needs=[NeedLine(*one) for one in planning_of(project).needs],
        contract=contract_sheet(contract, found) if contract else None,
        quantity=_lines(QUANTITY, found, disputes),
        quality=_lines(QUALITY, found, disputes) if contract else (),
        money=_lines(MONEY, found, disputes),
        confirmed_words=_share_words(found),
        similar=SimilarCost(similar.projects, similar.median_fen) if similar else None,
        verdict=verdict_of(contract, found, disputes) if contract else None,
        changes=changes_of(contract) if contract else (),
        corrections=corrections_of(project),
        duties=duties_of(project),
        other_disputes=_others(disputes, contract),
        ocid=f"{settings.OCDS_PREFIX}-{project.number}",
        releases=releases["n"],
        changed_at=releases["at"] or project.state_since,
    )


def duties_of(project: Project) -> list[DutyLine]:
    """Give what is owed to the workers, by its last day."""
    today = clock.today()
    rows = Duty.objects.filter(project=project, waived_on__isnull=True).order_by("due_on", "pk")
    return [
        DutyLine(
            kind=one.kind,
            kind_label=DutyKind(one.kind).label,
            place=one.place,
            due_on=one.due_on,
            met_on=one.met_on,
            late_days=publishing.late_days(one.due_on, one.met_on or today),
        )
        for one in rows
    ]


def _lines(codes: Sequence[tuple[str, str]], found: Told, disputes: Disputes) -> list[FigureLine]:
    return [
        FigureLine(
            code=code,
            label=figures.FIGURES[code].label,
            value=found.shown(code),
            planned=found.shown(planned) if planned else "",
            disputes=disputes.get(code, ()),
        )
        for code, planned in codes
        if code in found.values or planned
    ]


def _share_words(found: Told) -> str:
    """How much of the provider's count the workers confirmed, and how sure that is (R9.16)."""
    share = found.delivered.confirmed_share if found.delivered else None
    if share is None or "confirmations" in found.hidden:
        return ""
    sure = f"{_percent(share.share)}（95% 区间 {_interval(share)}）"
    return f"承接组织统计的人次中，职工本人确认了 {sure}。"


def _interval(share: Share) -> str:
    return f"{_percent(share.low)} 至 {_percent(share.high)}"


def _percent(hundredths: int) -> str:
    return f"{figures.hundredths(hundredths)}%"


def _others(disputes: Disputes, contract: Contract | None) -> list[FigureLine]:
    """Disputes about figures that stand nowhere else on the page."""
    shown = {code for code, _ in (*QUANTITY, *QUALITY, *MONEY)}
    titles = dict(contract.targets.values_list("code", "title")) if contract else {}
    return [
        FigureLine(code, figures.label(code, titles), "", disputes=lines)
        for code, lines in disputes.items()
        if code not in shown and not code.startswith(figures.TARGET)
    ]
