"""How the lists that PostgreSQL writes say a state and a moment."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

State = TypeVar("State", bound=StrEnum)


def words(column: str, labels: Mapping[State, str]) -> str:
    """SQL that says a state in words."""
    whens = " ".join(f"WHEN '{state}' THEN '{said}'" for state, said in labels.items())
    return f"CASE {column} {whens} END"


def moment(column: str) -> str:
    """SQL that writes an instant in Shanghai time."""
    return (
        f"to_char({column} AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD\"T\"HH24:MI:SS') || '+08:00'"
    )
