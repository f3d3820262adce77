"""The delivery as its judge sees it, and the disputes that wait (R9.16-R9.19)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from backend.access.actor import Actor
from backend.access.paging import LIMIT_DEFAULT, Page, page_of
from backend.access.permissions import Permission
from backend.kernel.errors import NotFound
from services.commissioning.models import (
    Contract,
    Dispute,
    Evaluation,
    Project,
    Report,
    Target,
)
from services.commissioning.models.organizations import acted_for
from services.commissioning.queries import measuring
from services.commissioning.queries.public.disputed import disputes_by_figure
from services.commissioning.queries.public.parts import TargetLine, VerdictSheet
from services.commissioning.queries.public.values import Told, told
from services.commissioning.queries.public.verdicts import verdict_of
from services.commissioning.rules import evaluation, figures, ruling
from services.commissioning.states.delivery import ReportState
from services.commissioning.states.projects import PROJECT, STAFF_LABELS, ProjectAct
from services.commissioning.states.verdicts import ANSWER_LABELS, AnswerState

JUDGE = Permission.COMMISSIONING_ACCEPTANCE_WRITE
ANSWERS = Permission.COMMISSIONING_OBJECTION_ANSWER
BY_ACT = {
    "accept": ProjectAct.ACCEPT,
    "rectify": ProjectAct.ASK_RECTIFICATION,
    "evaluate": ProjectAct.EVALUATE,
}


@dataclass(frozen=True, slots=True)
class DisputeRow:
    """One dispute with everything that an answer needs."""

    number: str
    version: int
    project_number: str
    project_title: str
    organization: str
    figure: str
    figure_label: str
    claimed: str
    words: str
    made_at: datetime
    state: str
    state_label: str
    answer: str
    ruled: str
    ruled_label: str
    is_taken: bool


@dataclass(frozen=True, slots=True)
class VerdictDesk:
    """One delivery: what was delivered, the points that follow now, the verdict, the disputes."""

    number: str
    version: int
    title: str
    union_name: str
    organization: str
    contract_number: str
    state: str
    state_label: str
    final_report: str
    is_final_checked: bool
    ratings: int
    stars: str
    targets: Sequence[TargetLine]
    points: str
    verdict: VerdictSheet | None
    disputes: Sequence[DisputeRow]
    rectify_by: date | None
    may: Sequence[str]
    refusal: str


def verdict_desk(actor: Actor, number: str) -> VerdictDesk:
    """Give one delivery to an officer of its subtree or to its provider; raises NotFound."""
    contract = _contract(actor, number)
    project = contract.project
    found = told(project)
    seen = _unhidden(found)
    final = Report.objects.filter(contract=contract, is_final=True).first()
    targets = _preview(contract)
    refusal = _refusal(actor, contract)
    return VerdictDesk(
        number=project.number,
        version=project.version,
        title=project.title,
        union_name=project.union.name,
        organization=contract.organization.name,
        contract_number=contract.number,
        state=str(project.state),
        state_label=STAFF_LABELS[project.state],
        final_report=final.number if final else "",
        is_final_checked=final is not None and final.state is ReportState.CONFIRMED,
        ratings=found.whole("raters"),
        stars=figures.written("stars", found.values.get("stars")),
        targets=targets,
        points=figures.hundredths(_total(contract)),
        verdict=verdict_of(contract, seen, disputes_by_figure(contract, seen)),
        disputes=[_dispute(one) for one in _of(contract)],
        rectify_by=_open_rectification(contract),
        may=() if refusal else _may(actor, project, contract),
        refusal=refusal,
    )


def own_verdict(contract: Contract) -> VerdictSheet | None:
    """Give what was found of a delivery to its provider; None before its acceptance."""
    if not contract.acceptances.exists():
        return None
    seen = _unhidden(told(contract.project))
    return verdict_of(contract, seen, {})


def open_disputes(actor: Actor, cursor: str | None = None, limit: int = LIMIT_DEFAULT) -> Page:
    """List the disputes that wait for an answer in an officer's subtree, oldest first."""
    contracts = Contract.objects.visible_to(actor)
    rows = Dispute.objects.filter(contract__in=contracts, state=AnswerState.OPEN)
    page = page_of(rows.select_related(*_WITH), cursor, limit, ("made_at", "id"))
    return {**page, "items": [_dispute(one) for one in page["items"]]}


_WITH = ("contract__project", "contract__organization")


def _contract(actor: Actor, number: str) -> Contract:
    rows = Contract.objects.visible_to(actor).filter(signed_on__isnull=False)
    needed = ("project__union", "project__fund", "organization", "bid")
    contract = rows.select_related(*needed).filter(project__number=number).first()
    if contract is None:
        raise NotFound
    return contract


