"""Opening the applications to a panelist, after every recusal was cleared (R9.7)."""

from collections.abc import Sequence

from backend.access.actor import Actor
from backend.access.write import verb
from backend.kernel.errors import NotFound
from services.commissioning.models import Bid
from services.commissioning.queries import panel
from services.commissioning.states.panel import SeatState
from services.commissioning.workflow.advance import trace
from services.commissioning.workflow.seats import open_own_seat

READERS = (SeatState.CLEARED, SeatState.SIGNED)


@verb
def read_papers(number: str, *, actor: Actor) -> Sequence[Bid]:
    """Open the applications of a project for a panelist; the reading is recorded.

    Raises NotFound without a seat, for who stepped back, and before scoring was opened: then there
    is nothing to see. Raises Refused without the permission.
    """
    project, seat = open_own_seat(number, actor=actor)
    if project.state not in panel.OPEN_TO_PANEL or seat.state not in READERS:
        raise NotFound
    bids = list(panel.scored_bids(project))
    for bid in bids:
        trace(bid, "bid.read", project=project, actor=actor, fields=["content_sealed"])
    return bids
