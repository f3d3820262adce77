"""The panel as the buyer's side sees it: draw, seats, what can be done now and what hinders it."""

from dataclasses import dataclass
from datetime import date, datetime

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.kernel import clock
from backend.kernel.errors import NotFound
from services.commissioning.models import (
    Call,
    FewBidsDecision,
    Panelist,
    PanelKind,
    Project,
    RecusalWay,
    ResultObjection,
    Seat,
)
from services.commissioning.queries import panel
from services.commissioning.queries.panel_acts import DeskAct, acts_of
from services.commissioning.queries.panel_report import PanelReport, name_of, report_of, score_of
from services.commissioning.states.panel import SEAT_LABELS, SeatState
from services.commissioning.states.projects import STAFF_LABELS
from services.commissioning.states.verdicts import ANSWER_LABELS, AnswerState


@dataclass(frozen=True, slots=True)
class DeskSeat:
    """A seat as the buyer's side sees it."""

    number: str
    panelist: str
    name: str
    kind_label: str
    field: str
    state: str
    state_label: str
    recused_way: str
    recused_because: str
    commitment: str


@dataclass(frozen=True, slots=True)
class DeskObjection:
    """An objection; its words only for who answers it, who made it for nobody."""

    number: str
    about: str
    text: str
    state: str
    state_label: str
    answer: str
    answer_by: date
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class DeskNotice:
    """The result notice in force."""

    bid: str
    organization: str
    credit_code: str
    amount_fen: int
    score: str
    panel_names: list[str]
    opened_on: date
    until: date


@dataclass(frozen=True, slots=True)
class DeskFixed:
    """The pool that was fixed for a draw still to come, and what is published of its seed."""

    size: int
    seed_commitment: str
    at: datetime


@dataclass(frozen=True, slots=True)
class DeskFew:
    """The decision to go on with few qualified applications."""

    qualified: int
    least: int
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PanelDesk:
    """The whole screen."""

    number: str
    version: int
    title: str
    union_name: str
    state: str
    state_label: str
    panel_size: int
    pool_size: int
    applicants: list[str]
    seed_commitment: str
    fixed: "DeskFixed | None"
    few: "DeskFew | None"
    sequence: int
    seed: str
    entropy: str
    order: list[str]
    seats: list[DeskSeat]
    objections: list[DeskObjection]
    notice: DeskNotice | None
    acts: list[DeskAct]
    is_ranked: bool


def desk_of(number: str, actor: Actor) -> PanelDesk:
    """Give the screen of one project of an officer's subtree; raises NotFound."""
    seen = Project.objects.visible_to(actor).select_related("union", "call")
    project = seen.filter(number=number).first()
    call = Call.objects.filter(project=project).first() if project else None
    if project is None or call is None:
        raise NotFound
    draw = panel.draw_of(project)
    seats = list(panel.seats_of(draw)) if draw else []
    notice = panel.notice_of(project)
    return PanelDesk(
        number=project.number,
        version=project.version,
        title=project.title,
        union_name=project.union.name,
        state=str(project.state),
        state_label=STAFF_LABELS[project.state],
        panel_size=call.panel_size,
        pool_size=Panelist.objects.all().pool_of(project.union).count(),
        applicants=[bid.organization.name for bid in panel.scored_bids(project)],
        seed_commitment=_hex(call.seed_commitment),
        fixed=_fixed(project),
        few=_few(project),
        sequence=draw.sequence if draw else 0,
        seed=_hex(draw.seed) if draw else "",
        entropy=_hex(draw.entropy) if draw else "",
        order=list(draw.order) if draw else [],
        seats=[_seat(seat) for seat in seats],
        objections=_objections(project, actor),
        notice=DeskNotice(
            bid=notice.bid.number,
            organization=notice.bid.organization.name,
            credit_code=notice.bid.organization.credit_code,
            amount_fen=notice.bid.amount_fen or 0,
            score=score_of(notice),
            panel_names=list(notice.panel_names),
            opened_on=notice.opened_on,
            until=notice.until,
        )
        if notice
        else None,
        acts=acts_of(project, seats, actor),
        is_ranked=panel.ranked_step(project) is not None,
    )


def desk_report(number: str, actor: Actor) -> PanelReport:
    """Give the report of a project of an officer's subtree; raises NotFound before there is one."""
    seen = Project.objects.visible_to(actor).select_related("union", "call")
    project = seen.filter(number=number).first()
    report = report_of(project) if project else None
    if report is None:
        raise NotFound
    return report


def _fixed(project: Project) -> DeskFixed | None:
    row = panel.waiting_pool(project)
    return DeskFixed(len(row.pool), _hex(row.seed_commitment), row.at) if row else None


def _few(project: Project) -> DeskFew | None:
    row = FewBidsDecision.objects.filter(project=project).first()
    return DeskFew(row.qualified, row.least, row.reason, row.at) if row else None


def _hex(value: bytes | memoryview | None) -> str:
    return bytes(value).hex() if value is not None else ""


def _seat(seat: Seat) -> DeskSeat:
    left = seat.state is SeatState.RECUSED
    return DeskSeat(
        number=seat.number,
        panelist=seat.panelist.number,
        name=name_of(seat),
        kind_label=PanelKind(seat.panelist.kind).label,
        field=seat.panelist.field,
        state=str(seat.state),
        state_label=SEAT_LABELS[seat.state],
        recused_way=RecusalWay(seat.recused_way).label if left else "",
        recused_because=seat.recused_because,
        commitment=_hex(seat.commitment),
    )


def _objections(project: Project, actor: Actor) -> list[DeskObjection]:
    answers = actor.can(Permission.COMMISSIONING_OBJECTION_ANSWER, within=project)
    today = clock.today()
    rows = ResultObjection.objects.filter(project=project).select_related(
        "key", "seat__panelist__user__person__key"
    )
    return [
        DeskObjection(
            number=one.number,
            about=f"评审人{name_of(one.seat)}" if one.seat else "评审结果",
            text=one.unseal("text_sealed") if answers and one.made_by_id != actor.user_id else "",
            state=str(one.state),
            state_label=ANSWER_LABELS[one.state],
            answer=one.answer,
            answer_by=one.answer_by,
            is_overdue=one.state is AnswerState.OPEN and one.answer_by < today,
        )
        for one in rows.order_by("id")
    ]
