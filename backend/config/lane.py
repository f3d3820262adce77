"""Which reads are hot: a written list, each declared in its capability and in ninja as well."""

from backend.access.lane import HotRoute, Lane

ROUTES: dict[str, HotRoute] = {}

LANE = Lane(ROUTES)
