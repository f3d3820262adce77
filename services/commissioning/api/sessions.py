"""Routes of the provider: its projects, the contract's other side, its sessions (R9.16)."""

from django.http import HttpRequest, HttpResponse

from backend.access.actor import Actor
from backend.access.guards import Staff
from backend.access.permissions import Permission
from backend.access.reads import fetch
from backend.access.routers import GuardedRouter
from backend.access.schemas import Number
from backend.access.write import run
from services.commissioning.queries import contract_sheet, provided
from services.commissioning.schemas.contract_sheets import ContractSheetOut
from services.commissioning.schemas.contracts import (
    ChangeIn,
    ContractChangeOut,
    ContractOut,
    ContractReasonIn,
)
from services.commissioning.schemas.delivery import (
    CloseIn,
    ProvidedListOut,
    SessionIn,
    SessionOut,
    SessionsOut,
    ShownOut,
)
from services.commissioning.workflow import changes, contracts, sessions

staff = GuardedRouter(tags=["承接组织履约"])

ACT = Staff(Permission.COMMISSIONING_PROVIDER_ACT)
CONFIRM_PAGE = "/me/services/confirm/"


@staff.get(
    "/provider/projects",
    permit=ACT,
    response=ProvidedListOut,
    operation_id="listProvidedProjects",
    summary="本组织承接的项目",
)
async def projects(request: HttpRequest) -> HttpResponse:
    """List the projects of one's organization."""
    actor = request.auth  # type: ignore[attr-defined]
    return await fetch(_projects, actor, request=request, out=ProvidedListOut)


@staff.get(
    "/provider/projects/{number}",
    permit=ACT,
    response=ContractSheetOut,
    operation_id="getProvidedProject",
    summary="本组织承接的一个项目",
)
async def project(request: HttpRequest, number: Number) -> HttpResponse:
    """Read the contract of one's own project."""
    actor = request.auth  # type: ignore[attr-defined]
    return await fetch(
        contract_sheet.own_sheet, actor, number, request=request, out=ContractSheetOut
    )


@staff.post(
    "/provider/contracts/{number}/agree",
    permit=ACT,
    response=ContractOut,
    operation_id="agreeContract",
    summary="确认服务协议",
)
async def agree(request: HttpRequest, number: Number) -> HttpResponse:
    """Agree to the draft; needs If-Match."""
    return await run(contracts.agree_contract, number, request=request, out=ContractOut)


@staff.post(
    "/provider/contracts/{number}/changes",
    permit=ACT,
    response=ContractChangeOut,
    status=201,
    operation_id="askProvidedChange",
    summary="承接组织提出协议变更",
)
async def ask_change(request: HttpRequest, number: Number, body: ChangeIn) -> HttpResponse:
    """Ask for a change; needs If-Match with the version of the contract."""
    return await run(
        changes.ask_change,
        number,
        request=request,
        out=ContractChangeOut,
        status=201,
        asked=body.asked(),
    )


@staff.get(
    "/provider/projects/{number}/sessions",
    permit=ACT,
    response=SessionsOut,
    operation_id="listSessions",
    summary="项目的服务场次",
)
async def listed(request: HttpRequest, number: Number) -> HttpResponse:
    """List the sessions of one's own project."""
    actor = request.auth  # type: ignore[attr-defined]
    return await fetch(_sessions, actor, number, request=request, out=SessionsOut)


@staff.post(
    "/provider/contracts/{number}/sessions",
    permit=ACT,
    response=SessionOut,
    status=201,
    operation_id="planSession",
    summary="安排服务场次",
)
async def plan(request: HttpRequest, number: Number, body: SessionIn) -> HttpResponse:
    """Plan a session."""
    return await run(
        sessions.plan_session,
        number,
        request=request,
        out=SessionOut,
        status=201,
        title=body.title,
        place=body.place,
        starts_at=body.starts_at,
        ends_at=body.ends_at,
    )


@staff.post(
    "/provider/sessions/{number}/open",
    permit=ACT,
    response=SessionOut,
    operation_id="openSession",
    summary="开始签到",
)
async def open_session(request: HttpRequest, number: Number) -> HttpResponse:
    """Open a session for confirmations; needs If-Match."""
    return await run(sessions.open_session, number, request=request, out=SessionOut)


@staff.get(
    "/provider/sessions/{number}/code",
    permit=ACT,
    response=ShownOut,
    operation_id="getSessionCode",
    summary="此刻的签到验证码",
)
async def code(request: HttpRequest, number: Number) -> HttpResponse:
    """Give the code of this moment."""
    actor = request.auth  # type: ignore[attr-defined]
    address = request.build_absolute_uri(CONFIRM_PAGE)
    return await fetch(
        provided.shown, actor, number, address=address, request=request, out=ShownOut
    )


@staff.post(
    "/provider/sessions/{number}/close",
    permit=ACT,
    response=SessionOut,
    operation_id="closeSession",
    summary="结束场次，登记承接组织计数",
)
async def close(request: HttpRequest, number: Number, body: CloseIn) -> HttpResponse:
    """Close a session with the provider's count; needs If-Match."""
    return await run(
        sessions.close_session,
        number,
        request=request,
        out=SessionOut,
        provider_count=body.provider_count,
    )


@staff.post(
    "/provider/sessions/{number}/drop",
    permit=ACT,
    response=SessionOut,
    operation_id="dropSession",
    summary="取消场次",
)
async def drop(request: HttpRequest, number: Number, body: ContractReasonIn) -> HttpResponse:
    """Call a planned session off; needs If-Match."""
    return await run(
        sessions.drop_session, number, request=request, out=SessionOut, reason=body.reason
    )


def _projects(actor: Actor) -> dict[str, object]:
    return {"items": provided.projects(actor)}


def _sessions(actor: Actor, number: str) -> dict[str, object]:
    return {"items": provided.sessions(contract_sheet.own(actor, number))}
