"""Routes of the reviewers: a desk, one claim, and each step as a path of its own."""

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from pydantic import Field

from backend.access.asked import Choice, Whole
from backend.access.guards import Staff
from backend.access.lane import HotList
from backend.access.paging import LIMIT_DEFAULT, LIMIT_MAX, Cursor, PageSize
from backend.access.permissions import Permission
from backend.access.reads import fetch, fetch_text
from backend.access.routers import GuardedRouter
from backend.access.schemas import Number
from backend.access.write import run
from backend.kernel import clock
from services.mutual_aid.queries import claim_desk_list
from services.mutual_aid.schemas.claims_staff import (
    AdjustIn,
    ClaimFileOut,
    ClaimNumber,
    ClaimOpinionIn,
    ClaimPageOut,
    ClaimReasonIn,
    ClaimRevealedOut,
    ClaimRevealIn,
    DeskStandingOut,
    OverrideIn,
    PhotoLinkOut,
    RejectIn,
    ReturnIn,
    Variant,
)
from services.mutual_aid.states import Level
from services.mutual_aid.workflow.claims import (
    adjusting,
    approval,
    mandates,
    reading,
    rejection,
    returning,
    review,
    sampling,
    suspension,
)

staff = GuardedRouter(tags=["医疗互助"])

# Which level decides is the claim's business, so that the verb asks for the level's permission.
READ = Staff(Permission.MUTUAL_AID_CLAIM_READ)
SUSPEND = Staff(Permission.MUTUAL_AID_CLAIM_SUSPEND)
REVEAL = Staff(Permission.ACCOUNTS_PERSON_READ_FULL)
Overdue = Annotated[bool, Field(title="是否只看逾期的")]
NeedsLook = Annotated[bool, Field(title="是否只看有疑点的")]
Desk = Annotated[Level, Field(title="审核层级")]
# The first page of a desk without a filter; `claim_desk` answers for all of them.
DESK = HotList(
    "/api/staff/v1/claims",
    READ,
    claim_desk_list.DESK_SQL,
    parameters=(
        Choice("desk", tuple(str(level) for level in Level)),
        Whole("limit", LIMIT_MAX, LIMIT_DEFAULT),
    ),
    told=(clock.today,),
)
HOT = (DESK,)


@staff.get(
    "/claims",
    permit=READ,
    response=ClaimPageOut,
    operation_id="claim_desk",
    summary="一个审核层级上待办的申领",
)
async def claim_desk(
    request: HttpRequest,
    desk: Desk,
    *,
    overdue: Overdue = False,
    needs_look: NeedsLook = False,
    cursor: Cursor | None = None,
    limit: PageSize = LIMIT_DEFAULT,
) -> HttpResponse:
    """List what lies on a desk within my subtree, newest first."""
    actor = request.auth  # type: ignore[attr-defined]
    return await fetch_text(
        claim_desk_list.desk_text,
        actor,
        desk,
        cursor,
        limit,
        is_overdue=overdue,
        needs_look=needs_look,
    )


@staff.get(
    "/claims/{number}",
    permit=READ,
    response=ClaimFileOut,
    operation_id="claim_file",
    summary="一份申领的全部情况（查看会留痕）",
)
async def claim_file(request: HttpRequest, number: ClaimNumber) -> HttpResponse:
    """Read one claim; the reading is recorded."""
    actor = request.auth  # type: ignore[attr-defined]
    return await fetch(reading.read_claim, number, actor=actor, request=request, out=ClaimFileOut)


@staff.get(
    "/claims/{number}/photos/{photo}",
    permit=READ,
    response=PhotoLinkOut,
    operation_id="claim_photo_link",
    summary="取一张单据照片的链接（60 秒有效，下载会留痕）",
)
async def claim_photo_link(
    request: HttpRequest, number: ClaimNumber, photo: Number, variant: Variant = "preview"
) -> HttpResponse:
    """Give a link to a photograph of a claim that I may read."""
    actor = request.auth  # type: ignore[attr-defined]
    return await fetch(
        reading.photo_link, number, photo, variant, actor=actor, request=request, out=PhotoLinkOut
    )


def _step(name: str, operation: str, summary: str, permit: Staff = READ) -> dict[str, Any]:
    return {
        "path": f"/claims/{{number}}/{name}",
        "permit": permit,
        "response": DeskStandingOut,
        "operation_id": operation,
        "summary": summary,
    }


