"""Somebody with the database owner's access, who changes one byte behind the program's back."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import sql

from tests.journeys.stack import Stack

# Table, column, and an expression that changes one byte or one digit of it.
LEDGER = (
    ("ledger_transfer", "amount_fen", "amount_fen + 1"),
    ("ledger_posting", "amount_fen", "amount_fen + 1"),
    ("ledger_balance", "received_fen", "received_fen + 1"),
    ("ledger_paymentorder", "amount_fen", "amount_fen + 1"),
    ("ledger_paymentbatch", "total_fen", "total_fen + 1"),
)
TRAIL = (
    ("audit_entry", "actor_label", "actor_label || '.'"),
    ("audit_entry", "digest", "set_byte(digest, 0, get_byte(digest, 0) # 1)"),
    ("audit_link", "digest", "set_byte(digest, 0, get_byte(digest, 0) # 1)"),
    ("audit_link", "previous", "set_byte(previous, 0, get_byte(previous, 0) # 1)"),
)


@contextmanager
def changed(stack: Stack, table: str, column: str, change: str) -> Iterator[None]:
    """Change one value of one row past all triggers, and put it back in the end."""
    noted = json.loads((stack.data / "environment.json").read_text(encoding="utf-8"))
    place = sql.Identifier(table)
    with psycopg.connect(noted["DATABASE_URL"], autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        asked = sql.SQL("SELECT ctid::text, {} FROM {} OFFSET 3 LIMIT 1")
        if table in {"ledger_balance", "ledger_paymentbatch", "ledger_paymentorder"}:
            asked = sql.SQL("SELECT ctid::text, {} FROM {} ORDER BY id LIMIT 1")
        row = connection.execute(asked.format(sql.Identifier(column), place)).fetchone()
        assert row is not None, f"{table} is empty"
        where, before = row
        change_it = sql.SQL("UPDATE {} SET {} = {} WHERE ctid = %s::tid RETURNING ctid::text")
        new = connection.execute(
            change_it.format(place, sql.Identifier(column), sql.SQL(change)),
            [where],  # type: ignore[arg-type]
        ).fetchone()
        assert new is not None
        try:
            yield
        finally:
            back = sql.SQL("UPDATE {} SET {} = %s WHERE ctid = %s::tid")
            connection.execute(back.format(place, sql.Identifier(column)), [before, new[0]])
