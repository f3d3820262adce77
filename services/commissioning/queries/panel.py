"""The panel as it stands: the draw in force, its seats, the applications it judges."""

from collections.abc import Mapping

from django.db.models import QuerySet

from backend.access.actor import Actor
from services.commissioning.models import (
    Bid,
    Draw,
    FixedPool,
    Project,
    ProjectStep,
    ResultNotice,
    ResultObjection,
    Seat,
)
from services.commissioning.rules.draw import Candidate
from services.commissioning.states.bids import BidState
from services.commissioning.states.panel import SeatState
from services.commissioning.states.projects import ProjectAct, ProjectState
from services.commissioning.states.verdicts import AnswerState

SCORED_STATES = (BidState.QUALIFIED, BidState.WON, BidState.LOST)
"""An application that passed the check of qualification, whatever became of it."""

OPEN_TO_PANEL = (
    ProjectState.SCORING, ProjectState.RANKED, ProjectState.NOTICE, ProjectState.OBJECTION,
)  # fmt: skip
"""The panel reads the applications: not before every recusal is clear (R9.7)."""


def draw_of(project: Project) -> Draw | None:
    """Give the draw in force: none while the project waits for its first or a new one."""
    if project.state in {ProjectState.CALL_OPEN, ProjectState.TOPIC, ProjectState.QUALIFICATION}:
        return None
    return last_draw(project)


def last_draw(project: Project) -> Draw | None:
    """Give the latest draw, in force or not."""
    return Draw.objects.filter(project=project).order_by("-sequence").first()


def fixed_pool_of(project: Project, sequence: int) -> FixedPool | None:
    """Give the pool that was fixed for a later draw."""
    return FixedPool.objects.filter(project=project, sequence=sequence).first()


def waiting_pool(project: Project) -> FixedPool | None:
    """Give the fixed pool whose draw is still to come."""
    last = last_draw(project)
    return fixed_pool_of(project, last.sequence + 1) if last else None


def seats_of(draw: Draw) -> QuerySet[Seat]:
    """Give all seats of a draw in the order in which they were filled, those who left included."""
    chosen = Seat.objects.filter(draw=draw).order_by("place")
    return chosen.select_related("key", "panelist__user__person__key")


def sitting(draw: Draw) -> list[Seat]:
    """Give the seats that count: nobody who stepped back."""
    return [seat for seat in seats_of(draw) if seat.state is not SeatState.RECUSED]


def own_seat(actor: Actor, project: Project, *, is_locked: bool = False) -> Seat | None:
    """Give the seat that a person holds, or held, in the draw in force; locked for a verb."""
    draw = draw_of(project)
    if draw is None:
        return None
    seats = seats_of(draw)
    if is_locked:
        seats = seats.select_for_update(of=("self",))
    seat = seats.filter(panelist__user_id=actor.user_id or 0).first()
    if seat is not None:
        seat.draw = draw
    return seat


def order_of(draw: Draw) -> list[Candidate]:
    """Give the order of a draw as the rules want it."""
    kinds: Mapping[str, str] = dict(draw.pool)
    return [Candidate(number, kinds[number]) for number in draw.order]


def scored_bids(project: Project) -> QuerySet[Bid]:
    """Give the applications that the panel judges, by number."""
    chosen = Bid.objects.filter(call__project=project, state__in=SCORED_STATES)
    return chosen.select_related("key", "organization").order_by("number")


def receipts_of(project: Project) -> list[bytes]:
    """Give the receipts of every application that was opened, whatever became of it."""
    opened = Bid.objects.filter(call__project=project).exclude(
        state__in=(BidState.DRAFT, BidState.WITHDRAWN, BidState.SUBMITTED)
    )
    return sorted(bytes(receipt) for receipt in opened.values_list("receipt", flat=True) if receipt)


def notice_of(project: Project) -> ResultNotice | None:
    """Give the result notice in force: the last one."""
    notices = ResultNotice.objects.filter(project=project).select_related("bid__organization")
    return notices.order_by("-sequence").first()


def ranked_step(project: Project) -> ProjectStep | None:
    """Give the step by which the scores were laid open."""
    return ProjectStep.objects.filter(project=project, act=str(ProjectAct.RANK)).first()


def open_objections(project: Project, *, to_panel: bool) -> QuerySet[ResultObjection]:
    """Give the objections that wait for an answer: against panelists, or against the result."""
    waiting = ResultObjection.objects.filter(project=project, state=AnswerState.OPEN)
    return waiting.filter(seat__isnull=not to_panel).order_by("answer_by", "id")
