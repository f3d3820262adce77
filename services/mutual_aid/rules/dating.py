"""Entries of dated events: the day in the cover, and what another plan already paid for it."""

from collections.abc import Mapping
from datetime import date

from services.mutual_aid.rules.exact import plain_fen, read_money
from services.mutual_aid.rules.pack import Benefit, Kind

_SCALARS = {Kind.PER_DIEM: "days", Kind.CLASS_TABLE: "class", Kind.GRADED_TABLE: "grade"}


def day_in_cover(first_day: date, day: date) -> int:
    """Give the day number of an event in its cover; the first day of cover is day 1 (8.5)."""
    return (day - first_day).days + 1


def dated(benefit: Benefit, entry: object, day: int) -> object:
    """Give an entry as the evaluator wants it, with the day counted by us.

    What a claimant wrote as `day` is never believed. An item that is counted over the period has
    no day of its own.
    """
    if isinstance(entry, Mapping):
        fields = {name: value for name, value in entry.items() if name != "day"}
    else:
        fields = {_SCALARS.get(benefit.kind, "amount"): entry}
    return fields if benefit.per_period else {**fields, "day": day}


def with_offset(benefit: Benefit, entry: object, name: str, paid_fen: int) -> object | None:
    """Add what another plan paid to the offsets of an entry; None where the item takes none."""
    if name not in benefit.offsets or not isinstance(entry, Mapping):
        return None
    offsets = entry.get("offsets", {})
    if not isinstance(offsets, Mapping):
        return None
    before = read_money(offsets.get(name, 0)) or 0
    return {**entry, "offsets": {**offsets, name: plain_fen(before + paid_fen)}}


def offset_name(plan_code: str) -> str:
    """Give the name under which another plan's payment is subtracted (section 2)."""
    return "plan_" + plan_code.lower().replace("-", "_")
