"""Why nothing was paid: the nearest single change that would have changed the answer."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from backend.kernel.errors import Conflict
from services.mutual_aid.models import Claim, Shortfall
from services.mutual_aid.queries import claim_papers, receipts
from services.mutual_aid.queries.claim_papers import Filled
from services.mutual_aid.queries.receipts import ReceiptView
from services.mutual_aid.queries.reckoning import Reckoned, reckon_claim
from services.mutual_aid.rules.change import Facts, nearest_change
from services.mutual_aid.rules.entries import EvaluationError

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ShortfallView:
    """What would have changed the answer (may be empty), and the arithmetic that came to nothing.

    There is none of a rejected claim.
    """

    change: str
    receipt: ReceiptView | None


def shortfall_of(claim: Claim) -> ShortfallView | None:
    """Read out what was frozen with the decision; None of a claim that was paid or is open."""
    if not claim.decided_on:
        return None
    row = Shortfall.objects.select_related("key").filter(claim=claim).first()
    if row is None:
        return None
    text = row.unseal("receipt_sealed")
    receipt: Mapping[str, Any] | None = json.loads(text) if text else None
    return ShortfallView(
        row.unseal("change_sealed"), receipts.read_out(receipt) if receipt else None
    )


def reckon_or_none(claim: Claim) -> Reckoned | None:
    """Compute a claim; None where its entries fit no rule: it may be rejected all the same."""
    try:
        return reckon_claim(claim)
    except Conflict:
        return None


def change_words(claim: Claim, reckoned: Reckoned) -> str:
    """Say what single change would turn no payment into one; empty where none would."""
    return "" if reckoned.payment else _nearest(claim, reckoned)


def unpaid_words(claim: Claim, reckoned: Reckoned) -> str:
    """Say what would change a rejection: an input, or the clause where the plan would pay."""
    words = _nearest(claim, reckoned)
    if not words and reckoned.payment:
        words = f"如果上面的依据不适用，按您填报的内容就会付 {reckoned.payment} 元。"
    return words


def _nearest(claim: Claim, reckoned: Reckoned) -> str:
    facts = _facts(claim, reckoned)
    try:
        change = nearest_change(reckoned.pack, reckoned.events, reckoned.circumstances, facts)
    except EvaluationError:
        return ""
    return change.words if change else ""


def _facts(claim: Claim, reckoned: Reckoned) -> Facts:
    """Give the days that decide; the next period is thought of for a claim of one entry only."""
    lines = Filled.of(claim).lines
    last = min((claim_papers.last_day_of(claim, line) for line in lines), default=None)
    counted = max((claim_papers.counts_from(claim, line) for line in lines), default=None)
    alone = reckoned.own[0] if len(reckoned.own) == 1 else None
    return Facts(
        event_on=claim.event_on,
        cover_first=claim.cover.first_day,
        cover_last=claim.cover.last_day,
        claimed_on=counted,
        last_claim_day=last,
        next_period_first=claim.cover.last_day + ONE_DAY if alone else None,
        claimed_item=alone[0] if alone else None,
        claimed_place=alone[1] if alone else 0,
    )
