"""Routes of the buyer's side on applications; before the opening they read as absent (R9.5)."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from backend.access.guards import Staff
from backend.access.permissions import Permission
from backend.access.reads import fetch
from backend.access.routers import GuardedRouter
from backend.access.write import run
from services.commissioning.queries import bids as queries
from services.commissioning.schemas.bids import BidSheetOut, CheckedOut
from services.commissioning.schemas.calls import CallReasonIn
from services.commissioning.schemas.organizations import RowNumber
from services.commissioning.workflow import checking

staff = GuardedRouter(tags=["委托服务：申报书"])

READ = Staff(Permission.COMMISSIONING_PROJECT_READ)
WRITE = Staff(Permission.COMMISSIONING_CALL_WRITE)


@staff.get(
    "/commissioning/bids/{number}",
    permit=READ,
    response=BidSheetOut,
    operation_id="getOpenedBid",
    summary="已开封的申报书（查看会留痕）",
)
async def get_bid(request: HttpRequest, number: RowNumber) -> HttpResponse:
    """Read an opened application; the reading is recorded."""
    actor = request.auth  # type: ignore[attr-defined]
    return await fetch(_sheet, number, actor, request=request, out=BidSheetOut)


@staff.post(
    "/commissioning/bids/{number}/qualify",
    permit=WRITE,
    response=CheckedOut,
    operation_id="qualifyBid",
    summary="资格合格",
)
async def qualify(request: HttpRequest, number: RowNumber) -> HttpResponse:
    """Find that an applicant may go before the panel."""
    return await run(checking.qualify_bid, number, request=request, out=CheckedOut)


@staff.post(
    "/commissioning/bids/{number}/disqualify",
    permit=WRITE,
    response=CheckedOut,
    operation_id="disqualifyBid",
    summary="资格不合格",
)
async def disqualify(request: HttpRequest, number: RowNumber, body: CallReasonIn) -> HttpResponse:
    """Find that an applicant may not, with the reason."""
    return await run(
        checking.disqualify_bid, number, request=request, out=CheckedOut, reason=body.reason
    )


def _sheet(number: str, actor: Any) -> queries.BidSheet:
    return queries.sheet_of(checking.read_bid(number, actor=actor))
