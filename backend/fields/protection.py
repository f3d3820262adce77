"""Database triggers: legal transitions only, and rows that can never be changed or deleted."""

from enum import StrEnum
from typing import Any

import pgtrigger

from backend.kernel.states import Machine


def triggers(machine: Machine[Any, Any], field: str = "state") -> list[pgtrigger.Trigger]:
    """Build the two guards of a state column from its machine.

    One refuses an UPDATE along no edge of the table (writing the same state again passes), the
    other an INSERT in any state but the start. Both raise `ProgrammingError` in raw SQL too.
    """
    return [moves_only_along(machine, field=field), insert_only_in(machine.start, field=field)]


def moves_only_along(machine: Machine[Any, Any], *, field: str = "state") -> pgtrigger.Trigger:
    """Build the guard that a row moves only along an edge of its machine.

    The edges stand in the condition, so that a legal move calls no function: a query inside the
    trigger was measured to grow dearer with the constraint checks that its transaction has put
    off until commit, which makes a statement over many rows quadratic (docs/performance.md).
    """
    edges = ",".join(sorted(f"{source}:{target}" for source, target in machine.edges()))
    return pgtrigger.Trigger(
        name=f"{field}_moves",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.Condition(
            f'OLD."{field}" IS DISTINCT FROM NEW."{field}"'
            f""" AND (OLD."{field}" || ':' || NEW."{field}") <> ALL ('{{{edges}}}'::text[])"""
        ),
        func=f"""
            RAISE EXCEPTION
                'pgtrigger: Invalid transition of field "{field}" from "%" to "%" on table %',
                OLD."{field}", NEW."{field}", TG_TABLE_NAME;
        """,
    )


def insert_only_in(start: StrEnum, *, field: str = "state") -> pgtrigger.Trigger:
    """Build the guard that a row is born in the start state."""
    return pgtrigger.Protect(
        name=f"{field}_start",
        operation=pgtrigger.Insert,
        condition=~pgtrigger.Q(**{f"new__{field}": str(start)}),
    )


def append_only() -> pgtrigger.Trigger:
    """Build the guard against UPDATE and DELETE; a correction is a new row."""
    return pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
