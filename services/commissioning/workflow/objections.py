"""Objections: against a panelist by an applicant (R9.7), against the result (R9.11)."""

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.versions import check_version
from backend.access.write import verb
from backend.fields.models import DataKey
from backend.kernel import clock
from backend.kernel.errors import Conflict, NotFound, Refused
from backend.kernel.saying import must_say
from notifications.topics import Topic
from services.commissioning import access
from services.commissioning.models import (
    Bid,
    Organization,
    Project,
    RecusalWay,
    ResultObjection,
    Seat,
)
from services.commissioning.queries import panel
from services.commissioning.queries.officers import officers_above
from services.commissioning.queries.panel_standards import panel_days
from services.commissioning.rules.panel_days import is_over, last_of
from services.commissioning.states.bids import BidState
from services.commissioning.states.panel import SeatState
from services.commissioning.states.projects import PROJECT, ProjectAct
from services.commissioning.states.verdicts import ANSWER, AnswerAct
from services.commissioning.workflow.advance import (
    advance,
    note,
    tell,
    tell_organization,
    trace,
)
from services.commissioning.workflow.recusal import CLEARING
from services.commissioning.workflow.seats import SYSTEM, fill_seats, leave

APPLICANTS = (BidState.QUALIFIED, BidState.DISQUALIFIED, BidState.LOST)
REMEDY = "请写明异议的理由。"


@verb
def object_to_panelist(number: str, *, actor: Actor, seat: str, text: str) -> ResultObjection:
    """Ask with reasons, for an applicant, that a panelist steps back (R9.7).

    Raises NotFound for who applied nothing, Conflict `scoring_begun`, `objected_before`, Invalid
    `reason_missing`.
    """
    project = Project.objects.locked(number)
    organization = applicant_of(project, actor)
    draw = panel.draw_of(project)
    chosen = panel.seats_of(draw).filter(number=seat).first() if draw else None
    if organization is None or chosen is None or chosen.state is SeatState.RECUSED:
        raise NotFound
    if project.state not in CLEARING:
        raise Conflict("scoring_begun", "已经开始评分，不能再对评审人提出异议；可以对结果提出。")
    made = _make(project, actor, text, organization=organization, seat=chosen)
    note(project, "object_to_panelist", actor=SYSTEM)
    return made


@verb
def object_to_result(number: str, *, actor: Actor, text: str) -> ResultObjection:
    """Object to the result while its notice hangs: an applicant or a member; the award waits.

    Raises NotFound for who is neither, Conflict `wrong_state`, `notice_over`, `objected_before`,
    Invalid `reason_missing`.
    """
    project = Project.objects.locked(number)
    notice, organization = panel.notice_of(project), applicant_of(project, actor)
    if notice is None or not (organization or is_member_below(project, actor)):
        raise NotFound
    PROJECT.move(project.state, ProjectAct.OBJECT)
    if is_over(notice.until, clock.today()):
        raise Conflict(
            "notice_over", f"公示期到{clock.day_words(notice.until)}已满，不能再提出异议。"
        )
    made = _make(project, actor, text, organization=organization, seat=None)
    # Who objects is nobody's business but the answering officer's: the step names no one.
    advance(project, ProjectAct.OBJECT, actor=SYSTEM)
    return made


@verb
def dismiss_objection(
    number: str, *, actor: Actor, version: int, objection: str, reason: str
) -> Project:
    """Find that an objection does not hold; the notice goes on when it was the last open one.

    Raises NotFound, Refused, StaleVersion, Conflict `wrong_state`, Invalid `reason_missing`.
    """
    project, found = _open(number, objection, actor, version)
    _answer(project, found, AnswerAct.DISMISS, reason, actor)
    if found.seat_id is None and not panel.open_objections(project, to_panel=False).exists():
        advance(project, ProjectAct.DISMISS_OBJECTION, actor=actor, words=found.answer)
    else:
        note(project, str(ProjectAct.DISMISS_OBJECTION), actor=actor)
    return project


@verb
def uphold_objection(
    number: str, *, actor: Actor, version: int, objection: str, reason: str
) -> Project:
    """Find that an objection holds: the panelist leaves, or the result falls and the project ends.

    Raises NotFound, Refused, StaleVersion, Conflict `wrong_state`, Invalid `reason_missing`.
    """
    project, found = _open(number, objection, actor, version)
    _answer(project, found, AnswerAct.UPHOLD, reason, actor)
    if found.seat is not None:
        _take_off(project, found.seat, found.answer, actor)
        # What ties a panelist to somebody is hers: it stands at the seat, not in the steps.
        note(project, str(ProjectAct.UPHOLD_OBJECTION), actor=actor)
        return project
    project.state_reason = f"结果异议成立：{found.answer}"[:300]
    advance(
        project,
        ProjectAct.UPHOLD_OBJECTION,
        actor=actor,
        words=found.answer,
        changed=["state_reason"],
    )
    for bid in panel.scored_bids(project):
        tell_organization(Topic.COMMISSIONING_PROJECT_CANCELLED, bid.organization, project)
    return project


