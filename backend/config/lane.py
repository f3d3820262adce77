"""Which reads are hot: a written list, each declared in its capability and in ninja as well."""

from backend.access.lane import HotRoute, Lane
from notifications.api import INBOX_ROUTE, UNREAD_ROUTE
from services.mutual_aid import api as mutual_aid

ROUTES: tuple[HotRoute, ...] = (*mutual_aid.HOT, INBOX_ROUTE, UNREAD_ROUTE)

LANE = Lane(ROUTES)
