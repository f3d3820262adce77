"""Routes of the officers: writing on behalf, reading, and each step as a path of its own."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from backend.access.guards import Staff
from backend.access.paging import LIMIT_DEFAULT, Cursor, PageSize
from backend.access.permissions import Permission
from backend.access.reads import fetch
from backend.access.routers import GuardedRouter
from backend.access.write import run
from services.hardship import workflow
from services.hardship.api.payment import add_batches, add_orders
from services.hardship.api.writing import add_writing
from services.hardship.queries import case, lists
from services.hardship.schemas.incoming import (
    ApproveIn,
    CaseOpinionIn,
    CaseRefusalIn,
    CaseRevealIn,
    EconomicCheckIn,
    MissingIn,
    RecommendIn,
    ResolveIn,
    StartForIn,
    VisitIn,
)
from services.hardship.schemas.outgoing import (
    CaseOut,
    CaseRevealedOut,
    CaseStandingOut,
    LinePageOut,
)

staff = GuardedRouter(tags=["困难帮扶"])

READ = Staff(Permission.HARDSHIP_APPLICATION_READ)
CREATE = Staff(Permission.HARDSHIP_APPLICATION_CREATE)
VISIT = Staff(Permission.HARDSHIP_APPLICATION_VISIT)
RECOMMEND = Staff(Permission.HARDSHIP_APPLICATION_RECOMMEND)
CHECK = Staff(Permission.HARDSHIP_ECONOMIC_CHECK)
NOTICE = Staff(Permission.HARDSHIP_NOTICE_OPEN)
RESOLVE = Staff(Permission.HARDSHIP_OBJECTION_RESOLVE)
APPROVE = Staff(Permission.HARDSHIP_APPLICATION_APPROVE)
REFUSE = Staff(Permission.HARDSHIP_APPLICATION_REFUSE)
REVEAL = Staff(Permission.ACCOUNTS_PERSON_READ_FULL)
GRANT = Staff(Permission.HARDSHIP_GRANT_APPROVE)


@staff.get(
    "/hardship/cases",
    permit=READ,
    response=LinePageOut,
    operation_id="listHardshipCases",
    summary="本范围内的困难帮扶申请",
)
async def list_cases(
    request: HttpRequest, cursor: Cursor | None = None, limit: PageSize = LIMIT_DEFAULT
) -> HttpResponse:
    """List the cases of one's subtree."""
    actor = request.auth  # type: ignore[attr-defined]
    return await fetch(lists.case_page, actor, cursor, limit, request=request, out=LinePageOut)


@staff.get(
    "/hardship/cases/{number}",
    permit=READ,
    response=CaseOut,
    operation_id="getHardshipCase",
    summary="一份申请的全部情况（查看会留痕）",
)
async def get_case(request: HttpRequest, number: str) -> HttpResponse:
    """Read one case; the reading is recorded."""
    actor = request.auth  # type: ignore[attr-defined]
    return await fetch(_case, number, actor, request=request, out=CaseOut)


@staff.post(
    "/hardship/applications",
    permit=CREATE,
    response=CaseStandingOut,
    status=201,
    operation_id="startHardshipApplicationFor",
    summary="代职工开始一份申请",
)
async def start_for(request: HttpRequest, body: StartForIn) -> HttpResponse:
    """Begin an application for a worker who cannot."""
    return await run(
        workflow.start_for, request=request, out=CaseStandingOut, status=201, **body.model_dump()
    )


add_writing(staff, permit=Staff(Permission.HARDSHIP_APPLICATION_READ), whose="Behalf")
add_orders(staff)
add_batches(staff)


def _step(name: str, permit: Staff, operation: str, summary: str) -> dict[str, Any]:
    return {
        "path": f"/hardship/cases/{{number}}/{name}",
        "permit": permit,
        "operation_id": operation,
        "summary": summary,
    }


@staff.post(
    response=CaseStandingOut,
    **_step("return", VISIT, "returnHardshipApplication", "一次性退回补正"),
)
async def return_for_material(request: HttpRequest, number: str, body: MissingIn) -> HttpResponse:
    """Return an application once with the full list of what is missing."""
    return await run(
        workflow.return_for_material,
        number,
        request=request,
        out=CaseStandingOut,
        missing=body.missing,
    )


@staff.post(
    response=CaseStandingOut, **_step("visit", VISIT, "recordHardshipVisit", "登记入户走访")
)
async def visit(request: HttpRequest, number: str, body: VisitIn) -> HttpResponse:
    """Record a home visit."""
    return await run(
        workflow.record_visit,
        number,
        request=request,
        out=CaseStandingOut,
        visited_on=body.visited_on,
        finding=body.finding,
    )


