"""The panel and the result as an applicant's officer sees them: to object, to withdraw."""

from dataclasses import dataclass
from datetime import date

from backend.access.actor import Actor
from backend.kernel import clock
from backend.kernel.errors import NotFound
from services.commissioning.models import (
    Bid,
    PanelKind,
    Project,
    RankLine,
    ResultObjection,
    Seat,
)
from services.commissioning.queries import panel
from services.commissioning.queries.panel_report import name_of, points, score_of
from services.commissioning.rules.panel_days import is_over
from services.commissioning.states.bids import BID_LABELS, BidState
from services.commissioning.states.projects import PUBLIC_LABELS, ProjectState
from services.commissioning.states.verdicts import ANSWER_LABELS

APPLIED = (BidState.QUALIFIED, BidState.DISQUALIFIED, BidState.WON, BidState.LOST)
CLEARING = (ProjectState.PANEL_DRAWN, ProjectState.RECUSAL_CLEARED)
NOTICED = (ProjectState.NOTICE, ProjectState.OBJECTION)


@dataclass(frozen=True, slots=True)
class ShownSeat:
    """A panelist by name, so that an applicant can know whom to object to (R9.7)."""

    number: str
    name: str
    kind_label: str
    field: str


@dataclass(frozen=True, slots=True)
class OwnObjection:
    """An objection of one's own with its answer."""

    number: str
    about: str
    text: str
    state_label: str
    answer: str
    answer_by: date


@dataclass(frozen=True, slots=True)
class ShownNotice:
    """The result notice."""

    organization: str
    amount_fen: int
    score: str
    panel_names: list[str]
    opened_on: date
    until: date


@dataclass(frozen=True, slots=True)
class ResultView:
    """What an applicant, or a member, sees of panel and result."""

    number: str
    title: str
    state_label: str
    own_bid: str
    own_bid_label: str
    own_place: int | None
    own_score: str
    seats: list[ShownSeat]
    notice: ShownNotice | None
    objections: list[OwnObjection]
    can_object_to_panelist: bool
    can_object: bool
    can_decline: bool


def applicant_view(number: str, actor: Actor) -> ResultView:
    """Give the view of who applied; raises NotFound for everybody else."""
    bids = Bid.objects.all().own(actor).filter(call__project__number=number, state__in=APPLIED)
    bid = bids.select_related("call__project__union", "organization").first()
    if bid is None:
        raise NotFound
    return _view(bid.call.project, actor, bid)


def member_view(number: str, actor: Actor) -> ResultView:
    """Give the view of a member below the project's union while a result is public."""
    found = Project.objects.all().public().select_related("union").filter(number=number).first()
    if found is None or found.union_id not in actor.membership_place:
        raise NotFound
    if panel.notice_of(found) is None:
        raise NotFound
    return _view(found, actor, None)


def _view(project: Project, actor: Actor, bid: Bid | None) -> ResultView:
    draw, notice = panel.draw_of(project), panel.notice_of(project)
    clearing = project.state in CLEARING and bid is not None
    hangs = notice is not None and project.state in NOTICED
    line = RankLine.objects.filter(bid=bid).first() if bid and notice else None
    return ResultView(
        number=project.number,
        title=project.title,
        state_label=PUBLIC_LABELS[project.state],
        own_bid=bid.number if bid else "",
        own_bid_label=BID_LABELS[bid.state] if bid else "",
        own_place=line.place if line else None,
        own_score=points(line.total) if line else "",
        seats=[_seat(seat) for seat in panel.sitting(draw)] if draw and clearing else [],
        notice=_notice(project),
        objections=_own(project, actor),
        can_object_to_panelist=clearing,
        can_object=hangs and notice is not None and not is_over(notice.until, clock.today()),
        can_decline=bid is not None
        and project.state is ProjectState.NOTICE
        and notice is not None
        and notice.bid_id == bid.pk,
    )


def _seat(seat: Seat) -> ShownSeat:
    return ShownSeat(
        number=seat.number,
        name=name_of(seat),
        kind_label=PanelKind(seat.panelist.kind).label,
        field=seat.panelist.field,
    )


def _notice(project: Project) -> ShownNotice | None:
    notice = panel.notice_of(project)
    if notice is None:
        return None
    return ShownNotice(
        organization=notice.bid.organization.name,
        amount_fen=notice.bid.amount_fen or 0,
        score=score_of(notice),
        panel_names=list(notice.panel_names),
        opened_on=notice.opened_on,
        until=notice.until,
    )


def _own(project: Project, actor: Actor) -> list[OwnObjection]:
    rows = ResultObjection.objects.filter(project=project, made_by_id=actor.user_id or 0)
    return [
        OwnObjection(
            number=one.number,
            about=f"评审人{name_of(one.seat)}" if one.seat else "评审结果",
            text=one.unseal("text_sealed"),
            state_label=ANSWER_LABELS[one.state],
            answer=one.answer,
            answer_by=one.answer_by,
        )
        for one in rows.select_related("key", "seat__panelist__user__person__key").order_by("id")
    ]
