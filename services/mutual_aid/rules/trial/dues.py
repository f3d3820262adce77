"""What a draft version makes due for decided inputs: over columns where it can, else row by row."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from services.mutual_aid.rules.columns import due_columns
from services.mutual_aid.rules.columns.frame import COLUMNAR, MOST_FEN, base_of, life_of, offset_of
from services.mutual_aid.rules.entries import EvaluationError, Event, read_events
from services.mutual_aid.rules.evaluate import evaluate_events
from services.mutual_aid.rules.pack import Benefit, Pack
from services.mutual_aid.rules.trial.past import Past

Read = list[list[Event]]


@dataclass(frozen=True, slots=True)
class Due:
    """What is due to date by the draft, or the code why it cannot be computed.

    `dropped` are the items that the draft no longer has; their events count for nothing. `others`
    is what the events of the other claims are due by the rates of this one's group, in fen, where
    they were decided by another group's.
    """

    fen: int | None
    code: str = ""
    dropped: tuple[str, ...] = ()
    others: int | None = None


def dues_of(pack: Pack, pasts: Sequence[Past]) -> list[Due]:
    """Evaluate a draft over decided inputs, each to the fen as `evaluate` would."""
    dues = _dues(pack, pasts)
    mixed = [place for place, past in enumerate(pasts) if past.others is not None]
    alone = [replace(pasts[place], events=pasts[place].others or {}) for place in mixed]
    for place, due in zip(mixed, _dues(pack, alone), strict=True):
        dues[place] = replace(dues[place], others=due.fen)
    return dues


def _dues(pack: Pack, pasts: Sequence[Past]) -> list[Due]:
    known = {one.item for one in pack.benefits}
    dues: list[Due] = []
    reads: list[tuple[int, Read]] = []
    for place, past in enumerate(pasts):
        dropped = tuple(item for item, entries in past.events.items() if entries)
        dropped = tuple(item for item in dropped if item not in known)
        try:
            read = [read_events(one, past.events.get(one.item, ())) for one in pack.benefits]
        except EvaluationError as error:
            dues.append(Due(None, error.code, dropped))
            continue
        dues.append(Due(0, "", dropped))
        reads.append((place, read))
    for (place, _), fen in zip(reads, _amounts(pack, pasts, reads), strict=True):
        dues[place] = Due(fen, "", dues[place].dropped)
    return dues


def is_columnar(pack: Pack) -> bool:
    """Tell whether a plan can be evaluated over columns: its kinds, and no waiting by days."""
    waits = pack.cover.wait_days or pack.cover.reduced_days is not None
    return not waits and all(one.kind in COLUMNAR for one in pack.benefits)


def _amounts(pack: Pack, pasts: Sequence[Past], reads: list[tuple[int, Read]]) -> list[int]:
    people = [pasts[place].person for place, _ in reads]
    if not is_columnar(pack) or not _fits(reads):
        return [
            evaluate_events(pack, read, person).due.fen
            for (_, read), person in zip(reads, people, strict=True)
        ]
    columns: dict[str, Any] = {
        "group": pl.Series([one.group for one in people], dtype=pl.String),
        "paid_life_fen": pl.Series(
            [sum(paid.fen for paid in one.paid_life.values()) for one in people], dtype=pl.Int64
        ),
    }
    for turn, benefit in enumerate(pack.benefits):
        columns |= _columns_of(benefit, [read[turn] for _, read in reads])
        life = [one.paid_life.get(benefit.item) for one in people]
        columns[life_of(benefit)] = pl.Series(
            [paid.fen if paid else 0 for paid in life], dtype=pl.Int64
        )
    return due_columns(pack, pl.DataFrame(columns))["due_fen"].to_list()


def _columns_of(benefit: Benefit, events: list[list[Event]]) -> dict[str, pl.Series]:
    """Lay the events of one benefit out: base and offsets of each row."""
    base = [[one.gross_fen for one in row] for row in events]
    offset = [[one.offset_fen for one in row] for row in events]
    if benefit.per_period:
        # All entries of the period are one event already; none where there is no entry.
        return {
            base_of(benefit): pl.Series([sum(row) for row in base], dtype=pl.Int64),
            offset_of(benefit): pl.Series([sum(row) for row in offset], dtype=pl.Int64),
        }
    kind = pl.List(pl.Int64)
    return {
        base_of(benefit): pl.Series(base, dtype=kind),
        offset_of(benefit): pl.Series(offset, dtype=kind),
    }


def _fits(reads: list[tuple[int, Read]]) -> bool:
    """Tell whether all amounts are money that a column takes."""
    return all(one.gross_fen <= MOST_FEN for _, read in reads for row in read for one in row)
