"""Reads of open union affairs: the board, the lists, one disclosure, the editors' desk."""

from services.disclosure.queries.board import (
    Board,
    board_of,
    duties_of,
    duties_sheet,
    owing,
    root,
    standing_figures,
)
from services.disclosure.queries.desk import home_cards, personal_data, queue_items, waiting_for
from services.disclosure.queries.lists import (
    PublicLine,
    Wanted,
    find_union,
    public_list,
    public_page,
    sub_unions,
)
from services.disclosure.queries.reading import PublicDisclosure, PublicVersion, read_public
from services.disclosure.queries.sheets import (
    Sheet,
    act_label,
    catalogue,
    desk_list,
    draft_page,
    drafting_unions,
    open_drafts,
    published,
    sheet,
    sheet_of,
)

__all__ = [
    "Board",
    "PublicDisclosure",
    "PublicLine",
    "PublicVersion",
    "Sheet",
    "Wanted",
    "act_label",
    "board_of",
    "catalogue",
    "desk_list",
    "draft_page",
    "drafting_unions",
    "duties_of",
    "duties_sheet",
    "find_union",
    "home_cards",
    "open_drafts",
    "owing",
    "personal_data",
    "public_list",
    "public_page",
    "published",
    "queue_items",
    "read_public",
    "root",
    "sheet",
    "sheet_of",
    "standing_figures",
    "sub_unions",
    "waiting_for",
]
