"""Routes of acceptance, evaluation, disputes, audit; and the projects for everybody."""

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Query
from pydantic import Field

from backend.access.guards import Public, Staff
from backend.access.paging import LIMIT_DEFAULT, Cursor, PageSize
from backend.access.permissions import Permission
from backend.access.reads import fetch
from backend.access.routers import GuardedRouter
from backend.access.schemas import In
from backend.access.write import run
from services.commissioning.queries import audit_view, verdict_desk
from services.commissioning.queries.public import lists, sheet
from services.commissioning.queries.public.lists import Wanted
from services.commissioning.schemas.organizations import RowNumber
from services.commissioning.schemas.public import PublicProjectOut, PublicProjectsOut
from services.commissioning.schemas.verdicts import (
    AcceptanceIn,
    AcceptanceOut,
    ArchivedOut,
    AuditOut,
    DisputeAnswerIn,
    DisputeIn,
    DisputeOut,
    DisputePageOut,
    DisputeUpholdIn,
    EvaluateIn,
    EvaluationOut,
    RectificationOut,
    RectifiedIn,
    RectifyIn,
    VerdictDeskOut,
)
from services.commissioning.workflow import acceptance, archiving, disputes, evaluation

staff = GuardedRouter(tags=["委托服务：验收和评价"])
public = GuardedRouter(tags=["委托服务"])

READ = Staff(Permission.COMMISSIONING_PROJECT_READ)
JUDGE = Staff(Permission.COMMISSIONING_ACCEPTANCE_WRITE)
ANSWER = Staff(Permission.COMMISSIONING_OBJECTION_ANSWER)
FILE = Staff(Permission.COMMISSIONING_CONTRACT_WRITE)
PROVIDE = Staff(Permission.COMMISSIONING_PROVIDER_ACT)
EVERYBODY = Public(reason="委托服务的数量、质量和资金使用向职工公开，不需要登录（R9.23）")
Code = Annotated[str, Field(max_length=16, pattern=r"^[a-z_]*$")]


class WantedIn(In):
    """What somebody looks for."""

    kind: Code = Field("", title="类别")
    stage: Code = Field("", title="阶段")
    words: Annotated[str, Field(title="名称里有", max_length=60)] = ""
    union: Annotated[str, Field(title="工会编号", max_length=20)] = ""


def _on(name: str, permit: Staff, operation: str, summary: str, response: Any) -> dict[str, Any]:
    return {
        "path": f"/commissioning/projects/{{number}}{name}",
        "permit": permit,
        "operation_id": operation,
        "summary": summary,
        "response": response,
    }


@staff.get(**_on("/verdict", READ, "getVerdict", "验收和评价所需的数字", VerdictDeskOut))
async def verdict(request: HttpRequest, number: RowNumber) -> HttpResponse:
    """Read what was delivered, the points that follow now, and the verdict."""
    actor = request.auth  # type: ignore[attr-defined]
    return await fetch(
        verdict_desk.verdict_desk, actor, number, request=request, out=VerdictDeskOut
    )


@staff.post(status=201, **_on("/accept", JUDGE, "acceptDelivery", "验收通过", AcceptanceOut))
async def accept(request: HttpRequest, number: RowNumber, body: AcceptanceIn) -> HttpResponse:
    """Accept the delivery; needs If-Match with the version of the project."""
    return await run(
        acceptance.accept_delivery,
        number,
        request=request,
        out=AcceptanceOut,
        status=201,
        opinion=body.opinion,
    )


@staff.post(
    status=201, **_on("/rectification", JUDGE, "askRectification", "限期整改", AcceptanceOut)
)
async def rectify(request: HttpRequest, number: RowNumber, body: RectifyIn) -> HttpResponse:
    """Ask for the delivery to be put right by a day."""
    return await run(
        acceptance.ask_rectification,
        number,
        request=request,
        out=AcceptanceOut,
        status=201,
        **body.model_dump(),
    )


@staff.post(status=201, **_on("/evaluate", JUDGE, "evaluateDelivery", "绩效评价", EvaluationOut))
async def evaluate(request: HttpRequest, number: RowNumber, body: EvaluateIn) -> HttpResponse:
    """Evaluate by the contract's weights."""
    return await run(
        evaluation.evaluate,
        number,
        request=request,
        out=EvaluationOut,
        status=201,
        words=body.words,
    )