@staff.post(**_step("review", "claim_review", "审核并交下一级"))
async def claim_review(
    request: HttpRequest, number: ClaimNumber, body: ClaimOpinionIn
) -> HttpResponse:
    """Pass a claim on."""
    return await run(
        review.review, number, request=request, out=DeskStandingOut, opinion=body.opinion
    )


@staff.post(**_step("approve", "claim_approve", "核定并预留经费"))
async def claim_approve(
    request: HttpRequest, number: ClaimNumber, body: ClaimOpinionIn
) -> HttpResponse:
    """Approve as the last level."""
    return await run(
        approval.approve, number, request=request, out=DeskStandingOut, opinion=body.opinion
    )


@staff.post(**_step("return", "claim_return", "一次退回补正"))
async def claim_return(request: HttpRequest, number: ClaimNumber, body: ReturnIn) -> HttpResponse:
    """Return a claim with the full list of what is missing."""
    return await run(
        returning.return_incomplete,
        number,
        request=request,
        out=DeskStandingOut,
        **body.model_dump(),
    )


@staff.post(**_step("adjust", "claim_adjust", "调整金额（另一人核定）"))
async def claim_adjust(request: HttpRequest, number: ClaimNumber, body: AdjustIn) -> HttpResponse:
    """Raise or cut the computed amount."""
    return await run(
        adjusting.adjust,
        number,
        request=request,
        out=DeskStandingOut,
        decided=body.amount.money(),
        reason=body.reason,
    )


@staff.post(**_step("override", "claim_override", "不适用一条除外责任"))
async def claim_override(
    request: HttpRequest, number: ClaimNumber, body: OverrideIn
) -> HttpResponse:
    """Decide that an exclusion does not apply."""
    return await run(
        adjusting.override_exclusion,
        number,
        request=request,
        out=DeskStandingOut,
        **body.model_dump(),
    )


@staff.post(**_step("reject", "claim_reject", "不予给付"))
async def claim_reject(request: HttpRequest, number: ClaimNumber, body: RejectIn) -> HttpResponse:
    """Reject a claim with clause, fact and remedy."""
    return await run(
        rejection.reject, number, request=request, out=DeskStandingOut, **body.model_dump()
    )


@staff.post(**_step("suspend", "claim_suspend", "转入调查", SUSPEND))
async def claim_suspend(
    request: HttpRequest, number: ClaimNumber, body: ClaimReasonIn
) -> HttpResponse:
    """Suspend a claim for an investigation."""
    return await run(
        suspension.suspend, number, request=request, out=DeskStandingOut, reason=body.reason
    )


@staff.post(**_step("resume", "claim_resume", "调查结束，重新审核", SUSPEND))
async def claim_resume(
    request: HttpRequest, number: ClaimNumber, body: ClaimReasonIn
) -> HttpResponse:
    """Take the review up again."""
    return await run(
        suspension.resume, number, request=request, out=DeskStandingOut, finding=body.reason
    )


@staff.post(**_step("look", "claim_look", "登记疑点核对结果"))
async def claim_look(
    request: HttpRequest, number: ClaimNumber, body: ClaimReasonIn
) -> HttpResponse:
    """Record what the comparison with the doubles showed."""
    return await run(review.look, number, request=request, out=DeskStandingOut, finding=body.reason)


@staff.post(**_step("confirm-mandate", "claim_confirm_mandate", "核对家人代办的委托和同意书"))
async def claim_confirm_mandate(
    request: HttpRequest, number: ClaimNumber, body: ClaimOpinionIn
) -> HttpResponse:
    """Confirm that the person signed the relative's paper."""
    return await run(
        mandates.confirm, number, request=request, out=DeskStandingOut, opinion=body.opinion
    )


@staff.post(**_step("second-look", "claim_second_look", "抽查复核意见"))
async def claim_second_look(
    request: HttpRequest, number: ClaimNumber, body: ClaimReasonIn
) -> HttpResponse:
    """Give the extra opinion on a drawn claim."""
    return await run(
        sampling.second_look, number, request=request, out=DeskStandingOut, opinion=body.reason
    )


@staff.post(
    "/claims/{number}/reveal",
    permit=REVEAL,
    response=ClaimRevealedOut,
    operation_id="claim_reveal",
    summary="查看完整信息（留痕）",
)
async def claim_reveal(
    request: HttpRequest, number: ClaimNumber, body: ClaimRevealIn
) -> HttpResponse:
    """Open one masked value for a stated purpose."""
    return await run(
        reading.reveal, number, request=request, out=ClaimRevealedOut, **body.model_dump()
    )
