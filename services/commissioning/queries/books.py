"""What a project's rows and the ledger say, side by side (R9.22)."""

from django.db.models import Q, Sum

from backend.ledger.entries import Kind
from backend.ledger.models import Transfer
from services.commissioning.models import Contract, Evaluation, EvaluationLine, Stage, TargetSource
from services.commissioning.queries import delivered
from services.commissioning.rules.delivered import Delivered
from services.commissioning.rules.evaluation import Measured, points_of
from services.commissioning.rules.ties import Books, EvaluatedLine
from services.commissioning.states.contracts import StageState

MOVES_ON = frozenset({TargetSource.ON_TIME})
"""Sources whose figure goes on moving with the calendar after the evaluation."""


def ledger_paid_fen(contract: Contract) -> int:
    """Sum what the ledger paid out for the stages of a contract, less what was reversed."""
    stages = Stage.objects.filter(contract=contract).values("pk")
    rows = Transfer.objects.filter(because_type=Stage._meta.label_lower, because_id__in=stages)
    sums = rows.aggregate(
        paid=Sum("amount_fen", filter=Q(kind=Kind.POST)),
        back=Sum("amount_fen", filter=Q(kind=Kind.REVERSE)),
    )
    return (sums["paid"] or 0) - (sums["back"] or 0)


def books_of(contract: Contract, found: Delivered) -> Books:
    """Read everything that has to tie; `found` is what was delivered, read in the same moment."""
    stages = list(Stage.objects.filter(contract=contract).order_by("place"))
    evaluation = Evaluation.objects.standing().filter(contract=contract).first()
    return Books(
        contract_fen=contract.amount_fen,
        lines_fen=[line.amount_fen for line in found.lines],
        stages_fen=[one.amount_fen for one in stages],
        paid_stages_fen=sum(one.amount_fen for one in stages if one.state is StageState.PAID),
        ledger_paid_fen=ledger_paid_fen(contract),
        spent_by_line={line.title: (line.spent_fen, line.amount_fen) for line in found.lines},
        evaluated=[_line(one, found) for one in _lines(evaluation)] if evaluation else (),
        points_hundredths=evaluation.points_hundredths if evaluation else None,
    )


def books_now(contract: Contract) -> Books:
    """Read what has to tie at this moment."""
    return books_of(contract, delivered.figures(contract))


def _lines(evaluation: Evaluation) -> list[EvaluationLine]:
    return list(evaluation.lines.select_related("target").order_by("target_id"))


def _line(row: EvaluationLine, found: Delivered) -> EvaluatedLine:
    target, stored = row.target, row.delivered_hundredths
    now = found.of_target(target.source, target.code)
    measured = Measured(target.code, target.kind, target.planned_hundredths, stored, target.weight)
    return EvaluatedLine(
        title=target.title,
        stored_hundredths=-1 if stored is None else stored,
        found_hundredths=None if target.source in MOVES_ON else -1 if now is None else now,
        points_hundredths=row.points_hundredths,
        points_found_hundredths=points_of(measured).hundredths,
    )
