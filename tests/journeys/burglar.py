"""Somebody with the database owner's access, who changes one byte behind the program's back."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg

from tests.journeys.stack import Stack

FLIP = "set_byte({0}, 0, get_byte({0}, 0) # 1)"


@dataclass(frozen=True)
class Change:
    """One byte or one digit of one row: how it is changed, and how it is put back."""

    table: str
    there: str
    back: str

    def __str__(self) -> str:
        return f"{self.table}.{self.there.split(' ')[0]}"


def _figure(table: str, *columns: str) -> Change:
    there = ", ".join(f"{column} = {column} + 1" for column in columns)
    return Change(table, there, there.replace("+", "-"))


def _flip(table: str, column: str) -> Change:
    change = f"{column} = {FLIP.format(column)}"
    return Change(table, change, change)


# Each column by itself: tests/adversary/test_changed_columns.py.
LEDGER = (
    _figure("ledger_balance", "received_fen", "available_fen"),
    _figure("ledger_paymentorder", "amount_fen"),
)
TRAIL = (
    Change(
        "audit_entry", "actor_label = actor_label || '.'", "actor_label = left(actor_label, -1)"
    ),
    _flip("audit_link", "previous"),
)


@contextmanager
def changed(stack: Stack, change: Change) -> Iterator[None]:
    """Change one row past all triggers, and put it back in the end."""
    noted = json.loads((stack.data / "environment.json").read_text(encoding="utf-8"))
    with psycopg.connect(noted["DATABASE_URL"], autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        where = f"(SELECT min(ctid) FROM {change.table})"
        put = connection.execute(
            f"UPDATE {change.table} SET {change.there} WHERE ctid = {where} RETURNING ctid::text"
        ).fetchone()
        assert put is not None, f"{change.table} is empty"
        try:
            yield
        finally:
            connection.execute(
                f"UPDATE {change.table} SET {change.back} WHERE ctid = %s::tid", [put[0]]
            )
