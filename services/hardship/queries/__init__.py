"""Reads of hardship assistance that span models; plain values out, always scoped.

Public surface: `queue_items`, `home_cards`, `personal_data`, `aggregates`, `is_open`,
`known_income`, `approved_files`, `ApprovedFile`.
"""

from services.hardship.queries.cards import home_cards, personal_data
from services.hardship.queries.figures import aggregates, publishable
from services.hardship.queries.known import ApprovedFile, approved_files, is_open, known_income
from services.hardship.queries.queue import queue_items

__all__ = [
    "ApprovedFile",
    "aggregates",
    "approved_files",
    "home_cards",
    "is_open",
    "known_income",
    "personal_data",
    "publishable",
    "queue_items",
]
