"""The covers of who came back within a period, for a settlement of a plan with waiting."""

from collections.abc import Mapping
from datetime import date, timedelta
from itertools import groupby
from typing import Any

import polars as pl

from services.mutual_aid.queries.insured import copied
from services.mutual_aid.rules.columns.dated import SPELLS
from services.mutual_aid.rules.pack import Pack
from services.mutual_aid.rules.spells import Spell, period_days

_EPOCH = date(1970, 1, 1)
_TYPES: dict[str, Any] = {
    "person_id": pl.Int64,
    "cover_id": pl.Int64,
    "first": pl.Int32,
    "last": pl.Int32,
    "first_day": pl.Int32,
}
_TOLD: dict[str, Any] = {"person_id": pl.Int64, "told": pl.Int64, "is_told": pl.Boolean}
# All covers of the periods into which somebody came back; few have several.
_SPELLS = """
COPY (SELECT c.person_id, c.id, c.first_day - DATE '1970-01-01', c.last_day - DATE '1970-01-01',
             coalesce(c.period_first_day, c.first_day) - DATE '1970-01-01'
        FROM mutual_aid_cover c
       WHERE c.plan_id = %(plan)s AND c.person_id > %(after)s AND c.person_id <= %(upto)s
         AND c.first_day <= %(ends)s
         AND EXISTS (SELECT FROM mutual_aid_cover r
                      WHERE r.person_id = c.person_id AND r.plan_id + 0 = c.plan_id
                        AND r.person_id > %(after)s AND r.person_id <= %(upto)s
                        AND r.period_first_day = coalesce(c.period_first_day, c.first_day))
       ORDER BY c.person_id, c.first_day) TO STDOUT (FORMAT csv)"""


def with_spells(
    pack: Pack, covers: pl.DataFrame, values: Mapping[str, Any]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Give `covers` with the gap that counts for all covers of a period, and those covers.

    `values` name the plan, the range of persons and the last day, as the query takes them.
    """
    found = copied(_SPELLS, values, _TYPES)
    known = found.join(
        covers.select("person_id", "first_day", "renewal_gap_days"),
        on=["person_id", "first_day"],
        maintain_order="left",
    )
    gaps: list[tuple[int, int | None, bool]] = []
    rows: list[tuple[int, int, int, int, int]] = []
    for person, own in groupby(known.iter_rows(named=True), key=lambda row: row["person_id"]):
        spells = list(own)
        begins, gap = _day(spells[0]["first_day"]), spells[0]["renewal_gap_days"]
        former = None if gap is None else begins - timedelta(days=gap + 1)
        days = period_days(
            pack.cover,
            [Spell(one["cover_id"], _day(one["first"]), _day(one["last"])) for one in spells],
            former,
        )
        gaps.append((person, days.gap, True))
        for one in spells:
            key = one["cover_id"]
            counted = (days.countings[key].begins - _EPOCH).days
            rows.append((person, one["first"], one["last"], counted, days.passed.get(key, 0)))
    told = pl.DataFrame(gaps, schema=_TOLD, orient="row")
    covers = covers.join(told, on="person_id", how="left", maintain_order="left")
    gap_now = pl.when(pl.col("is_told")).then(pl.col("told")).otherwise(pl.col("renewal_gap_days"))
    covers = covers.with_columns(gap_now.alias("renewal_gap_days")).drop("told", "is_told")
    return covers, pl.DataFrame(rows, schema=SPELLS, orient="row")


def _day(number: int) -> date:
    return _EPOCH + timedelta(days=number)
