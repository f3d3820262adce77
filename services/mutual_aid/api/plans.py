"""Routes of plan officers: load a version, read and compare, try it, propose and approve it."""

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from pydantic import Field

from backend.access.guards import Staff
from backend.access.permissions import Permission
from backend.access.reads import fetch
from backend.access.routers import GuardedRouter
from backend.access.schemas import Number
from backend.access.write import run
from services.mutual_aid.queries import comparison, dry_runs, plan_sheets
from services.mutual_aid.queries import plans as queries
from services.mutual_aid.schemas.enrolment import PlanNumber, PlansOut
from services.mutual_aid.schemas.plans import (
    ComparisonOut,
    DaysIn,
    DryRunOut,
    PlanOpinionIn,
    PlanReasonIn,
    PlanSheetOut,
    RunNumber,
    TrialOut,
    VersionOut,
)
from services.mutual_aid.workflow import dry_runs as trials
from services.mutual_aid.workflow import plan_life, plan_withdrawal, plans

staff = GuardedRouter(tags=["医疗互助"])

READ = Staff(Permission.MUTUAL_AID_PLAN_READ)
ADOPT = Staff(Permission.MUTUAL_AID_PLAN_ADOPT)
APPROVE = Staff(Permission.MUTUAL_AID_PLAN_APPROVE)
Whole = Annotated[bool, Field(title="是否列出没有变的行")]
Sponsor = Annotated[Number, Field(title="主办工会编号")]
PACK = {
    "requestBody": {
        "required": True,
        "description": "规则文件 zhijia-pack/1 原样发送，不改写",
        "content": {"application/json": {"schema": {"type": "object"}}},
    }
}


@staff.post(
    "/mutual-aid/plans",
    permit=ADOPT,
    response=VersionOut,
    status=201,
    operation_id="plan_load",
    summary="载入计划版本（规则文件原样作为请求正文）",
    openapi_extra=PACK,
)
async def plan_load(request: HttpRequest, sponsor: Sponsor) -> HttpResponse:
    """Load a rule file; refused whole with the JSON path of what is wrong."""
    return await run(
        plans.load,
        request.body,
        request=request,
        out=VersionOut,
        status=201,
        sponsor_number=sponsor,
    )


@staff.get(
    "/mutual-aid/plans",
    permit=READ,
    response=PlansOut,
    operation_id="staff_plan_list",
    summary="全部计划版本",
)
async def staff_plan_list(request: HttpRequest) -> HttpResponse:
    """List all plan versions, signed or not."""
    return await fetch(queries.full_list, request=request, out=PlansOut)


@staff.get(
    "/mutual-aid/plans/{number}",
    permit=READ,
    response=PlanSheetOut,
    operation_id="plan_sheet",
    summary="一个计划版本的全部内容",
)
async def plan_sheet(request: HttpRequest, number: PlanNumber) -> HttpResponse:
    """Read one version."""
    actor = request.auth  # type: ignore[attr-defined]
    return await fetch(plan_sheets.sheet_of, actor, number, request=request, out=PlanSheetOut)


@staff.get(
    "/mutual-aid/plans/{number}/comparison",
    permit=READ,
    response=ComparisonOut,
    operation_id="plan_comparison",
    summary="逐行比较两个版本",
)
async def plan_comparison(
    request: HttpRequest,
    number: PlanNumber,
    other: PlanNumber | None = None,
    *,
    whole: Whole = False,
) -> HttpResponse:
    """Compare an older version, `other` or the one before, with this one."""
    return await fetch(
        comparison.compare_versions,
        other,
        number,
        is_whole=whole,
        request=request,
        out=ComparisonOut,
    )


def _step(name: str, operation: str, summary: str, permit: Staff) -> dict[str, Any]:
    return {
        "path": f"/mutual-aid/plans/{{number}}/{name}",
        "permit": permit,
        "response": VersionOut,
        "operation_id": operation,
        "summary": summary,
    }


@staff.post(**_step("propose", "plan_propose", "提请批准施行", ADOPT))
async def plan_propose(
    request: HttpRequest, number: PlanNumber, body: PlanReasonIn
) -> HttpResponse:
    """Propose a version."""
    return await run(plan_life.propose, number, request=request, out=VersionOut, reason=body.reason)


@staff.post(**_step("approve", "plan_approve", "批准施行（另一人）", APPROVE))
async def plan_approve(
    request: HttpRequest, number: PlanNumber, body: PlanOpinionIn
) -> HttpResponse:
    """Put a proposed version in force."""
    return await run(
        plan_life.approve, number, request=request, out=VersionOut, opinion=body.opinion
    )


@staff.post(**_step("decline", "plan_decline", "不予批准", APPROVE))
async def plan_decline(
    request: HttpRequest, number: PlanNumber, body: PlanReasonIn
) -> HttpResponse:
    """Decline a proposed version."""
    return await run(plan_life.decline, number, request=request, out=VersionOut, reason=body.reason)


@staff.post(**_step("ask-withdrawal", "plan_ask_withdrawal", "提请撤回已施行的版本", ADOPT))
async def plan_ask_withdrawal(
    request: HttpRequest, number: PlanNumber, body: PlanReasonIn
) -> HttpResponse:
    """Ask a second person to withdraw a version that has begun."""
    return await run(
        plan_withdrawal.ask_withdrawal, number, request=request, out=VersionOut, reason=body.reason
    )


@staff.post(**_step("withdraw", "plan_withdraw", "撤回（没有人用过的版本）", READ))
async def plan_withdraw(
    request: HttpRequest, number: PlanNumber, body: PlanReasonIn
) -> HttpResponse:
    """Withdraw a version that nobody used; the verb asks for the right permission."""
    return await run(
        plan_withdrawal.withdraw, number, request=request, out=VersionOut, reason=body.reason
    )


@staff.post(
    "/mutual-aid/plans/{number}/dry-runs",
    permit=READ,
    response=DryRunOut,
    status=202,
    operation_id="dry_run_ask",
    summary="用这个版本试算已核定的申领和结算",
)
async def dry_run_ask(request: HttpRequest, number: PlanNumber, body: DaysIn) -> HttpResponse:
    """Ask for a trial; it is computed in the background and changes nothing."""
    return await run(
        trials.ask, number, request=request, out=DryRunOut, status=202, **body.model_dump()
    )


@staff.get(
    "/mutual-aid/dry-runs/{number}",
    permit=READ,
    response=TrialOut,
    operation_id="dry_run_read",
    summary="一次试算的进度和结果",
)
async def dry_run_read(request: HttpRequest, number: RunNumber) -> HttpResponse:
    """Read a trial."""
    actor = request.auth  # type: ignore[attr-defined]
    return await fetch(dry_runs.read_run, actor, number, request=request, out=TrialOut)
