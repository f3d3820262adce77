"""What many tests start from, made once by each worker and then put back row by row.

Making the cast takes fifty statements and what their triggers do; putting its rows back takes one
COPY for each table. Rows come back as they were, keys included; the value is a new copy each time.

`fresh` lays a world into empty tables; `again` lays more on a world that stands untouched, and does
it by the verbs themselves where the test has already written something of its own. `step` makes
`again` of a builder: its own name and what it was given say what it depends on.

Business time comes back too: it stands no earlier than when the walk had ended.
"""

import math
import pickle
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial, wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.core.cache import cache as noted
from django.db import connection, transaction
from django.db.models import Model

from backend.kernel import clock

Made = TypeVar("Made")
On = TypeVar("On")
Given = ParamSpec("Given")
# Earlier than every day to which a test moves the clock: what is kept lies in each test's past.
MADE_AT = datetime(2026, 1, 5, 10, tzinfo=clock.TZ)
STAYS = {"auth_permission", "django_content_type", "django_migrations"}
TABLES = """
    SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename
"""
COLUMNS = """
    SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum),
        array_agg(pg_get_serial_sequence(%s, attname)) FILTER (WHERE attidentity <> '')
    FROM pg_attribute
    WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
"""
# As `pg_stat_xact_user_tables` shows, without its joins: asked for with each step of each test.
WRITES = """
    SELECT quote_ident(relname), inserted, updated, deleted FROM (
        SELECT relname, pg_stat_get_xact_tuples_inserted(oid) AS inserted,
            pg_stat_get_xact_tuples_updated(oid) AS updated,
            pg_stat_get_xact_tuples_deleted(oid) AS deleted
        FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace OFFSET 0
    ) AS written WHERE inserted + updated + deleted > 0 ORDER BY relname
"""


@dataclass(frozen=True)
class _Rows:
    """The rows of one table as COPY writes them."""

    table: str
    columns: str
    text: bytes


@dataclass(frozen=True)
class _Kept:
    emptied: str
    rows: tuple[_Rows, ...]
    keys_go_on: str
    value: bytes
    moment: datetime


@dataclass
class _Stands:
    """What was laid last, and the writes of the test's transaction up to then."""

    name: str = ""
    writes: tuple[Any, ...] = ()


_KEPT: dict[str, _Kept] = {}
_STANDS = _Stands()


def fresh(name: str, make: Callable[[], Made]) -> Made:
    """Give what `make` makes in empty tables; from the second time on its rows are put back.

    What the cache noted about them meanwhile (codes that were used) is forgotten.
    """
    noted.clear()
    with connection.cursor() as cursor:
        if name in _KEPT:
            with transaction.atomic():
                _put_back(cursor, _KEPT[name])
        else:
            _KEPT[name] = _make(cursor, make)
        _STANDS.name, _STANDS.writes = name, _writes(cursor)
    value: Made = pickle.loads(_KEPT[name].value)  # noqa: S301 - written by this process
    return value


def again(name: str, make: Callable[[], Made]) -> Made:
    """Give what `make` makes on the world that stands; the name says all that it depends on."""
    with connection.cursor() as cursor:
        if not _STANDS.writes or _STANDS.writes != _writes(cursor):
            return make()
        name = f"{_STANDS.name}, {name} on {clock.today()}"
        if name not in _KEPT:
            _KEPT[name] = _make_more(cursor, make)
        elif _come_to(_KEPT[name].moment):
            _put_back(cursor, _KEPT[name])
        else:
            return make()
        _STANDS.name, _STANDS.writes = name, _writes(cursor)
    value: Made = pickle.loads(_KEPT[name].value)  # noqa: S301 - written by this process
    return value


def step(
    make: Callable[Concatenate[On, Given], Made],
) -> Callable[Concatenate[On, Given], Made]:
    """Keep what a builder makes; its first argument is what stands, the others go by value."""

    @wraps(make)
    def made(stands: On, *given: Given.args, **named: Given.kwargs) -> Made:
        words = [*map(_told, given), *(f"{key}={_told(one)}" for key, one in named.items())]
        name = f"{make.__module__}.{make.__name__}({', '.join(words)})"
        return again(name, partial(make, stands, *given, **named))

    return made


def _told(value: object) -> str:
    if isinstance(value, Model):
        return f"{value._meta.label} {value.pk} v{getattr(value, 'version', '')}"
    return repr(value)


