"""The result notice and what follows its first place: stepping back, award (R9.11)."""

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.write import verb
from backend.kernel import clock
from backend.kernel.errors import Conflict, NotFound, Refused
from backend.kernel.saying import must_say
from notifications.topics import Topic
from services.commissioning import access
from services.commissioning.models import Bid, Project, ResultNotice
from services.commissioning.queries import panel
from services.commissioning.queries.panel_dates import dissent_last_day
from services.commissioning.queries.panel_standards import panel_days
from services.commissioning.rules.panel_days import is_over, last_of
from services.commissioning.states.bids import BID, BidAct, BidState
from services.commissioning.states.projects import PROJECT, ProjectAct
from services.commissioning.workflow.advance import (
    advance,
    open_for,
    tell_organization,
    trace,
)
from services.commissioning.workflow.seats import must_not_sit

WORDS = 500


@verb
def open_notice(number: str, *, actor: Actor, version: int) -> Project:
    """Hang out the result: project, organization, amount, panel, score, for its working days.

    It names the first of the ranking that has not withdrawn; nobody chooses. Raises NotFound,
    Refused, also `sat_on_panel`, StaleVersion, Conflict `wrong_state`, `dissent_running`,
    `nobody_left`.
    """
    project = open_for(
        number,
        ProjectAct.OPEN_NOTICE,
        actor=actor,
        permission=Permission.COMMISSIONING_PANEL_DRAW,
        version=version,
    )
    must_not_sit(project, actor)
    last = dissent_last_day(project)
    if not is_over(last, clock.today()):
        raise Conflict(
            "dissent_running",
            f"评审人可以在{clock.day_words(last)}以前提出不同意见，过了这一天评审报告才算完成。",
        )
    _write_notice(project, actor)
    advance(project, ProjectAct.OPEN_NOTICE, actor=actor)
    return project


@verb
def decline_result(number: str, *, actor: Actor, reason: str) -> Project:
    """Withdraw as the first of the ranking, with the reason; the next one is put up then.

    By whoever acts for the organization that the notice names. Raises NotFound for everybody else,
    Conflict `wrong_state`, Invalid `reason_missing`.
    """
    project = Project.objects.locked(number)
    notice = panel.notice_of(project)
    if notice is None:
        raise NotFound
    access.must_act_for(actor, notice.bid.organization)
    PROJECT.move(project.state, ProjectAct.DECLINE)
    said = must_say(reason, "请写明放弃的原因。")
    bid = Bid.objects.locked(notice.bid.number)
    _end(project, bid, BidAct.LOSE, actor)
    advance(project, ProjectAct.DECLINE, actor=actor, words=f"第一名放弃：{said}"[:WORDS])
    return project


@verb
def award(number: str, *, actor: Actor, version: int) -> Project:
    """Award to the organization that the notice names, after its last day and no open objection.

    There is no other choice. Raises NotFound, Refused without the permission, for who hung out the
    notice, sat on the panel or is tied to an applicant, StaleVersion, Conflict `wrong_state`,
    `notice_running`.
    """
    project = open_for(
        number,
        ProjectAct.AWARD,
        actor=actor,
        permission=Permission.COMMISSIONING_AWARD_DECIDE,
        version=version,
    )
    notice = panel.notice_of(project)
    if notice is None:
        raise Conflict(
            "notice_missing", "还没有公示结果，不能确定承接组织。请经办人先公示评审结果。"
        )
    if not is_over(notice.until, clock.today()):
        raise Conflict(
            "notice_running",
            f"公示到{clock.day_words(notice.until)}才满，过了这一天才能确定承接组织。",
        )
    _must_be_apart(project, notice, actor)
    for bid in panel.scored_bids(project).filter(state=BidState.QUALIFIED):
        won = bid.pk == notice.bid_id
        _end(project, bid, BidAct.WIN if won else BidAct.LOSE, actor)
    project.awarded_by_id = access.user_key(actor)
    advance(project, ProjectAct.AWARD, actor=actor, changed=["awarded_by"])
    return project


def _write_notice(project: Project, actor: Actor) -> ResultNotice:
    draw = panel.draw_of(project)
    line = (
        project.ranking.filter(bid__state=BidState.QUALIFIED)
        .select_related("bid")
        .order_by("place")
        .first()
    )
    if draw is None or line is None:
        raise Conflict("nobody_left", "排序中的组织都已放弃，没有可以公示的。请取消后重新征集。")
    today = clock.today()
    before = panel.notice_of(project)
    # By name: the order must not tell which score sheet is whose.
    names = sorted(
        seat.panelist.user.person.unseal("name_sealed")
        for seat in panel.sitting(draw)
        if seat.panelist.user.person is not None
    )
    return ResultNotice.objects.create(
        project=project,
        sequence=before.sequence + 1 if before else 1,
        bid=line.bid,
        panel_names=names,
        opened_on=today,
        until=last_of(today, panel_days(project.union, today).notice),
        opened_by_id=access.user_key(actor),
    )


def _must_be_apart(project: Project, notice: ResultNotice, actor: Actor) -> None:
    if notice.opened_by_id == actor.user_id:
        raise Refused("four_eyes", "结果是您公示的，请由另一位审批人确定承接组织。")
    draw = panel.draw_of(project)
    if draw and panel.seats_of(draw).filter(panelist__user_id=actor.user_id or 0).exists():
        raise Refused("sat_on_panel", "您是本项目抽取的评审人，请由另一位审批人确定承接组织。")
    bids = Bid.objects.filter(call__project=project).select_related("organization")
    if any(access.is_related(actor.person_id, actor.user_id, bid.organization) for bid in bids):
        raise Refused("related", "您与一家申报组织有关联，请由另一位审批人确定承接组织。")


def _end(project: Project, bid: Bid, act: BidAct, actor: Actor) -> None:
    """End an application one way or the other and tell who made it."""
    bid.state = BID.move(bid.state, act)
    bid.version += 1
    bid.save(update_fields=["state", "version"])
    trace(bid, f"bid.{act}", project=project, actor=actor, fields=["state"])
    topic = Topic.COMMISSIONING_BID_WON if act is BidAct.WIN else Topic.COMMISSIONING_BID_LOST
    tell_organization(topic, bid.organization, bid)
