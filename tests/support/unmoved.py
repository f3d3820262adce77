"""Proof of a refusal: the code is right, nothing changed, nothing was sent."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest
from django.db import connection
from django.db.models import Model

from backend.kernel.errors import DomainError

Tables = Sequence[type[Model]]


def snapshot(tables: Tables) -> dict[str, list[str]]:
    """Give every row of these tables, all its columns, as PostgreSQL writes it: one statement."""
    rows: defaultdict[str, list[str]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join(
                f"SELECT '{one.__name__}', t::text FROM {one._meta.db_table} t" for one in tables
            )
        )
        for name, row in cursor.fetchall():
            rows[name].append(row)
    return {one.__name__: sorted(rows[one.__name__]) for one in tables}


@contextmanager
def refused(
    tables: Tables, kind: type[DomainError], code: str
) -> Iterator[pytest.ExceptionInfo[DomainError]]:
    """Expect a refusal of this kind and code that leaves the tables as they were."""
    before = snapshot(tables)
    with pytest.raises(kind) as refusal:
        yield refusal
    assert refusal.value.code == code
    assert snapshot(tables) == before
