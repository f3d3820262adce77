"""Reads of mutual aid: covers, work lists, batches, rosters, plans in plain words, packs."""

from collections.abc import Iterable

from backend.access.actor import Actor
from backend.web.parts import QueueItem
from services.mutual_aid.queries import batches, claim_desks, plan_sheets
from services.mutual_aid.queries.covers import COVER_SQL, home_cards, personal_data
from services.mutual_aid.queries.packs import check as check_packs
from services.mutual_aid.queries.packs import demo_packs
from services.mutual_aid.queries.rosters import write_sample


def queue_items(actor: Actor) -> Iterable[QueueItem]:
    """List what waits for this officer: batches, claims on her desks, plans to sign."""
    return [
        *batches.queue_items(actor),
        *claim_desks.queue_items(actor),
        *plan_sheets.queue_items(actor),
    ]


__all__ = [
    "COVER_SQL",
    "check_packs",
    "demo_packs",
    "home_cards",
    "personal_data",
    "queue_items",
    "write_sample",
]
