"""What a settlement is computed from, a range of persons at a time, as frames."""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

import polars as pl
from django.db import connection

from services.mutual_aid.models import Settlement
from services.mutual_aid.queries.insured import copied
from services.mutual_aid.queries.lifetime import paid_by_item
from services.mutual_aid.queries.settled_spells import with_spells
from services.mutual_aid.rules.columns.dated import is_dated, no_spells
from services.mutual_aid.rules.columns.settling import Frames, caps_items_for_life
from services.mutual_aid.rules.quarters import Quarter

LAST = 2**63 - 1
_EPOCH = date(1970, 1, 1)
_ROW_TYPES: dict[str, Any] = {
    "person_id": pl.Int64,
    "item": pl.String,
    "base_fen": pl.Int64,
    "offset_fen": pl.Int64,
    "person_group": pl.String,
    "happened_on": pl.Int32,
}
_COVER_TYPES: dict[str, Any] = {
    "person_id": pl.Int64,
    "cover_id": pl.Int64,
    "first_day": pl.Int32,
    "last_day": pl.Int32,
    "renewal_gap_days": pl.Int64,
}
_PAID_TYPES: dict[str, Any] = {"person_id": pl.Int64, "first_day": pl.Int32, "paid_fen": pl.Int64}
_LIFE_TYPES: dict[str, Any] = {
    "person_id": pl.Int64,
    "first_day": pl.Int32,
    "item": pl.String,
    "paid_fen": pl.Int64,
}
_BOUND = """
SELECT person_id FROM mutual_aid_insurancerow
 WHERE data_file_id = %(file)s AND person_id > %(after)s
 ORDER BY person_id OFFSET %(rows)s LIMIT 1"""
_ROWS = """
COPY (SELECT person_id, item, base_fen, offset_fen, person_group,
             happened_on - DATE '1970-01-01'
        FROM mutual_aid_insurancerow
       WHERE data_file_id = %(file)s AND person_id > %(after)s AND person_id <= %(upto)s
       ORDER BY person_id, item, event) TO STDOUT (FORMAT csv)"""
_COVERS = """
COPY (SELECT DISTINCT ON (c.person_id) c.person_id, c.id,
             coalesce(c.period_first_day, c.first_day) - DATE '1970-01-01',
             c.last_day - DATE '1970-01-01', {gap}
        FROM mutual_aid_cover c
       WHERE c.plan_id = %(plan)s AND c.person_id > %(after)s AND c.person_id <= %(upto)s
         AND coalesce(c.period_first_day, c.first_day) BETWEEN %(begins)s AND %(ends)s
         AND c.first_day <= %(ends)s
       ORDER BY c.person_id, c.first_day DESC) TO STDOUT (FORMAT csv)"""
# Days between the former cover of the plan and the period; sought only where a plan asks for it.
_GAP = """(SELECT coalesce(c.period_first_day, c.first_day) - max(f.last_day) - 1
             FROM mutual_aid_cover f
            WHERE f.person_id = c.person_id AND f.plan_id + 0 = c.plan_id
              AND f.last_day < coalesce(c.period_first_day, c.first_day))"""
# What the plan owes or paid: cancelled and recovered money does not count.
_PAID = """
COPY (SELECT person_id, period_first_day - DATE '1970-01-01',
             sum(amount_fen - recovered_fen)::bigint
        FROM mutual_aid_benefit
       WHERE plan_id = %(plan)s AND person_id > %(after)s AND person_id <= %(upto)s
         AND state NOT IN ('cancelled', 'recovered')
       GROUP BY 1, 2) TO STDOUT (FORMAT csv)"""
_GROUPS = """
COPY (SELECT person_id, "group" FROM mutual_aid_groupstanding
       WHERE person_id > %(after)s AND person_id <= %(upto)s
         AND state IN ('confirmed', 'ending', 'ended')
         AND first_day <= %(ends)s
         AND coalesce(last_day, %(ends)s) >= greatest(first_day, %(begins)s)
     ) TO STDOUT (FORMAT csv)"""
