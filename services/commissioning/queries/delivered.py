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
    Dispute,
    Evaluation,
    Milestone,
    Rating,
    Report,
    Session,
    StatedFigure,
)
from services.commissioning.rules.delivered import Delivered, LineSpent
from services.commissioning.rules.figures import TARGET
from services.commissioning.states.contracts import MilestoneState
from services.commissioning.states.delivery import ReportState, SessionState


def figures(contract: Contract, *, with_pending: bool = False) -> Delivered:
    """Give what a contract delivered so far, as upheld disputes have it.

    A figure recognized after the evaluation counts once another evaluation takes it in;
    `with_pending` gives what that one would say.
    """
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
    ruled = rulings(contract, with_pending=with_pending)
    return Delivered(
        persons=ruled.get("persons", there["persons"]),
        confirmations=ruled.get("confirmations", there["times"]),
        sessions=ruled.get("sessions", held["sessions"]),
        provider_count=ruled.get("provider_count", held["counted"] or 0),
        reported_persons=told["persons"] or 0,
        reported_sessions=told["sessions"] or 0,
        ratings=rated["count"],
        stars_sum=rated["stars"] or 0,
        milestones=due,
        milestones_on_time=on_time,
        contract_fen=contract.amount_fen,
        paid_fen=contract.paid_fen,
        lines=lines(contract),
        stated=_stated(contract) | _of_targets(ruled),
        ruled=ruled,
    )


def rulings(contract: Contract, *, with_pending: bool = False) -> dict[str, int]:
    """Give the numbers that upheld disputes recognized and that count, the last of each key."""
    rows = Dispute.objects.filter(contract=contract, ruled__isnull=False)
    if not with_pending and Evaluation.objects.filter(contract=contract).exists():
        rows = rows.filter(taken_by__isnull=False)
    ordered = rows.order_by("answered_at", "pk").values_list("ruled_key", "ruled")
    return {key: value for key, value in ordered if value is not None}


def _of_targets(ruled: dict[str, int]) -> dict[str, int]:
    return {
        key.removeprefix(TARGET): value for key, value in ruled.items() if key.startswith(TARGET)
    }


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
