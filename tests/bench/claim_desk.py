"""Ten claims of a desk in my subtree, at every level, and my own ten, as the history grows.

Five rows for each size of the table: what the console's queue asks, read from one index alone,
against a primary-key range of ten; the list of the desk by the statement of the hot lane, against
the same rows with the same joins asked for by primary key; a page of decided claims by outcome
and days, from a cursor, read from one index alone; and of a person's own claims the first page and
one from the middle of her history, by the statement of the hot lane, against the same rows with the
same join by primary key. The two that read an index alone say how often they turned to another
page of the visibility map, which no read of an index alone can do without: one page of it stands
for 255 MB of the table, and the ten newest of a small union lie far apart. One claim in twenty
waits. The unit and the world are those of B10
(`tree.py`). `BENCH_CLAIMS` names the sizes, rising (`10000,5000000`).
"""

import os
import random
import statistics
from collections.abc import Iterator
from datetime import date, timedelta

import psycopg

from backend.access import reach
from backend.access.actor import Actor, HeldPost
from backend.access.asked import written
from backend.access.roles import Role
from services.mutual_aid.models import Claim
from services.mutual_aid.queries import claim_desk_list, claim_lists
from services.mutual_aid.queries.claim_desks import newest
from services.mutual_aid.queries.claims_decided import Wanted
from services.mutual_aid.queries.claims_decided import newest as decided
from services.mutual_aid.states import Level, Outcome
from tests.bench import load
from tests.bench.measure import Result
from tests.bench.tree import EDGES, LEVELS, buffers, buffers_of, grow_tree, own_database

SIZES = tuple(int(one) for one in os.environ.get("BENCH_CLAIMS", "10000,100000,1000000").split(","))
PAGE = 10
SAMPLES = 9
GOAL = 1.5
TABLES = ("mutual_aid_claim", "mutual_aid_planversion", "accounts_person")
PEOPLE = 500
IN_TIME = 0.999
# Pages of a table under one page of its visibility map: two bits each, less the header.
MAPPED = (8192 - 24) * 4
SHOWN = (
    *("number", "version", "state", "desk", "created_at", "submitted_at", "due_on"),
    *("needs_look", "is_sampled", "person__display_name", "union__name", "plan_version__title"),
)
JOINED = ("person", "union", "plan_version")
MINE_BY_KEY = """
SELECT c.*, v.title FROM mutual_aid_claim c
  JOIN mutual_aid_planversion v ON v.id = c.plan_version_id WHERE c.id = ANY(ARRAY{keys})"""

_PEOPLE = """
INSERT INTO accounts_person (number, key_id, display_name, sex, created_at)
SELECT 'P' || n, 1, '李*', 'F', now() FROM generate_series(1, %s) AS n
"""
_VERSION = """
INSERT INTO mutual_aid_planversion (plan_id, number, version, title, mode, pack, digest, valid_from,
  loaded_at, state)
VALUES (1, 'BENCH', 1, '住院互助', 'unit', '{}', '', date '2026-01-01', now(), 'loaded')
"""
_CLAIMS = """
INSERT INTO mutual_aid_claim (key_id, union_id, d1, d2, d3, d4, d5, number, version, state, desk,
  levels, person_id, cover_id, plan_version_id, claimant_kind, filed_by_id, event_on, created_at,
  submitted_at, submitted_late, state_since, due_on, is_sampled, needs_look, outcome, decided_on)
SELECT 1, home.id, home.d1, home.d2, home.d3, home.d4, home.d5, 'SL-' || n, 1,
  CASE WHEN n %% 20 = 0 THEN 'submitted' ELSE 'closed' END,
  CASE WHEN n %% 20 = 0 THEN 'unit' ELSE '' END, '["unit", "district"]', n %% %(people)s + 1, 1, 1,
  'self', 1, date '2026-01-01', timestamptz '2026-01-01' + n * interval '20 seconds',
  timestamptz '2026-01-01' + n * interval '20 seconds', false, date '2026-01-01',
  date '2026-02-01', false, false,
  CASE WHEN n %% 20 = 0 THEN '' WHEN n %% 20 < 16 THEN 'granted' ELSE 'rejected' END,
  CASE WHEN n %% 20 = 0 THEN NULL ELSE date '2026-01-01' + (n / 4320)::int END
FROM generate_series(%(first)s::bigint, %(last)s::bigint) AS n
JOIN unions_union AS home ON home.id = 8422 + (n * 7919) %% 91579
"""


