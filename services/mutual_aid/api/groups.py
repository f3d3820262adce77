"""Routes of rate-group standings: recorded by one, confirmed by another, read by the person."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from backend.access.actor import Actor
from backend.access.guards import MemberOnly, Staff
from backend.access.paging import LIMIT_DEFAULT, Cursor, PageSize
from backend.access.permissions import Permission
from backend.access.reads import fetch
from backend.access.routers import GuardedRouter
from backend.access.schemas import Number
from backend.access.write import Verb, run
from services.mutual_aid.models import GroupStanding
from services.mutual_aid.queries import groups as queries
from services.mutual_aid.schemas.groups import (
    OwnStandingsOut,
    StandingDoneOut,
    StandingEndIn,
    StandingIn,
    StandingOut,
    StandingsOut,
)
from services.mutual_aid.workflow.groups import deciding, recording

member = GuardedRouter(tags=["医疗互助"])
staff = GuardedRouter(tags=["医疗互助照顾身份"])

READ = Staff(Permission.MUTUAL_AID_GROUP_READ)
RECORD = Staff(Permission.MUTUAL_AID_GROUP_RECORD)
CONFIRM = Staff(Permission.MUTUAL_AID_GROUP_CONFIRM)
ALL = "/mutual-aid/groups"
ONE = f"{ALL}/{{number}}"


@member.get(
    "/mutual-aid/groups",
    permit=MemberOnly(),
    response=OwnStandingsOut,
    operation_id="own_group_list",
    summary="我的照顾身份",
)
async def own_group_list(request: HttpRequest) -> HttpResponse:
    """List one's own standings in rate groups."""
    return await fetch(_own, _actor(request), request=request, out=OwnStandingsOut)


@staff.get(
    ALL,
    permit=READ,
    response=StandingsOut,
    operation_id="group_list",
    summary="照顾身份，新登记的在前",
)
async def group_list(
    request: HttpRequest, cursor: Cursor | None = None, limit: PageSize = LIMIT_DEFAULT
) -> HttpResponse:
    """Read one page of the standings in reach."""
    return await fetch(
        queries.standings, _actor(request), cursor, limit, request=request, out=StandingsOut
    )


@staff.post(
    ALL,
    permit=RECORD,
    response=StandingDoneOut,
    status=201,
    operation_id="group_record",
    summary="登记照顾身份",
)
async def group_record(request: HttpRequest, body: StandingIn) -> HttpResponse:
    """Record a standing; it counts once another person confirms it."""
    return await run(
        recording.record, request=request, out=StandingDoneOut, status=201, **body.model_dump()
    )


@staff.get(
    ONE,
    permit=READ,
    response=StandingOut,
    operation_id="group_read",
    summary="一项照顾身份",
)
async def group_read(request: HttpRequest, number: Number) -> HttpResponse:
    """Read one standing."""
    return await fetch(queries.standing, _actor(request), number, request=request, out=StandingOut)


@staff.post(
    f"{ONE}/confirm",
    permit=CONFIRM,
    response=StandingDoneOut,
    operation_id="group_confirm",
    summary="确认照顾身份",
)
async def group_confirm(request: HttpRequest, number: Number) -> HttpResponse:
    """Confirm as another person than who recorded it."""
    return await _act(request, deciding.confirm, number)


@staff.post(
    f"{ONE}/drop",
    permit=CONFIRM,
    response=StandingDoneOut,
    operation_id="group_drop",
    summary="不确认照顾身份",
)
async def group_drop(request: HttpRequest, number: Number) -> HttpResponse:
    """Turn down what nobody has confirmed."""
    return await _act(request, deciding.drop, number)


@staff.post(
    f"{ONE}/end",
    permit=RECORD,
    response=StandingDoneOut,
    operation_id="group_end",
    summary="提出终止照顾身份",
)
async def group_end(request: HttpRequest, number: Number, body: StandingEndIn) -> HttpResponse:
    """Propose the last day; another person confirms it."""
    return await _act(request, deciding.end, number, last_day=body.last_day)


@staff.post(
    f"{ONE}/confirm-end",
    permit=CONFIRM,
    response=StandingDoneOut,
    operation_id="group_confirm_end",
    summary="确认终止照顾身份",
)
async def group_confirm_end(request: HttpRequest, number: Number) -> HttpResponse:
    """Confirm the end as another person than who proposed it."""
    return await _act(request, deciding.confirm_end, number)


@staff.post(
    f"{ONE}/keep",
    permit=CONFIRM,
    response=StandingDoneOut,
    operation_id="group_keep",
    summary="保留照顾身份",
)
async def group_keep(request: HttpRequest, number: Number) -> HttpResponse:
    """Turn the proposed end down."""
    return await _act(request, deciding.keep, number)


async def _act(
    request: HttpRequest, act: Verb[..., GroupStanding], number: str, **words: Any
) -> HttpResponse:
    return await run(act, number, request=request, out=StandingDoneOut, **words)


def _own(actor: Actor) -> dict[str, Any]:
    return {"items": queries.own_standings(actor.own_person_id)}


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.auth  # type: ignore[attr-defined]
    return actor
