"""What many tests start from, made once by each worker and then put back row by row.

Making the cast takes fifty statements and what their triggers do; putting its rows back takes one
COPY for each table. Rows come back as they were, keys included; the value is a new copy each time.
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
    rows: tuple[_Rows, ...]
    keys_go_on: str
    value: bytes


_KEPT: dict[str, _Kept] = {}


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
    return _Kept(
        tuple(_rows(cursor, table) for table in changed),
        "".join(_key_goes_on(cursor, table) for table in changed),
        pickle.dumps(value),
    )


def _put_back(cursor: Any, kept: _Kept) -> None:
    # The rows passed their triggers and foreign keys when they were made.
    cursor.execute("SET LOCAL session_replication_role = replica")
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
