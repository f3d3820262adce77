"""What a plan paid a person in earlier periods, for caps over a lifetime (FORMAT.md 8, step 9)."""

import json
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby

from backend.kernel.money import Money
from services.mutual_aid.models import Benefit, Claim
from services.mutual_aid.queries.period import TAKEN_BACK
from services.mutual_aid.queries.settled_receipt import settled_receipt
from services.mutual_aid.rules.exact import read_money
from services.mutual_aid.rules.pack import Pack
from services.mutual_aid.rules.receipt import Receipt

# Money that no item's line accounts for; the plan's own cap counts it (step 11).
OTHER = "other"


def paid_life(claim: Claim, pack: Pack) -> dict[str, Money]:
    """Give what was paid for each item in earlier periods; empty where no cap asks for it."""
    if pack.cap_life_fen is None and all(one.cap_life_fen is None for one in pack.benefits):
        return {}
    rows = (
        Benefit.objects.select_related("key", "plan_version")
        .filter(
            person_id=claim.person_id,
            plan_id=claim.cover.plan_id,
            period_first_day__lt=claim.cover.period_begins,
        )
        .exclude(state__in=TAKEN_BACK)
        .order_by("created_at", "pk")
    )
    paid: dict[str, int] = {}
    for period in _by_period(rows).values():
        for item, fen in _shares(period).items():
            paid[item] = paid.get(item, 0) + fen
    return {item: Money(fen) for item, fen in sorted(paid.items()) if fen}


def paid_by_item(plan_id: int, after: int, upto: int) -> Iterator[tuple[int, date, str, int]]:
    """Give person, first day of a period, item and fen, of the persons with keys `(after, upto]`.

    What a period paid is split over its items as its newest receipt shows them.
    """
    rows = (
        Benefit.objects.select_related("key", "plan_version")
        .filter(plan_id=plan_id, person_id__gt=after, person_id__lte=upto)
        .exclude(state__in=TAKEN_BACK)
        .order_by("person_id", "created_at", "pk")
    )
    for person, own in groupby(rows.iterator(2000), key=lambda row: row.person_id):
        for day, period in _by_period(own).items():
            for item, fen in _shares(period).items():
                yield person, day, item, fen


def _by_period(rows: Iterable[Benefit]) -> dict[date, list[Benefit]]:
    periods: dict[date, list[Benefit]] = {}
    for row in rows:
        periods.setdefault(row.period_first_day, []).append(row)
    return periods


def _shares(period: list[Benefit]) -> dict[str, int]:
    """Split what a period paid over its items as the last receipt of the period shows them."""
    left = sum(row.net.fen for row in period)
    shares: dict[str, int] = {}
    receipt = _receipt(period[-1])
    for line in receipt["lines"] if receipt else ():
        part = min(left, read_money(line["rounded"]) or 0)
        shares[line["item"]] = shares.get(line["item"], 0) + part
        left -= part
    return {**shares, OTHER: shares.get(OTHER, 0) + left}


def _receipt(benefit: Benefit) -> Receipt | None:
    """Give the receipt of a benefit, a settlement's as it is made when read."""
    text = benefit.unseal("receipt_sealed")
    return json.loads(text) if text else settled_receipt(benefit)
