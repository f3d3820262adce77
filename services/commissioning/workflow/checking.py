"""The check of each opened application: who may go before the panel (R9.2)."""

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.versions import check_version
from backend.access.write import verb
from backend.kernel.errors import Conflict, Invalid, NotFound
from backend.kernel.saying import must_say
from notifications.topics import Topic
from services.commissioning import access
from services.commissioning.models import Bid, Project
from services.commissioning.queries.bids import LAID_OPEN
from services.commissioning.states.bids import BID, BidAct
from services.commissioning.states.projects import ProjectState
from services.commissioning.workflow.advance import note, tell_organization, trace
from services.commissioning.workflow.bids import must_be_qualified

WRITE = Permission.COMMISSIONING_CALL_WRITE
LONGEST_REASON = 300


@verb
def qualify_bid(number: str, *, actor: Actor, version: int) -> Bid:
    """Find that an applicant may go before the panel.

    Raises NotFound, Refused, also `related`, and `unqualified` with all reasons where the file says
    otherwise today, StaleVersion, Conflict `not_checking`, `wrong_state`.
    """
    bid = _open(number, actor=actor, version=version)
    target = BID.move(bid.state, BidAct.QUALIFY)
    must_be_qualified(bid.organization)
    bid.state = target
    return _keep(bid, BidAct.QUALIFY, actor)


@verb
def disqualify_bid(number: str, *, actor: Actor, version: int, reason: str) -> Bid:
    """Find that an applicant may not go before the panel, with the reason; it is told.

    Raises NotFound, Refused, also `related`, StaleVersion, Conflict `not_checking`, `wrong_state`,
    Invalid `reason_missing`.
    """
    bid = _open(number, actor=actor, version=version)
    target = BID.move(bid.state, BidAct.DISQUALIFY)
    said = must_say(reason, "请写明哪一项资格不符合，对方会看到。")
    if len(said) > LONGEST_REASON:
        raise Invalid("reason_missing", f"原因最多 {LONGEST_REASON} 个字。")
    bid.state, bid.disqualified_because = target, said
    _keep(bid, BidAct.DISQUALIFY, actor, said)
    tell_organization(Topic.COMMISSIONING_BID_DISQUALIFIED, bid.organization, bid)
    return bid


@verb
def read_bid(number: str, *, actor: Actor) -> Bid:
    """Open an application for the screen of an officer, after the opening only; leaves a trace.

    Raises NotFound: sealed, absent and foreign read the same.
    """
    found = Bid.objects.select_related("key", "call__project__union", "organization")
    bid = found.filter(number=number).first()
    if bid is None or not is_laid_open(bid):
        raise NotFound
    project = bid.call.project
    access.must_see(actor, project)
    trace(bid, "bid.read", project=project, actor=actor, fields=["content_sealed"])
    return bid


def is_laid_open(bid: Bid) -> bool:
    """Tell whether an application was opened after the deadline."""
    return bid.state in LAID_OPEN


def _open(number: str, *, actor: Actor, version: int) -> Bid:
    home = Bid.objects.filter(number=number).values_list("call__project__number", flat=True)
    project_number = home.first()
    if project_number is None:
        raise NotFound
    project = Project.objects.locked(project_number)
    access.must_see(actor, project)
    bid = Bid.objects.locked(number)
    if not is_laid_open(bid):
        raise NotFound
    actor.must(WRITE, within=project)
    access.must_be_unrelated(actor, bid.organization)
    check_version(bid, version)
    if project.state is not ProjectState.QUALIFICATION:
        raise Conflict("not_checking", "资格审查阶段已过，不能再改资格结论。")
    return bid


def _keep(bid: Bid, act: BidAct, actor: Actor, words: str = "") -> Bid:
    bid.version += 1
    bid.save(update_fields=["state", "disqualified_because", "version"])
    project = bid.call.project
    note(
        project,
        f"{act}_bid",
        actor=actor,
        words=f"{bid.organization.name}：{words}" if words else bid.organization.name,
    )
    trace(bid, f"bid.{act}", project=project, actor=actor, fields=["state"])
    return bid
