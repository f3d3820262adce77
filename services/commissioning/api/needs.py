"""Routes of needs: members say and share them, officers enter and close them (R9.26)."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from backend.access.guards import MemberOnly, Staff
from backend.access.permissions import Permission
from backend.access.reads import fetch
from backend.access.routers import GuardedRouter
from backend.access.write import run
from services.commissioning.queries import needs as queries
from services.commissioning.schemas.needs import (
    CloseNeedIn,
    EnterNeedIn,
    NeedOut,
    NeedsOut,
    SuggestIn,
)
from services.commissioning.schemas.organizations import RowNumber
from services.commissioning.workflow import needs

member = GuardedRouter(tags=["职工需求"])
staff = GuardedRouter(tags=["委托服务：需求"])

READ = Staff(Permission.COMMISSIONING_PROJECT_READ)
WRITE = Staff(Permission.COMMISSIONING_NEED_WRITE)


@member.get(
    "/needs",
    permit=MemberOnly(),
    response=NeedsOut,
    operation_id="listNeeds",
    summary="本市职工需求，按响应人数排列",
)
async def list_mine(request: HttpRequest) -> HttpResponse:
    """List the needs of one's city."""
    actor = request.auth  # type: ignore[attr-defined]
    return await fetch(_mine, actor, request=request, out=NeedsOut)


@member.post(
    "/needs",
    permit=MemberOnly(),
    response=NeedOut,
    status=201,
    operation_id="suggestNeed",
    summary="提出一项需求",
)
async def suggest(request: HttpRequest, body: SuggestIn) -> HttpResponse:
    """Say what one needs; the same words again join in."""
    return await run(
        needs.suggest_need, request=request, out=NeedOut, status=201, **body.model_dump()
    )


@member.post(
    "/needs/{number}/voice",
    permit=MemberOnly(),
    response=NeedOut,
    operation_id="addNeedVoice",
    summary="我也需要",
)
async def voice(request: HttpRequest, number: RowNumber) -> HttpResponse:
    """Join in a need, once."""
    return await run(needs.add_voice, number, request=request, out=NeedOut)


@member.post(
    "/needs/{number}/take-back",
    permit=MemberOnly(),
    response=NeedOut,
    operation_id="takeBackNeedVoice",
    summary="撤回我的响应（还没有项目回应时）",
)
async def take_back(request: HttpRequest, number: RowNumber) -> HttpResponse:
    """Take one's voice back."""
    return await run(needs.take_back_voice, number, request=request, out=NeedOut)


@staff.get(
    "/commissioning/needs",
    permit=READ,
    response=NeedsOut,
    operation_id="listNeedsForDrafting",
    summary="职工需求，按响应人数排列",
)
async def list_ranked(request: HttpRequest) -> HttpResponse:
    """List the needs, the most voices first."""
    actor = request.auth  # type: ignore[attr-defined]
    return await fetch(_ranked, actor, request=request, out=NeedsOut)


@staff.post(
    "/commissioning/needs",
    permit=WRITE,
    response=NeedOut,
    status=201,
    operation_id="enterNeed",
    summary="登记别处收集的需求",
)
async def enter(request: HttpRequest, body: EnterNeedIn) -> HttpResponse:
    """Enter a need that was collected elsewhere."""
    return await run(
        needs.enter_need, request=request, out=NeedOut, status=201, **body.model_dump()
    )


@staff.post(
    "/commissioning/needs/{number}/close",
    permit=WRITE,
    response=NeedOut,
    operation_id="closeNeed",
    summary="结束征集一项需求",
)
async def close(request: HttpRequest, number: RowNumber, body: CloseNeedIn) -> HttpResponse:
    """Close a need to further voices."""
    return await run(needs.close_need, number, request=request, out=NeedOut, reason=body.reason)


def _mine(actor: Any) -> dict[str, Any]:
    return {"items": queries.of_member(actor)}


def _ranked(actor: Any) -> dict[str, Any]:
    return {"items": queries.ranked(actor)}
