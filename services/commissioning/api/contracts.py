"""Routes of the buyer under a contract: draft, sign, judge, change (R9.12, R9.15)."""

from django.http import HttpRequest, HttpResponse

from backend.access.guards import Staff
from backend.access.permissions import Permission
from backend.access.reads import fetch
from backend.access.routers import GuardedRouter
from backend.access.schemas import Number
from backend.access.write import run
from services.commissioning.queries import contract_sheet
from services.commissioning.schemas.contract_sheets import ContractSheetOut
from services.commissioning.schemas.contracts import (
    ChangeAnswerIn,
    ChangeIn,
    ContractChangeOut,
    ContractOut,
    ContractReasonIn,
    JudgementsIn,
    MidtermIn,
    TermsIn,
)
from services.commissioning.workflow import changes, contracts, milestones

staff = GuardedRouter(tags=["委托服务协议"])

READ = Staff(Permission.COMMISSIONING_PROJECT_READ)
WRITE = Staff(Permission.COMMISSIONING_CONTRACT_WRITE)
SIGN = Staff(Permission.COMMISSIONING_CONTRACT_SIGN)
APPROVE = Staff(Permission.COMMISSIONING_STAGE_APPROVE)


@staff.get(
    "/commissioning/projects/{number}/contract",
    permit=READ,
    response=ContractSheetOut,
    operation_id="getContract",
    summary="项目的服务协议、指标、付款阶段和变更",
)
async def contract(request: HttpRequest, number: Number) -> HttpResponse:
    """Read the contract of a project."""
    actor = request.auth  # type: ignore[attr-defined]
    return await fetch(contract_sheet.sheet, actor, number, request=request, out=ContractSheetOut)


@staff.post(
    "/commissioning/projects/{number}/contract",
    permit=WRITE,
    response=ContractOut,
    status=201,
    operation_id="draftContract",
    summary="起草或重新起草服务协议",
)
async def draft(request: HttpRequest, number: Number, body: TermsIn) -> HttpResponse:
    """Draft the contract; needs If-Match with the version of the project."""
    return await run(
        contracts.draft_contract,
        number,
        request=request,
        out=ContractOut,
        status=201,
        terms=body.terms(),
    )


@staff.post(
    "/commissioning/contracts/{number}/sign",
    permit=SIGN,
    response=ContractOut,
    operation_id="signContract",
    summary="签署协议，预留分期款",
)
async def sign(request: HttpRequest, number: Number) -> HttpResponse:
    """Sign the contract for the union; needs If-Match."""
    return await run(contracts.sign_contract, number, request=request, out=ContractOut)


@staff.post(
    "/commissioning/contracts/{number}/terminate",
    permit=SIGN,
    response=ContractOut,
    operation_id="terminateContract",
    summary="提前终止协议",
)
async def terminate(request: HttpRequest, number: Number, body: ContractReasonIn) -> HttpResponse:
    """End a contract before its time; needs If-Match."""
    return await run(
        contracts.terminate, number, request=request, out=ContractOut, reason=body.reason
    )


@staff.post(
    "/commissioning/contracts/{number}/milestones",
    permit=APPROVE,
    response=ContractOut,
    operation_id="judgeMilestones",
    summary="认定履约节点",
)
async def judge(request: HttpRequest, number: Number, body: JudgementsIn) -> HttpResponse:
    """Judge milestones; needs If-Match."""
    return await run(
        milestones.judge_milestones,
        number,
        request=request,
        out=ContractOut,
        judgements=[one.judgement() for one in body.judgements],
    )


@staff.post(
    "/commissioning/contracts/{number}/midterm",
    permit=APPROVE,
    response=ContractOut,
    operation_id="meetMidterm",
    summary="通过中期评估",
)
async def midterm(request: HttpRequest, number: Number, body: MidtermIn) -> HttpResponse:
    """Pass the midterm; needs If-Match."""
    return await run(
        milestones.meet_midterm,
        number,
        request=request,
        out=ContractOut,
        words=body.words,
        judgements=[one.judgement() for one in body.judgements],
    )


@staff.post(
    "/commissioning/contracts/{number}/changes",
    permit=WRITE,
    response=ContractChangeOut,
    status=201,
    operation_id="askContractChange",
    summary="提出协议变更",
)
async def ask(request: HttpRequest, number: Number, body: ChangeIn) -> HttpResponse:
    """Ask for a change; needs If-Match with the version of the contract."""
    return await run(
        changes.ask_change,
        number,
        request=request,
        out=ContractChangeOut,
        status=201,
        asked=body.asked(),
    )


@staff.post(
    "/commissioning/changes/{number}/approve",
    permit=SIGN,
    response=ContractChangeOut,
    operation_id="approveContractChange",
    summary="同意协议变更",
)
async def approve_change(
    request: HttpRequest, number: Number, body: ChangeAnswerIn
) -> HttpResponse:
    """Agree to a change; needs If-Match."""
    return await run(
        changes.approve_change, number, request=request, out=ContractChangeOut, answer=body.answer
    )


@staff.post(
    "/commissioning/changes/{number}/refuse",
    permit=SIGN,
    response=ContractChangeOut,
    operation_id="refuseContractChange",
    summary="不同意协议变更",
)
async def refuse_change(
    request: HttpRequest, number: Number, body: ContractReasonIn
) -> HttpResponse:
    """Turn down a change; needs If-Match."""
    return await run(
        changes.refuse_change, number, request=request, out=ContractChangeOut, answer=body.reason
    )
