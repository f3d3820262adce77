"""Routes of the fund keeper: what waits to be paid, the batch, the bank's file and reply."""

from django.http import HttpRequest, HttpResponse

from backend.access.actor import Actor
from backend.access.guards import Staff
from backend.access.paging import LIMIT_DEFAULT, Cursor, PageSize
from backend.access.permissions import Permission
from backend.access.reads import fetch
from backend.access.routers import GuardedRouter
from backend.access.schemas import Number
from backend.access.write import run
from backend.ledger.bank_routes import BankRoutes, add_bank_routes
from services.mutual_aid.queries import payments as queries
from services.mutual_aid.schemas.benefits import (
    BenefitOrderIn,
    BenefitOut,
    GroundIn,
    PayBatchesOut,
    PayBatchOut,
    PayLinesOut,
    ToPayPage,
)
from services.mutual_aid.schemas.enrolment import PlanNumber
from services.mutual_aid.workflow.benefits import accounts, bank, giving_up, ordering

staff = GuardedRouter(tags=["医疗互助付款"])

READ = Staff(Permission.MUTUAL_AID_BENEFIT_READ)
ORDER = Staff(Permission.MUTUAL_AID_BENEFIT_ORDER)
BATCHES = Staff(Permission.LEDGER_BATCH_READ)
CONFIRM = Staff(Permission.LEDGER_BATCH_CONFIRM)
RECOVER = Staff(Permission.MUTUAL_AID_BENEFIT_RECOVER)


@staff.get(
    "/mutual-aid/benefits/to-pay",
    permit=READ,
    response=ToPayPage,
    operation_id="benefits_to_pay",
    summary="待付款和被退回的给付",
)
async def to_pay(
    request: HttpRequest, cursor: Cursor | None = None, limit: PageSize = LIMIT_DEFAULT
) -> HttpResponse:
    """List what waits to be paid, newest first."""
    return await fetch(
        queries.to_pay, _actor(request), cursor, limit, request=request, out=ToPayPage
    )


@staff.post(
    "/mutual-aid/payment-batches",
    permit=ORDER,
    response=PayBatchOut,
    status=201,
    operation_id="benefits_order",
    summary="为选中的给付下单",
)
async def order(request: HttpRequest, body: BenefitOrderIn) -> HttpResponse:
    """Order chosen benefits in a new batch."""
    return await run(
        ordering.order, request=request, out=PayBatchOut, status=201, benefits=body.benefits
    )


@staff.post(
    "/mutual-aid/plans/{code}/order-all",
    permit=ORDER,
    response=PayBatchOut,
    status=201,
    operation_id="benefits_order_all",
    summary="一个计划里能付的给付全部下单",
)
async def order_all(request: HttpRequest, code: PlanNumber) -> HttpResponse:
    """Order everything of a plan that can be paid now."""
    return await run(ordering.order_all, code, request=request, out=PayBatchOut, status=201)


@staff.get(
    "/mutual-aid/payment-batches",
    permit=BATCHES,
    response=PayBatchesOut,
    operation_id="benefit_batches",
    summary="给付的发放批次",
)
async def batches(
    request: HttpRequest, cursor: Cursor | None = None, limit: PageSize = LIMIT_DEFAULT
) -> HttpResponse:
    """List the batches in reach, newest first."""
    return await fetch(
        queries.batches, _actor(request), cursor, limit, request=request, out=PayBatchesOut
    )


@staff.get(
    "/mutual-aid/payment-batches/{number}",
    permit=BATCHES,
    response=PayBatchOut,
    operation_id="benefit_batch",
    summary="一个发放批次",
)
async def batch(request: HttpRequest, number: Number) -> HttpResponse:
    """Show one batch."""
    return await fetch(queries.batch, number, _actor(request), request=request, out=PayBatchOut)


@staff.get(
    "/mutual-aid/payment-batches/{number}/lines",
    permit=BATCHES,
    response=PayLinesOut,
    operation_id="benefit_batch_lines",
    summary="批次里的付款",
)
async def lines(
    request: HttpRequest,
    number: Number,
    cursor: Cursor | None = None,
    limit: PageSize = LIMIT_DEFAULT,
) -> HttpResponse:
    """List the payments of a batch in their order in the file."""
    return await fetch(
        _lines, _actor(request), number, cursor, limit, request=request, out=PayLinesOut
    )


add_bank_routes(
    staff,
    BankRoutes(
        batches="/mutual-aid/payment-batches",
        permit=CONFIRM,
        build_file=bank.build_bank_file,
        take_in=bank.import_bank_reply,
        take_out=ordering.take_out,
        out=PayBatchOut,
        file_name="benefit_bank_file",
        reply_name="benefit_bank_reply",
        take_out_name="benefit_take_out",
    ),
)


@staff.post(
    "/mutual-aid/payment-batches/{number}/take-out-changed",
    permit=CONFIRM,
    response=PayBatchOut,
    operation_id="benefit_take_out_changed",
    summary="撤下账户变了的付款",
)
async def take_out_changed(request: HttpRequest, number: Number) -> HttpResponse:
    """Take out every payment whose account changed since it was approved."""
    return await run(ordering.take_out_changed, number, request=request, out=PayBatchOut)


@staff.post(
    "/mutual-aid/benefits/{number}/rebind",
    permit=Staff(Permission.ACCOUNTS_PAYEE_VERIFY),
    response=BenefitOut,
    operation_id="benefit_rebind",
    summary="核准付到新核实的账户",
)
async def rebind(request: HttpRequest, number: Number) -> HttpResponse:
    """Approve the account that stands verified now; needs If-Match."""
    return await run(accounts.rebind, number, request=request, out=BenefitOut)


@staff.post(
    "/mutual-aid/benefits/{number}/give-up",
    permit=RECOVER,
    response=BenefitOut,
    operation_id="benefit_give_up",
    summary="取消一笔没有付的给付",
)
async def give_up(request: HttpRequest, number: Number, body: GroundIn) -> HttpResponse:
    """Cancel a benefit that was never paid; needs If-Match."""
    return await run(giving_up.give_up, number, request=request, out=BenefitOut, reason=body.reason)


def _lines(actor: Actor, number: str, cursor: str | None, limit: int) -> object:
    return queries.lines(queries.batch(number, actor), cursor, limit)


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.auth  # type: ignore[attr-defined]
    return actor