@staff.post(
    status=201,
    **_on("/reevaluate", JUDGE, "reevaluateDelivery", "异议成立后重新评价", EvaluationOut),
)
async def reevaluate(request: HttpRequest, number: RowNumber, body: EvaluateIn) -> HttpResponse:
    """Evaluate again with the figures that upheld disputes recognized; the earlier one stays."""
    return await run(
        evaluation.reevaluate,
        number,
        request=request,
        out=EvaluationOut,
        status=201,
        words=body.words,
    )


@staff.post(
    status=201,
    **_on(
        "/rectification/close", JUDGE, "closeRectification", "核查评价后的整改", RectificationOut
    ),
)
async def close(request: HttpRequest, number: RowNumber, body: RectifiedIn) -> HttpResponse:
    """Say whether what the evaluation asked for was put right."""
    return await run(
        evaluation.close_rectification,
        number,
        request=request,
        out=RectificationOut,
        status=201,
        **body.model_dump(),
    )


@staff.post(**_on("/archive", FILE, "archiveProject", "归档", ArchivedOut))
async def archive(request: HttpRequest, number: RowNumber) -> HttpResponse:
    """Put a published project on file."""
    return await run(archiving.archive, number, request=request, out=ArchivedOut)


@staff.get(**_on("/audit", READ, "auditProject", "项目的全部步骤和账目核对", AuditOut))
async def audit(request: HttpRequest, number: RowNumber) -> HttpResponse:
    """Read every step, with rows and ledger side by side."""
    actor = request.auth  # type: ignore[attr-defined]
    return await fetch(audit_view.audit_view, actor, number, request=request, out=AuditOut)


@staff.get(
    "/commissioning/disputes",
    permit=READ,
    response=DisputePageOut,
    operation_id="listOpenDisputes",
    summary="待答复的数字异议",
)
async def list_disputes(
    request: HttpRequest, cursor: Cursor | None = None, limit: PageSize = LIMIT_DEFAULT
) -> HttpResponse:
    """List the disputes that wait for an answer."""
    actor = request.auth  # type: ignore[attr-defined]
    return await fetch(
        verdict_desk.open_disputes, actor, cursor, limit, request=request, out=DisputePageOut
    )


@staff.post(
    "/commissioning/disputes/{number}/dismiss",
    permit=ANSWER,
    response=DisputeOut,
    operation_id="dismissDispute",
    summary="答复：异议不成立",
)
async def dismiss(request: HttpRequest, number: RowNumber, body: DisputeAnswerIn) -> HttpResponse:
    """Answer that the figure stands."""
    return await run(
        disputes.dismiss_dispute, number, request=request, out=DisputeOut, answer=body.answer
    )


@staff.post(
    "/commissioning/disputes/{number}/uphold",
    permit=ANSWER,
    response=DisputeOut,
    operation_id="upholdDispute",
    summary="答复：异议成立",
)
async def uphold(request: HttpRequest, number: RowNumber, body: DisputeUpholdIn) -> HttpResponse:
    """Answer that the provider is right, and recognize another figure."""
    return await run(
        disputes.uphold_dispute, number, request=request, out=DisputeOut, **body.model_dump()
    )


@staff.post(
    "/provider/contracts/{number}/disputes",
    permit=PROVIDE,
    response=DisputeOut,
    status=201,
    operation_id="makeDispute",
    summary="对一个数字提出异议",
)
async def dispute(request: HttpRequest, number: RowNumber, body: DisputeIn) -> HttpResponse:
    """Dispute a figure of one's own contract."""
    return await run(
        disputes.make_dispute,
        number,
        request=request,
        out=DisputeOut,
        status=201,
        **body.model_dump(),
    )


@public.get(
    "/projects",
    permit=EVERYBODY,
    response=PublicProjectsOut,
    operation_id="listPublicProjects",
    summary="委托服务项目，最近征集的在前",
)
async def list_projects(
    request: HttpRequest,
    wanted: Query[WantedIn],
    cursor: Cursor | None = None,
    limit: PageSize = LIMIT_DEFAULT,
) -> HttpResponse:
    """List the projects that the public may know."""
    return await fetch(
        lists.public_projects,
        Wanted(**wanted.model_dump()),
        cursor,
        limit,
        request=request,
        out=PublicProjectsOut,
    )


@public.get(
    "/projects/{number}",
    permit=EVERYBODY,
    response=PublicProjectOut,
    operation_id="getPublicProject",
    summary="一个项目的数量、质量、资金和结果",
)
async def get_project(request: HttpRequest, number: RowNumber) -> HttpResponse:
    """Read one project."""
    return await fetch(sheet.sheet, number, request=request, out=PublicProjectOut)
