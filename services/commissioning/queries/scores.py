"""A panelist's own sheet, and the scores that were laid open as the formula wants them (R9.9)."""

import json
from collections import defaultdict
from collections.abc import Mapping

from services.commissioning.models import Bid, Draw, Score, Seat
from services.commissioning.rules.draw import lot_of
from services.commissioning.rules.ranking import Entry


def sums_of(draw: Draw) -> Mapping[int, dict[str, int]]:
    """Give by application (key) and panelist (number) the sum in tenths of a point."""
    sums: dict[int, dict[str, int]] = defaultdict(dict)
    rows = Score.objects.filter(seat__draw=draw).order_by("seat__place", "bid_id")
    for bid, panelist, tenths in rows.values_list(
        "bid_id", "seat__panelist__number", "points_tenths"
    ):
        sums[bid][panelist] = sums[bid].get(panelist, 0) + tenths
    return sums


def entry_of(bid: Bid, sums: Mapping[str, int], draw: Draw, *, has_union: bool) -> Entry:
    """Give one application as the formula wants it."""
    return Entry(
        bid=bid.number,
        sums=tuple(sums.values()),
        has_union=has_union,
        amount_fen=bid.amount_fen or 0,
        lot=lot_of(bytes(draw.entropy), bid.number),
    )


def draft_of(seat: Seat) -> dict[tuple[str, int], int]:
    """Give the sealed scores of a seat, in tenths: for its holder, and for the laying open."""
    sealed = seat.unseal("scores_sealed")
    if not sealed:
        return {}
    return {(bid, place): tenths for bid, place, tenths in json.loads(sealed)["scores"]}
