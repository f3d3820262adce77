"""Applications: written by the organization, sealed till the deadline to all but itself.

Only who acts for the organization reads a word of it before the deadline: no step of the project,
no message to the buyer and no entry of a union's trail tells even that there is one (R9.5).
"""

import secrets

from django.db import IntegrityError, transaction

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.versions import check_version
from backend.access.write import verb
from backend.audit import trail
from backend.fields.models import DataKey
from backend.kernel import clock
from backend.kernel.errors import Conflict, FieldError, NotFound, Refused
from backend.kernel.money import Money
from services.commissioning import access
from services.commissioning.models import Bid, Organization, Project
from services.commissioning.models.serial import BID_PREFIX, unguessable_number
from services.commissioning.queries.qualification import why_not_apply
from services.commissioning.rules import bid as rules
from services.commissioning.rules.bid import Content
from services.commissioning.states.bids import BID, BidAct, BidState
from services.commissioning.states.projects import ProjectState
from services.commissioning.workflow.calls import open_call_of

ACT = Permission.COMMISSIONING_PROVIDER_ACT


@verb
def start_bid(project_number: str, *, actor: Actor) -> Bid:
    """Begin an application of one's organization to an open call; one for each call.

    Raises NotFound, also `acts_for_nobody`, Conflict `call_not_open`, `call_closed`,
    `bid_exists` with its number.
    """
    actor.must_hold(ACT)
    organization = access.own_organization(actor)
    project = _open_project(project_number)
    call = open_call_of(project)
    _must_be_first(project, organization)
    bid = Bid(
        number=unguessable_number(BID_PREFIX),
        key=DataKey.make(),
        call=call,
        organization=organization,
    )
    bid.seal("content_sealed", rules.sealed_text(Content()))
    try:
        with transaction.atomic():
            bid.save(force_insert=True)
    except IntegrityError as clash:
        _must_be_first(project, organization)
        raise Conflict("try_again", "没有建成申报书，请再点一次。") from clash
    _trace(bid, "start", actor)
    return bid


@verb
def save_bid(number: str, *, actor: Actor, version: int, content: Content) -> Bid:
    """Save an application that is not submitted; it can be resumed on another device.

    Raises NotFound, StaleVersion, Conflict `call_not_open`, `call_closed`, `bid_submitted`,
    Invalid `bad_bid`.
    """
    bid = _open_own(number, actor=actor, version=version)
    if bid.state is BidState.SUBMITTED:
        raise Conflict(
            "bid_submitted", "申报书已经提交密封。要修改请直接重新提交，新的一份会替换原来的。"
        )
    rules.check_size(content)
    bid.seal("content_sealed", rules.sealed_text(content))
    bid.version += 1
    bid.save(update_fields=["content_sealed", "version"])
    _trace(bid, "save", actor)
    return bid


@verb
def submit_bid(number: str, *, actor: Actor, version: int, content: Content) -> Bid:
    """Submit an application, or replace the submitted one, until the deadline; gives its receipt.

    Raises NotFound, StaleVersion, Conflict `call_not_open`, `call_closed`, Refused `unqualified`
    with all reasons, Invalid `bad_bid`, `bid_incomplete`.
    """
    bid = _open_own(number, actor=actor, version=version)
    rules.check_size(content)
    rules.check_complete(content, Money(bid.call.project.budget_fen))
    must_be_qualified(bid.organization)
    salt = secrets.token_bytes(rules.SALT_BYTES)
    bid.seal("content_sealed", rules.sealed_text(content, salt))
    bid.receipt = rules.receipt_of(content, salt)
    bid.submitted_at, bid.submitted_by_id = clock.now(), access.user_key(actor)
    return _move(
        bid, BidAct.SUBMIT, actor, "content_sealed", "receipt", "submitted_at", "submitted_by"
    )


@verb
def withdraw_bid(number: str, *, actor: Actor, version: int) -> Bid:
    """Take an application back until the deadline; it may be submitted again.

    Raises NotFound, StaleVersion, Conflict `call_not_open`, `call_closed`, `wrong_state`.
    """
    bid = _open_own(number, actor=actor, version=version)
    return _move(bid, BidAct.WITHDRAW, actor)


def must_be_qualified(organization: Organization) -> None:
    """Raise Refused `unqualified` with every reason why an organization may not apply today."""
    reasons = why_not_apply(organization, clock.today())
    if reasons:
        faults = [FieldError("/organization", "unqualified", reason) for reason in reasons]
        raise Refused("unqualified", "现在不能申报：" + "".join(reasons), faults)


def _open_own(number: str, *, actor: Actor, version: int) -> Bid:
    """Lock project and application of one's organization while the call takes applications."""
    actor.must_hold(ACT)
    project_number = (
        Bid.objects.own(actor).filter(number=number).values_list("call__project__number", flat=True)
    ).first()
    if project_number is None:
        raise NotFound
    open_call_of(_open_project(project_number))
    bid = Bid.objects.locked(number)
    check_version(bid, version)
    return bid


def _open_project(number: str) -> Project:
    """Lock a project that the public can see, before its applications: one order for all verbs.

    The closing locks the project too, so an application is either in before it or refused.
    """
    project = Project.objects.locked(number)
    if project.state is ProjectState.TOPIC or project.opened_at is None:
        raise NotFound
    return project


def _must_be_first(project: Project, organization: Organization) -> None:
    known = Bid.objects.filter(call__project=project, organization=organization).first()
    if known is not None:
        raise Conflict(
            "bid_exists", f"贵组织对这个项目已有一份申报书（{known.number}），请接着填那一份。"
        )


def _move(bid: Bid, act: BidAct, actor: Actor, *changed: str) -> Bid:
    bid.state = BID.move(bid.state, act)
    bid.version += 1
    bid.save(update_fields=["state", "version", *changed])
    _trace(bid, str(act), actor)
    return bid


def _trace(bid: Bid, act: str, actor: Actor) -> None:
    """Leave an entry of the person who acted, on no union's trail: it would tell the buyer."""
    trail.record(actor, f"commissioning.bid.{act}", bid, person_id=actor.person_id)
