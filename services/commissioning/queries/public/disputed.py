"""Disputes by figure, so that each can stand beside the figure it is about (R9.22)."""

from collections.abc import Mapping, Sequence

from backend.kernel import clock
from services.commissioning.models import Contract, Dispute, Evaluation
from services.commissioning.queries.public.parts import DisputeLine
from services.commissioning.queries.public.values import Told
from services.commissioning.rules import figures, ruling
from services.commissioning.states.verdicts import ANSWER_LABELS, AnswerState


def disputes_by_figure(
    contract: Contract | None, told: Told
) -> Mapping[str, Sequence[DisputeLine]]:
    """Give every dispute of a contract under the code of its figure, oldest first.

    A recognized figure is shown once it counts, and never where its cell is hidden.
    """
    found: dict[str, list[DisputeLine]] = {}
    if contract is None:
        return found
    is_evaluated = Evaluation.objects.filter(contract=contract).exists()
    for row in Dispute.objects.filter(contract=contract).order_by("pk"):
        waits = is_evaluated and row.state is AnswerState.UPHELD and row.taken_by_id is None
        line = DisputeLine(
            claimed=row.claimed,
            words=row.words,
            made_on=clock.to_local(row.made_at).date(),
            state=str(row.state),
            state_label=ANSWER_LABELS[row.state],
            answer=row.answer,
            ruled=_ruled(row, told, is_pending=waits),
            is_pending=waits,
        )
        found.setdefault(row.figure, []).append(line)
    return found


def _ruled(row: Dispute, told: Told, *, is_pending: bool) -> str:
    if row.ruled is None or is_pending:
        return ""
    if {row.figure, row.ruled_key} & told.hidden:
        return figures.HIDDEN
    return ruling.shown(row.ruled_key, row.ruled)
