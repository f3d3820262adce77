"""The road of a staff walk: every step from the draft of the call to the archive."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from backend.access.actor import Actor
from backend.config.demo.actors import actor_of
from backend.kernel import clock
from backend.kernel.money import Money
from backend.ledger.models import PaymentBatch
from services.commissioning.models import (
    ChangeKind,
    Contract,
    Dispute,
    Report,
    ResultObjection,
    Seat,
)
from services.commissioning.queries import panel
from services.commissioning.rules.contract import Terms
from services.commissioning.states.contracts import MilestoneAct, StageState
from services.commissioning.states.panel import SeatState
from services.commissioning.workflow import (
    acceptance,
    archiving,
    bids,
    calls,
    changes,
    checking,
    closing,
    contracts,
    disputes,
    drafting,
    drawing,
    evaluation,
    milestones,
    objections,
    public_face,
    recusal,
    report_checks,
    report_papers,
    reports,
    result,
    scoring,
    stage_orders,
    stages,
)
from services.commissioning.workflow.changes import Asked
from services.commissioning.workflow.milestones import Judgement
from services.commissioning.workflow.reports import Content
from tests.services.commissioning import build_contract as bc
from tests.services.commissioning import build_verdict, walk
from tests.services.commissioning.build import CRITERIA
from tests.services.commissioning.staff_walk import StaffWalk

OFFICERS = {"heart": "feng_xue", "lamp": "second_officer", "tree": "third_officer"}
WINNER = OFFICERS["heart"]
"""Who acts for the winner, when nobody of the staff does."""


def to_archive(road: StaffWalk) -> None:
    """Go the whole road; raises StuckError where nobody may go on."""
    to_checked(road)
    to_ranked(road)
    to_awarded(road)
    to_signed(road)
    pay(road)
    change(road)
    deliver(road)
    judge(road)
    pay(road)
    road.act(archiving.archive)


def to_checked(road: StaffWalk) -> None:
    """Draft, open and close the call, and check the applications."""
    story = road.story
    union = story.world.cast.unions["federation"].number
    topic = walk.topic(story)
    made = road.let(drafting.draft_project, union_number=union, topic=topic)
    road.number = made.number
    road.act(drafting.save_call, draft=walk.call_draft())
    road.act(calls.submit_call)
    road.act(calls.open_call)
    for key, officer in OFFICERS.items():
        actor = actor_of(road.outsider(officer))
        begun = bids.start_bid(road.number, actor=actor)
        content = walk.content(key)
        bids.submit_bid(begun.number, actor=actor, version=begun.version, content=content)
    story.pass_deadline(road.project)
    closing.close_call(road.number)
    for bid in road.project.call.bids.order_by("id"):
        road.let(checking.qualify_bid, bid.number, version=bid.version)


def to_ranked(road: StaffWalk) -> None:
    """Draw the panel, clear it, and have the drawn people score; the first applicant is best."""
    road.act(drawing.draw_panel)
    while waiting := [seat for seat in _sitting(road) if seat.state is SeatState.DRAWN]:
        seat = waiting[0]
        holder = actor_of(seat.panelist.user)
        recusal.declare_clear(road.number, actor=holder, version=seat.version)
    road.pass_days(5)
    road.act(recusal.clear_recusal)
    road.act(recusal.open_scoring)
    scores = {
        (bid.number, place): weight * 10 - (place if bid.organization.name != _winner(road) else 0)
        for bid in panel.scored_bids(road.project)
        for place, (_, weight) in enumerate(CRITERIA, start=1)
    }
    for seat in _sitting(road):
        holder = actor_of(seat.panelist.user)
        saved = scoring.save_scores(road.number, actor=holder, version=seat.version, scores=scores)
        scoring.sign_scores(road.number, actor=holder, version=saved.version)


def to_awarded(road: StaffWalk) -> None:
    """Hang out the result, answer a member's objection, award."""
    road.pass_days(5)
    road.act(result.open_notice)
    member = actor_of(road.outsider("li_mei"))
    objections.object_to_result(road.number, actor=member, text="想知道为什么是这一家。")
    made = ResultObjection.objects.get(project=road.project)
    road.act(objections.dismiss_objection, objection=made.number, reason="经核查，评审合规。")
    road.pass_days(9)
    road.act(result.award)


def terms_of_today() -> Terms:
    """Give the usual terms for a delivery that begins today."""
    today = clock.today()
    usual = bc.terms(targets=build_verdict.EXCELLENT)
    later = (replace(one, due_on=one.due_on + timedelta(days=80)) for one in usual.milestones)
    return replace(
        usual, starts_on=today, ends_on=today + timedelta(days=180), milestones=tuple(later)
    )


