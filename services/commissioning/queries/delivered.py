"""What contracts delivered, read from their rows at this moment (R9.14, R9.16, R9.18, R9.22).

A flat number of statements, whatever the size of a contract and however many are asked for at
once. Only closed sessions and checked reports count: what is still under way may change.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, Sum

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

Counted = Mapping[int, Mapping[str, Any]]
"""Sums of some rows, by the key of their contract; a contract without rows is not in it."""


def figures(contract: Contract, *, with_pending: bool = False) -> Delivered:
    """Give what one contract delivered so far, as upheld disputes have it.

    A figure recognized after the evaluation counts once another evaluation takes it in;
    `with_pending` gives what that one would say.
    """
    return figures_of([contract], with_pending=with_pending)[contract.pk]


def figures_of(
    contracts: Sequence[Contract], *, with_pending: bool = False
) -> dict[int, Delivered]:
    """Give what each of these contracts delivered so far, by its key."""
    keys = [one.pk for one in contracts]
    counted = (_held(keys), _there(keys), _rated(keys), _told(keys), _milestones(keys))
    spent, stated = lines_of(keys), _stated(keys)
    ruled = rulings_of(keys, with_pending=with_pending)
    found = {}
    for one in contracts:
        sums = {**_NOTHING}
        for part in counted:
            sums |= {name: value or 0 for name, value in part.get(one.pk, {}).items()}
        own = ruled.get(one.pk, {})
        sums |= {name: value for name, value in own.items() if name in _RULED}
        found[one.pk] = Delivered(
            **sums,
            contract_fen=one.amount_fen,
            paid_fen=one.paid_fen,
            lines=tuple(spent.get(one.pk, ())),
            stated=stated.get(one.pk, {}) | _of_targets(own),
            ruled=own,
        )
    return found


def rulings_of(keys: Iterable[int], *, with_pending: bool = False) -> dict[int, dict[str, int]]:
    """Give the numbers that upheld disputes recognized and that count, the last of each key."""
    rows = Dispute.objects.filter(contract__in=keys, ruled__isnull=False)
    if not with_pending:
        evaluated = Evaluation.objects.filter(contract=OuterRef("contract"))
        rows = rows.filter(Q(taken_by__isnull=False) | ~Exists(evaluated))
    found: dict[int, dict[str, int]] = {}
    ordered = rows.order_by("answered_at", "pk").values_list("contract_id", "ruled_key", "ruled")
    for contract, key, value in ordered:
        if value is not None:
            found.setdefault(contract, {})[key] = value
    return found


def _of_targets(ruled: Mapping[str, int]) -> dict[str, int]:
    return {
        key.removeprefix(TARGET): value for key, value in ruled.items() if key.startswith(TARGET)
    }


def lines_of(keys: Iterable[int]) -> dict[int, list[LineSpent]]:
    """Give the budget lines of contracts with what checked reports spent on each."""
    checked = Q(spendings__report__state=str(ReportState.CONFIRMED))
    rows = BudgetLine.objects.filter(contract__in=keys).annotate(
        spent=Sum("spendings__amount_fen", filter=checked)
    )
    found: dict[int, list[LineSpent]] = {}
    for row in rows.order_by("contract_id", "place"):
        line = LineSpent(row.title, row.agreed_fen, row.amount_fen, row.spent or 0)
        found.setdefault(row.contract_id, []).append(line)
    return found


_NOTHING = dict.fromkeys(
    (
        "sessions", "provider_count", "confirmations", "persons", "ratings", "stars_sum",
        "reported_persons", "reported_sessions", "milestones", "milestones_on_time",
    ),
    0,
)  # fmt: skip
_RULED = ("persons", "confirmations", "sessions", "provider_count")
"""Counts that a recognized figure takes the place of."""


def _held(keys: Iterable[int]) -> Counted:
    rows = Session.objects.filter(contract__in=keys, state=SessionState.CLOSED)
    sums = rows.values("contract_id").annotate(held=Count("pk"), counted=Sum("provider_count"))
    return {
        row["contract_id"]: {"sessions": row["held"], "provider_count": row["counted"]}
        for row in sums
    }


def _there(keys: Iterable[int]) -> Counted:
    rows = Confirmation.objects.filter(
        session__contract__in=keys, session__state=SessionState.CLOSED
    )
    return _by_contract(
        rows.values(of=F("session__contract_id")).annotate(
            confirmations=Count("pk"), persons=Count("person", distinct=True)
        )
    )


def _rated(keys: Iterable[int]) -> Counted:
    rows = Rating.objects.filter(session__contract__in=keys)
    return _by_contract(
        rows.values(of=F("session__contract_id")).annotate(
            ratings=Count("pk"), stars_sum=Sum("stars")
        )
    )


def _told(keys: Iterable[int]) -> Counted:
    rows = Report.objects.filter(contract__in=keys, state=ReportState.CONFIRMED)
    return _by_contract(
        rows.values(of=F("contract_id")).annotate(
            reported_persons=Sum("persons"), reported_sessions=Sum("sessions")
        )
    )


def _milestones(keys: Iterable[int]) -> Counted:
    """Count the milestones that are due or judged, and those met by their day."""
    judged = Q(due_on__lte=clock.today()) | ~Q(state=str(MilestoneState.SCHEDULED))
    on_time = Q(state=str(MilestoneState.MET), met_on__lte=F("due_on"))
    rows = Milestone.objects.filter(contract__in=keys)
    return _by_contract(
        rows.values(of=F("contract_id")).annotate(
            milestones=Count("pk", filter=judged),
            milestones_on_time=Count("pk", filter=on_time),
        )
    )


def _by_contract(rows: Iterable[Mapping[str, Any]]) -> Counted:
    return {row["of"]: {name: one for name, one in row.items() if name != "of"} for row in rows}


def _stated(keys: Iterable[int]) -> dict[int, dict[str, int]]:
    """Give what the last checked report states of each target that nothing counts."""
    rows = StatedFigure.objects.filter(
        report__contract__in=keys, report__state=ReportState.CONFIRMED
    ).order_by("report__period_end", "pk")
    found: dict[int, dict[str, int]] = {}
    for key, code, hundredths in rows.values_list(
        "report__contract_id", "target__code", "hundredths"
    ):
        found.setdefault(key, {})[code] = hundredths
    return found
