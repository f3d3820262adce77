"""The ledger for staff: funds, statements, batches, and money that came in."""

from django.http import HttpRequest, HttpResponse

from backend.access.guards import Staff
from backend.access.paging import LIMIT_DEFAULT, Cursor, PageSize
from backend.access.permissions import Permission
from backend.access.reads import fetch
from backend.access.routers import GuardedRouter
from backend.access.write import run
from backend.kernel.money import Money
from backend.ledger import counter, queries
from backend.ledger.schemas import (
    BatchesOut,
    BatchOut,
    FundOut,
    FundsOut,
    TakeIn,
    TransferOut,
    TransfersOut,
)

READ = Staff(Permission.LEDGER_FUND_READ)
BATCHES = Staff(Permission.LEDGER_BATCH_READ)

staff = GuardedRouter(tags=["经费"])


@staff.get(
    "/funds", permit=READ, response=FundsOut, operation_id="ledger_funds", summary="经费列表"
)
async def funds(request: HttpRequest) -> HttpResponse:
    """List the funds in reach with their balances."""
    return await fetch(_funds_of, request, request=request, out=FundsOut)


@staff.get(
    "/funds/{number}", permit=READ, response=FundOut, operation_id="ledger_fund", summary="一笔经费"
)
async def fund(request: HttpRequest, number: str) -> HttpResponse:
    """Show one fund with its balance."""
    return await fetch(queries.fund, request.auth, number, request=request, out=FundOut)  # type: ignore[attr-defined]


@staff.get(
    "/funds/{number}/transfers",
    permit=READ,
    response=TransfersOut,
    operation_id="ledger_statement",
    summary="收支明细",
)
async def statement(
    request: HttpRequest,
    number: str,
    cursor: Cursor | None = None,
    limit: PageSize = LIMIT_DEFAULT,
) -> HttpResponse:
    """List the transfers of a fund, newest first."""
    actor = request.auth  # type: ignore[attr-defined]
    return await fetch(
        queries.statement, actor, number, cursor, limit, request=request, out=TransfersOut
    )


@staff.post(
    "/funds/{number}/receipts",
    permit=Staff(Permission.LEDGER_FUND_WRITE),
    response=TransferOut,
    status=201,
    operation_id="ledger_take_in",
    summary="登记收款",
)
async def take_in(request: HttpRequest, number: str, body: TakeIn) -> HttpResponse:
    """Enter money that came in."""
    return await run(
        counter.take_in,
        number,
        Money(body.amount_fen),
        request=request,
        out=TransferOut,
        status=201,
        payer=body.payer,
        reference=body.reference,
        received_on=body.received_on,
    )


@staff.get(
    "/payment-batches",
    permit=BATCHES,
    response=BatchesOut,
    operation_id="ledger_batches",
    summary="发放批次",
)
async def batches(
    request: HttpRequest, cursor: Cursor | None = None, limit: PageSize = LIMIT_DEFAULT
) -> HttpResponse:
    """List the batches in reach, newest first."""
    actor = request.auth  # type: ignore[attr-defined]
    return await fetch(queries.batches, actor, cursor, limit, request=request, out=BatchesOut)


@staff.get(
    "/payment-batches/{number}",
    permit=BATCHES,
    response=BatchOut,
    operation_id="ledger_batch",
    summary="一个批次",
)
async def batch(request: HttpRequest, number: str) -> HttpResponse:
    """Show one batch."""
    return await fetch(queries.batch, request.auth, number, request=request, out=BatchOut)  # type: ignore[attr-defined]


def _funds_of(request: HttpRequest) -> dict[str, object]:
    return {"items": queries.funds(request.auth)}  # type: ignore[attr-defined]
