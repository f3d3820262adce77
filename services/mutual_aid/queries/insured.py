"""Who is meant by a row of insurance data, and whether the plan covers her in the year."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

import polars as pl
from django.db import connection

from backend.accounts.people import id_index
from services.mutual_aid.models import DataFile
from services.mutual_aid.rules.quarters import Quarter

INDEX_BYTES = 32
# One value instead of an array of thousands, as `accounts.rosters` does.
_FIND = """
COPY (SELECT place, p.id, EXISTS (
             SELECT FROM mutual_aid_cover c
              WHERE c.person_id = p.id AND c.plan_id = %(plan)s
                AND c.first_day BETWEEN %(begins)s AND %(ends)s)::int
        FROM generate_series(0, %(last)s) AS place
        JOIN accounts_person p
          ON p.id_index = substring(%(indexes)s::bytea FROM place * %(size)s + 1 FOR %(size)s)
) TO STDOUT (FORMAT csv)"""
_SCHEMA = {"place": pl.UInt32, "person_id": pl.Int64, "is_covered": pl.Int8}


def find_insured(file: DataFile, identities: pl.Series, *, is_number: bool) -> pl.DataFrame:
    """Give `identity`, `person_id`, `is_covered` (0 or 1) of the identities that are known.

    An identity is an ID number, or its keyed index in hexadecimal as the operator made it. The
    number itself goes no further than this function.
    """
    wanted = identities.unique()
    texts: Sequence[str] = wanted.to_list()
    if not texts:
        return pl.DataFrame(schema={"identity": pl.String, **_SCHEMA}).drop("place")
    indexes = map(id_index, texts) if is_number else map(bytes.fromhex, texts)
    quarter = Quarter(file.year, file.quarter)
    values = {
        "indexes": b"".join(indexes),
        "last": len(texts) - 1,
        "size": INDEX_BYTES,
        "plan": file.plan_id,
        "begins": quarter.year_begins,
        "ends": quarter.last_day,
    }
    found = copied(_FIND, values, _SCHEMA)
    return found.with_columns(wanted.gather(found["place"]).alias("identity")).drop("place")


def copied(
    sql: str, values: Mapping[str, Any], schema: Mapping[str, type[pl.DataType]]
) -> pl.DataFrame:
    """Give the answer of a COPY ... TO STDOUT (FORMAT csv) as a frame of that schema."""
    # Django's wrapper that logs statements takes no parameters here; the driver's cursor does.
    with connection.cursor() as cursor, cursor.cursor.copy(sql, values) as stream:
        content = b"".join(bytes(piece) for piece in stream)
    if not content:
        return pl.DataFrame(schema=schema)
    return pl.read_csv(BytesIO(content), has_header=False, schema=schema)
