"""Columns that carry meaning 字段: money in fen, states, sealed personal values, and the triggers.

The only Django this low. Public surface: `MoneyField`, `money_check`, `StateField`,
`SealedField`, `triggers`, `append_only`; `DataKey` and `SealedRow` live in `models`,
the process-wide keyring in `keys`.
"""

from backend.fields.columns import MoneyField, SealedField, StateField, money_check
from backend.fields.protection import append_only, triggers

__all__ = ["MoneyField", "SealedField", "StateField", "append_only", "money_check", "triggers"]
