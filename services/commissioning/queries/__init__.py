"""Reads that span models: plain dataclasses out."""

from services.commissioning.queries.home import home_cards
from services.commissioning.queries.personal import personal_data
from services.commissioning.queries.queue import queue_items

__all__ = ["home_cards", "personal_data", "queue_items"]
