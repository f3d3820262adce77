"""Routes of workers: confirm a service, see one's own, rate them; a station on behalf (R9.16)."""

from django.http import HttpRequest, HttpResponse

from backend.access.guards import MemberOnly, Staff
from backend.access.hop import hop
from backend.access.paging import LIMIT_DEFAULT, Cursor, PageSize
from backend.access.permissions import Permission
from backend.access.reads import fetch
from backend.access.routers import GuardedRouter
from backend.access.schemas import Number
from backend.access.write import run
from services.commissioning.queries import used
from services.commissioning.schemas.delivery import (
    ConfirmedOut,
    ConfirmForIn,
    ConfirmIn,
    RatingIn,
    UsedOut,
    UsedPage,
)
from services.commissioning.workflow import confirmations, ratings

member = GuardedRouter(tags=["委托服务确认与评价"])
staff = GuardedRouter(tags=["委托服务代办确认"])

FILE = Staff(Permission.COMMISSIONING_CONFIRMATION_FILE)


@member.get(
    "/services",
    permit=MemberOnly(),
    response=UsedPage,
    operation_id="listOwnServices",
    summary="我确认过的服务",
)
async def used_page(
    request: HttpRequest, cursor: Cursor | None = None, limit: PageSize = LIMIT_DEFAULT
) -> HttpResponse:
    """List one's own services, newest first."""
    actor = request.auth  # type: ignore[attr-defined]
    return await fetch(used.page, actor, cursor, limit, request=request, out=UsedPage)


@member.get(
    "/services/{number}",
    permit=MemberOnly(),
    response=UsedOut,
    operation_id="getOwnService",
    summary="我确认过的一次服务",
)
async def used_one(request: HttpRequest, number: Number) -> HttpResponse:
    """Read one of one's own services."""
    actor = request.auth  # type: ignore[attr-defined]
    return await fetch(used.one, actor, number, request=request, out=UsedOut)


@member.post(
    "/services/{number}/confirm",
    permit=MemberOnly(),
    response=ConfirmedOut,
    operation_id="confirmService",
    summary="凭现场验证码确认到场",
)
async def confirm(request: HttpRequest, number: Number, body: ConfirmIn) -> HttpResponse:
    """Confirm one's presence by the code on the screen."""
    return await run(
        confirmations.confirm,
        number,
        request=request,
        out=ConfirmedOut,
        code=body.code,
        way=body.way,
    )


@member.post(
    "/services/{number}/rating",
    permit=MemberOnly(),
    response={204: None},
    operation_id="rateService",
    summary="评价一次服务（不记名）",
)
async def rate(request: HttpRequest, number: Number, body: RatingIn) -> HttpResponse:
    """Rate a service; no key is kept, for it would stand beside the rating with the person."""
    actor = request.auth  # type: ignore[attr-defined]
    await hop(ratings.rate, number, actor=actor, stars=body.stars, words=body.words)
    return HttpResponse(status=204)


@staff.post(
    "/commissioning/sessions/{number}/confirmations",
    permit=FILE,
    response=ConfirmedOut,
    operation_id="confirmServiceFor",
    summary="服务站代会员确认到场",
)
async def confirm_for(request: HttpRequest, number: Number, body: ConfirmForIn) -> HttpResponse:
    """Confirm for a member who has no phone with her."""
    return await run(
        confirmations.confirm_for,
        number,
        request=request,
        out=ConfirmedOut,
        id_number=body.id_number,
        name=body.name,
    )
