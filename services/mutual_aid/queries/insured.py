"""Who is meant by a row of insurance data, and whether the plan covers her in the year."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

import polars as pl
from django.db import connection, transaction

from backend.accounts.people import id_index
from services.mutual_aid.models import DataFile
from services.mutual_aid.rules.quarters import Quarter

INDEX_BYTES = 32
# One value instead of an array of thousands, as `accounts.rosters` does. The keyed indexes are
# sought all at once in their own order, and the persons then read in the order they lie in: so
# the cost of a row does not grow with the city.
_FIND = """
COPY (SELECT encode(p.id_index, 'hex'), p.id, EXISTS (
             SELECT FROM mutual_aid_cover c
              WHERE c.person_id = p.id AND c.plan_id + 0 = %(plan)s
                AND c.first_day BETWEEN %(begins)s AND %(ends)s)::int
        FROM accounts_person p
       WHERE p.id_index = ANY (ARRAY(
             SELECT substring(%(indexes)s::bytea FROM place * %(size)s + 1 FOR %(size)s)
               FROM generate_series(0, %(last)s) AS place))
) TO STDOUT (FORMAT csv)"""
_BITMAP = "SELECT set_config('enable_indexscan', 'off', true)"
_SCHEMA = {"index": pl.String, "person_id": pl.Int64, "is_covered": pl.Int8}


def find_insured(file: DataFile, identities: pl.Series, *, is_number: bool) -> pl.DataFrame:
    """Give `identity`, `person_id`, `is_covered` (0 or 1) of the identities that are known.

    An identity is an ID number, or its keyed index in hexadecimal as the operator made it. The
    number itself goes no further than this function.
    """
    wanted = identities.unique()
    texts: Sequence[str] = wanted.to_list()
    if not texts:
        return pl.DataFrame(schema={"identity": pl.String, **_SCHEMA}).drop("index")
    indexes = list(map(id_index, texts) if is_number else map(bytes.fromhex, texts))
    quarter = Quarter(file.year, file.quarter)
    values = {
        "indexes": b"".join(indexes),
        "last": len(texts) - 1,
        "size": INDEX_BYTES,
        "plan": file.plan_id,
        "begins": quarter.year_begins,
        "ends": quarter.last_day,
    }
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_BITMAP)
        found = copied(_FIND, values, _SCHEMA)
    names = pl.DataFrame({"index": [one.hex() for one in indexes], "identity": wanted})
    return found.join(names, on="index").drop("index")


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
