"""Routes: proving who one is after the first sign-in, and the two acts of the counter."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from pydantic import Field

from backend.access import keys
from backend.access.actor import Actor
from backend.access.guards import SignedIn, Staff
from backend.access.hop import hop
from backend.access.permissions import Permission
from backend.access.reads import fetch
from backend.access.routers import GuardedRouter
from backend.access.schemas import In, Line, Out
from backend.access.write import run
from backend.accounts import identity
from backend.accounts.models import Person
from backend.config.identity import workflow

member = GuardedRouter(tags=["核对身份"])
staff = GuardedRouter(tags=["身份与手机号"])

Short = Annotated[str, Field(min_length=1, max_length=40)]


class IdentityIn(In):
    """The last six characters of one's ID number."""

    id_tail: Annotated[str, Field(title="身份证号后六位", min_length=1, max_length=12)]


class PhoneIn(In):
    """Whose phone, read from the ID card, the phone that is right, and why."""

    id_number: Short = Field(title="身份证号")
    phone: Short = Field(title="手机号")
    reason: Line = Field(title="理由")


class ResetIn(In):
    """Whose second factor, and why."""

    id_number: Short = Field(title="身份证号")
    reason: Line = Field(title="理由")


class IdentityOut(Out):
    """Whether the sign-in is known to be a person's, and her masked name."""

    confirmed: bool
    display_name: str


class PersonOut(Out):
    """The person that was dealt with, masked."""

    number: str
    display_name: str


class KnownOut(PersonOut):
    """What a confirmed sign-in is told: that it is, and whose it is, masked."""

    confirmed: bool = True


@member.get(
    "/identity",
    permit=SignedIn(),
    response=IdentityOut,
    operation_id="getIdentity",
    summary="身份是否已核对",
)
async def state(request: HttpRequest) -> HttpResponse:
    """Tell whether this sign-in has still to prove whose it is."""
    return await fetch(_state, _actor(request), request=request, out=IdentityOut)


@member.post(
    "/identity",
    permit=SignedIn(),
    response=KnownOut,
    operation_id="confirmIdentity",
    summary="核对身份",
)
async def confirm(request: HttpRequest, body: IdentityIn) -> HttpResponse:
    """Prove whose sign-in this is; five wrong tries lock it for a day."""
    keys.read_key(request.headers.get("Idempotency-Key", ""))
    actor = _actor(request)
    person_id = actor.person_id or await hop(identity.claim, actor, body.id_tail)
    return await run(workflow.confirm, person_id, request=request, out=KnownOut)


@staff.post(
    "/members/phone",
    permit=Staff(Permission.ACCOUNTS_PHONE_CHANGE),
    response=PersonOut,
    operation_id="changeMemberPhone",
    summary="变更会员手机号",
)
async def change_phone(request: HttpRequest, body: PhoneIn) -> HttpResponse:
    """Put a member's phone right after seeing the ID card."""
    return await run(
        workflow.change_phone,
        id_number=body.id_number,
        phone=body.phone,
        reason=body.reason,
        request=request,
        out=PersonOut,
    )


@staff.post(
    "/members/second-factor/reset",
    permit=Staff(Permission.ACCOUNTS_SECOND_FACTOR_RESET),
    response=PersonOut,
    operation_id="resetSecondFactor",
    summary="重置动态口令",
)
async def reset_second_factor(request: HttpRequest, body: ResetIn) -> HttpResponse:
    """Reset an officer's lost second factor; a post of the union above does it."""
    return await run(
        workflow.reset_second_factor,
        id_number=body.id_number,
        reason=body.reason,
        request=request,
        out=PersonOut,
    )


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.auth  # type: ignore[attr-defined]
    return actor


def _state(actor: Actor) -> IdentityOut:
    person = Person.objects.filter(pk=actor.person_id or 0).first()
    return IdentityOut(
        confirmed=person is not None, display_name=person.display_name if person else ""
    )
