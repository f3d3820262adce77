"""Routes of the worker: her applications, the notices of her union."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from backend.access.guards import MemberOnly
from backend.access.paging import LIMIT_DEFAULT, Cursor, PageSize
from backend.access.reads import fetch
from backend.access.routers import GuardedRouter
from backend.access.write import run
from services.hardship import workflow
from services.hardship.api.writing import add_writing
from services.hardship.queries import lists, mine
from services.hardship.schemas.incoming import ObjectionIn, ReceiptIn, StartIn
from services.hardship.schemas.outgoing import (
    CaseStandingOut,
    LinePageOut,
    NoticesOut,
    ObjectionOut,
)

member = GuardedRouter(tags=["困难帮扶"])


@member.get(
    "/hardship/applications",
    permit=MemberOnly(),
    response=LinePageOut,
    operation_id="listMyHardshipApplications",
    summary="我的困难帮扶申请",
)
async def list_mine(
    request: HttpRequest, cursor: Cursor | None = None, limit: PageSize = LIMIT_DEFAULT
) -> HttpResponse:
    """List one's own applications."""
    actor = request.auth  # type: ignore[attr-defined]
    return await fetch(lists.my_page, actor, cursor, limit, request=request, out=LinePageOut)


@member.post(
    "/hardship/applications",
    permit=MemberOnly(),
    response=CaseStandingOut,
    status=201,
    operation_id="startMyHardshipApplication",
    summary="开始一份申请",
)
async def start(request: HttpRequest, body: StartIn) -> HttpResponse:
    """Begin an application."""
    return await run(
        workflow.start, request=request, out=CaseStandingOut, status=201, purposes=body.purposes
    )


add_writing(member, permit=MemberOnly(), whose="My")


@member.post(
    "/hardship/applications/{number}/receipt",
    permit=MemberOnly(),
    response=CaseStandingOut,
    operation_id="acknowledgeHardshipPayment",
    summary="确认收到帮扶金",
)
async def receipt(request: HttpRequest, number: str, body: ReceiptIn) -> HttpResponse:
    """Confirm that the money came."""
    return await run(
        workflow.acknowledge_receipt,
        number,
        request=request,
        out=CaseStandingOut,
        evidence=body.evidence,
    )


@member.get(
    "/hardship/notices",
    permit=MemberOnly(),
    response=NoticesOut,
    operation_id="listHardshipNotices",
    summary="本工会正在公示的帮扶",
)
async def notices(request: HttpRequest) -> HttpResponse:
    """List the notices that hang in one's own union."""
    actor = request.auth  # type: ignore[attr-defined]
    return await fetch(_notices, actor, request=request, out=NoticesOut)


@member.post(
    "/hardship/notices/{number}/objections",
    permit=MemberOnly(),
    response=ObjectionOut,
    status=201,
    operation_id="objectToHardshipNotice",
    summary="对公示提出异议",
)
async def object_to(request: HttpRequest, number: str, body: ObjectionIn) -> HttpResponse:
    """Object to a notice."""
    return await run(
        workflow.object_to, number, request=request, out=ObjectionOut, status=201, text=body.text
    )


def _notices(actor: Any) -> dict[str, Any]:
    return {"items": mine.notices(actor)}
