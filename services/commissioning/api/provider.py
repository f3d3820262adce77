"""Routes of an organization's officers: their own file, the open calls, their own applications."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from backend.access.guards import Staff
from backend.access.permissions import Permission
from backend.access.reads import fetch
from backend.access.routers import GuardedRouter
from backend.access.write import run
from services.commissioning.queries import bids as queries
from services.commissioning.queries import organizations
from services.commissioning.schemas.bids import BidOut, ContentIn, OwnBidOut, OwnBidsOut
from services.commissioning.schemas.organizations import (
    ActivityIn,
    ActivityOut,
    OrgFileOut,
    ProofIn,
    ProofOut,
    RowNumber,
)
from services.commissioning.workflow import bids, proofs, support

staff = GuardedRouter(tags=["承接组织"])

ACT = Staff(Permission.COMMISSIONING_PROVIDER_ACT)


@staff.get(
    "/provider/organization",
    permit=ACT,
    response=OrgFileOut,
    operation_id="getOwnOrganization",
    summary="本组织的档案，以及现在不能申报的原因",
)
async def own_organization(request: HttpRequest) -> HttpResponse:
    """Read the file of one's organization."""
    actor = request.auth  # type: ignore[attr-defined]
    return await fetch(organizations.own_file, actor, request=request, out=OrgFileOut)


@staff.post(
    "/provider/proofs",
    permit=ACT,
    response=ProofOut,
    status=201,
    operation_id="submitProof",
    summary="提交资质证明",
)
async def submit_proof(request: HttpRequest, body: ProofIn) -> HttpResponse:
    """Hand in a proof."""
    return await run(
        proofs.submit_proof, request=request, out=ProofOut, status=201, handed=body.handed()
    )


@staff.post(
    "/provider/activities",
    permit=ACT,
    response=ActivityOut,
    status=201,
    operation_id="reportActivity",
    summary="登记本组织的志愿活动",
)
async def activity(request: HttpRequest, body: ActivityIn) -> HttpResponse:
    """Record an activity of one's organization."""
    return await run(
        support.report_activity,
        request=request,
        out=ActivityOut,
        status=201,
        activity=body.activity(),
    )


@staff.get(
    "/provider/bids",
    permit=ACT,
    response=OwnBidsOut,
    operation_id="listOwnBids",
    summary="本组织的申报书",
)
async def own_bids(request: HttpRequest) -> HttpResponse:
    """List one's own applications."""
    actor = request.auth  # type: ignore[attr-defined]
    return await fetch(_own, actor, request=request, out=OwnBidsOut)


@staff.post(
    "/provider/calls/{number}/bids",
    permit=ACT,
    response=BidOut,
    status=201,
    operation_id="startBid",
    summary="开始填写申报书",
)
async def start(request: HttpRequest, number: RowNumber) -> HttpResponse:
    """Begin an application to an open call."""
    return await run(bids.start_bid, number, request=request, out=BidOut, status=201)


@staff.get(
    "/provider/bids/{number}",
    permit=ACT,
    response=OwnBidOut,
    operation_id="getOwnBid",
    summary="本组织的一份申报书",
)
async def own_bid(request: HttpRequest, number: RowNumber) -> HttpResponse:
    """Read one's own application."""
    actor = request.auth  # type: ignore[attr-defined]
    return await fetch(queries.own_bid, actor, number, request=request, out=OwnBidOut)


@staff.put(
    "/provider/bids/{number}",
    permit=ACT,
    response=BidOut,
    operation_id="saveBid",
    summary="保存申报书草稿",
)
async def save(request: HttpRequest, number: RowNumber, body: ContentIn) -> HttpResponse:
    """Save a draft."""
    return await run(bids.save_bid, number, request=request, out=BidOut, content=body.content())


@staff.post(
    "/provider/bids/{number}/submit",
    permit=ACT,
    response=BidOut,
    operation_id="submitBid",
    summary="提交或替换申报书，取得回执",
)
async def submit(request: HttpRequest, number: RowNumber, body: ContentIn) -> HttpResponse:
    """Submit, or replace what was submitted; gives the receipt."""
    return await run(bids.submit_bid, number, request=request, out=BidOut, content=body.content())


@staff.post(
    "/provider/bids/{number}/withdraw",
    permit=ACT,
    response=BidOut,
    operation_id="withdrawBid",
    summary="撤回申报书（截止前）",
)
async def withdraw(request: HttpRequest, number: RowNumber) -> HttpResponse:
    """Take an application back."""
    return await run(bids.withdraw_bid, number, request=request, out=BidOut)


def _own(actor: Any) -> dict[str, Any]:
    return {"items": queries.own_bids(actor)}
