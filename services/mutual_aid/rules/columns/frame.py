"""The frame that a columnar evaluation takes: its columns, what they may hold, one row as facts.

| column | type | meaning |
|---|---|---|
| `<item>_fen` | Int64, or List(Int64) | required for every benefit. `per: period`: the year-to-date base. `per: event`: the amounts of the events in time order (cycles of a long stay as events of their own, `daily` cut to `max_days` and added); a plain number is one event, null none |
| `<item>_offset_fen` | the same shape | optional: the offsets that the benefit lists, added; for a list one for each event, spread as 8.1 says |
| `<item>_reduced` | Int64 | optional, beside a list: so many of its first events get the reduced factor of 8.5, the others 1 |
| `<item>_paid_life_fen` | Int64 | optional: paid in earlier periods for this item |
| `paid_life_fen` | Int64 | optional: everything this plan paid in earlier periods; default: the sum of the items |
| `already_paid_fen` | Int64 | optional: paid in this period |
| `group` | String | optional: the person's group |
| `day`, `renewal_gap_days` | Int64 | optional: section 8.5, the same for all events of the row |

A missing optional column and a null stand for nothing known: 0, or no group and no day.
"""  # noqa: E501 a table has no shorter rows

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import polars as pl

from backend.kernel.money import Money
from services.mutual_aid.rules.entries import Event
from services.mutual_aid.rules.evaluate import Circumstances, Outcome, evaluate_events
from services.mutual_aid.rules.pack import Benefit, Kind, Pack

# A hundred times the largest amount of section 1: a year-to-date base adds amounts up.
MOST_FEN = 10**16
COLUMNAR = frozenset({Kind.EXCESS_RATE, Kind.RATIO})
_DAYS = ("day", "renewal_gap_days")


class ColumnError(Exception):
    """The plan cannot be evaluated over columns, or the frame does not fit it."""


def is_columnar(pack: Pack) -> bool:
    """Tell whether every benefit of a plan is of a kind that columns can hold."""
    return all(one.kind in COLUMNAR for one in pack.benefits)


def base_of(benefit: Benefit) -> str:
    """Name the column of a benefit's base."""
    return f"{benefit.item}_fen"


def offset_of(benefit: Benefit) -> str:
    """Name the column of a benefit's offsets."""
    return f"{benefit.item}_offset_fen"


def reduced_of(benefit: Benefit) -> str:
    """Name the column of how many first events are reduced."""
    return f"{benefit.item}_reduced"


def life_of(benefit: Benefit) -> str:
    """Name the column of what earlier periods paid for a benefit."""
    return f"{benefit.item}_paid_life_fen"


def check(pack: Pack, frame: pl.DataFrame) -> None:
    """Refuse a plan of other kinds, a missing or misshapen column, an amount that is none."""
    others = [one.item for one in pack.benefits if one.kind not in COLUMNAR]
    if others:
        raise ColumnError(f"neither excess_rate nor ratio: {', '.join(others)}")
    for benefit in pack.benefits:
        _check_benefit(benefit, frame.schema)
    for name in ("already_paid_fen", "paid_life_fen", *map(life_of, pack.benefits), *_DAYS):
        if name in frame.columns and frame.schema[name] != pl.Int64:
            raise ColumnError(f"{name} must be Int64")
    _check_amounts(frame, [name for name in frame.columns if name in _amounts(pack)])


def _check_benefit(benefit: Benefit, schema: Mapping[str, pl.DataType]) -> None:
    base, offset = base_of(benefit), offset_of(benefit)
    shapes = [pl.Int64()] if benefit.per_period else [pl.Int64(), pl.List(pl.Int64)]
    if schema.get(base) not in shapes:
        raise ColumnError(f"{base} must be there as {' or '.join(map(str, shapes))}")
    if offset in schema and schema[offset] != schema[base]:
        raise ColumnError(f"{offset} must have the shape of {base}")


def _amounts(pack: Pack) -> set[str]:
    names = {"already_paid_fen", "paid_life_fen"}
    for benefit in pack.benefits:
        names |= {base_of(benefit), offset_of(benefit), life_of(benefit)}
    return names


def _check_amounts(frame: pl.DataFrame, names: list[str]) -> None:
    """Refuse what is no money of section 1, and a hole in a list."""
    for name in names:
        values = frame[name]
        if values.dtype == pl.List:
            values = flat(values)
            if values.null_count():
                raise ColumnError(f"{name} holds a list with a null in it")
            offset = name.removesuffix("_fen") + "_offset_fen"
            if offset in names and not _same_lengths(frame, name, offset):
                raise ColumnError(f"{offset} must have one value for each of {name}")
        least: Any = values.min()
        if (least or 0) < 0 or largest(values) > MOST_FEN:
            raise ColumnError(f"{name} holds a value that is no money")


def flat(lists: pl.Series) -> pl.Series:
    """Give the values of all lists of a column, one after the other."""
    return lists.explode(empty_as_null=False, keep_nulls=False)


def largest(values: pl.Series) -> int:
    """Give the largest whole number of a column, 0 for none."""
    found: Any = values.max()
    return found or 0


def _same_lengths(frame: pl.DataFrame, name: str, other: str) -> bool:
    unequal = pl.col(name).list.len() != pl.col(other).list.len()
    return not frame.select(unequal.any()).item()


def evaluate_row(pack: Pack, row: Mapping[str, Any]) -> Outcome:
    """Evaluate one row as a person: the plain way, for amounts too large for columns."""
    events = [_dated(pack, benefit, row) for benefit in pack.benefits]
    life = {one.item: Money(row.get(life_of(one)) or 0) for one in pack.benefits}
    known = Money.sum(life.values()).fen
    rest = (row["paid_life_fen"] or 0) - known if "paid_life_fen" in row else 0
    person = Circumstances(
        group=row.get("group"),
        day=row.get("day"),
        renewal_gap_days=row.get("renewal_gap_days"),
        already_paid=Money(row.get("already_paid_fen") or 0),
        paid_life=life | {"": Money(rest)},
    )
    return evaluate_events(pack, events, person)


def _dated(pack: Pack, benefit: Benefit, row: Mapping[str, Any]) -> list[Event]:
    """Give the events, the reduced ones on a reduced day."""
    events = _events(benefit, row)
    reduced = row.get(reduced_of(benefit)) or 0
    day = pack.cover.reduced_days
    return [replace(one, day=day) for one in events[:reduced]] + events[reduced:]


def _events(benefit: Benefit, row: Mapping[str, Any]) -> list[Event]:
    base, offset = row[base_of(benefit)], row.get(offset_of(benefit))
    if base is None:
        return []
    if not isinstance(base, list):
        return [Event(base, min(base, offset or 0))]
    offsets = [0] * len(base) if offset is None else offset
    return [Event(gross, min(gross, less)) for gross, less in zip(base, offsets, strict=True)]
