"""Routes of money: what is due, what waits to be paid, the batch and the bank (R9.13)."""

from django.http import HttpRequest, HttpResponse

from backend.access.guards import Staff
from backend.access.paging import LIMIT_DEFAULT, Cursor, PageSize
from backend.access.permissions import Permission
from backend.access.reads import fetch
from backend.access.routers import GuardedRouter
from backend.access.schemas import Number
from backend.access.write import run
from backend.ledger.bank_routes import BankRoutes, add_bank_routes
from services.commissioning.queries import stages as queries
from services.commissioning.schemas.contracts import ContractReasonIn
from services.commissioning.schemas.stages import (
    AccountIn,
    ProviderAccountOut,
    StageBatchesOut,
    StageBatchOut,
    StageOrderIn,
    StageOut,
    StagesToPayOut,
)
from services.commissioning.workflow import payee_accounts, stage_orders, stages

staff = GuardedRouter(tags=["委托服务付款"])

APPROVE = Staff(Permission.COMMISSIONING_STAGE_APPROVE)
PAY = Staff(Permission.COMMISSIONING_STAGE_PAY)
BATCHES = Staff(Permission.LEDGER_BATCH_READ)
CONFIRM = Staff(Permission.LEDGER_BATCH_CONFIRM)
ACT = Staff(Permission.COMMISSIONING_PROVIDER_ACT)


@staff.get(
    "/commissioning/stages",
    permit=PAY,
    response=StagesToPayOut,
    operation_id="listStagesToPay",
    summary="待付款和被退回的付款阶段",
)
async def to_pay(
    request: HttpRequest, cursor: Cursor | None = None, limit: PageSize = LIMIT_DEFAULT
) -> HttpResponse:
    """List what waits to be paid, newest first."""
    actor = request.auth  # type: ignore[attr-defined]
    return await fetch(queries.to_pay, actor, cursor, limit, request=request, out=StagesToPayOut)


@staff.post(
    "/commissioning/stages/{number}/approve",
    permit=APPROVE,
    response=StageOut,
    operation_id="approveStage",
    summary="核准到期的付款阶段",
)
async def approve(request: HttpRequest, number: Number) -> HttpResponse:
    """Approve a due stage, or approve it anew for a changed account; needs If-Match."""
    return await run(stages.approve_stage, number, request=request, out=StageOut)


@staff.post(
    "/commissioning/stages/{number}/withhold",
    permit=APPROVE,
    response=StageOut,
    operation_id="withholdStage",
    summary="不予支付一个付款阶段",
)
async def withhold(request: HttpRequest, number: Number, body: ContractReasonIn) -> HttpResponse:
    """Withhold a stage; needs If-Match."""
    return await run(
        stages.withhold_stage, number, request=request, out=StageOut, reason=body.reason
    )


@staff.get(
    "/commissioning/stage-batches",
    permit=BATCHES,
    response=StageBatchesOut,
    operation_id="listStageBatches",
    summary="委托服务的发放批次",
)
async def batches(
    request: HttpRequest, cursor: Cursor | None = None, limit: PageSize = LIMIT_DEFAULT
) -> HttpResponse:
    """List the batches in reach, newest first."""
    actor = request.auth  # type: ignore[attr-defined]
    return await fetch(queries.batches, actor, cursor, limit, request=request, out=StageBatchesOut)


@staff.post(
    "/commissioning/stage-batches",
    permit=PAY,
    response=StageBatchOut,
    status=201,
    operation_id="orderStages",
    summary="为选中的阶段下单",
)
async def order(request: HttpRequest, body: StageOrderIn) -> HttpResponse:
    """Order chosen stages in a new batch."""
    return await run(
        stage_orders.order_stages,
        request=request,
        out=StageBatchOut,
        status=201,
        stages=body.stages,
    )


@staff.post(
    "/provider/account",
    permit=ACT,
    response=ProviderAccountOut,
    status=201,
    operation_id="proposeOrganizationAccount",
    summary="登记本组织的收款账户",
)
async def propose(request: HttpRequest, body: AccountIn) -> HttpResponse:
    """Enter the account of one's organization."""
    return await run(
        payee_accounts.propose_account,
        request=request,
        out=ProviderAccountOut,
        status=201,
        bank=body.bank,
        account=body.account,
    )


add_bank_routes(
    staff,
    BankRoutes(
        batches="/commissioning/stage-batches",
        permit=CONFIRM,
        build_file=stage_orders.build_stage_file,
        take_in=stage_orders.import_stage_reply,
        take_out=stage_orders.take_out_stage,
        out=StageBatchOut,
        file_name="buildStageBankFile",
        reply_name="importStageBankReply",
        take_out_name="takeOutStage",
    ),
)