def _come_to(moment: datetime) -> bool:
    """Move business time on to a moment where it can be moved; tell whether it is there."""
    if clock.now() < moment and (file := clock._offset.path):
        clock.use_offset_file(None)
        seconds = math.ceil((moment - clock.now()).total_seconds())
        Path(file).write_text(str(seconds), encoding="utf-8")
        clock.use_offset_file(file)
    return clock.now() >= moment


def empty() -> None:
    """Take every row away but those that stand in a new database; quicker than `flush`."""
    with transaction.atomic(), connection.cursor() as cursor:
        full = [table for table, count in _counts(cursor).items() if count and table not in STAYS]
        statements = "".join(f"DELETE FROM {table};" for table in full)
        cursor.execute(
            "SET LOCAL session_replication_role = replica;"
            + statements
            + "SET LOCAL session_replication_role = origin"
        )


def _make(cursor: Any, make: Callable[[], Made]) -> _Kept:
    before = _counts(cursor)
    with _at(MADE_AT):
        value = make()
    after = _counts(cursor)
    changed = [table for table, count in after.items() if count != before[table]]
    assert not any(before[table] for table in changed), "made beside the rows of a test"
    return _note(cursor, changed, value)


def _make_more(cursor: Any, make: Callable[[], Made]) -> _Kept:
    before = dict(_writes(cursor)[1:])
    value = make()
    after = dict(_writes(cursor)[1:])
    changed = [table for table, counts in after.items() if counts != before.get(table)]
    return _note(cursor, changed, value, emptied="".join(f"DELETE FROM {one};" for one in changed))


def _writes(cursor: Any) -> tuple[Any, ...]:
    """Give the test's transaction and how often it wrote to each table; empty outside of one."""
    if not connection.in_atomic_block:
        return ()
    cursor.execute("SELECT pg_current_xact_id()::text")
    number = cursor.fetchone()[0]
    cursor.execute(WRITES)
    return number, *((table, counts) for table, *counts in cursor.fetchall())


def _note(cursor: Any, changed: list[str], value: object, emptied: str = "") -> _Kept:
    return _Kept(
        emptied,
        tuple(_rows(cursor, table) for table in changed),
        _keys_go_on(cursor, changed),
        pickle.dumps(value),
        clock.now(),
    )


def _put_back(cursor: Any, kept: _Kept) -> None:
    # The rows passed their triggers and foreign keys when they were made.
    cursor.execute("SET LOCAL session_replication_role = replica;" + kept.emptied)
    for rows in kept.rows:
        with cursor.copy(f"COPY {rows.table} ({rows.columns}) FROM STDIN") as copy:
            copy.write(rows.text)
    cursor.execute(kept.keys_go_on + "SET LOCAL session_replication_role = origin")


def _counts(cursor: Any) -> dict[str, int]:
    cursor.execute(TABLES)
    tables = [name for (name,) in cursor.fetchall()]
    cursor.execute(" UNION ALL ".join(f"SELECT '{one}', count(*) FROM {one}" for one in tables))
    return dict(cursor.fetchall())


def _rows(cursor: Any, table: str) -> _Rows:
    columns, _ = _shape(table)
    with cursor.copy(f"COPY {table} ({columns}) TO STDOUT") as copy:
        return _Rows(table, columns, b"".join(copy))


@cache
def _shape(table: str) -> tuple[str, tuple[str, ...]]:
    """Give the columns of a table that are written, and the sequences of its keys."""
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS, [table, table])
        columns, sequences = cursor.fetchone()
    return columns, tuple(sequences or ())


def _keys_go_on(cursor: Any, tables: list[str]) -> str:
    """Write the statement that lets new rows take keys beyond those of the kept ones."""
    sequences = [one for table in tables for one in _shape(table)[1]]
    if not sequences:
        return ""
    cursor.execute(
        " UNION ALL ".join(f"SELECT '{one}', last_value FROM {one}" for one in sequences)
    )
    return "".join(
        f"SELECT setval('{name}', greatest(last_value, {last})) FROM {name};"
        for name, last in cursor.fetchall()
    )


@contextmanager
def _at(moment: datetime) -> Iterator[None]:
    """Move business time to a moment, and back to where it was."""
    before = clock._offset.path
    with tempfile.NamedTemporaryFile("w", encoding="utf-8") as file:
        clock.use_offset_file(None)
        file.write(str(int((moment - clock.now()).total_seconds())))
        file.flush()
        clock.use_offset_file(file.name)
        try:
            yield
        finally:
            clock.use_offset_file(before)
