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

import psycopg

from services.hardship.queries.queue import newest
from services.hardship.states import Desk
from tests.bench.measure import Result
from tests.bench.tree import EDGES, LEVELS, buffers, buffers_of, grow_tree, own_database

SIZES = tuple(int(one) for one in os.environ.get("BENCH_CASES", "10000,100000,1000000").split(","))
SAMPLES = 9
GOAL = 2.0
DATABASE = "bench_queue"

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
    with own_database(DATABASE, ["hardship_application"]) as bench:
        grow_tree(bench)
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
    return buffers(bench, text)


def _ours(bench: psycopg.Connection, level: int) -> Iterator[int]:
    for _ in range(SAMPLES):
        union = random.randrange(EDGES[level - 1] + 1, EDGES[level] + 1)
        yield buffers_of(bench, newest(level, union, Desk.BASIC))


def _grow_cases(bench: psycopg.Connection, first: int, last: int) -> None:
    bench.execute(_CASES, {"first": first, "last": last})
    bench.execute("VACUUM (ANALYZE) hardship_application")
