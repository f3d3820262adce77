"""The panel's part of a project's public page: what anybody may see, and how to recompute it.

For `commissioning/portal/panel_part.html`: give it as `panel`.
"""

from dataclasses import dataclass
from datetime import date, datetime

from services.commissioning.models import (
    Call,
    FewBidsDecision,
    PanelKind,
    Project,
    RankLine,
    RecusalWay,
    ResultObjection,
    Seat,
    TieRule,
)
from services.commissioning.queries import panel
from services.commissioning.queries.panel_report import points, score_of
from services.commissioning.states.panel import SeatState
from services.commissioning.states.verdicts import ANSWER_LABELS, AnswerState


@dataclass(frozen=True, slots=True)
class PartSeat:
    """A seat by its pool number: the name comes with the result notice, unassigned."""

    panelist: str
    kind_label: str
    is_out: bool
    state_label: str
    commitment: str


@dataclass(frozen=True, slots=True)
class PartRank:
    """A place of the published ranking."""

    place: int
    organization: str
    credit_code: str
    amount_fen: int
    total: str
    tie_label: str


@dataclass(frozen=True, slots=True)
class PartNotice:
    """The result notice (R9.11)."""

    organization: str
    credit_code: str
    amount_fen: int
    score: str
    panel_names: list[str]
    opened_on: date
    until: date


@dataclass(frozen=True, slots=True)
class PartAnswer:
    """An objection by its answer; neither its words nor who made it."""

    state_label: str
    answer: str
    made_at: datetime
    answer_by: date


@dataclass(frozen=True, slots=True)
class PartFixed:
    """The pool fixed for a draw still to come, and what is published of its seed."""

    size: int
    seed_commitment: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PartFew:
    """Why a panel judges fewer applications than usual."""

    qualified: int
    least: int
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PanelPart:
    """All of it; `draws` counts the draws, `seats` are those of the last one."""

    number: str
    panel_size: int
    seed_commitment: str
    draws: int
    seed: str
    entropy: str
    drawn_at: datetime | None
    seats: list[PartSeat]
    ranking: list[PartRank]
    notice: PartNotice | None
    answers: list[PartAnswer]
    fixed: PartFixed | None
    few: PartFew | None


def panel_part(project: Project) -> PanelPart | None:
    """Give the part of a public project; None before its call was opened."""
    call = Call.objects.filter(project=project, opened_at__isnull=False).first()
    if call is None:
        return None
    draw, notice = panel.draw_of(project), panel.notice_of(project)
    return PanelPart(
        number=project.number,
        panel_size=call.panel_size,
        seed_commitment=bytes(call.seed_commitment or b"").hex(),
        draws=draw.sequence if draw else 0,
        seed=bytes(draw.seed).hex() if draw else "",
        entropy=bytes(draw.entropy).hex() if draw else "",
        drawn_at=draw.at if draw else None,
        seats=[_seat(seat) for seat in panel.seats_of(draw)] if draw else [],
        ranking=_ranking(project) if notice else [],
        notice=PartNotice(
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
        answers=_answers(project),
        fixed=_fixed(project),
        few=_few(project),
    )


def _fixed(project: Project) -> PartFixed | None:
    row = panel.waiting_pool(project)
    if row is None:
        return None
    return PartFixed(len(row.pool), bytes(row.seed_commitment).hex(), row.at)


def _few(project: Project) -> PartFew | None:
    row = FewBidsDecision.objects.filter(project=project).first()
    return PartFew(row.qualified, row.least, row.reason, row.at) if row else None


def _seat(seat: Seat) -> PartSeat:
    words = {
        SeatState.DRAWN: "等待回避声明",
        SeatState.CLEARED: "已声明无需回避",
        SeatState.SIGNED: "已评分签字",
    }
    out = seat.state is SeatState.RECUSED
    return PartSeat(
        panelist=seat.panelist.number,
        kind_label=PanelKind(seat.panelist.kind).label,
        is_out=out,
        state_label=f"已回避（{RecusalWay(seat.recused_way).label}）" if out else words[seat.state],
        commitment=bytes(seat.commitment or b"").hex(),
    )


def _ranking(project: Project) -> list[PartRank]:
    lines = RankLine.objects.filter(project=project).select_related("bid__organization")
    return [
        PartRank(
            place=line.place,
            organization=line.bid.organization.name,
            credit_code=line.bid.organization.credit_code,
            amount_fen=line.amount_fen,
            total=points(line.total),
            tie_label=TieRule(line.by_tie_rule).label if line.by_tie_rule else "",
        )
        for line in lines.order_by("place")
    ]


def _answers(project: Project) -> list[PartAnswer]:
    rows = ResultObjection.objects.filter(project=project, seat__isnull=True).order_by("id")
    return [
        PartAnswer(
            state_label=ANSWER_LABELS[one.state],
            answer=one.answer if one.state is not AnswerState.OPEN else "",
            made_at=one.made_at,
            answer_by=one.answer_by,
        )
        for one in rows
    ]
