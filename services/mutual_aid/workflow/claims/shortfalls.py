"""Freezing why nothing is paid, with the decision: what the person reads never changes later."""

from services.mutual_aid.models import Claim, Shortfall
from services.mutual_aid.queries.reckoning import Reckoned, receipt_of
from services.mutual_aid.queries.shortfalls import unpaid_words
from services.mutual_aid.rules.receipt import canonical


def freeze_shortfall(
    claim: Claim, reckoned: Reckoned | None, *, with_receipt: bool = False
) -> None:
    """Keep what would have changed the answer, and the arithmetic where a claim was approved.

    Keeps nothing of a claim that could not be computed. Runs in the transaction of the decision.
    """
    if reckoned is None:
        return
    row = Shortfall(claim=claim, key=claim.key)
    row.seal("change_sealed", unpaid_words(claim, reckoned))
    if with_receipt:
        receipt = receipt_of(reckoned, about=claim.number)
        row.seal("receipt_sealed", canonical(receipt).decode())
    row.save(force_insert=True)
