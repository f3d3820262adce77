"""Reading the entries of an evaluation: section 9 checks in table order, then events to pay.

An entry is checked to its end before the next one; the first code in table order wins. Nothing
that is wrong ever turns into 0.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.mutual_aid.rules.exact import read_money
from services.mutual_aid.rules.pack import Benefit, Kind
from services.mutual_aid.rules.shape import ENTRY_TEXT_LIMIT, is_name

Input = Mapping[str, Sequence[object]]
_MONEY_KINDS = frozenset({Kind.EXCESS_RATE, Kind.RATIO, Kind.LOSS_RATIO})
FIELDS: dict[Kind, frozenset[str]] = {
    Kind.EXCESS_RATE: frozenset({"amount", "cycles", "days", "offsets", "day"}),
    Kind.RATIO: frozenset({"amount", "daily", "days", "offsets", "day"}),
    Kind.LOSS_RATIO: frozenset({"amount", "offsets", "day"}),
    Kind.PER_DIEM: frozenset({"days", "day"}),
    Kind.CLASS_TABLE: frozenset({"class", "day"}),
    Kind.GRADED_TABLE: frozenset({"grade", "day"}),
}


class EvaluationError(Exception):
    """Evaluation stopped with one code of section 9; `item` and `place` say where."""

    def __init__(self, code: str, item: str, place: int = 0) -> None:
        super().__init__(code, item, place)
        self.code = code
        self.item = item
        self.place = place


@dataclass(frozen=True, slots=True)
class Event:
    """One event: money in fen before and after offsets, or days, or a row of a table."""

    gross_fen: int = 0
    offset_fen: int = 0
    days: int = 0
    row: str = ""
    day: int | None = None

    @property
    def base_fen(self) -> int:
        """B: what is left after offsets, never below zero (8.1)."""
        return self.gross_fen - self.offset_fen


def read_events(benefit: Benefit, entries: Sequence[object]) -> list[Event]:
    """Check all entries of an item and give its events in order; raises EvaluationError."""
    read = _READERS[benefit.kind]
    events: list[Event] = []
    gross = offsets = 0
    for place, entry in enumerate(entries):
        try:
            parts, offset, event = read(benefit, entry)
        except _Bad as bad:
            raise EvaluationError(bad.code, benefit.item, place) from None
        if event is not None:
            events.append(event)
        elif benefit.per_period:
            gross += sum(parts)
            offsets += offset
        else:
            events += _spread(parts, offset, _day_of(entry))
    if benefit.per_period and entries:
        events.append(Event(gross, min(gross, offsets)))
    return events


class _Bad(Exception):
    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


_Read = tuple[list[int], int, Event | None]


def _spread(parts: list[int], offset: int, day: int | None) -> list[Event]:
    """Take the offsets from the first part, their rest from the next, and so on (8.1)."""
    events = []
    for part in parts:
        taken = min(part, offset)
        offset -= taken
        events.append(Event(part, taken, day=day))
    return events


def _read_money_entry(benefit: Benefit, entry: object) -> _Read:
    """Read an entry of the three kinds that start from an amount."""
    if not isinstance(entry, Mapping):
        if not _is_entry_money(entry):
            raise _Bad("bad_entry")
        return [_fen(entry)], 0, None
    _check_fields(benefit, entry)
    limit, parts_name, code = limit_of(benefit)
    days = _whole(entry.get("days"))
    over = limit is not None and days is not None and days > limit
    if parts_name in entry and ("amount" in entry or not over):
        raise _Bad("bad_entry")
    if not over and "amount" not in entry:
        raise _Bad("bad_entry")
    _check_amount_shapes(entry, parts_name)
    if benefit.per_period and "day" in entry:
        raise _Bad("day_on_period_item")
    if over and len(entry.get(parts_name, ())) != parts_due(benefit, days or 0):
        raise _Bad(code)
    offset = _listed_offsets(benefit, entry.get("offsets", {}))
    if not over:
        return [_fen(entry["amount"])], offset, None
    parts = [_fen(part) for part in entry[parts_name]]
    if benefit.kind == Kind.RATIO:
        return [sum(parts[:limit])], offset, None
    return parts, offset, None


def limit_of(benefit: Benefit) -> tuple[int | None, str, str]:
    """Give the days over which an entry must bring parts, their field, and the code for none."""
    if benefit.kind == Kind.EXCESS_RATE:
        return benefit.split_days, "cycles", "missing_cycles"
    if benefit.kind == Kind.RATIO:
        return benefit.max_days, "daily", "missing_daily"
    return None, "", ""


def parts_due(benefit: Benefit, days: int) -> int:
    """Count the parts that an entry over the limit must bring."""
    if benefit.kind == Kind.RATIO:
        return days
    return -(-days // (benefit.split_days or 1))


def _read_days(benefit: Benefit, entry: object) -> _Read:
    if not isinstance(entry, Mapping):
        if type(entry) is not int or entry < 0:
            raise _Bad("bad_entry")
        return [], 0, Event(days=entry)
    _check_fields(benefit, entry)
    if "days" not in entry:
        raise _Bad("bad_entry")
    return [], 0, Event(days=entry["days"], day=entry.get("day"))


def _read_row(benefit: Benefit, entry: object) -> _Read:
    is_class = benefit.kind == Kind.CLASS_TABLE
    key = "class" if is_class else "grade"
    row: object = entry
    if isinstance(entry, Mapping):
        _check_fields(benefit, entry)
        row = entry.get(key)
    if not isinstance(row, str) or len(row) > ENTRY_TEXT_LIMIT:
        raise _Bad("bad_entry")
    if row not in benefit.table:
        raise _Bad("unknown_class" if is_class else "unknown_grade")
    return [], 0, Event(row=row, day=_day_of(entry))


def _check_fields(benefit: Benefit, entry: Mapping[str, object]) -> None:
    """Refuse a field that the kind does not have and day numbers that are none."""
    if not entry.keys() <= FIELDS[benefit.kind]:
        raise _Bad("bad_entry")
    for key, least in (("days", 0), ("day", 1)):
        number = entry.get(key, least)
        if type(number) is not int or number < least:
            raise _Bad("bad_entry")


def _whole(value: object) -> int | None:
    return value if type(value) is int else None


def _check_amount_shapes(entry: Mapping[str, object], parts_name: str) -> None:
    """Refuse values of another JSON type where money, its list or the offsets stand."""
    if "amount" in entry and not _is_entry_money(entry["amount"]):
        raise _Bad("bad_entry")
    parts = entry.get(parts_name, [""])
    if not isinstance(parts, list) or not parts or not all(map(_is_entry_money, parts)):
        raise _Bad("bad_entry")
    offsets = entry.get("offsets", {})
    if not isinstance(offsets, Mapping):
        raise _Bad("bad_entry")
    if not all(map(is_name, offsets)) or not all(map(_is_entry_money, offsets.values())):
        raise _Bad("bad_entry")


def _is_entry_money(value: object) -> bool:
    if isinstance(value, str):
        return len(value) <= ENTRY_TEXT_LIMIT
    return type(value) is int


def _listed_offsets(benefit: Benefit, offsets: Mapping[str, object]) -> int:
    """Add up the offsets that the benefit lists; check all of them."""
    total = 0
    for name, written in offsets.items():
        fen = _fen(written)
        if name in benefit.offsets:
            total += fen
    return total


def _fen(written: object) -> int:
    fen = read_money(written)
    if fen is None:
        raise _Bad("bad_money")
    return fen


def _day_of(entry: object) -> int | None:
    return entry.get("day") if isinstance(entry, Mapping) else None


_READERS = {kind: _read_money_entry if kind in _MONEY_KINDS else _read_row for kind in Kind} | {
    Kind.PER_DIEM: _read_days
}