def _of(contract: Contract) -> Sequence[Dispute]:
    return list(Dispute.objects.filter(contract=contract).select_related(*_WITH).order_by("pk"))


def _dispute(row: Dispute) -> DisputeRow:
    targets = row.contract.targets.all()
    titles = {one.code: one.title for one in targets}
    key = ruling.key_of(row.figure, {one.code: one.source for one in targets})
    return DisputeRow(
        number=row.number,
        version=row.version,
        project_number=row.contract.project.number,
        project_title=row.contract.project.title,
        organization=row.contract.organization.name,
        figure=row.figure,
        figure_label=figures.label(row.figure, titles),
        claimed=row.claimed,
        words=row.words,
        made_at=row.made_at,
        state=str(row.state),
        state_label=ANSWER_LABELS[row.state],
        answer=row.answer,
        ruled="" if row.ruled is None else ruling.shown(row.ruled_key, row.ruled),
        ruled_label=_ruled_label(key, {one.code: one.unit for one in targets}),
        is_taken=row.taken_by_id is not None,
    )


def _ruled_label(key: str, units: Mapping[str, str]) -> str:
    """Name the unit in which a figure is recognized; empty where none can be."""
    if not key:
        return ""
    if key.startswith(figures.TARGET):
        return units.get(key.removeprefix(figures.TARGET), "")
    return {"stars": "分", ruling.ON_TIME: "%", "unit_cost_fen": "元"}.get(key, "整数")


def figure_choices(contract_number: str, actor: Actor) -> list[tuple[str, str]]:
    """Every figure of a contract that its provider may dispute: code and label."""
    rows = Contract.objects.filter(organization_id__in=acted_for(actor), number=contract_number)
    contract = rows.first()
    if contract is None:
        raise NotFound
    known = [(code, one.label) for code, one in figures.FIGURES.items()]
    targets = contract.targets.order_by("pk").values_list("code", "title")
    return known + [(f"{figures.TARGET}{code}", f"指标：{title}") for code, title in targets]


def _preview(contract: Contract) -> list[TargetLine]:
    """What an evaluation of this moment would say, target by target."""
    rows = {one.code: one for one in Target.objects.filter(contract=contract)}
    return [
        TargetLine(
            code=one.code,
            kind_label=rows[one.code].get_kind_display(),
            title=rows[one.code].title,
            unit=rows[one.code].unit,
            planned=figures.in_unit(one.planned_hundredths, rows[one.code].unit),
            delivered=figures.UNKNOWN
            if one.delivered_hundredths is None
            else figures.in_unit(one.delivered_hundredths, rows[one.code].unit),
            points=figures.hundredths(evaluation.points_of(one).hundredths),
            weight=one.weight,
        )
        for one in measuring.measured(contract)
    ]


def _total(contract: Contract) -> int:
    return evaluation.total([evaluation.points_of(one) for one in measuring.measured(contract)])


def _unhidden(found: Told) -> Told:
    """Officers see what the public does not."""
    return Told(found.values, frozenset(), found.delivered)


def _open_rectification(contract: Contract) -> date | None:
    standing = Evaluation.objects.standing()
    row = standing.filter(contract=contract, rectify_by__isnull=False).first()
    if row is None or measuring.rectification_of(row) is not None:
        return None
    return row.rectify_by


def waits_for_evaluation(contract: Contract) -> bool:
    """Tell whether an upheld dispute waits for another evaluation."""
    if not PROJECT.allows(contract.project.state, ProjectAct.REEVALUATE):
        return False
    upheld = Dispute.objects.filter(contract=contract).untaken()
    return upheld.exists() and Evaluation.objects.filter(contract=contract).exists()


def _refusal(actor: Actor, contract: Contract) -> str:
    """Say why this officer may not judge this delivery, where she holds the post."""
    if not actor.can(JUDGE, within=contract.project):
        return ""
    if actor.user_id in measuring.buyers(contract):
        return "您经办过这个项目的采购、付款或报告，按规定由另一位验收人办理。"
    return ""


def _may(actor: Actor, project: Project, contract: Contract) -> list[str]:
    found = []
    if actor.can(JUDGE, within=project):
        found = [name for name, act in BY_ACT.items() if PROJECT.allows(project.state, act)]
        if waits_for_evaluation(contract):
            found.append("reevaluate")
        if _open_rectification(contract) is not None:
            found.append("close_rectification")
    if actor.can(ANSWERS, within=project):
        found.append("answer")
    if acted_for(actor).filter(organization=contract.organization).exists():
        found.append("dispute")
    if actor.can(Permission.COMMISSIONING_CONTRACT_WRITE, within=project) and PROJECT.allows(
        project.state, ProjectAct.ARCHIVE
    ):
        found.append("archive")
    return found
