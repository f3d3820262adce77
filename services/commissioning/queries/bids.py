"""Applications: one's own at any time, those of others only once they are opened (R9.5)."""

from dataclasses import dataclass
from datetime import datetime

from backend.access.actor import Actor
from backend.kernel import clock
from backend.kernel.errors import NotFound
from services.commissioning.models import Bid, Call
from services.commissioning.queries.qualification import why_not_apply
from services.commissioning.rules.bid import Content, read_sealed
from services.commissioning.states.bids import BID_LABELS, BidState
from services.commissioning.states.projects import ProjectState

LAID_OPEN = (
    BidState.OPENED, BidState.QUALIFIED, BidState.DISQUALIFIED, BidState.WON, BidState.LOST,
)  # fmt: skip
MOST_BIDS = 200


@dataclass(frozen=True, slots=True)
class BidLine:
    """An opened application in the list of its project; `reasons` as the file says today."""

    number: str
    version: int
    organization: str
    organization_number: str
    credit_code: str
    state: BidState
    state_label: str
    amount_fen: int | None
    persons: int | None
    sessions: int | None
    receipt: str
    submitted_at: datetime | None
    disqualified_because: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BidSheet:
    """An opened application in full, with the salt by which its receipt is verified."""

    number: str
    version: int
    project: str
    project_title: str
    organization: str
    state: BidState
    state_label: str
    receipt: str
    salt: str
    content: Content


@dataclass(frozen=True, slots=True)
class OwnBid:
    """One's own application: content, receipt and salt, and until when it may change."""

    number: str
    version: int
    project: str
    project_title: str
    budget_fen: int
    deadline: datetime
    is_over: bool
    state: BidState
    state_label: str
    receipt: str
    salt: str
    submitted_at: datetime | None
    disqualified_because: str
    is_cancelled: bool
    content: Content
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OwnLine:
    """A line of one's own applications."""

    number: str
    project: str
    project_title: str
    state: BidState
    state_label: str
    is_cancelled: bool
    deadline: datetime


def opened_of(call: Call) -> list[BidLine]:
    """The applications of a call that were opened, in the order of their submission."""
    rows = (
        call.bids.filter(state__in=LAID_OPEN)
        .select_related("organization__union")
        .prefetch_related("organization__proofs", "organization__penalties")
        .order_by("submitted_at", "id")
    )
    today = clock.today()
    return [
        BidLine(
            one.number,
            one.version,
            one.organization.name,
            one.organization.number,
            one.organization.credit_code,
            one.state,
            BID_LABELS[one.state],
            one.amount_fen,
            one.persons,
            one.sessions,
            bytes(one.receipt or b"").hex(),
            one.submitted_at,
            one.disqualified_because,
            why_not_apply(one.organization, today) if one.state is BidState.OPENED else (),
        )
        for one in rows
    ]


def sheet_of(bid: Bid) -> BidSheet:
    """Give an application that `workflow.checking.read_bid` laid before its reader."""
    content, salt = read_sealed(bid.unseal("content_sealed"))
    return BidSheet(
        bid.number,
        bid.version,
        bid.call.project.number,
        bid.call.project.title,
        bid.organization.name,
        bid.state,
        BID_LABELS[bid.state],
        bytes(bid.receipt or b"").hex(),
        salt.hex(),
        content,
    )


def own_bid(actor: Actor, number: str) -> OwnBid:
    """One's own application; raises NotFound for any other."""
    rows = Bid.objects.own(actor).select_related("key", "call__project", "organization__union")
    bid = rows.filter(number=number).first()
    if bid is None:
        raise NotFound
    content, salt = read_sealed(bid.unseal("content_sealed"))
    project = bid.call.project
    return OwnBid(
        number=bid.number,
        version=bid.version,
        project=project.number,
        project_title=project.title,
        budget_fen=project.budget_fen,
        deadline=bid.call.deadline,
        is_over=project.state is not ProjectState.CALL_OPEN or clock.now() > bid.call.deadline,
        state=bid.state,
        state_label=_own_label(bid),
        receipt=bytes(bid.receipt or b"").hex(),
        salt=salt.hex(),
        submitted_at=bid.submitted_at,
        disqualified_because=bid.disqualified_because,
        is_cancelled=project.state is ProjectState.CANCELLED,
        content=content,
        reasons=why_not_apply(bid.organization, clock.today()),
    )


def own_bids(actor: Actor) -> list[OwnLine]:
    """The applications of the organization that one acts for, newest first; none for nobody."""
    rows = Bid.objects.own(actor).select_related("call__project").order_by("-id")
    return [
        OwnLine(
            one.number,
            one.call.project.number,
            one.call.project.title,
            one.state,
            _own_label(one),
            one.call.project.state is ProjectState.CANCELLED,
            one.call.deadline,
        )
        for one in rows[:MOST_BIDS]
    ]


def _own_label(bid: Bid) -> str:
    """Name where one's own application stands; what its project came to goes before."""
    if bid.call.project.state is ProjectState.CANCELLED:
        sealed = bid.state in (BidState.DRAFT, BidState.SUBMITTED)
        return "项目已取消，没有开封" if sealed else "项目已取消"
    if bid.state is BidState.DRAFT and bid.call.project.state is not ProjectState.CALL_OPEN:
        return "没有提交，已截止"
    return BID_LABELS[bid.state]
