"""What a contract delivered, read from its rows at this moment (R9.14, R9.16, R9.18, R9.22).

A flat number of statements, whatever the size of the contract. Only closed sessions and checked
reports count: what is still under way may change.
"""

from django.db.models import Count, F, Q, Sum

from backend.kernel import clock
from services.commissioning.models import (
    BudgetLine,
    Confirmation,
    Contract,
    Milestone,
    Rating,
    Report,
    Session,
    StatedFigure,
)
from services.commissioning.rules.delivered import Delivered, LineSpent
from services.commissioning.states.contracts import MilestoneState
from services.commissioning.states.delivery import ReportState, SessionState


def figures(contract: Contract) -> Delivered:
    """Give what a contract delivered so far."""
    closed = Session.objects.filter(contract=contract, state=SessionState.CLOSED)
    held = closed.aggregate(sessions=Count("pk"), counted=Sum("provider_count"))
    there = Confirmation.objects.filter(
        session__contract=contract, session__state=SessionState.CLOSED
    ).aggregate(times=Count("pk"), persons=Count("person", distinct=True))
    rated = Rating.objects.filter(session__contract=contract).aggregate(
        count=Count("pk"), stars=Sum("stars")
    )
    told = Report.objects.filter(contract=contract, state=ReportState.CONFIRMED).aggregate(
        persons=Sum("persons"), sessions=Sum("sessions")
    )
    due, on_time = _milestones(contract)
    return Delivered(
        persons=there["persons"],
        confirmations=there["times"],
        sessions=held["sessions"],
        provider_count=held["counted"] or 0,
        reported_persons=told["persons"] or 0,
        reported_sessions=told["sessions"] or 0,
        ratings=rated["count"],
        stars_sum=rated["stars"] or 0,
        milestones=due,
        milestones_on_time=on_time,
        contract_fen=contract.amount_fen,
        paid_fen=contract.paid_fen,
        lines=lines(contract),
        stated=_stated(contract),
    )


def lines(contract: Contract) -> tuple[LineSpent, ...]:
    """Give the budget lines with what checked reports spent on each."""
    checked = Q(spendings__report__state=str(ReportState.CONFIRMED))
    rows = BudgetLine.objects.filter(contract=contract).annotate(
        spent=Sum("spendings__amount_fen", filter=checked)
    )
    return tuple(
        LineSpent(row.title, row.agreed_fen, row.amount_fen, row.spent or 0)
        for row in rows.order_by("place")
    )


def _milestones(contract: Contract) -> tuple[int, int]:
    """Count the milestones that are due or judged, and those met by their day."""
    rows = Milestone.objects.filter(contract=contract).aggregate(
        due=Count(
            "pk",
            filter=Q(due_on__lte=clock.today()) | ~Q(state=str(MilestoneState.SCHEDULED)),
        ),
        on_time=Count("pk", filter=Q(state=str(MilestoneState.MET), met_on__lte=F("due_on"))),
    )
    return rows["due"], rows["on_time"]


def _stated(contract: Contract) -> dict[str, int]:
    """Give what the last checked report states of each target that nothing counts."""
    rows = StatedFigure.objects.filter(
        report__contract=contract, report__state=ReportState.CONFIRMED
    ).order_by("report__period_end", "pk")
    return dict(rows.values_list("target__code", "hundredths"))
