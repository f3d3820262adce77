"""What a plan paid a person in earlier periods, for caps over a lifetime (FORMAT.md 8, step 9)."""

import json
from collections.abc import Iterable
from datetime import date

from backend.kernel.money import Money
from services.mutual_aid.models import Benefit, Claim
from services.mutual_aid.queries.period import TAKEN_BACK
from services.mutual_aid.rules.exact import read_money
from services.mutual_aid.rules.pack import Pack

# Money that no item's line accounts for; the plan's own cap counts it (step 11).
OTHER = "other"


def paid_life(claim: Claim, pack: Pack) -> dict[str, Money]:
    """Give what was paid for each item in earlier periods; empty where no cap asks for it."""
    if pack.cap_life_fen is None and all(one.cap_life_fen is None for one in pack.benefits):
        return {}
    rows = (
        Benefit.objects.select_related("key")
        .filter(
            person_id=claim.person_id,
            plan_id=claim.cover.plan_id,
            period_first_day__lt=claim.cover.first_day,
        )
        .exclude(state__in=TAKEN_BACK)
        .order_by("created_at", "pk")
    )
    paid: dict[str, int] = {}
    for period in _by_period(rows).values():
        for item, fen in _shares(period).items():
            paid[item] = paid.get(item, 0) + fen
    return {item: Money(fen) for item, fen in sorted(paid.items()) if fen}


def _by_period(rows: Iterable[Benefit]) -> dict[date, list[Benefit]]:
    periods: dict[date, list[Benefit]] = {}
    for row in rows:
        periods.setdefault(row.period_first_day, []).append(row)
    return periods


def _shares(period: list[Benefit]) -> dict[str, int]:
    """Split what a period paid over its items as the last receipt of the period shows them."""
    left = sum(row.net.fen for row in period)
    shares: dict[str, int] = {}
    text = next((row.unseal("receipt_sealed") for row in reversed(period)), "")
    for line in json.loads(text)["lines"] if text else ():
        part = min(left, read_money(line["rounded"]) or 0)
        shares[line["item"]] = shares.get(line["item"], 0) + part
        left -= part
    return {**shares, OTHER: shares.get(OTHER, 0) + left}
