"""The public file of a panel: everything by which an outsider recomputes draw and ranking.

It grows with the project: commitment and criteria from the opening of the call; seed, pool,
receipts, order and seats from the draw; the fixed pool of a later draw with the commitment to its
seed from the moment in which the panel before was given up; each commitment to sealed scores from
its signature on; scores, salts, ranking and names from the result notice. Before that none of them
is in it.
"""

from typing import Any

from backend.kernel import clock
from backend.kernel.errors import NotFound
from services.commissioning.models import (
    Call,
    Draw,
    FewBidsDecision,
    FixedPool,
    Project,
    RankLine,
    ResultNotice,
    Seat,
)
from services.commissioning.queries import panel
from services.commissioning.states.bids import BidState
from services.commissioning.states.panel import SeatState

FORMAT = "zhijia-panel/2"


def panel_file(number: str) -> dict[str, Any]:
    """Give the file of one public project as plain values; raises NotFound."""
    found = Project.objects.all().public().select_related("call").filter(number=number).first()
    call = Call.objects.filter(project=found, opened_at__isnull=False).first() if found else None
    if found is None or call is None:
        raise NotFound
    notice = panel.notice_of(found)
    draw = panel.draw_of(found)
    return {
        "format": FORMAT,
        "project": found.number,
        "title": found.title,
        "formula": call.formula,
        "panel_size": call.panel_size,
        "seed_commitment": _hex(call.seed_commitment),
        "few_bids": _few(found),
        "criteria": [
            {"place": one.place, "title": one.title, "weight": one.weight}
            for one in call.criteria.all()
        ],
        "fixed_pools": [_fixed(one) for one in found.fixed_pools.order_by("sequence")],
        "draws": [_draw(one) for one in found.draws.order_by("sequence")],
        "scores": [_scores(seat) for seat in panel.sitting(draw)] if notice and draw else [],
        "bids": [_bid(line) for line in _ranking(found)] if notice else [],
        "ranking": [_line(line) for line in _ranking(found)] if notice else [],
        "notice": _notice(notice) if notice else None,
    }


def _hex(value: bytes | memoryview | None) -> str:
    return bytes(value).hex() if value is not None else ""


def _few(project: Project) -> dict[str, Any] | None:
    row = FewBidsDecision.objects.filter(project=project).first()
    if row is None:
        return None
    return {
        "qualified": row.qualified,
        "least": row.least,
        "reason": row.reason,
        "at": clock.to_local(row.at),
    }


def _fixed(fixed: FixedPool) -> dict[str, Any]:
    return {
        "sequence": fixed.sequence,
        "seed_commitment": _hex(fixed.seed_commitment),
        "pool": [{"number": number, "kind": kind} for number, kind in fixed.pool],
        "fixed_at": clock.to_local(fixed.at),
    }


def _draw(draw: Draw) -> dict[str, Any]:
    return {
        "sequence": draw.sequence,
        "seed": _hex(draw.seed),
        "pool": [{"number": number, "kind": kind} for number, kind in draw.pool],
        "receipts": draw.receipts,
        "entropy": _hex(draw.entropy),
        "order": draw.order,
        "drawn_at": clock.to_local(draw.at),
        "seats": [_seat(seat) for seat in panel.seats_of(draw)],
    }


def _seat(seat: Seat) -> dict[str, Any]:
    """A seat by its pool number; how a recusal came about, never why."""
    return {
        "panelist": seat.panelist.number,
        "recused": seat.recused_way if seat.state is SeatState.RECUSED else "",
        "commitment": _hex(seat.commitment),
    }


def _scores(seat: Seat) -> dict[str, Any]:
    rows = seat.scores.select_related("bid", "criterion").order_by(
        "bid__number", "criterion__place"
    )
    return {
        "panelist": seat.panelist.number,
        "salt": _hex(seat.salt),
        "scores": [
            {"bid": one.bid.number, "place": one.criterion.place, "tenths": one.points_tenths}
            for one in rows
        ],
    }


def _ranking(project: Project) -> list[RankLine]:
    lines = RankLine.objects.filter(project=project).select_related("bid__organization")
    return list(lines.order_by("place"))


def _bid(line: RankLine) -> dict[str, Any]:
    return {
        "number": line.bid.number,
        "organization": line.bid.organization.name,
        "credit_code": line.bid.organization.credit_code,
        "receipt": _hex(line.bid.receipt),
        "amount_fen": line.amount_fen,
        "has_union": line.has_union,
        "withdrew": _withdrew(line),
    }


def _withdrew(line: RankLine) -> bool:
    """Tell whether who was put up gave the place up: only by that does she end without it."""
    return line.bid.state is BidState.LOST and line.bid.notices.exists()


def _line(line: RankLine) -> dict[str, Any]:
    return {
        "place": line.place,
        "bid": line.bid.number,
        "total_numerator": line.total_numerator,
        "total_denominator": line.total_denominator,
        "tie": line.by_tie_rule,
    }


def _notice(notice: ResultNotice) -> dict[str, Any]:
    return {
        "bid": notice.bid.number,
        "amount_fen": notice.bid.amount_fen,
        "panel": notice.panel_names,
        "opened_on": notice.opened_on,
        "until": notice.until,
    }
