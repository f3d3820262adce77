"""Milestones judged with words, and the midterm that lets the second stage fall due (R9.13)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.write import verb
from backend.kernel import clock
from backend.kernel.errors import Conflict, Invalid, NotFound, Refused
from backend.kernel.saying import must_say
from services.commissioning import access
from services.commissioning.models import Contract, Milestone, Report, StageCondition
from services.commissioning.states.contracts import MILESTONE, MilestoneAct, MilestoneState
from services.commissioning.states.delivery import ReportState
from services.commissioning.states.projects import PROJECT, UNDER_CONTRACT, ProjectAct
from services.commissioning.workflow import stages
from services.commissioning.workflow.advance import advance, note, trace
from services.commissioning.workflow.under_contract import open_bought


@dataclass(frozen=True, slots=True)
class Judgement:
    """What an officer finds of one milestone; `met_on` is the day on which it was met."""

    milestone: str
    act: MilestoneAct
    words: str
    met_on: date | None = None


@verb
def judge_milestones(
    number: str, *, actor: Actor, version: int, judgements: Sequence[Judgement]
) -> Contract:
    """Judge milestones as met, partly met or not met, each with words, never by who drafted.

    Raises NotFound, Refused `four_eyes`, `related`, StaleVersion, Conflict `wrong_state`, Invalid
    `nothing_chosen`, `reason_missing`, `met_on`.
    """
    contract = _open(number, actor, version)
    if contract.project.state not in UNDER_CONTRACT:
        PROJECT.move(contract.project.state, ProjectAct.SUBMIT_FINAL)
    if not judgements:
        raise Invalid("nothing_chosen", "请至少认定一个节点。")
    _judge(contract, judgements, actor)
    _touch(contract)
    return contract


@verb
def meet_midterm(
    number: str,
    *,
    actor: Actor,
    version: int,
    words: str,
    judgements: Sequence[Judgement] = (),
) -> Contract:
    """Pass the midterm with the reports checked so far; the stage that waits for it falls due.

    Every milestone due by today is judged by then. Raises NotFound, Refused `four_eyes`,
    StaleVersion, Conflict `wrong_state`, `no_report`, `report_waiting`, `milestones_open`.
    """
    contract = _open(number, actor, version)
    project = contract.project
    PROJECT.move(project.state, ProjectAct.MEET_MIDTERM)
    said = must_say(words, "请写明中期评估的意见。")[:500]
    reports = Report.objects.filter(contract=contract)
    if reports.filter(state=ReportState.SUBMITTED).exists():
        raise Conflict("report_waiting", "还有进展报告没有核对，请先核对再办中期评估。")
    if not reports.filter(state=ReportState.CONFIRMED).exists():
        raise Conflict("no_report", "还没有核对过的进展报告，不能办中期评估。")
    _judge(contract, judgements, actor)
    open_ones = Milestone.objects.filter(
        contract=contract, state=MilestoneState.SCHEDULED, due_on__lte=clock.today()
    )
    titles = list(open_ones.order_by("place").values_list("title", flat=True))
    if titles:
        raise Conflict("milestones_open", f"到期的节点还没有认定：{'、'.join(titles)}。")
    _touch(contract)
    advance(project, ProjectAct.MEET_MIDTERM, actor=actor, words=said)
    stages.fall_due(contract, StageCondition.MIDTERM, actor=actor)
    return contract


def _open(number: str, actor: Actor, version: int) -> Contract:
    contract = open_bought(
        number, actor=actor, permission=Permission.COMMISSIONING_STAGE_APPROVE, version=version
    )
    if contract.drafted_by_id == actor.user_id:
        raise Refused("four_eyes", "协议由您起草，请交给另一位经办人评估。")
    return contract


def _judge(contract: Contract, judgements: Sequence[Judgement], actor: Actor) -> None:
    today = clock.today()
    for one in judgements:
        milestone = contract.milestones.select_for_update().filter(number=one.milestone).first()
        if milestone is None:
            raise NotFound
        said = must_say(one.words, f"请写明“{milestone.title}”的认定说明。")[:300]
        met_on = _met_on(one, contract, today)
        milestone.state = MILESTONE.move(milestone.state, one.act)
        milestone.met_on, milestone.judged_on, milestone.words = met_on, today, said
        milestone.judged_by_id = access.user_key(actor)
        milestone.version += 1
        milestone.save()
        note(contract.project, str(one.act), actor=actor, words=f"{milestone.title}：{said}")
        trace(milestone, str(one.act), project=contract.project, actor=actor, fields=["state"])


def _met_on(one: Judgement, contract: Contract, today: date) -> date | None:
    if one.act is not MilestoneAct.MEET:
        return None
    if one.met_on is None or not contract.starts_on <= one.met_on <= today:
        raise Invalid("met_on", "已完成的节点请填写完成日期，不早于服务开始，不晚于今天。")
    return one.met_on


def _touch(contract: Contract) -> None:
    contract.version += 1
    contract.save(update_fields=["version"])
