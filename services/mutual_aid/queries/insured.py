"""Who is meant by a row of insurance data, and whether the plan covers her in the year."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

import polars as pl
from django.db import connection

from backend.accounts.people import id_index
from services.mutual_aid.models import DataFile
from services.mutual_aid.rules.quarters import Quarter

# The array is written out as one constant: the planner then knows how many are sought, takes the
# keyed indexes in their own order and the persons in the order they lie in (a bitmap). Sought one
# by one in a random order, a row costs the more the larger the city is. So it would by EXISTS,
# which the planner may turn into one reading of all covers; a LIMIT asks for each person alone.
SOUGHT = """
SELECT encode(p.id_index, 'hex'), p.id, ((
       SELECT 1 FROM mutual_aid_cover c
        WHERE c.person_id = p.id AND c.plan_id + 0 = %(plan)s
          AND coalesce(c.period_first_day, c.first_day) BETWEEN %(begins)s AND %(ends)s
        LIMIT 1) IS NOT NULL)::int
  FROM accounts_person p
 WHERE p.id_index = ANY (%(indexes)s::bytea[])"""
_FIND = f"COPY ({SOUGHT}) TO STDOUT (FORMAT csv)"
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
    indexes = [id_index(one).hex() for one in texts] if is_number else texts
    quarter = Quarter(file.year, file.quarter)
    values = {
        "indexes": "{" + ",".join(f'"\\\\x{one}"' for one in indexes) + "}",
        "plan": file.plan_id,
        "begins": quarter.year_begins,
        "ends": quarter.last_day,
    }
    found = copied(_FIND, values, _SCHEMA)
    names = pl.DataFrame({"index": indexes, "identity": wanted})
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
