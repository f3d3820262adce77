"""Closing a call by the clock: every submitted application is opened at once (R9.5)."""

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.write import verb
from backend.kernel import clock
from notifications.topics import Topic
from services.commissioning.models import Bid, Call, Project
from services.commissioning.queries.officers import officers_above
from services.commissioning.rules.bid import read_sealed
from services.commissioning.states.bids import BID, BidAct, BidState
from services.commissioning.states.projects import ProjectAct, ProjectState
from services.commissioning.workflow.advance import advance, tell, tell_organization, trace

CLOCK = Actor.system("clock")
AT_ONCE = 100


def close_due() -> int:
    """Close every call whose deadline has passed; gives how many were closed."""
    due = Project.objects.filter(
        state=ProjectState.CALL_OPEN, call__deadline__lt=clock.now()
    ).order_by("call__deadline", "id")
    numbers = list(due.values_list("number", flat=True)[:AT_ONCE])
    return sum(close_call(number) for number in numbers)


@verb
def close_call(number: str) -> bool:
    """Close one call after its deadline and open its applications; tells whether it did.

    Idempotent: a call that is not open, or not yet over, stays as it is. What was not submitted
    stays sealed. Raises NotFound.
    """
    project = Project.objects.locked(number)
    if project.state is not ProjectState.CALL_OPEN:
        return False
    call = Call.objects.get(project=project)
    if clock.now() <= call.deadline:
        return False
    submitted = (
        Bid.objects.select_for_update(of=("self",))
        .filter(call=call, state=BidState.SUBMITTED)
        .select_related("key", "organization")
        .order_by("id")
    )
    count = 0
    for bid in submitted:
        _open(bid, project)
        count += 1
    advance(project, ProjectAct.CLOSE_CALL, actor=CLOCK, words=f"按时截止，开封 {count} 份申报书")
    buyers = officers_above(project, Permission.COMMISSIONING_CALL_WRITE)
    tell(Topic.COMMISSIONING_CALL_CLOSED, buyers, project)
    return True


def _open(bid: Bid, project: Project) -> None:
    content, _ = read_sealed(bid.unseal("content_sealed"))
    bid.state = BID.move(bid.state, BidAct.OPEN)
    bid.amount_fen = content.amount_fen
    bid.persons, bid.sessions = content.persons, content.sessions
    bid.version += 1
    bid.save(update_fields=["state", "amount_fen", "persons", "sessions", "version"])
    trace(bid, "bid.open", project=project, actor=CLOCK)
    tell_organization(Topic.COMMISSIONING_BID_OPENED, bid.organization, bid)
