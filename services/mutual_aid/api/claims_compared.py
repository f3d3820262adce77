"""Routes of who compares two claims with something in common (R8.27)."""

from django.http import HttpRequest, HttpResponse

from backend.access.guards import Staff
from backend.access.permissions import Permission
from backend.access.reads import fetch
from backend.access.routers import GuardedRouter
from backend.access.schemas import Number
from services.mutual_aid.schemas.claims_compared import DoublesComparedOut
from services.mutual_aid.schemas.claims_staff import ClaimNumber, PhotoLinkOut
from services.mutual_aid.workflow.claims import reading

staff = GuardedRouter(tags=["医疗互助审核"])
READ = Staff(Permission.MUTUAL_AID_CLAIM_READ)


@staff.get(
    "/claims/{number}/doubles/{key}",
    permit=READ,
    response=DoublesComparedOut,
    operation_id="claim_compare",
    summary="并排核对一个疑点的单据（查看会在两份申领里留痕）",
)
async def compare(request: HttpRequest, number: ClaimNumber, key: Number) -> HttpResponse:
    """Lay the papers of two claims side by side, for who may review this one."""
    actor = request.auth  # type: ignore[attr-defined]
    return await fetch(
        reading.compare, number, actor=actor, key=key, request=request, out=DoublesComparedOut
    )


@staff.get(
    "/claims/{number}/doubles/{key}/photos/{photo}",
    permit=READ,
    response=PhotoLinkOut,
    operation_id="claim_double_photo_link",
    summary="取另一份申领里一张疑点照片的链接（60 秒有效，下载会留痕）",
)
async def double_photo_link(
    request: HttpRequest, number: ClaimNumber, key: Number, photo: Number
) -> HttpResponse:
    """Give a link to the preview of a photograph that a double names, and of no other."""
    actor = request.auth  # type: ignore[attr-defined]
    return await fetch(
        reading.double_photo_link,
        number,
        key,
        photo,
        actor=actor,
        request=request,
        out=PhotoLinkOut,
    )