@staff.post(
    response=CaseStandingOut, **_step("recommend", RECOMMEND, "recommendHardship", "基层工会推荐")
)
async def recommend(request: HttpRequest, number: str, body: RecommendIn) -> HttpResponse:
    """Recommend help."""
    return await run(
        workflow.recommend,
        number,
        request=request,
        out=CaseStandingOut,
        kind=str(body.kind),
        amount=body.amount.money(),
        opinion=body.opinion,
    )


@staff.post(
    response=CaseStandingOut,
    **_step("start-check", CHECK, "startHardshipCheck", "发起经济状况核对"),
)
async def start_check(request: HttpRequest, number: str) -> HttpResponse:
    """Start the economic check."""
    return await run(workflow.start_check, number, request=request, out=CaseStandingOut)


@staff.post(
    response=CaseStandingOut, **_step("record-check", CHECK, "recordHardshipCheck", "登记核对结果")
)
async def record_check(request: HttpRequest, number: str, body: EconomicCheckIn) -> HttpResponse:
    """Record the result of the check."""
    return await run(
        workflow.record_check,
        number,
        request=request,
        out=CaseStandingOut,
        agrees=body.agrees,
        finding=body.finding,
        annual_income=body.income(),
        rigid_expense=body.expense(),
    )


@staff.post(response=CaseStandingOut, **_step("notice", NOTICE, "openHardshipNotice", "张贴公示"))
async def open_notice(request: HttpRequest, number: str) -> HttpResponse:
    """Hang out the public notice."""
    return await run(workflow.open_notice, number, request=request, out=CaseStandingOut)


@staff.post(
    response=CaseStandingOut,
    **_step("objections/{objection}/dismiss", RESOLVE, "dismissHardshipObjection", "异议不成立"),
)
async def dismiss(
    request: HttpRequest, number: str, objection: str, body: ResolveIn
) -> HttpResponse:
    """Find that an objection does not hold."""
    return await run(
        workflow.dismiss_objection,
        number,
        request=request,
        out=CaseStandingOut,
        objection=objection,
        reason=body.reason,
    )


@staff.post(
    response=CaseStandingOut,
    **_step("objections/{objection}/uphold", RESOLVE, "upholdHardshipObjection", "异议成立"),
)
async def uphold(
    request: HttpRequest, number: str, objection: str, body: ResolveIn
) -> HttpResponse:
    """Find that an objection holds."""
    return await run(
        workflow.uphold_objection,
        number,
        request=request,
        out=CaseStandingOut,
        objection=objection,
        reason=body.reason,
    )


@staff.post(
    response=CaseStandingOut, **_step("approve", APPROVE, "approveHardship", "审批并预留经费")
)
async def approve(request: HttpRequest, number: str, body: ApproveIn) -> HttpResponse:
    """Approve and reserve the money."""
    return await run(
        workflow.approve,
        number,
        request=request,
        out=CaseStandingOut,
        amount=body.amount.money(),
        fund=body.fund,
        opinion=body.opinion,
    )


@staff.post(
    response=CaseStandingOut,
    **_step("reapprove-payee", GRANT, "reapproveHardshipPayee", "重新核准收款账户"),
)
async def reapprove_payee(request: HttpRequest, number: str, body: CaseOpinionIn) -> HttpResponse:
    """Approve the changed account anew; If-Match carries the version of the grant."""
    return await run(
        workflow.reapprove_payee, number, request=request, out=CaseStandingOut, opinion=body.opinion
    )


@staff.post(response=CaseStandingOut, **_step("file", APPROVE, "putHardshipOnFile", "建档"))
async def put_on_file(request: HttpRequest, number: str) -> HttpResponse:
    """Enter the household in the register of files."""
    return await run(workflow.put_on_file, number, request=request, out=CaseStandingOut)


@staff.post(response=CaseStandingOut, **_step("refuse", REFUSE, "refuseHardship", "不予帮扶"))
async def refuse(request: HttpRequest, number: str, body: CaseRefusalIn) -> HttpResponse:
    """Refuse with a written reason."""
    return await run(
        workflow.refuse,
        number,
        request=request,
        out=CaseStandingOut,
        reason=body.reason,
        clause=body.clause,
    )


@staff.post(
    response=CaseRevealedOut,
    **_step("reveal", REVEAL, "revealHardshipValue", "查看完整信息（留痕）"),
)
async def reveal(request: HttpRequest, number: str, body: CaseRevealIn) -> HttpResponse:
    """Open one masked value for a stated purpose."""
    return await run(
        workflow.reveal, number, request=request, out=CaseRevealedOut, **body.model_dump()
    )


def _case(number: str, actor: Any) -> case.Case:
    return case.case_of(workflow.read_case(number, actor=actor), actor)
