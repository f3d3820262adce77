"""Reads of mutual aid: covers, work lists, batches, rosters, plans in plain words, packs."""

from services.mutual_aid.queries.batches import queue_items
from services.mutual_aid.queries.benefit_queue import queue_items as benefit_queue_items
from services.mutual_aid.queries.covers import COVER_SQL, home_cards, personal_data
from services.mutual_aid.queries.fund_figures import quarterly as quarterly_figures
from services.mutual_aid.queries.packs import check as check_packs
from services.mutual_aid.queries.packs import demo_packs
from services.mutual_aid.queries.rosters import write_sample

__all__ = [
    "COVER_SQL",
    "benefit_queue_items",
    "check_packs",
    "demo_packs",
    "home_cards",
    "personal_data",
    "quarterly_figures",
    "queue_items",
    "write_sample",
]
