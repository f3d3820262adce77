"""What many tests start from, made once by each worker and then put back row by row.

Making the cast takes fifty statements and what their triggers do; putting its rows back takes one
COPY for each table. Rows come back as they were, keys included; the value is a new copy each time.

`fresh` lays a world into empty tables; `again` lays more on a world that stands untouched, and does
it by the verbs themselves where the test has already written something of its own.
"""

import pickle
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.core.cache import cache
from django.db import connection, transaction

from backend.kernel import clock

Made = TypeVar("Made")
# Earlier than every day to which a test moves the clock: what is kept lies in each test's past.
MADE_AT = datetime(2026, 1, 5, 10, tzinfo=clock.TZ)
STAYS = {"auth_permission", "django_content_type", "django_migrations"}
TABLES = """
    SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename
"""
COLUMNS = """
    SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute
    WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
"""
WRITES = """
    SELECT quote_ident(relname), n_tup_ins, n_tup_upd, n_tup_del FROM pg_stat_xact_user_tables
    WHERE schemaname = 'public' AND n_tup_ins + n_tup_upd + n_tup_del > 0 ORDER BY relname
"""
SEQUENCES = """
    SELECT pg_get_serial_sequence(%s, attname) FROM pg_attribute
    WHERE attrelid = %s::regclass AND attnum > 0 AND attidentity <> ''
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
    cache.clear()
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
        name = f"{_STANDS.name}, {name}"
        if name in _KEPT:
            _put_back(cursor, _KEPT[name])
        else:
            _KEPT[name] = _make_more(cursor, make)
        _STANDS.name, _STANDS.writes = name, _writes(cursor)
    value: Made = pickle.loads(_KEPT[name].value)  # noqa: S301 - written by this process
    return value


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
        "".join(_key_goes_on(cursor, table) for table in changed),
        pickle.dumps(value),
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
    cursor.execute(COLUMNS, [table])
    columns = cursor.fetchone()[0]
    with cursor.copy(f"COPY {table} ({columns}) TO STDOUT") as copy:
        return _Rows(table, columns, b"".join(copy))


def _key_goes_on(cursor: Any, table: str) -> str:
    """Write the statement that lets new rows take keys beyond those of the kept ones."""
    cursor.execute(SEQUENCES, [table, table])
    statements = ""
    for (sequence,) in cursor.fetchall():
        cursor.execute(f"SELECT last_value FROM {sequence}")
        last = cursor.fetchone()[0]
        statements += f"SELECT setval('{sequence}', greatest(last_value, {last})) FROM {sequence};"
    return statements


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
