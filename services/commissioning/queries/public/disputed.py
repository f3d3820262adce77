"""Disputes by figure, so that each can stand beside the figure it is about (R9.22)."""

from collections.abc import Mapping, Sequence

from backend.kernel import clock
from services.commissioning.models import Contract, Dispute
from services.commissioning.queries.public.parts import DisputeLine
from services.commissioning.states.verdicts import ANSWER_LABELS


def disputes_by_figure(contract: Contract | None) -> Mapping[str, Sequence[DisputeLine]]:
    """Give every dispute of a contract under the code of its figure, oldest first."""
    found: dict[str, list[DisputeLine]] = {}
    if contract is None:
        return found
    for row in Dispute.objects.filter(contract=contract).order_by("pk"):
        line = DisputeLine(
            claimed=row.claimed,
            words=row.words,
            made_on=clock.to_local(row.made_at).date(),
            state=str(row.state),
            state_label=ANSWER_LABELS[row.state],
            answer=row.answer,
        )
        found.setdefault(row.figure, []).append(line)
    return found
