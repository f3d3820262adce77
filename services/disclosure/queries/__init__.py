"""Reads of open union affairs: the board, the feeds, the editors' desk."""

from services.disclosure.queries.board import Board, board_of, duties_of
from services.disclosure.queries.desk import home_cards, personal_data, queue_items
from services.disclosure.queries.reading import PublicDisclosure, PublicVersion, read_public

__all__ = [
    "Board",
    "PublicDisclosure",
    "PublicVersion",
    "board_of",
    "duties_of",
    "home_cards",
    "personal_data",
    "queue_items",
    "read_public",
]
