"""The papers of a case, one in view: which, how it is turned and how near, by plain links."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest

LAST_DIGITS = 3
TURNS = ("0", "90", "180", "270")
ZOOMS = ("1", "2", "3")


def paper_in_view(
    request: HttpRequest, photos: Sequence[Any], *, route: str, number: str
) -> dict[str, Any]:
    """Say which photograph is in view and what comes before and after it, for `papers.html`.

    A photograph has `number`, `kind_label` and `added_at`; `route` names the address that sends
    one of the case `number`. Empty where there is none.
    """
    if not photos:
        return {}
    place = request.GET.get("photo", "1")
    wanted = int(place) if place.isdecimal() and len(place) <= LAST_DIGITS else 1
    index = min(max(wanted, 1), len(photos))
    turn = request.GET.get("turn", "0")
    turn = turn if turn in TURNS else "0"
    zoom = request.GET.get("zoom", "1")
    zoom = zoom if zoom in ZOOMS else "1"
    return {
        "photos": photos,
        "route": route,
        "number": number,
        "photo": photos[index - 1],
        "place": index,
        "count": len(photos),
        "turn": turn,
        "turned": TURNS[(TURNS.index(turn) + 1) % len(TURNS)],
        "zoom": zoom,
        "zoomed": ZOOMS[(ZOOMS.index(zoom) + 1) % len(ZOOMS)],
        "before": index - 1 if index > 1 else 0,
        "after": index + 1 if index < len(photos) else 0,
    }
