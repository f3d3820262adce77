"""Routes of the fund keeper: what waits for payment, the batch, the bank's reply."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from backend.access.guards import Staff
from backend.access.permissions import Permission
from backend.access.reads import fetch
from backend.access.routers import GuardedRouter
from backend.access.write import run
from backend.ledger.bank_routes import BankRoutes, add_bank_routes
from services.hardship import workflow
from services.hardship.queries import lists
from services.hardship.schemas.incoming import GrantOrderIn
from services.hardship.schemas.outgoing import GrantBatchOut, GrantsOut

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
        response=GrantBatchOut,
        status=201,
        operation_id="orderHardshipPayments",
        summary="下单付款",
    )
    async def order(request: HttpRequest, body: GrantOrderIn) -> HttpResponse:
        """Order payments in a new batch."""
        return await run(
            workflow.order_payments,
            request=request,
            out=GrantBatchOut,
            status=201,
            grants=body.grants,
        )


def add_batches(router: GuardedRouter) -> None:
    """Declare the routes of a batch and the bank."""
    add_bank_routes(
        router,
        BankRoutes(
            batches="/hardship/batches",
            permit=CONFIRM,
            build_file=workflow.build_bank_file,
            take_in=workflow.import_bank_reply,
            take_out=workflow.take_out,
            out=GrantBatchOut,
            file_name="buildHardshipBankFile",
            reply_name="importHardshipBankReply",
            take_out_name="takeOutHardshipPayment",
        ),
    )


def _grants(actor: Any) -> dict[str, Any]:
    return {"items": lists.grants_to_pay(actor)}
