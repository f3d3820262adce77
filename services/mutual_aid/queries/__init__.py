"""Reads of mutual aid: covers, work lists, batches, rosters, plans in plain words, packs."""

from collections.abc import Iterable

from backend.access.actor import Actor
from backend.web.parts import QueueItem
from services.mutual_aid.queries import (
    batches,
    benefit_queue,
    claim_desks,
    groups,
    plan_sheets,
    settlements,
)
from services.mutual_aid.queries.covers import COVER_SQL, home_cards, personal_data
from services.mutual_aid.queries.fund_figures import quarterly as quarterly_figures
from services.mutual_aid.queries.own_cost import OwnCost, own_cost, paid_between
from services.mutual_aid.queries.packs import check as check_packs
from services.mutual_aid.queries.packs import demo_packs
from services.mutual_aid.queries.rosters import write_sample


def queue_items(actor: Actor) -> Iterable[QueueItem]:
    """List what waits for this officer in every part of mutual aid."""
    return [
        *batches.queue_items(actor),
        *claim_desks.queue_items(actor),
        *benefit_queue.queue_items(actor),
        *plan_sheets.queue_items(actor),
        *settlements.queue_items(actor),
        *groups.queue_items(actor),
    ]


__all__ = [
    "COVER_SQL",
    "OwnCost",
    "check_packs",
    "demo_packs",
    "home_cards",
    "own_cost",
    "paid_between",
    "personal_data",
    "quarterly_figures",
    "queue_items",
    "write_sample",
]
