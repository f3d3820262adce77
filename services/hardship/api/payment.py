"""Routes of the fund keeper: what waits for payment, the batch, the bank's reply."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from backend.access.guards import Staff
from backend.access.hop import hop
from backend.access.permissions import Permission
from backend.access.reads import fetch
from backend.access.routers import GuardedRouter
from backend.access.write import run
from services.hardship import workflow
from services.hardship.queries import lists
from services.hardship.schemas.incoming import OrderIn, ReplyIn, TakeOutIn
from services.hardship.schemas.outgoing import BatchOut, GrantsOut

PAY = Staff(Permission.HARDSHIP_GRANT_PAY)
CONFIRM = Staff(Permission.LEDGER_BATCH_CONFIRM)


def add_orders(router: GuardedRouter) -> None:
    """Declare the routes of what waits for payment."""

    @router.get(
        "/hardship/grants",
        permit=PAY,
        response=GrantsOut,
        operation_id="listHardshipGrantsToPay",
        summary="待付款和被退回的帮扶金",
    )
    async def grants(request: HttpRequest) -> HttpResponse:
        """List what waits for payment."""
        actor = request.auth  # type: ignore[attr-defined]
        return await fetch(_grants, actor, request=request, out=GrantsOut)

    @router.post(
        "/hardship/batches",
        permit=PAY,
        response=BatchOut,
        status=201,
        operation_id="orderHardshipPayments",
        summary="下单付款",
    )
    async def order(request: HttpRequest, body: OrderIn) -> HttpResponse:
        """Order payments in a new batch."""
        return await run(
            workflow.order_payments,
            request=request,
            out=BatchOut,
            status=201,
            grants=body.grants,
        )

    @router.post(
        "/hardship/batches/{number}/take-out",
        permit=CONFIRM,
        response=BatchOut,
        operation_id="takeOutHardshipPayment",
        summary="撤下一笔还没送银行的付款",
    )
    async def take_out(request: HttpRequest, number: str, body: TakeOutIn) -> HttpResponse:
        """Take one payment out of a batch that has not gone to the bank."""
        return await run(
            workflow.take_out,
            number,
            request=request,
            out=BatchOut,
            order=body.order,
            reason=body.reason,
        )


def add_batches(router: GuardedRouter) -> None:
    """Declare the routes of a batch and the bank."""

    @router.post(
        "/hardship/batches/{number}/file",
        permit=CONFIRM,
        response=None,
        operation_id="buildHardshipBankFile",
        summary="生成银行文件",
    )
    async def file(request: HttpRequest, number: str) -> HttpResponse:
        """Write the file for the bank; the same again gives the same bytes."""
        actor = request.auth  # type: ignore[attr-defined]
        made = await hop(workflow.build_bank_file, number, actor=actor)
        return HttpResponse(
            made.content,
            content_type="text/csv; charset=utf-8",
            headers={
                "Content-Disposition": f'attachment; filename="{made.name}"',
                "Cache-Control": "private, no-store",
            },
        )

    @router.post(
        "/hardship/batches/{number}/reply",
        permit=CONFIRM,
        response=BatchOut,
        operation_id="importHardshipBankReply",
        summary="导入银行回单",
    )
    async def reply(request: HttpRequest, number: str, body: ReplyIn) -> HttpResponse:
        """Take in the bank's reply."""
        return await run(
            workflow.import_bank_reply,
            number,
            request=request,
            out=BatchOut,
            content=body.content.encode(),
        )


def _grants(actor: Any) -> dict[str, Any]:
    return {"items": lists.grants_to_pay(actor)}
