"""Contracts, delivery and payments of the demo world, through the verbs that all use.

`sign` puts an awarded project under contract, `pay` brings its due stages to the bank, `hold`
holds a session, `report` writes and checks a report, `midterm` passes it. `carry` tells the whole
story on a clock that `move_to` moves: from awarded to in progress, midterm or final report.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from backend.access.actor import Actor
from backend.config.demo.actors import actor_of
from backend.config.demo.cases import sample_photo
from backend.config.demo.cast import Cast
from backend.config.demo.commissioning import bank
from backend.files import forms
from backend.kernel import clock
from backend.kernel.money import Money
from services.commissioning.queries import contract_draft, contract_sheet, provided, report_sheet
from services.commissioning.queries.contract_sheet import ContractSheet
from services.commissioning.rules.contract import LineTerms, MilestoneTerms, Terms
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

MoveTo = Callable[[datetime], None]
STARS = (5, 4, 5, 5, 3)
REACHED = 96
SHARES = (("人员费用", 60), ("场地与物料", 30), ("宣传与评估", 10))
WORDS = (
    "讲得很实在，回去就能用。", "时间安排得很好，下班能赶上。", "希望再多几场。",
    "老师很耐心。", "地方有点小。", "",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Carried:
    """Who takes part in a demo project: the cast, the officer of the winner, members who come."""

    cast: Cast
    officer: str
    members: Sequence[Actor]
    move_to: MoveTo

    def actor(self, key: str) -> Actor:
        """Give a part of the cast as she acts now."""
        return actor_of(self.cast.users[key])

    @property
    def provider(self) -> Actor:
        """Who acts for the organization."""
        return self.actor(self.officer)


def carry(project: str, who: Carried, *, days: int = 180, until: str = "final_report") -> None:
    """Carry an awarded project to `in_progress`, `midterm` or `final_report`.

    The clock goes on by so many days for the whole term; it is left where the story ends.
    """
    first = clock.now()
    sign(project, who, days=days)
    pay(project, who)
    who.move_to(first + timedelta(days=days // 4))
    hold(project, who, title="启动活动与第一次服务", counted=len(who.members) + 2)
    if until == "in_progress":
        return
    half = first + timedelta(days=days // 2)
    who.move_to(half)
    hold(project, who, title="第二次服务", counted=len(who.members) + 1)
    report(project, who, first.date(), half.date() - timedelta(days=1), percent=45)
    midterm(project, who, met_on=half.date())
    pay(project, who)
    if until == "midterm":
        return
    last = first + timedelta(days=days)
    who.move_to(last - timedelta(days=days // 8))
    hold(project, who, title="总结活动", counted=len(who.members))
    who.move_to(last)
    report(project, who, half.date(), last.date(), percent=45, is_final=True)
    _close(project, who, met_on=last.date())


def sign(project: str, who: Carried, *, days: int = 180) -> None:
    """Draft, agree and sign the contract of an awarded project."""
    buyer = who.actor("project_buyer")
    blank = contract_draft.blank(buyer, project)
    made = contracts.draft_contract(
        project,
        actor=buyer,
        version=blank.version,
        terms=_terms(blank.terms, Money(blank.amount_fen), days),
    )
    agreed = contracts.agree_contract(made.number, actor=who.provider, version=made.version)
    contracts.sign_contract(
        agreed.number, actor=who.actor("project_approver"), version=agreed.version
    )


def pay(project: str, who: Carried) -> None:
    """Approve the due stages, if any, and bring them to the bank, which pays."""
    sheet = _sheet(project, who)
    bank.enter_account(sheet, who.provider, who.actor("payment_confirmer"))
    due = [one for one in sheet.stages if one.state == "due"]
    if not due:
        return
    approver = who.actor("project_approver")
    for one in due:
        stages.approve_stage(one.number, actor=approver, version=one.version)
    batch = stage_orders.order_stages(actor=who.actor("sun_li"), stages=[one.number for one in due])
    confirmer = who.actor("payment_confirmer")
    stage_orders.build_stage_file(batch.number, actor=confirmer)
    stage_orders.import_stage_reply(batch.number, actor=confirmer, content=bank.paid(batch))


def hold(project: str, who: Carried, *, title: str, counted: int) -> None:
    """Hold a session now: the members come by its code and rate it without their names."""
    provider, now = who.provider, clock.now()
    planned = sessions.plan_session(
        _sheet(project, who).number,
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
    project: str,
    who: Carried,
    start: date,
    end: date,
    *,
    percent: int,
    is_final: bool = False,
) -> None:
    """Write, hand in and check the report of a period that spends so much of each line.

    What it states of a target is what was reached by its end: nearly all in the final report.
    """
    reached = REACHED if is_final else percent
    provider, sheet = who.provider, _sheet(project, who)
    made = reports.begin_report(
        sheet.number,
        actor=provider,
        period_start=start,
        period_end=end,
        is_final=is_final,
    )
    _papers(made.number, sheet, provider, percent=percent, until=end)
    made.refresh_from_db()
    here = report_sheet.own_sheet(provider, made.number)
    stated = {
        # Whole figures: nobody helps half a person.
        one.code: one.planned * reached // 10_000 * 100
        for one in sheet.targets
        if _stated(one.source)
    }
    saved = reports.save_report(
        made.number,
        actor=provider,
        version=made.version,
        content=Content(
            here.counted, here.counted_sessions, "按计划开展服务，职工反映良好。", stated
        ),
    )
    handed = reports.submit_report(saved.number, actor=provider, version=saved.version)
    report_checks.confirm_report(
        handed.number,
        actor=who.actor("project_buyer"),
        version=handed.version,
        words="与凭证一致。",
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
    number: str, sheet: ContractSheet, provider: Actor, *, percent: int, until: date
) -> None:
    """Enter what was spent on each line with its voucher, and a photograph."""
    spent_on = min(until, clock.today())
    for place, line in enumerate(sheet.delivered.lines, start=1):
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


def _terms(usual: Terms, amount: Money, days: int) -> Terms:
    today = clock.today()
    parts = amount.allocate([share for _, share in SHARES])
    middle, last = today + timedelta(days=days // 2), today + timedelta(days=days)
    return replace(
        usual,
        starts_on=today,
        ends_on=last,
        lines=tuple(LineTerms(title, part) for (title, _), part in zip(SHARES, parts, strict=True)),
        milestones=(
            MilestoneTerms("delivery", "完成一半场次", middle),
            MilestoneTerms("reporting", "提交终期报告", last),
        ),
    )


def _photo(actor: Actor, words: str) -> str:
    file = SimpleUploadedFile("photo.jpg", sample_photo(words), "image/jpeg")
    return forms.receive(file, actor=actor).number


def _stated(source: str) -> bool:
    return source == "stated"
