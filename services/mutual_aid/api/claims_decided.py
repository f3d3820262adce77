"""The route of decided claims, for reviewers, chairs and the auditor."""

from django.http import HttpRequest, HttpResponse

from backend.access.guards import Staff
from backend.access.paging import LIMIT_DEFAULT, Cursor, PageSize
from backend.access.permissions import Permission
from backend.access.reads import fetch
from backend.access.routers import GuardedRouter
from services.mutual_aid.queries import claims_decided
from services.mutual_aid.queries.claims_decided import Wanted
from services.mutual_aid.schemas.claims_decided import (
    DecidedAs,
    DecidedPageOut,
    From,
    PlanCode,
    UpTo,
)

staff = GuardedRouter(tags=["医疗互助"])


@staff.get(
    "/decided-claims",
    permit=Staff(Permission.MUTUAL_AID_CLAIM_READ),
    response=DecidedPageOut,
    operation_id="decided_claims",
    summary="已核定的申领，决定日期新的在前",
)
async def decided_claims(
    request: HttpRequest,
    *,
    outcome: DecidedAs | None = None,
    plan: PlanCode | None = None,
    first_day: From | None = None,
    last_day: UpTo | None = None,
    cursor: Cursor | None = None,
    limit: PageSize = LIMIT_DEFAULT,
) -> HttpResponse:
    """List decided claims of my subtree by outcome, plan code and days of decision (inclusive)."""
    return await fetch(
        claims_decided.decided_page,
        request.auth,  # type: ignore[attr-defined]
        Wanted(outcome, plan, first_day, last_day),
        cursor,
        limit,
        request=request,
        out=DecidedPageOut,
    )
