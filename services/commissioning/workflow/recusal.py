"""Recusal, before anything is opened to a panelist (R9.7): declared, detected, asked for."""

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.write import verb
from backend.kernel import clock
from backend.kernel.errors import Conflict, FieldError, Invalid
from backend.kernel.saying import must_say
from notifications.topics import Topic
from services.commissioning.access import user_key
from services.commissioning.models import (
    Draw,
    Project,
    RecusalWay,
    Relation,
    RelationKind,
    Seat,
)
from services.commissioning.queries import panel, relations
from services.commissioning.queries.panel_dates import objection_last_day
from services.commissioning.rules.declaring import DeclaredTie, check_period
from services.commissioning.rules.panel_days import is_over
from services.commissioning.states.panel import SEAT, SeatAct, SeatState
from services.commissioning.states.projects import ProjectAct, ProjectState
from services.commissioning.workflow.advance import advance, open_for, tell, trace
from services.commissioning.workflow.seats import (
    SYSTEM,
    fill_seats,
    leave,
    must_not_sit,
    open_own_seat,
    recuse_tied,
)

CLEARING = (ProjectState.PANEL_DRAWN, ProjectState.RECUSAL_CLEARED)
"""A seat may still change hands: no application has been opened to the panel."""


@verb
def declare_clear(number: str, *, actor: Actor, version: int) -> Seat:
    """Declare that nothing ties one to any applicant.

    What the registers know counts more: who is tied leaves, and the next of the order comes in.
    Raises NotFound, Refused, StaleVersion, Conflict `wrong_state`, `scoring_begun`.
    """
    project, seat = open_own_seat(number, actor=actor, version=version)
    _must_be_clearing(project)
    target = SEAT.move(seat.state, SeatAct.CLEAR)
    reason = relations.tied(project, [seat.panelist.user_id]).get(seat.panelist.user_id)
    if reason:
        leave(project, seat, RecusalWay.DETECTED, reason, actor=SYSTEM)
        fill_seats(project, seat.draw)
        return seat
    seat.state, seat.declared_at = target, clock.now()
    seat.version += 1
    seat.save(update_fields=["state", "declared_at", "version"])
    trace(seat, "seat.declare", project=project, actor=actor, fields=["state"])
    return seat


@verb
def step_back(
    number: str, *, actor: Actor, version: int, reason: str, relation: DeclaredTie | None = None
) -> Seat:
    """Step back with a reason; the next of the order comes in.

    A relation that is declared with it stands from now on, and counts before the next panel that
    judges the same organization is drawn. Raises NotFound, Refused, StaleVersion, Conflict
    `wrong_state`, `scoring_begun`, Invalid `reason_missing`, `bad_organization`, `bad_kind`,
    `bad_period`.
    """
    project, seat = open_own_seat(number, actor=actor, version=version)
    _must_be_clearing(project)
    said = must_say(reason, "请写明回避的原因。")
    if relation is not None:
        _declare(project, relation, actor)
    seat.declared_at = clock.now()
    seat.save(update_fields=["declared_at"])
    leave(project, seat, RecusalWay.DECLARED, said, actor=actor)
    fill_seats(project, seat.draw)
    return seat


@verb
def clear_recusal(number: str, *, actor: Actor, version: int) -> Project:
    """Find that every seat is filled, declared and undisputed.

    Where the registers tie somebody by now, she leaves instead, the next one comes in, and the
    project stays where it is. Raises NotFound, Refused, also `sat_on_panel`, StaleVersion, Conflict
    `wrong_state`, `quorum_missing`, `declarations_missing`, `objection_open`,
    `objections_possible`.
    """
    project = _open(number, ProjectAct.CLEAR_RECUSAL, actor, version)
    draw = _draw_of(project)
    if recuse_tied(project, draw):
        return project
    _must_be_clear(project, draw)
    advance(project, ProjectAct.CLEAR_RECUSAL, actor=actor)
    return project


@verb
def open_scoring(number: str, *, actor: Actor, version: int) -> Project:
    """Open the applications to the panel, after looking for ties once more.

    Raises NotFound, Refused, also `sat_on_panel`, StaleVersion, Conflict `wrong_state`,
    `quorum_missing`, `declarations_missing`, `objection_open`, `objections_possible`.
    """
    project = _open(number, ProjectAct.OPEN_SCORING, actor, version)
    draw = _draw_of(project)
    if recuse_tied(project, draw):
        return project
    _must_be_clear(project, draw)
    advance(project, ProjectAct.OPEN_SCORING, actor=actor)
    people = [seat.panelist.user.person_id for seat in panel.sitting(draw)]
    tell(Topic.COMMISSIONING_SCORING_OPENED, people, project)
    return project


def _declare(project: Project, tie: DeclaredTie, actor: Actor) -> None:
    """Keep what a panelist said of herself, in her own name; she reads it in her own data."""
    bids = panel.scored_bids(project).filter(organization__credit_code=tie.organization)
    bid = bids.first()
    if bid is None:
        said = "这个组织没有申报本项目，请从列出的申报组织里选一个。"
        fault = FieldError("/relation/organization", "bad_organization", said)
        raise Invalid("bad_organization", said, [fault])
    if tie.kind not in RelationKind.values:
        said = "请从列出的关系里选一个。"
        raise Invalid("bad_kind", said, [FieldError("/relation/kind", "bad_kind", said)])
    check_period(tie.since, tie.until, clock.today())
    declared = Relation.objects.create(
        person_id=actor.own_person_id,
        organization=bid.organization,
        kind=tie.kind,
        since=tie.since,
        until=tie.until,
        is_declared=True,
        entered_by_id=user_key(actor),
    )
    trace(declared, "relation.declare", project=project, actor=actor, fields=["kind"])


def _open(number: str, act: ProjectAct, actor: Actor, version: int) -> Project:
    project = open_for(
        number,
        act,
        actor=actor,
        permission=Permission.COMMISSIONING_PANEL_DRAW,
        version=version,
    )
    must_not_sit(project, actor)
    return project


def _draw_of(project: Project) -> Draw:
    draw = panel.draw_of(project)
    if draw is None:
        raise Conflict("not_drawn", "还没有抽取评审组，请先抽取。")
    return draw


def _must_be_clearing(project: Project) -> None:
    if project.state not in CLEARING:
        raise Conflict("scoring_begun", "申报书已经开封评分，不能再改回避声明。请联系项目经办人。")


def _must_be_clear(project: Project, draw: Draw) -> None:
    seats, size = panel.sitting(draw), project.call.panel_size
    if len(seats) < size:
        raise Conflict(
            "quorum_missing",
            f"评审组要 {size} 人，回避后只剩 {len(seats)} 人，库里没有可以递补的人。"
            "请补充评审人库，再重新抽取。",
        )
    waiting = sum(seat.state is SeatState.DRAWN for seat in seats)
    if waiting:
        raise Conflict("declarations_missing", f"还有 {waiting} 位评审人没有作回避声明，请先催办。")
    if panel.open_objections(project, to_panel=True).exists():
        raise Conflict("objection_open", "有一项对评审人的异议还没有答复，请先答复。")
    last = objection_last_day(project, seats)
    if not is_over(last, clock.today()):
        raise Conflict(
            "objections_possible",
            f"申报组织可以在{clock.day_words(last)}以前对评审人提出异议，过了这一天才能开始评分。",
        )
