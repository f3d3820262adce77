"""A world of 10^5 unions in five levels, in a database of its own, and the buffers of a query.

The unit is buffers touched, which is exact and free of noise. Pages are vacuumed first, as a
settled table's are; a row written since the last vacuum costs one buffer more each.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import psycopg
from django.db import connection
from django.db.models import QuerySet
from psycopg import sql

LEVELS = (1, 2, 3, 4, 5)
# Unions up to and including each level: 1, 20, 400, 8,000 and 91,579 of them, 10^5 in all.
EDGES = (0, 1, 21, 421, 8_421, 100_000)
WIDTHS = (1, 20, 400, 8_000)

_UNIONS = """
INSERT INTO unions_union (id, number, name, kind, parent_id, level, d1, d2, d3, d4, d5,
  credit_code, is_station, is_home, address, opening_hours, service_phone, grid_code,
  staff_count, female_staff_count, created_at)
SELECT n, 'B' || n, '工会' || n, 'basic', NULLIF(up, 0), {level},
  {d1}, {d2}, {d3}, {d4}, {d5}, '', false, false, '', '', '', '', 0, 0, now()
FROM (SELECT n, CASE WHEN {level} = 1 THEN 0
  ELSE {first_up} + (n - {first}) % {width_up} END AS up
  FROM generate_series({first}, {last}) AS n) AS fresh
LEFT JOIN unions_union AS above ON above.id = up
"""


def buffers_of(bench: psycopg.Connection, rows: QuerySet) -> int:
    """Count the shared buffers that the query of a queryset touches."""
    query, params = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        return buffers(bench, cursor.cursor.mogrify(query, params))


def buffers(bench: psycopg.Connection, text: str) -> int:
    """Count the shared buffers that a query touches, planning left out; the second of two runs."""
    command = sql.SQL("EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ") + sql.SQL(text)
    bench.execute(command)
    row = bench.execute(command).fetchone()
    plan = row[0][0]["Plan"]  # type: ignore[index]
    return int(plan["Shared Hit Blocks"]) + int(plan["Shared Read Blocks"])


def grow_tree(bench: psycopg.Connection) -> None:
    """Enter the unions of all levels."""
    for level in LEVELS:
        first, last = EDGES[level - 1] + 1, EDGES[level]
        columns = {f"d{one}": f"above.d{one}" for one in LEVELS} | {f"d{level}": "n"}
        text = _UNIONS.format(
            level=level,
            first=first,
            last=last,
            first_up=EDGES[level - 2] + 1 if level > 1 else 0,
            width_up=WIDTHS[level - 2] if level > 1 else 1,
            **columns,
        )
        bench.execute(text)
    bench.execute("ANALYZE unions_union")


@contextmanager
def own_database(name: str, tables: Sequence[str]) -> Iterator[psycopg.Connection]:
    """Copy the migrated database, empty these tables and the unions, and drop it at the end."""
    address = os.environ["DATABASE_URL"]
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]
    source = psycopg.conninfo.conninfo_to_dict(address)["dbname"]
    with psycopg.connect(address, dbname="postgres", autocommit=True) as admin:
        drop = sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name))
        admin.execute(drop)
        admin.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                sql.Identifier(name), sql.Identifier(str(source))
            )
        )
        try:
            with psycopg.connect(address, dbname=name, autocommit=True) as bench:
                # A vacuum cannot call a page visible to all before its commit is on the disk.
                bench.execute("SET synchronous_commit = on")
                # Triggers and foreign keys are not what is measured here.
                bench.execute("SET session_replication_role = replica")
                bench.execute("TRUNCATE unions_union CASCADE")
                for table in map(sql.Identifier, tables):
                    bench.execute(sql.SQL("TRUNCATE {} RESTART IDENTITY CASCADE").format(table))
                    # A vacuum of its own at a moment of its own would change what is counted.
                    off = sql.SQL("ALTER TABLE {} SET (autovacuum_enabled = false)").format(table)
                    bench.execute(off)
                yield bench
        finally:
            admin.execute(drop)