_STANDING = """
SELECT count(*), coalesce(sum(amount_fen - recovered_fen), 0), coalesce(max(id), 0)
  FROM mutual_aid_benefit
 WHERE plan_id = %s AND state NOT IN ('cancelled', 'recovered')"""

BANDS_FEN = (10_000, 50_000, 200_000, 1_000_000)
"""Upper edges of the bands in which payments are counted; the last band is open."""
_BANDS = """
SELECT width_bucket(amount_fen, %s::bigint[]), count(*), sum(amount_fen)::bigint
  FROM mutual_aid_settlementline WHERE settlement_id = %s AND amount_fen > 0
 GROUP BY 1 ORDER BY 1"""
_LARGEST = """
SELECT amount_fen FROM mutual_aid_settlementline WHERE settlement_id = %s AND amount_fen > 0
 ORDER BY amount_fen DESC LIMIT 10"""


@dataclass(frozen=True, slots=True)
class Inputs:
    """What is known of the persons in `(after, upto]`; their groups of any day of the year."""

    after: int
    upto: int
    frames: Frames


def inputs_after(settlement: Settlement, rows: int) -> Inputs:
    """Read the inputs of the next persons: about so many rows, nobody's rows cut in two."""
    quarter = Quarter(settlement.year, settlement.quarter)
    values: dict[str, Any] = {
        "file": settlement.data_file_id,
        "plan": settlement.plan_id,
        "after": settlement.person_cursor,
        "rows": rows - 1,
        "begins": quarter.year_begins,
        "ends": quarter.last_day,
    }
    values["upto"] = upto = _bound(values)
    pack = settlement.plan_version.rules
    gap = _GAP if is_dated(pack) else "NULL::integer"
    covers = copied(_COVERS.format(gap=gap), values, _COVER_TYPES)
    spells = no_spells()
    if is_dated(pack):
        covers, spells = with_spells(pack, covers, values)
    frames = Frames(
        rows=copied(_ROWS, values, _ROW_TYPES),
        covers=covers,
        spells=spells,
        paid=copied(_PAID, values, _PAID_TYPES),
        groups=copied(_GROUPS, values, {"person_id": pl.Int64, "person_group": pl.String}),
        life=_life(settlement, upto) if caps_items_for_life(pack) else _no_life(),
    )
    return Inputs(settlement.person_cursor, upto, frames)


def standing_digest(plan_id: int) -> bytes:
    """Digest what a plan owes or paid in all: another payment changes it (32 bytes)."""
    with connection.cursor() as cursor:
        cursor.execute(_STANDING, [plan_id])
        return sha256(repr(cursor.fetchone()).encode()).digest()


def summary_of(settlement_id: int) -> dict[str, list[Any]]:
    """Count the payments in each band (`[band, count, fen]`) and give the ten largest amounts."""
    with connection.cursor() as cursor:
        cursor.execute(_BANDS, [list(BANDS_FEN), settlement_id])
        bands = [list(row) for row in cursor.fetchall()]
        cursor.execute(_LARGEST, [settlement_id])
        return {"bands": bands, "largest": [fen for (fen,) in cursor.fetchall()]}


def _life(settlement: Settlement, upto: int) -> pl.DataFrame:
    """Give what each earlier period paid each person for each item, newest receipts first."""
    found = paid_by_item(settlement.plan_id, settlement.person_cursor, upto)
    rows = [(person, (day - _EPOCH).days, item, fen) for person, day, item, fen in found]
    return pl.DataFrame(rows, schema=_LIFE_TYPES, orient="row")


def _no_life() -> pl.DataFrame:
    return pl.DataFrame(schema=_LIFE_TYPES)


def _bound(values: dict[str, Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_BOUND, values)
        found = cursor.fetchone()
    return int(found[0]) if found else LAST
