"""The route of who verifies accounts: which benefits wait for the account that stands now."""

from django.http import HttpRequest, HttpResponse

from backend.access.guards import Staff
from backend.access.paging import LIMIT_DEFAULT, Cursor, PageSize
from backend.access.permissions import Permission
from backend.access.reads import fetch
from backend.access.routers import GuardedRouter
from services.mutual_aid.queries import binding
from services.mutual_aid.schemas.binding import ToBindPage

staff = GuardedRouter(tags=["医疗互助付款"])


@staff.get(
    "/mutual-aid/benefits/to-bind",
    permit=Staff(Permission.ACCOUNTS_PAYEE_VERIFY),
    response=ToBindPage,
    operation_id="benefits_to_bind",
    summary="收款账户待核准的给付",
)
async def to_bind(
    request: HttpRequest, cursor: Cursor | None = None, limit: PageSize = LIMIT_DEFAULT
) -> HttpResponse:
    """List the benefits that wait for their account, newest first."""
    actor = request.auth  # type: ignore[attr-defined]
    return await fetch(binding.to_bind, actor, cursor, limit, request=request, out=ToBindPage)