def applicant_of(project: Project, actor: Actor) -> Organization | None:
    """Give the organization that one acts for and that applied to this project."""
    bids = Bid.objects.all().own(actor).filter(call__project=project, state__in=APPLICANTS)
    bid = bids.select_related("organization").first()
    return bid.organization if bid else None


def is_member_below(project: Project, actor: Actor) -> bool:
    """Tell whether somebody is a member in the subtree whose workers the project serves."""
    return project.union_id in actor.membership_place


def _make(
    project: Project,
    actor: Actor,
    text: str,
    *,
    organization: Organization | None,
    seat: Seat | None,
) -> ResultObjection:
    maker = access.user_key(actor)
    before = ResultObjection.objects.filter(project=project, made_by_id=maker, seat=seat)
    notice = panel.notice_of(project)
    if seat is None and notice is not None:
        before = before.filter(made_at__gte=clock.start_of(notice.opened_on))
    if before.exists():
        raise Conflict("objected_before", "您已经提出过这项异议，答复后会告诉您结果。")
    today = clock.today()
    made = ResultObjection(
        project=project,
        key=DataKey.make(),
        organization=organization,
        seat=seat,
        made_by_id=maker,
        answer_by=last_of(today, panel_days(project.union, today).objection_answer),
    )
    made.seal("text_sealed", must_say(text, REMEDY))
    made.save(force_insert=True)
    trace(made, "objection.make", project=project, actor=actor)
    officers = officers_above(project, Permission.COMMISSIONING_OBJECTION_ANSWER)
    tell(Topic.COMMISSIONING_OBJECTION_MADE, officers, project)
    return made


def _open(
    number: str, objection: str, actor: Actor, version: int
) -> tuple[Project, ResultObjection]:
    project = Project.objects.locked(number)
    access.must_see(actor, project)
    actor.must(Permission.COMMISSIONING_OBJECTION_ANSWER, within=project)
    check_version(project, version)
    found = (
        ResultObjection.objects.select_for_update(of=("self",))
        .select_related("key", "made_by", "organization", "seat__key", "seat__panelist__user")
        .filter(project=project, number=objection)
        .first()
    )
    if found is None:
        raise NotFound
    _must_be_apart(project, found, actor)
    return project, found


def _must_be_apart(project: Project, objection: ResultObjection, actor: Actor) -> None:
    """Another answers: not who objected, sat on the panel, hung out the result, or is tied."""
    if objection.made_by_id == actor.user_id:
        raise Refused("own_objection", "这是您本人提出的异议，请由另一位审批人答复。")
    notice, draw = panel.notice_of(project), panel.draw_of(project)
    if notice is not None and notice.opened_by_id == actor.user_id:
        raise Refused("four_eyes", "结果是您公示的，请由另一位审批人答复。")
    if draw and panel.seats_of(draw).filter(panelist__user_id=actor.user_id or 0).exists():
        raise Refused("sat_on_panel", "您是本项目抽取的评审人，请由另一位审批人答复。")
    # To any applicant: who is tied to the winner must not answer a member's objection either.
    bids = Bid.objects.filter(call__project=project).select_related("organization")
    if any(access.is_related(actor.person_id, actor.user_id, bid.organization) for bid in bids):
        raise Refused("related", "您与一家申报组织有关联，请由另一位审批人答复。")


def _answer(
    project: Project, objection: ResultObjection, act: AnswerAct, reason: str, actor: Actor
) -> None:
    objection.state = ANSWER.move(objection.state, act)
    objection.answer = must_say(reason, "请写明核查结果和理由。")
    objection.answered_by_id, objection.answered_at = actor.user_id, clock.now()
    objection.version += 1
    objection.save(update_fields=["state", "answer", "answered_by", "answered_at", "version"])
    trace(objection, f"objection.{act}", project=project, actor=actor, fields=["state"])
    tell(Topic.COMMISSIONING_OBJECTION_ANSWERED, [objection.made_by.person_id], project)


def _take_off(project: Project, seat: Seat, answer: str, actor: Actor) -> None:
    """Take the panelist off the panel; after a redraw, off the seat she holds in the new one."""
    if project.state not in CLEARING or seat.state is SeatState.RECUSED:
        raise Conflict("seat_left", "这位评审人已经不在评审组，或评分已经开始。请按不成立答复。")
    leave(project, seat, RecusalWay.OBJECTION, answer, actor=actor)
    draw = panel.draw_of(project) or seat.draw
    for held in panel.sitting(draw):
        if held.panelist_id == seat.panelist_id and held.pk != seat.pk:
            leave(project, held, RecusalWay.OBJECTION, answer, actor=actor)
    fill_seats(project, draw)
