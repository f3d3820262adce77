"""Contracts, delivery and payments of the demo world, through the verbs that all use.

`begin`, `go_halfway` and `finish` tell the whole story: from awarded to in progress, midterm and
final report. `sign` puts an awarded project under contract, `pay` brings its due stages to the
bank, `hold` holds a session, `midterm` passes it.
"""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Final, Protocol

from backend.config.demo.commissioning import bank
from backend.config.demo.commissioning.reporting import Carried, check, report, send_back
from backend.config.demo.commissioning.schedule import Steps
from backend.kernel import clock
from backend.kernel.money import Money
from services.commissioning.queries import contract_draft, contract_sheet, provided
from services.commissioning.queries.contract_sheet import ContractSheet
from services.commissioning.rules.contract import LineTerms, MilestoneTerms, StageTerms, Terms
from services.commissioning.states.contracts import MilestoneAct
from services.commissioning.workflow import (
    confirmations,
    contracts,
    milestones,
    ratings,
    sessions,
    stage_orders,
    stages,
)
from services.commissioning.workflow.milestones import Judgement

STARS = (5, 4, 5, 5, 3)
SHORT_STAGES: Final = (StageTerms(60, "signed"), StageTerms(40, "accepted"))
SHARES = (("人员费用", 60), ("场地与物料", 30), ("宣传与评估", 10))
WORDS = (
    "讲得很实在，回去就能用。", "时间安排得很好，下班能赶上。", "希望再多几场。",
    "老师很耐心。", "地方有点小。", "",
)  # fmt: skip


class Drafted(Protocol):
    """What the demo needs to know of a contract that a verb gives back."""

    number: str
    version: int


def begin(project: str, who: Carried) -> Steps:
    """Go on from `awarded` to `in_progress`: the contract is signed, the first session held."""
    first = clock.now()
    sign(project, who)
    sheet = pay(project, who)
    yield first + timedelta(days=who.days // 4)
    hold(sheet.number, who, title="启动活动与第一次服务", counted=len(who.members) + 2)


def go_halfway(project: str, who: Carried) -> Steps:
    """Go on to `midterm`: half of the term is over, a session held, a report checked, a payment."""
    sheet = _sheet(project, who)
    half = sheet.milestones[0].due_on
    yield _ten_on(half)
    hold(sheet.number, who, title="第二次服务", counted=len(who.members) + 1)
    check(report(sheet, who, sheet.starts_on, half - timedelta(days=1)), who)
    midterm(project, who, met_on=half)
    pay(project, who)


def finish(project: str, who: Carried, *, is_returned: bool = False) -> Steps:
    """Go on to `final_report`: the last session, the last report checked, milestones judged.

    Where the report `is_returned`, the buyer sends it back and the milestones wait.
    """
    sheet = _sheet(project, who)
    first, last = sheet.starts_on if who.is_short else sheet.milestones[0].due_on, sheet.ends_on
    yield _ten_on(last - (last - first) // 4)
    hold(sheet.number, who, title="总结活动", counted=len(who.members))
    yield _ten_on(last)
    handed = report(sheet, who, first, last, is_final=True)
    if is_returned:
        send_back(handed, who)
        return
    check(handed, who)
    _close(project, who, met_on=last)


def sign(project: str, who: Carried) -> None:
    """Draft, agree and sign the contract of an awarded project."""
    made = draft(project, who)
    agreed = contracts.agree_contract(made.number, actor=who.provider, version=made.version)
    contracts.sign_contract(
        agreed.number, actor=who.actor("project_approver"), version=agreed.version
    )


def draft(project: str, who: Carried) -> Drafted:
    """Draft the contract of an awarded project."""
    buyer = who.actor("project_buyer")
    blank = contract_draft.blank(buyer, project)
    made: Drafted = contracts.draft_contract(
        project,
        actor=buyer,
        version=blank.version,
        terms=_terms(blank.terms, Money(blank.amount_fen), who),
    )
    return made


def pay(project: str, who: Carried) -> ContractSheet:
    """Approve the due stages, if any, and bring them to the bank; gives the contract as it was."""
    sheet = _sheet(project, who)
    bank.enter_account(sheet, who.provider, who.actor("payment_confirmer"))
    due = [one for one in sheet.stages if one.state == "due"]
    if not due:
        return sheet
    approver = who.actor("project_approver")
    for one in due:
        stages.approve_stage(one.number, actor=approver, version=one.version)
    batch = stage_orders.order_stages(actor=who.actor("sun_li"), stages=[one.number for one in due])
    confirmer = who.actor("payment_confirmer")
    stage_orders.build_stage_file(batch.number, actor=confirmer)
    stage_orders.import_stage_reply(batch.number, actor=confirmer, content=bank.paid(batch))
    return sheet


def hold(contract: str, who: Carried, *, title: str, counted: int) -> None:
    """Hold a session now: the members come by its code and rate it without their names."""
    provider, now = who.provider, clock.now()
    planned = sessions.plan_session(
        contract,
        actor=provider,
        title=title,
        place="槐树街道工会服务站",
        starts_at=now + timedelta(minutes=5),
        ends_at=now + timedelta(minutes=95),
    )
    opened = sessions.open_session(planned.number, actor=provider, version=planned.version)
    shown = provided.shown(provider, opened.number, address="/me/services/confirm/")
    for member in who.members:
        confirmations.confirm(opened.number, actor=member, code=shown.code)
    sessions.close_session(
        opened.number, actor=provider, version=opened.version, provider_count=counted
    )
    for place, member in enumerate(who.members):
        stars = STARS[place % len(STARS)]
        ratings.rate(opened.number, actor=member, stars=stars, words=WORDS[place % len(WORDS)])


def midterm(project: str, who: Carried, *, met_on: date) -> None:
    """Pass the midterm, its first milestone met."""
    sheet = _sheet(project, who)
    milestones.meet_midterm(
        sheet.number,
        actor=who.actor("project_approver"),
        version=sheet.version,
        words="进度和经费使用正常，同意通过中期评估。",
        judgements=[Judgement(sheet.milestones[0].number, MilestoneAct.MEET, "按期完成。", met_on)],
    )


def _close(project: str, who: Carried, *, met_on: date) -> None:
    """Judge the last milestone."""
    sheet = _sheet(project, who)
    judged = Judgement(sheet.milestones[-1].number, MilestoneAct.MEET, "按期交来。", met_on)
    milestones.judge_milestones(
        sheet.number,
        actor=who.actor("project_approver"),
        version=sheet.version,
        judgements=[judged],
    )


def _sheet(project: str, who: Carried) -> ContractSheet:
    return contract_sheet.own_sheet(who.provider, project)


def _terms(usual: Terms, amount: Money, who: Carried) -> Terms:
    today = clock.today()
    last = today + timedelta(days=who.days)
    parts = amount.allocate([share for _, share in SHARES])
    halfway = MilestoneTerms("delivery", "完成一半场次", today + timedelta(days=who.days // 2))
    at_the_end = MilestoneTerms("reporting", "提交终期报告", last)
    return replace(
        usual,
        starts_on=today,
        ends_on=last,
        lines=tuple(LineTerms(title, part) for (title, _), part in zip(SHARES, parts, strict=True)),
        milestones=(at_the_end,) if who.is_short else (halfway, at_the_end),
        stages=SHORT_STAGES if who.is_short else usual.stages,
    )


def _ten_on(day: date) -> datetime:
    return datetime.combine(day, time(10), tzinfo=clock.TZ)
