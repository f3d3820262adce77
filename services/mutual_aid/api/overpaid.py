"""Routes of what a settlement overpaid: the list, and asking it back."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from pydantic import Field

from backend.access.actor import Actor
from backend.access.guards import Staff
from backend.access.paging import LIMIT_DEFAULT, Cursor, PageSize
from backend.access.permissions import Permission
from backend.access.reads import fetch
from backend.access.routers import GuardedRouter
from backend.access.schemas import Number
from backend.access.write import run
from services.mutual_aid.queries.overpaid import overpaid
from services.mutual_aid.schemas.overpaid import (
    OverpaidDemandedOut,
    OverpaidDemandIn,
    OverpaidListOut,
)
from services.mutual_aid.workflow.settlements.overpayment import demand_overpaid

staff = GuardedRouter(tags=["医疗互助结算"])

RECOVER = Staff(Permission.MUTUAL_AID_BENEFIT_RECOVER)
LIST = "/mutual-aid/settlements/{number}/overpaid"
Serial = Annotated[int, Field(title="序号", ge=1, le=2_147_483_647)]


@staff.get(
    LIST,
    permit=RECOVER,
    response=OverpaidListOut,
    operation_id="settlement_overpaid",
    summary="一次结算查出的多付",
)
async def settlement_overpaid(
    request: HttpRequest,
    number: Number,
    cursor: Cursor | None = None,
    limit: PageSize = LIMIT_DEFAULT,
) -> HttpResponse:
    """List to whom more was paid than is due, and what is being got back."""
    actor: Actor = request.auth  # type: ignore[attr-defined]
    return await fetch(overpaid, actor, number, cursor, limit, request=request, out=OverpaidListOut)


@staff.post(
    f"{LIST}/{{serial}}/demand-back",
    permit=RECOVER,
    response=OverpaidDemandedOut,
    status=201,
    operation_id="settlement_overpaid_demand",
    summary="提出追回多付的钱",
)
async def settlement_overpaid_demand(
    request: HttpRequest, number: Number, serial: Serial, body: OverpaidDemandIn
) -> HttpResponse:
    """Ask one person's overpayment back; each recovery waits for a second person."""
    return await run(
        demand_overpaid,
        number,
        request=request,
        out=OverpaidDemandedOut,
        status=201,
        serial=serial,
        reason=body.reason,
    )