def to_signed(road: StaffWalk) -> None:
    """Draft, agree and sign the contract."""
    road.act(contracts.draft_contract, terms=terms_of_today())
    own = contract(road)
    road.let(
        contracts.agree_contract, own.number, version=own.version, others=[road.outsider(WINNER)]
    )
    bought(road, contracts.sign_contract)
    bc.account(road.story.world)


def pay(road: StaffWalk) -> None:
    """Approve, order and settle every stage that is due."""
    due = list(contract(road).stages.filter(state=StageState.DUE).order_by("place"))
    for stage in due:
        road.let(stages.approve_stage, stage.number, version=stage.version)
    numbers = [stage.number for stage in due]
    batch: PaymentBatch = road.let(stage_orders.order_stages, stages=numbers)
    road.let(stage_orders.build_stage_file, batch.number)
    road.let(stage_orders.import_stage_reply, batch.number, content=bc.reply(batch))


def change(road: StaffWalk) -> None:
    """Move money between budget lines beyond the free share, asked by either side."""
    own = contract(road)
    asked = Asked(ChangeKind.LINE_TRANSFER, "场地由街道免费提供", 2, 1, Money(2_000_000))
    provider = [road.outsider(WINNER)]
    made = road.let(
        changes.ask_change, own.number, version=own.version, asked=asked, others=provider
    )
    road.let(changes.approve_change, made.number, version=made.version, answer="同意。")


def deliver(road: StaffWalk) -> None:
    """Let eighty days go by; report, pass the midterm, report for the last time."""
    road.pass_days(80)
    build_verdict.crowd(road.story.world, contract(road), 12)
    report(road, ago=65)
    today = clock.today()
    judged = [
        Judgement(one.number, MilestoneAct.MEET, "按期完成。", one.due_on)
        for one in contract(road).milestones.filter(due_on__lte=today)
    ]
    bought(road, milestones.meet_midterm, words="可以继续。", judgements=judged)
    report(road, ago=31, is_final=True)


def report(road: StaffWalk, *, ago: int, is_final: bool = False) -> None:
    """Write and hand in a report of the month that began so many days ago, and check it."""
    start = clock.today() - timedelta(days=ago)
    made: Report = road.somebody(
        "write_report",
        lambda actor: _written(road, actor, start, is_final=is_final),
        others=[road.outsider(WINNER)],
    )
    road.let(report_checks.confirm_report, made.number, version=made.version)


def judge(road: StaffWalk) -> None:
    """Accept, evaluate, answer a dispute, publish."""
    road.act(acceptance.accept_delivery, opinion="服务按协议完成。")
    road.act(evaluation.evaluate, words="整体良好。")
    made: Dispute = road.let(
        disputes.make_dispute,
        contract(road).number,
        figure="persons",
        claimed="13",
        words="一人签在纸上。",
        others=[road.outsider(WINNER)],
    )
    road.let(disputes.dismiss_dispute, made.number, version=made.version, answer="以确认为准。")
    public_face.settle(road.number)


def contract(road: StaffWalk) -> Contract:
    """Give the contract as it stands now."""
    return Contract.objects.get(project__number=road.number)


def bought(road: StaffWalk, verb: Callable[..., Any], **given: object) -> None:
    """Have an act on the contract done by somebody of the buyer's side."""
    own = contract(road)
    road.let(verb, own.number, version=own.version, **given)


def _written(road: StaffWalk, actor: Actor, start: date, *, is_final: bool) -> Report:
    own = contract(road)
    begun = reports.begin_report(
        own.number,
        actor=actor,
        period_start=start,
        period_end=start + timedelta(days=29),
        is_final=is_final,
    )
    report_papers.add_spending(
        begun.number,
        actor=actor,
        line=1,
        amount=Money(1_200_000),
        spent_on=start,
        words="咨询师劳务",
        voucher=bc.upload(actor),
    )
    begun.refresh_from_db()
    content = Content(12, 1, "按计划开展团体辅导。", {"helped": 4_000})
    saved = reports.save_report(begun.number, actor=actor, version=begun.version, content=content)
    return reports.submit_report(begun.number, actor=actor, version=saved.version)


def _sitting(road: StaffWalk) -> list[Seat]:
    draw = panel.draw_of(road.project)
    return panel.sitting(draw) if draw else []


def _winner(road: StaffWalk) -> str:
    return road.story.world.organizations["heart"].name
