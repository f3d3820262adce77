"""Contracts, delivery and payments of the demo world, through the verbs that all use.

`begin`, `go_halfway` and `finish` tell the whole story: from awarded to in progress, midterm and
final report. `sign` puts an awarded project under contract, `pay` brings its due stages to the
bank, `hold` holds a session, `report` writes and checks a report, `midterm` passes it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Final, Protocol

from django.core.files.uploadedfile import SimpleUploadedFile

from backend.access.actor import Actor
from backend.config.demo.actors import acting
from backend.config.demo.cases import SHEET, sample_photo
from backend.config.demo.cast import Cast
from backend.config.demo.commissioning import bank
from backend.config.demo.commissioning.schedule import Steps
from backend.files import forms
from backend.kernel import clock
from backend.kernel.money import Money
from services.commissioning.models import Report
from services.commissioning.queries import contract_draft, contract_sheet, provided, report_sheet
from services.commissioning.queries.contract_sheet import ContractSheet
from services.commissioning.rules.contract import LineTerms, MilestoneTerms, StageTerms, Terms
from services.commissioning.states.contracts import MilestoneAct
from services.commissioning.workflow import (
    confirmations,
    contracts,
    milestones,
    ratings,
    report_checks,
    report_papers,
    reports,
    sessions,
    stage_orders,
    stages,
)
from services.commissioning.workflow.milestones import Judgement
from services.commissioning.workflow.reports import Content

STARS = (5, 4, 5, 5, 3)
REACHED, REACHED_HALFWAY = 96, 45
SPENT_FIRST: Final = {1: 45, 2: 90}
SPENT_LATER: Final = {1: 45, 3: 90}
SPENT_ALL: Final = {1: 90, 2: 90, 3: 90}
"""Percent of budget lines by their places, in the first report and in the last, or in the only."""
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


@dataclass(frozen=True, slots=True)
class Carried:
    """Who takes part in a demo project: the cast, the officer of the winner, members who come.

    Its contract runs for so many days; a short one has no midterm.
    """

    cast: Cast
    officer: str
    members: Sequence[Actor]
    days: int = 180
    is_short: bool = False

    def actor(self, key: str) -> Actor:
        """Give a part of the cast as she acts now."""
        return acting(self.cast, key)

    @property
    def provider(self) -> Actor:
        """Who acts for the organization."""
        return self.actor(self.officer)


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


def report(
    sheet: ContractSheet,
    who: Carried,
    start: date,
    end: date,
    *,
    is_final: bool = False,
) -> Report:
    """Write and hand in the report of a period, with what it spent.

    What it states of a target is what was reached by its end: nearly all in the final report.
    """
    reached, spent = (REACHED, SPENT_LATER) if is_final else (REACHED_HALFWAY, SPENT_FIRST)
    if who.is_short:
        spent = SPENT_ALL
    provider = who.provider
    made = reports.begin_report(
        sheet.number,
        actor=provider,
        period_start=start,
        period_end=end,
        is_final=is_final,
    )
    _papers(made.number, sheet, provider, spent, until=end)
    made.refresh_from_db()
    here = report_sheet.own_sheet(provider, made.number)
    stated = {
        # Whole figures: nobody helps half a person.
        one.code: one.planned * reached // 10_000 * 100
        for one in sheet.targets
        if one.source == "stated"
    }
    saved = reports.save_report(
        made.number,
        actor=provider,
        version=made.version,
        content=Content(
            here.counted, here.counted_sessions, "按计划开展服务，职工反映良好。", stated
        ),
    )
    return reports.submit_report(saved.number, actor=provider, version=saved.version)


def check(handed: Report, who: Carried) -> None:
    """Find a report right."""
    report_checks.confirm_report(
        handed.number,
        actor=who.actor("project_buyer"),
        version=handed.version,
        words="与凭证一致。",
    )


def send_back(handed: Report, who: Carried) -> None:
    """Send a report back with what is missing."""
    report_checks.return_report(
        handed.number,
        actor=who.actor("project_buyer"),
        version=handed.version,
        words="请补充总结活动的签到情况和经费说明。",
    )


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


def _papers(
    number: str, sheet: ContractSheet, provider: Actor, spent: Mapping[int, int], *, until: date
) -> None:
    """Enter so many percent of some lines as spent, each with its voucher, and a photograph."""
    spent_on = min(until, clock.today())
    for place, percent in spent.items():
        line = sheet.delivered.lines[place - 1]
        report_papers.add_spending(
            number,
            actor=provider,
            line=place,
            amount=Money(line.amount_fen * percent // 100),
            spent_on=spent_on,
            words=f"{line.title}支出",
            voucher=_photo(provider, f"{number} {line.title}"),
        )
    report_papers.add_photo(
        number, actor=provider, upload=_photo(provider, f"{number} 现场"), caption="现场"
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


def _photo(actor: Actor, words: str) -> str:
    file = SimpleUploadedFile("photo.jpg", sample_photo(words, SHEET), "image/jpeg")
    return forms.receive(file, actor=actor).number


def _ten_on(day: date) -> datetime:
    return datetime.combine(day, time(10), tzinfo=clock.TZ)
