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
    edges = sorted((str(source), str(target)) for source, target in machine.edges())
    return [
        pgtrigger.FSM(name=f"{field}_moves", field=field, transitions=edges),
        insert_only_in(machine.start, field=field),
    ]


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
