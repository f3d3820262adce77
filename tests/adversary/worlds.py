"""A world that is put back after each attack, without the attacked code noticing."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def put_back() -> Iterator[None]:
    """Undo what happens inside; verbs may open their durable transaction all the same."""
    mark = transaction.savepoint()
    try:
        yield
    finally:
        connection.needs_rollback = False
        transaction.savepoint_rollback(mark)
        # Rolled back to, a savepoint still stands: thousands of them would fill the lock table.
        transaction.savepoint_commit(mark)
        connection.run_on_commit.clear()