def run() -> list[Result]:
    """Measure each size at each level; the result of a size is its worst level."""
    random.seed(20261123)
    results: list[Result] = []
    done = 0
    with own_database("bench_claims", TABLES) as bench:
        grow_tree(bench)
        bench.execute(_PEOPLE, [PEOPLE])
        bench.execute(_VERSION)
        bench.execute("VACUUM (ANALYZE) accounts_person, mutual_aid_planversion, unions_union")
        for size in SIZES:
            _fill(bench, done, size)
            done = size
            results += [_queue(bench, size), _list(bench, size), _decided(bench, size)]
            results += [_mine(bench, size, is_first=True), _mine(bench, size, is_first=False)]
    return results


def _fill(bench: psycopg.Connection, done: int, size: int) -> None:
    """Enter claims up to `size`, as they come in time; the indexes are made anew afterwards.

    With little memory the join with the unions works in batches and leaves the newest claims all
    over the table, each under another page of the visibility map.
    """
    indexes = bench.execute(
        "SELECT indexname, indexdef FROM pg_indexes"
        " WHERE tablename = 'mutual_aid_claim' AND indexdef NOT LIKE 'CREATE UNIQUE%'"
    ).fetchall()
    bench.execute("SET maintenance_work_mem = '512MB'")
    bench.execute("SET work_mem = '256MB'")
    for name, _ in indexes:
        bench.execute(f"DROP INDEX {name}")
    bench.execute(_CLAIMS, {"first": done + 1, "last": size, "people": PEOPLE})
    for _, definition in indexes:
        bench.execute(definition)
    bench.execute("SET work_mem TO DEFAULT")
    bench.execute("VACUUM (ANALYZE) mutual_aid_claim")
    order = bench.execute(
        "SELECT correlation FROM pg_stats WHERE attname = 'created_at'"
        " AND tablename = 'mutual_aid_claim'"
    ).fetchone()
    if order is None or order[0] < IN_TIME:
        raise load.Asked(f"the claims do not lie in their order of time: {order}")


def _queue(bench: psycopg.Connection, size: int) -> Result:
    floor = statistics.median(_range(bench, size) for _ in range(SAMPLES))
    found = {level: list(_waiting(bench, level)) for level in LEVELS}
    return _from_index(f"C1-{size}", f"ten waiting claims, {size:,} claims", found, floor)


def _list(bench: psycopg.Connection, size: int) -> Result:
    pairs = {level: list(_listed(bench, level)) for level in LEVELS}
    by_level = {
        level: statistics.median(ours for ours, _ in found) for level, found in pairs.items()
    }
    worst = max(by_level, key=lambda level: by_level[level])
    floor = statistics.median(theirs for _, theirs in pairs[worst])
    return _result(f"C2-{size}", f"list of ten claims, {size:,} claims", by_level, floor)


def _decided(bench: psycopg.Connection, size: int) -> Result:
    """Measure the keys of a page of decided claims after a cursor, filtered by outcome and days."""
    floor = statistics.median(_range(bench, size) for _ in range(SAMPLES))
    found = {level: list(_decisions(bench, size, level)) for level in LEVELS}
    return _from_index(f"C3-{size}", f"ten decided claims, {size:,} claims", found, floor)


def _mine(bench: psycopg.Connection, size: int, *, is_first: bool) -> Result:
    """Measure a page of a person's own claims: the first, or one from the middle."""
    statement = claim_lists.claims_statement(is_first=is_first)
    pairs = []
    for person in random.sample(range(1, PEOPLE + 1), SAMPLES):
        found = bench.execute(
            "SELECT id, created_at::text FROM mutual_aid_claim WHERE person_id = %s"
            " ORDER BY created_at DESC, id DESC",
            [person],
        ).fetchall()
        after = 0 if is_first else len(found) // 2
        page = [row[0] for row in found[after : after + PAGE + 1]]
        last, at = found[after - 1]
        values = {"person": person, "size": PAGE, "at": at, "id": last}
        text = psycopg.ClientCursor(bench).mogrify(statement, values)
        pairs.append((buffers(bench, text), buffers(bench, MINE_BY_KEY.format(keys=page))))
    ours, floor = (statistics.median(side) for side in zip(*pairs, strict=True))
    title = "my newest ten" if is_first else "ten from the middle of my history"
    return Result(
        id=f"C{4 if is_first else 5}-{size}",
        title=f"{title}, {size:,} claims, {size // PEOPLE:,} of them mine",
        unit="buffers",
        figure=ours,
        floor=floor,
        ratio=round(ours / floor, 2),
        goal=GOAL,
    )


