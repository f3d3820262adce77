"""B10: "what waits in my subtree, newest 20" at every level, against a primary-key range of 20.

The unit is buffers touched, which is exact and free of noise. The world is 10^5 unions in five
levels and 10^4, 10^5 and 10^6 cases at the bottom, one in twenty waiting, in a database of its own
that is dropped afterwards. The query is the one that the console's queue sends. Pages are vacuumed
first, as a settled table's are; a case written since the last vacuum costs one buffer more each.
"""

import os
import random
import statistics
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.db import connection
from psycopg import sql

from services.hardship.queries.queue import newest
from services.hardship.states import Desk
from tests.bench.measure import Result

SIZES = tuple(int(one) for one in os.environ.get("BENCH_CASES", "10000,100000,1000000").split(","))
LEVELS = (1, 2, 3, 4, 5)
# Unions up to and including each level: 1, 20, 400, 8,000 and 91,579 of them, 10^5 in all.
EDGES = (0, 1, 21, 421, 8_421, 100_000)
WIDTHS = (1, 20, 400, 8_000)
SAMPLES = 9
GOAL = 2.0
DATABASE = "bench_queue"

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
_CASES = """
INSERT INTO hardship_application (number, version, state, person_id, applicant_kind, filed_by_id,
  key_id, union_id, d1, d2, d3, d4, d5, created_at, state_since, cause, self_paid_fen,
  event_cost_fen, event_is_disaster, category, assessment_reason, needs_look, returned_times,
  submitted_on)
SELECT 'BF-' || n, 1, CASE WHEN n %% 20 = 0 THEN 'submitted' ELSE 'refused' END, n, 'worker', 1, 1,
  home.id, home.d1, home.d2, home.d3, home.d4, home.d5,
  timestamptz '2026-01-01' + n * interval '20 seconds', date '2026-01-01', 'illness', 0, 0, false,
  'deep', '', false, 0, date '2026-01-01'
FROM generate_series(%(first)s::bigint, %(last)s::bigint) AS n
JOIN unions_union AS home ON home.id = 8422 + (n * 7919) %% 91579
"""


def run() -> list[Result]:
    """Measure each size at each level; the result of a size is its worst level."""
    random.seed(20261123)
    results, done = [], 0
    with _own_database() as bench:
        _grow_tree(bench)
        for size in SIZES:
            _grow_cases(bench, done + 1, size)
            done = size
            results.append(_measure(bench, size))
    return results


def _measure(bench: psycopg.Connection, size: int) -> Result:
    floor = statistics.median(_floor(bench, size) for _ in range(SAMPLES))
    by_level = {level: statistics.median(_ours(bench, level)) for level in LEVELS}
    worst = max(by_level.values())
    shown = ", ".join(f"d{level} {count:.0f}" for level, count in by_level.items())
    return Result(
        id=f"B10-{size}",
        title=f"queue of a subtree, {size:,} cases, worst level",
        unit="buffers",
        figure=worst,
        floor=floor,
        ratio=round(worst / floor, 2),
        goal=GOAL,
        notes=(f"buffers by level: {shown}",),
        extra={"by_level": by_level},
    )


def _floor(bench: psycopg.Connection, size: int) -> int:
    first = random.randrange(1, size - 20)
    text = f"SELECT * FROM hardship_application WHERE id >= {first} ORDER BY id LIMIT 20"
    return _buffers(bench, text)


def _ours(bench: psycopg.Connection, level: int) -> Iterator[int]:
    for _ in range(SAMPLES):
        union = random.randrange(EDGES[level - 1] + 1, EDGES[level] + 1)
        query, params = newest(level, union, Desk.BASIC).query.sql_with_params()
        with connection.cursor() as cursor:
            yield _buffers(bench, cursor.cursor.mogrify(query, params))


def _buffers(bench: psycopg.Connection, text: str) -> int:
    """Count the shared buffers that a query touches, planning left out; the second of two runs."""
    command = sql.SQL("EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ") + sql.SQL(text)
    bench.execute(command)
    row = bench.execute(command).fetchone()
    plan = row[0][0]["Plan"]  # type: ignore[index]
    return int(plan["Shared Hit Blocks"]) + int(plan["Shared Read Blocks"])


def _grow_tree(bench: psycopg.Connection) -> None:
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


def _grow_cases(bench: psycopg.Connection, first: int, last: int) -> None:
    bench.execute(_CASES, {"first": first, "last": last})
    bench.execute("VACUUM (ANALYZE) hardship_application")


@contextmanager
def _own_database() -> Iterator[psycopg.Connection]:
    """Copy the migrated database, empty it, and drop it at the end."""
    address = os.environ["DATABASE_URL"]
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]
    name = psycopg.conninfo.conninfo_to_dict(address)["dbname"]
    with psycopg.connect(address, dbname="postgres", autocommit=True) as admin:
        drop = sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(DATABASE))
        admin.execute(drop)
        admin.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                sql.Identifier(DATABASE), sql.Identifier(str(name))
            )
        )
        try:
            with psycopg.connect(address, dbname=DATABASE, autocommit=True) as bench:
                # A vacuum cannot call a page visible to all before its commit is on the disk.
                bench.execute("SET synchronous_commit = on")
                # Triggers and foreign keys are not what is measured here.
                bench.execute("SET session_replication_role = replica")
                bench.execute("TRUNCATE unions_union, hardship_application CASCADE")
                bench.execute("ALTER SEQUENCE hardship_application_id_seq RESTART")
                # A vacuum of its own at a moment of its own would change what is counted.
                bench.execute("ALTER TABLE hardship_application SET (autovacuum_enabled = false)")
                yield bench
        finally:
            admin.execute(drop)
