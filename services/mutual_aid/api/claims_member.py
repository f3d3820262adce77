"""Routes of the claimant: her claims, her benefits, an estimate; a steward's on behalf."""

from django.http import HttpRequest, HttpResponse

from backend.access.guards import MemberOnly, Staff
from backend.access.lane import HotRoute, answer
from backend.access.paging import LIMIT_DEFAULT, Cursor, PageSize
from backend.access.permissions import Permission
from backend.access.reads import fetch
from backend.access.routers import GuardedRouter
from backend.access.schemas import Number
from backend.access.write import run
from services.mutual_aid.api.claims_writing import add_writing
from services.mutual_aid.queries import benefits_mine, claim_lists, claims_mine, estimates
from services.mutual_aid.schemas.benefits_member import BenefitsOut, EstimateOut, MyBenefitOut
from services.mutual_aid.schemas.claims_incoming import (
    BeginAsHeirIn,
    BeginForFamilyIn,
    BeginForIn,
    BeginIn,
    EstimateIn,
)
from services.mutual_aid.schemas.claims_member import (
    ClaimsOut,
    ClaimStandingOut,
    FiledPageOut,
)
from services.mutual_aid.workflow.claims import draft

member = GuardedRouter(tags=["医疗互助申领"])
staff = GuardedRouter(tags=["医疗互助申领"])

CLAIMS_ROUTE = HotRoute("/api/member/v1/claims", MemberOnly(), claim_lists.CLAIMS_SQL)
BENEFITS_ROUTE = HotRoute("/api/member/v1/benefits", MemberOnly(), claim_lists.BENEFITS_SQL)
HOT = (CLAIMS_ROUTE, BENEFITS_ROUTE)
FILE = Staff(Permission.MUTUAL_AID_CLAIM_FILE)


@member.get(
    "/claims",
    permit=MemberOnly(),
    response=ClaimsOut,
    operation_id="claim_list",
    summary="我的申领，新的在前",
)
async def claim_list(
    request: HttpRequest, cursor: Cursor | None = None, limit: PageSize = claim_lists.PAGE
) -> HttpResponse:
    """Read one page; the first page without parameters is served on the hot lane."""
    if not request.META.get("QUERY_STRING"):
        return await answer(CLAIMS_ROUTE, request)
    person_id: int = request.auth.person_id  # type: ignore[attr-defined]
    return await fetch(claim_lists.claims, person_id, cursor, limit, request=request, out=ClaimsOut)


@member.get(
    "/filed-claims",
    permit=MemberOnly(),
    response=FiledPageOut,
    operation_id="filed_claim_list",
    summary="我替别人办的申领",
)
async def filed_list(
    request: HttpRequest, cursor: Cursor | None = None, limit: PageSize = LIMIT_DEFAULT
) -> HttpResponse:
    """Read one page of claims filed for others."""
    actor = request.auth  # type: ignore[attr-defined]
    return await fetch(
        claims_mine.filed_page, actor, cursor, limit, request=request, out=FiledPageOut
    )


@member.post(
    "/claims",
    permit=MemberOnly(),
    response=ClaimStandingOut,
    status=201,
    operation_id="claim_begin",
    summary="开始一份申领",
)
async def begin(request: HttpRequest, body: BeginIn) -> HttpResponse:
    """Begin one's own claim, or go on with the open draft for the same event."""
    return await run(
        draft.begin,
        request=request,
        out=ClaimStandingOut,
        status=201,
        plan=body.plan,
        event_on=body.event_on,
        purposes=list(body.purposes),
    )


@member.post(
    "/claims/for-family",
    permit=MemberOnly(),
    response=ClaimStandingOut,
    status=201,
    operation_id="claim_begin_for_family",
    summary="替家人开始一份申领",
)
async def begin_for_family(request: HttpRequest, body: BeginForFamilyIn) -> HttpResponse:
    """Begin a claim for a relative with her consent on paper."""
    return await run(
        draft.begin_for_family,
        request=request,
        out=ClaimStandingOut,
        status=201,
        **body.model_dump(),
    )


@member.post(
    "/claims/as-heir",
    permit=MemberOnly(),
    response=ClaimStandingOut,
    status=201,
    operation_id="claim_begin_as_heir",
    summary="亲人身故后开始一份申领",
)
async def begin_as_heir(request: HttpRequest, body: BeginAsHeirIn) -> HttpResponse:
    """Begin an heir's claim."""
    return await run(
        draft.begin_as_heir,
        request=request,
        out=ClaimStandingOut,
        status=201,
        **body.model_dump(),
    )


add_writing(member, permit=MemberOnly(), base="/claims", whose="my")


@member.get(
    "/benefits",
    permit=MemberOnly(),
    response=BenefitsOut,
    operation_id="benefit_list",
    summary="我的给付，新的在前",
)
async def benefit_list(
    request: HttpRequest, cursor: Cursor | None = None, limit: PageSize = claim_lists.PAGE
) -> HttpResponse:
    """Read one page; the first page without parameters is served on the hot lane."""
    if not request.META.get("QUERY_STRING"):
        return await answer(BENEFITS_ROUTE, request)
    person_id: int = request.auth.person_id  # type: ignore[attr-defined]
    return await fetch(
        claim_lists.benefits, person_id, cursor, limit, request=request, out=BenefitsOut
    )


@member.get(
    "/benefits/{number}",
    permit=MemberOnly(),
    response=MyBenefitOut,
    operation_id="my_benefit_read",
    summary="一笔给付是怎么算出来的",
)
async def benefit_read(request: HttpRequest, number: Number) -> HttpResponse:
    """Read one benefit with its receipt, line by line."""
    actor = request.auth  # type: ignore[attr-defined]
    return await fetch(benefits_mine.my_benefit, number, actor, request=request, out=MyBenefitOut)


@member.post(
    "/estimate",
    permit=MemberOnly(),
    response=EstimateOut,
    operation_id="estimate",
    summary="住院前先算一算（不保存）",
)
async def estimate(request: HttpRequest, body: EstimateIn) -> HttpResponse:
    """Run a plan on supposed facts; nothing is stored, so no key is needed."""
    return await fetch(
        estimates.estimate,
        body.plan,
        [one.supposed() for one in body.events],
        body.on,
        actor=request.auth,  # type: ignore[attr-defined]
        request=request,
        out=EstimateOut,
    )


@staff.get(
    "/mutual-aid/filed-claims",
    permit=FILE,
    response=FiledPageOut,
    operation_id="behalf_claim_list",
    summary="我代职工办的申领",
)
async def behalf_list(
    request: HttpRequest, cursor: Cursor | None = None, limit: PageSize = LIMIT_DEFAULT
) -> HttpResponse:
    """Read one page of claims filed for workers."""
    actor = request.auth  # type: ignore[attr-defined]
    return await fetch(
        claims_mine.filed_page, actor, cursor, limit, request=request, out=FiledPageOut
    )


@staff.post(
    "/mutual-aid/filed-claims",
    permit=FILE,
    response=ClaimStandingOut,
    status=201,
    operation_id="behalf_claim_begin",
    summary="代职工开始一份申领",
)
async def begin_for(request: HttpRequest, body: BeginForIn) -> HttpResponse:
    """Begin a claim for a worker of one's union; her consents are on paper."""
    given = body.model_dump()
    return await run(
        draft.begin_for,
        request=request,
        out=ClaimStandingOut,
        status=201,
        union_number=given.pop("union"),
        **given,
    )


add_writing(staff, permit=FILE, base="/mutual-aid/filed-claims", whose="behalf")