def _decisions(bench: psycopg.Connection, size: int, level: int) -> Iterator[tuple[int, int]]:
    """Give the buffers of a page of decisions, and its turns of the visibility map."""
    last = date(2026, 1, 1) + timedelta(days=size // 4320 // 2)
    wanted = Wanted(Outcome.GRANTED, None, date(2026, 1, 1), last + timedelta(days=9))
    for union in _unions(level):
        walked = f"""SELECT ctid::text, outcome = 'granted' FROM mutual_aid_claim
                      WHERE d{level} = {union} AND (decided_on, id) < ('{last}', {size})
                      ORDER BY decided_on DESC, id DESC LIMIT {5 * PAGE}"""
        rows = decided(level, union, wanted, (last, size), PAGE + 1)
        yield buffers_of(bench, rows), _turns(bench, walked, PAGE + 1)


def _turns(bench: psycopg.Connection, walked: str, size: int) -> int:
    """Count how often a walk to so many rows goes to another page of the visibility map."""
    at, turns = -1, 0
    for place, is_wanted in bench.execute(walked).fetchall():
        if size == 0:
            break
        size -= is_wanted
        page = int(place[1:].partition(",")[0]) // MAPPED
        turns += page != at
        at = page
    return turns


def _from_index(
    name: str, title: str, found: dict[int, list[tuple[int, int]]], floor: float
) -> Result:
    """Give the result of a read from an index alone, with its turns of the visibility map."""
    levels = {
        level: [statistics.median(column) for column in zip(*pairs, strict=True)]
        for level, pairs in found.items()
    }
    turns = ", ".join(f"d{level} {count:.0f}" for level, (_, count) in levels.items())
    by_level = {level: count for level, (count, _) in levels.items()}
    return _result(name, title, by_level, floor, f"of them the visibility map: {turns}")


def _result(name: str, title: str, by_level: dict[int, float], floor: float, *notes: str) -> Result:
    worst = max(by_level.values())
    shown = ", ".join(f"d{level} {count:.0f}" for level, count in by_level.items())
    return Result(
        id=name,
        title=f"{title}, worst level",
        unit="buffers",
        figure=worst,
        floor=floor,
        ratio=round(worst / floor, 2),
        goal=GOAL,
        notes=(f"buffers by level: {shown}", *notes),
        extra={"by_level": by_level},
    )


def _range(bench: psycopg.Connection, size: int) -> int:
    first = random.randrange(1, size - PAGE)
    text = f"SELECT * FROM mutual_aid_claim WHERE id >= {first} ORDER BY id LIMIT {PAGE}"
    return buffers(bench, text)


def _waiting(bench: psycopg.Connection, level: int) -> Iterator[tuple[int, int]]:
    """Give the buffers of the queue of a union, and its turns of the visibility map."""
    for union in _unions(level):
        walked = f"""SELECT ctid::text, true FROM mutual_aid_claim
                      WHERE d{level} = {union} AND desk = 'unit'
                      ORDER BY created_at DESC, id DESC LIMIT {PAGE}"""
        rows = newest(level, union, Level.UNIT, PAGE)
        yield buffers_of(bench, rows), _turns(bench, walked, PAGE)


def _listed(bench: psycopg.Connection, level: int) -> Iterator[tuple[int, int]]:
    """Give the buffers of a page, and of its rows asked for by their keys."""
    for union in _unions(level):
        post = HeldPost(union, level, Role.DISTRICT_REVIEWER)
        posts = reach.posts(Actor(1, 1, "bench", "staff", (post,)), claim_desk_list.READ)
        page = written(claim_desk_list.DESK_SQL, desk=str(Level.UNIT))
        statement, named = reach.named(reach.statement(page), (posts, PAGE, date(2026, 3, 1)))
        text = psycopg.ClientCursor(bench).mogrify(statement, named)
        rows = Claim.objects.filter(pk__in=_keys(bench, union, level))
        by_key = rows.select_related(*JOINED).only(*SHOWN)
        yield buffers(bench, text), buffers_of(bench, by_key)


def _keys(bench: psycopg.Connection, union: int, level: int) -> list[int]:
    text = f"""SELECT id FROM mutual_aid_claim WHERE d{level} = {union} AND desk = 'unit'
               ORDER BY created_at DESC, id DESC LIMIT {PAGE + 1}"""
    return [row[0] for row in bench.execute(text).fetchall()] or [0]


def _unions(level: int) -> Iterator[int]:
    for _ in range(SAMPLES):
        yield random.randrange(EDGES[level - 1] + 1, EDGES[level] + 1)
