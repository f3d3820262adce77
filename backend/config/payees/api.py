"""Routes: a worker's own bank account, and its verification."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse

from backend.access.actor import Actor
from backend.access.guards import MemberOnly, Staff
from backend.access.paging import LIMIT_DEFAULT, Cursor, PageSize
from backend.access.permissions import Permission
from backend.access.reads import fetch
from backend.access.routers import GuardedRouter
from backend.access.schemas import Number
from backend.access.write import run
from backend.config.payees import queries, workflow
from backend.config.payees.schemas import (
    AccountOut,
    AccountPage,
    AccountPurposeIn,
    AccountRefusalIn,
    AgreeIn,
    ConsentOut,
    ProposeForIn,
    ProposeIn,
    RevealedAccountOut,
    WaitingOut,
    WaitingPage,
)

member = GuardedRouter(tags=["收款账户"])
staff = GuardedRouter(tags=["收款账户"])

VERIFY = Staff(Permission.ACCOUNTS_PAYEE_VERIFY)


@member.get(
    "/payee-accounts",
    permit=MemberOnly(),
    response=AccountPage,
    operation_id="listMyPayeeAccounts",
    summary="我的收款账户",
)
async def mine(
    request: HttpRequest, cursor: Cursor | None = None, limit: PageSize = LIMIT_DEFAULT
) -> HttpResponse:
    """List one's own accounts, newest first."""
    return await fetch(
        queries.my_page, _actor(request), cursor, limit, request=request, out=AccountPage
    )


@member.post(
    "/payee-accounts",
    permit=MemberOnly(),
    response=AccountOut,
    status=201,
    operation_id="proposeMyPayeeAccount",
    summary="登记本人的收款账户",
)
async def propose(request: HttpRequest, body: ProposeIn) -> HttpResponse:
    """Enter one's own account, or another one in its place; somebody else verifies it."""
    return await run(
        workflow.propose, request=request, out=AccountOut, status=201, **body.model_dump()
    )


@member.get(
    "/payee-accounts/consent",
    permit=MemberOnly(),
    response=ConsentOut,
    operation_id="getMyBankConsent",
    summary="银行账户信息的告知和单独同意",
)
async def consent(request: HttpRequest) -> HttpResponse:
    """Show the notice and whether one agrees to it."""
    return await fetch(_consent, _actor(request), request=request, out=ConsentOut)


@member.post(
    "/payee-accounts/consent",
    permit=MemberOnly(),
    response=ConsentOut,
    operation_id="giveMyBankConsent",
    summary="单独同意处理银行账户信息",
)
async def agree(request: HttpRequest, body: AgreeIn) -> HttpResponse:
    """Agree to the notice that was read."""
    return await run(
        workflow.agree, request=request, out=ConsentOut, notice_version=body.notice_version
    )


@member.post(
    "/payee-accounts/consent/withdraw",
    permit=MemberOnly(),
    response=None,
    status=204,
    operation_id="withdrawMyBankConsent",
    summary="撤回对处理银行账户信息的同意",
)
async def withdraw(request: HttpRequest) -> HttpResponse:
    """Take the consent back; no account is used any more."""
    return await run(workflow.withdraw, request=request, out=None)


@staff.get(
    "/payee-accounts",
    permit=VERIFY,
    response=WaitingPage,
    operation_id="listPayeeAccountsToVerify",
    summary="待核实的收款账户",
)
async def waiting(
    request: HttpRequest, cursor: Cursor | None = None, limit: PageSize = LIMIT_DEFAULT
) -> HttpResponse:
    """List accounts of one's unions and below that one can verify, the oldest first."""
    return await fetch(
        queries.waiting_page, _actor(request), cursor, limit, request=request, out=WaitingPage
    )


@staff.post(
    "/payee-accounts",
    permit=Staff(Permission.ACCOUNTS_PAYEE_PROPOSE),
    response=AccountOut,
    status=201,
    operation_id="proposePayeeAccount",
    summary="代职工登记收款账户",
)
async def propose_for(request: HttpRequest, body: ProposeForIn) -> HttpResponse:
    """Enter the account of a worker who cannot do it herself."""
    return await run(
        workflow.propose_for, request=request, out=AccountOut, status=201, **body.model_dump()
    )


@staff.get(
    "/payee-accounts/{number}",
    permit=VERIFY,
    response=WaitingOut,
    operation_id="getPayeeAccount",
    summary="一个收款账户",
)
async def one(request: HttpRequest, number: Number) -> HttpResponse:
    """Show one account of one's unions and below, masked."""
    return await fetch(queries.one, number, _actor(request), request=request, out=WaitingOut)


@staff.post(
    "/payee-accounts/{number}/reveal",
    permit=VERIFY,
    response=RevealedAccountOut,
    operation_id="revealPayeeAccount",
    summary="查看完整账号（留痕）",
)
async def reveal(request: HttpRequest, number: Number, body: AccountPurposeIn) -> HttpResponse:
    """Read the full number for a stated purpose."""
    return await run(
        workflow.reveal, number, request=request, out=RevealedAccountOut, purpose=body.purpose
    )


@staff.post(
    "/payee-accounts/{number}/verify",
    permit=VERIFY,
    response=AccountOut,
    operation_id="verifyPayeeAccount",
    summary="核实收款账户",
)
async def verify(request: HttpRequest, number: Number) -> HttpResponse:
    """Confirm an account; needs If-Match with the version that was read."""
    return await run(workflow.verify, number, request=request, out=AccountOut)


@staff.post(
    "/payee-accounts/{number}/refuse",
    permit=VERIFY,
    response=AccountOut,
    operation_id="refusePayeeAccount",
    summary="收款账户核实不通过",
)
async def refuse(request: HttpRequest, number: Number, body: AccountRefusalIn) -> HttpResponse:
    """Turn an account down with a reason; needs If-Match with the version that was read."""
    return await run(workflow.refuse, number, request=request, out=AccountOut, reason=body.reason)


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.auth  # type: ignore[attr-defined]
    return actor


def _consent(actor: Actor) -> dict[str, datetime | None]:
    standing = queries.my_consent(actor)
    return {"given_at": standing.given_at if standing else None}
