"""A panelist's own view: her seats, who applied, her own draft; of others only who has signed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from backend.access.actor import Actor
from backend.kernel import clock
from backend.kernel.errors import NotFound
from services.commissioning.models import Bid, Project, Seat
from services.commissioning.queries import panel
from services.commissioning.queries.panel_dates import dissent_last_day
from services.commissioning.queries.panel_report import PanelReport, report_of
from services.commissioning.queries.scores import draft_of
from services.commissioning.rules.bid import Content, read_sealed
from services.commissioning.rules.panel_days import is_over
from services.commissioning.states.panel import SEAT_LABELS, SeatState
from services.commissioning.states.projects import PUBLIC_LABELS, ProjectState

MOST = 100
CLEARING = (ProjectState.PANEL_DRAWN, ProjectState.RECUSAL_CLEARED)
DONE = (ProjectState.CANCELLED, ProjectState.ARCHIVED)


@dataclass(frozen=True, slots=True)
class SeatLine:
    """A seat in the list of who holds it; `to_do` says what is waited for."""

    project: str
    title: str
    union_name: str
    state_label: str
    to_do: str


@dataclass(frozen=True, slots=True)
class Applicant:
    """An organization that applied: what one must know to declare ties; nothing of its paper."""

    name: str
    credit_code: str


@dataclass(frozen=True, slots=True)
class SheetCriterion:
    """A published criterion with its levels."""

    place: int
    title: str
    weight: int
    levels: list[str]


@dataclass(frozen=True, slots=True)
class SeatSheet:
    """Where one's own seat stands and what can be done; nothing of an application."""

    number: str
    version: int
    title: str
    purpose: str
    union_name: str
    state: str
    state_label: str
    project_state: str
    project_state_label: str
    applicants: list[Applicant]
    criteria: list[SheetCriterion]
    scores: list["OwnScore"]
    signed: int
    panel_size: int
    commitment: str
    can_declare: bool
    can_score: bool
    can_dissent: bool
    dissent: str
    dissent_until: date | None


@dataclass(frozen=True, slots=True)
class OwnScore:
    """One's own score, draft or signed, in tenths of a point."""

    bid: str
    place: int
    tenths: int


@dataclass(frozen=True, slots=True)
class Paper:
    """An application as the panel reads it."""

    number: str
    organization: str
    credit_code: str
    content: Content


def seat_lines(actor: Actor) -> list[SeatLine]:
    """List the seats that one holds, the latest first."""
    held = (
        Seat.objects.filter(panelist__user_id=actor.user_id or 0)
        .exclude(state=SeatState.RECUSED)
        .exclude(draw__project__state__in=DONE)
        .select_related("draw__project__union")
        .order_by("-id")[:MOST]
    )
    return [
        SeatLine(
            project=seat.draw.project.number,
            title=seat.draw.project.title,
            union_name=seat.draw.project.union.name,
            state_label=SEAT_LABELS[seat.state],
            to_do=_to_do(seat, seat.draw.project),
        )
        for seat in held
        if panel.draw_of(seat.draw.project) == seat.draw
    ]


def seat_sheet(number: str, actor: Actor) -> SeatSheet:
    """Give one's own seat in a project; raises NotFound for everybody without one."""
    found = Project.objects.select_related("union", "call").filter(number=number).first()
    seat = panel.own_seat(actor, found) if found else None
    if found is None or seat is None:
        raise NotFound
    sitting = panel.sitting(seat.draw)
    ranked = found.state is ProjectState.RANKED and seat.state is SeatState.SIGNED
    until = dissent_last_day(found) if ranked else None
    return SeatSheet(
        number=found.number,
        version=seat.version,
        title=found.title,
        purpose=found.purpose,
        union_name=found.union.name,
        state=str(seat.state),
        state_label=SEAT_LABELS[seat.state],
        project_state=str(found.state),
        project_state_label=PUBLIC_LABELS[found.state],
        applicants=[
            Applicant(bid.organization.name, bid.organization.credit_code)
            for bid in panel.scored_bids(found)
        ],
        criteria=[
            SheetCriterion(one.place, one.title, one.weight, [str(level) for level in one.levels])
            for one in found.call.criteria.all()
        ],
        scores=[OwnScore(bid, place, tenths) for (bid, place), tenths in _own(seat).items()],
        signed=sum(one.state is SeatState.SIGNED for one in sitting),
        panel_size=found.call.panel_size,
        commitment=bytes(seat.commitment or b"").hex(),
        can_declare=found.state in CLEARING and seat.state is SeatState.DRAWN,
        can_score=found.state is ProjectState.SCORING and seat.state is SeatState.CLEARED,
        can_dissent=until is not None and not seat.dissent and not is_over(until, clock.today()),
        dissent=seat.dissent,
        dissent_until=until,
    )


def papers(bids: Sequence[Bid]) -> list[Paper]:
    """Give the applications that were opened for a panelist, in full."""
    return [
        Paper(
            number=bid.number,
            organization=bid.organization.name,
            credit_code=bid.organization.credit_code,
            content=read_sealed(bid.unseal("content_sealed"))[0],
        )
        for bid in bids
    ]


def own_report(number: str, actor: Actor) -> PanelReport:
    """Give the panel's report to who signed it; raises NotFound before it is laid open."""
    found = Project.objects.select_related("union", "call").filter(number=number).first()
    seat = panel.own_seat(actor, found) if found else None
    report = report_of(found) if found and seat and seat.state is SeatState.SIGNED else None
    if report is None:
        raise NotFound
    return report


def _own(seat: Seat) -> Mapping[tuple[str, int], int]:
    return draft_of(seat) if seat.state in {SeatState.CLEARED, SeatState.SIGNED} else {}


def _to_do(seat: Seat, project: Project) -> str:
    if project.state in CLEARING and seat.state is SeatState.DRAWN:
        return "请声明是否需要回避"
    if project.state is ProjectState.SCORING and seat.state is SeatState.CLEARED:
        return "请评分并签字"
    return ""
