"""What projects' rows and the ledger say, side by side (R9.22)."""

from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Prefetch, Q, Sum

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
    return _paid_of(_stages([contract.pk])).get(contract.pk, 0)


def books_now(contract: Contract) -> Books:
    """Read what has to tie of one contract at this moment."""
    return books_of([contract], delivered.figures_of([contract]))[contract.pk]


def books_of(contracts: Sequence[Contract], found: Mapping[int, Delivered]) -> dict[int, Books]:
    """Read everything that has to tie, by the contract's key, in a flat number of statements.

    `found` is what each delivered, read in the same moment.
    """
    keys = [one.pk for one in contracts]
    stages = _stages(keys)
    paid, judged = _paid_of(stages), _evaluations(keys)
    return {
        one.pk: _books(one, found[one.pk], stages.get(one.pk, ()), paid, judged.get(one.pk))
        for one in contracts
    }


def _books(
    contract: Contract,
    found: Delivered,
    stages: Sequence[Stage],
    paid: Mapping[int, int],
    evaluation: Evaluation | None,
) -> Books:
    return Books(
        contract_fen=contract.amount_fen,
        lines_fen=[line.amount_fen for line in found.lines],
        stages_fen=[one.amount_fen for one in stages],
        paid_stages_fen=sum(one.amount_fen for one in stages if one.state is StageState.PAID),
        ledger_paid_fen=paid.get(contract.pk, 0),
        spent_by_line={line.title: (line.spent_fen, line.amount_fen) for line in found.lines},
        evaluated=[_line(one, found) for one in evaluation.lines.all()] if evaluation else (),
        points_hundredths=evaluation.points_hundredths if evaluation else None,
    )


def _stages(keys: Iterable[int]) -> dict[int, list[Stage]]:
    found: dict[int, list[Stage]] = {}
    for one in Stage.objects.filter(contract__in=keys).order_by("contract_id", "place"):
        found.setdefault(one.contract_id, []).append(one)
    return found


def _paid_of(stages: Mapping[int, Sequence[Stage]]) -> dict[int, int]:
    """What the ledger paid out for each contract, less what was reversed, by its key."""
    contract_of = {one.pk: key for key, rows in stages.items() for one in rows}
    rows = Transfer.objects.filter(
        because_type=Stage._meta.label_lower, because_id__in=list(contract_of)
    )
    sums = rows.values("because_id").annotate(
        paid=Sum("amount_fen", filter=Q(kind=Kind.POST)),
        back=Sum("amount_fen", filter=Q(kind=Kind.REVERSE)),
    )
    found: dict[int, int] = {}
    for row in sums:
        key = contract_of[row["because_id"]]
        found[key] = found.get(key, 0) + (row["paid"] or 0) - (row["back"] or 0)
    return found


def _evaluations(keys: Iterable[int]) -> dict[int, Evaluation]:
    lines = EvaluationLine.objects.select_related("target").order_by("target_id")
    rows = (
        Evaluation.objects.standing()
        .filter(contract__in=keys)
        .prefetch_related(Prefetch("lines", queryset=lines))
    )
    return {one.contract_id: one for one in rows}


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
