"""Routes of a project from its topic to its closed call, and the open calls for everybody."""

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from pydantic import Field

from backend.access.guards import Public, Staff
from backend.access.paging import LIMIT_DEFAULT, Cursor, PageSize
from backend.access.permissions import Permission
from backend.access.reads import fetch
from backend.access.routers import GuardedRouter
from backend.access.write import run
from services.commissioning.queries import calls as call_queries
from services.commissioning.queries import projects as queries
from services.commissioning.schemas.calls import (
    AmendIn,
    AmendmentOut,
    CallIn,
    CallReasonIn,
    NewProjectIn,
    ProjectIn,
    ProjectOut,
    ProjectPageOut,
    ProjectSheetOut,
    PublicCallOut,
    PublicCallsOut,
)
from services.commissioning.schemas.organizations import RowNumber
from services.commissioning.workflow import calls, cancelling, drafting

staff = GuardedRouter(tags=["委托服务：项目"])
public = GuardedRouter(tags=["委托服务"])

READ = Staff(Permission.COMMISSIONING_PROJECT_READ)
WRITE = Staff(Permission.COMMISSIONING_CALL_WRITE)
OPEN = Staff(Permission.COMMISSIONING_CALL_OPEN)
EVERYBODY = Public(reason="征集公告对所有人公开。")
StateWord = Annotated[str, Field(title="状态", max_length=20, pattern=r"^[a-z_]*$")]


def _on(
    name: str, permit: Staff, operation: str, summary: str, response: Any = ProjectOut
) -> dict[str, Any]:
    return {
        "path": f"/commissioning/projects/{{number}}{name}",
        "permit": permit,
        "operation_id": operation,
        "summary": summary,
        "response": response,
    }


@staff.get(
    "/commissioning/projects",
    permit=READ,
    response=ProjectPageOut,
    operation_id="listProjects",
    summary="本范围内的委托项目",
)
async def list_projects(
    request: HttpRequest,
    cursor: Cursor | None = None,
    limit: PageSize = LIMIT_DEFAULT,
    state: StateWord = "",
) -> HttpResponse:
    """List the projects of one's subtree."""
    actor = request.auth  # type: ignore[attr-defined]
    return await fetch(
        queries.desk_page, actor, cursor, limit, state, request=request, out=ProjectPageOut
    )


@staff.post(
    "/commissioning/projects",
    permit=WRITE,
    response=ProjectOut,
    status=201,
    operation_id="draftProject",
    summary="立项",
)
async def draft(request: HttpRequest, body: NewProjectIn) -> HttpResponse:
    """Begin a project with the needs it answers."""
    return await run(
        drafting.draft_project,
        request=request,
        out=ProjectOut,
        status=201,
        union_number=body.union_number,
        topic=body.topic(),
    )


@staff.get(**_on("", READ, "getProject", "一个项目的全部情况", ProjectSheetOut))
async def get_project(request: HttpRequest, number: RowNumber) -> HttpResponse:
    """Read one project; applications appear only once the call has closed."""
    actor = request.auth  # type: ignore[attr-defined]
    return await fetch(queries.sheet, actor, number, request=request, out=ProjectSheetOut)


@staff.put(**_on("", WRITE, "saveProject", "修改立项内容（公告发布前）"))
async def save(request: HttpRequest, number: RowNumber, body: ProjectIn) -> HttpResponse:
    """Change a project that is still a topic."""
    return await run(
        drafting.save_project, number, request=request, out=ProjectOut, topic=body.topic()
    )


@staff.put(**_on("/call", WRITE, "saveCall", "填写征集公告和评审标准（公告发布前）"))
async def save_call(request: HttpRequest, number: RowNumber, body: CallIn) -> HttpResponse:
    """Write the call of a project that is still a topic."""
    return await run(
        drafting.save_call, number, request=request, out=ProjectOut, draft=body.draft()
    )


@staff.post(**_on("/submit", WRITE, "submitCall", "送审征集公告"))
async def submit(request: HttpRequest, number: RowNumber) -> HttpResponse:
    """Send the call to the second person."""
    return await run(calls.submit_call, number, request=request, out=ProjectOut)


@staff.post(**_on("/return", OPEN, "returnCall", "退回征集公告"))
async def give_back(request: HttpRequest, number: RowNumber, body: CallReasonIn) -> HttpResponse:
    """Give the call back to its drafter."""
    return await run(calls.return_call, number, request=request, out=ProjectOut, reason=body.reason)


@staff.post(**_on("/open", OPEN, "openCall", "批准并发布征集公告（另一人）"))
async def open_it(request: HttpRequest, number: RowNumber) -> HttpResponse:
    """Open the call as the second person."""
    return await run(calls.open_call, number, request=request, out=ProjectOut)


@staff.post(status=201, **_on("/amendments", OPEN, "amendCall", "发布更正公告并延期", AmendmentOut))
async def amend(request: HttpRequest, number: RowNumber, body: AmendIn) -> HttpResponse:
    """Publish an amendment; the deadline moves on with it."""
    return await run(
        calls.amend_call,
        number,
        request=request,
        out=AmendmentOut,
        status=201,
        **body.model_dump(),
    )


@staff.post(**_on("/cancel", READ, "cancelProject", "取消项目（定标前）"))
async def cancel(request: HttpRequest, number: RowNumber, body: CallReasonIn) -> HttpResponse:
    """Cancel before the award; the verb asks for the right of the stage."""
    return await run(
        cancelling.cancel_project, number, request=request, out=ProjectOut, reason=body.reason
    )


@staff.post(status=201, **_on("/again", WRITE, "draftProjectAgain", "重新征集"))
async def again(request: HttpRequest, number: RowNumber) -> HttpResponse:
    """Draft a cancelled project anew."""
    return await run(cancelling.draft_again, number, request=request, out=ProjectOut, status=201)


@public.get(
    "/open-calls",
    permit=EVERYBODY,
    response=PublicCallsOut,
    operation_id="listOpenCalls",
    summary="正在征集的委托服务项目",
)
async def list_open(request: HttpRequest) -> HttpResponse:
    """List the calls that take applications now."""
    return await fetch(_open, request=request, out=PublicCallsOut)


@public.get(
    "/projects/{number}/call",
    permit=EVERYBODY,
    response=PublicCallOut,
    operation_id="getCall",
    summary="一个项目的征集公告",
)
async def get_call(request: HttpRequest, number: RowNumber) -> HttpResponse:
    """Read the call of a project."""
    return await fetch(call_queries.public_call, number, request=request, out=PublicCallOut)


def _open() -> dict[str, Any]:
    return {"items": call_queries.open_calls()}
