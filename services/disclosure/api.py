"""The routes of open union affairs: the editors' desk for staff, the board for everybody."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query

from backend.access.guards import Public, Staff
from backend.access.paging import LIMIT_DEFAULT, Cursor, PageSize
from backend.access.permissions import Permission
from backend.access.reads import fetch
from backend.access.routers import GuardedRouter
from backend.access.write import run
from services.disclosure import queries, workflow
from services.disclosure.schemas import (
    CorrectionReasonIn,
    DisclosureOut,
    DisclosureStateOut,
    DraftIn,
    DraftOpinionIn,
    DraftOut,
    DraftPageOut,
    DutiesOut,
    FormIn,
    LinePageOut,
    ListIn,
    PrivacyCheckIn,
    RevisionIn,
    SheetOut,
    SignIn,
    WithdrawalIn,
)

staff = GuardedRouter(tags=["会务公开"])
public = GuardedRouter(tags=["会务公开"])

READ = Staff(Permission.DISCLOSURE_VERSION_READ)
WRITE = Staff(Permission.DISCLOSURE_DRAFT_WRITE)
CHECK = Staff(Permission.DISCLOSURE_PRIVACY_CHECK)
SIGN = Staff(Permission.DISCLOSURE_VERSION_SIGN)
OPEN = Public(reason="会务公开不需要登录（R12.8）")


@staff.get(
    "/disclosure-drafts",
    permit=READ,
    response=DraftPageOut,
    operation_id="listDisclosureDrafts",
    summary="本范围内在办的公开稿件",
)
async def list_drafts(
    request: HttpRequest, cursor: Cursor | None = None, limit: PageSize = LIMIT_DEFAULT
) -> HttpResponse:
    """List the drafts that are not done yet."""
    actor = request.auth  # type: ignore[attr-defined]
    return await fetch(queries.draft_page, actor, cursor, limit, request=request, out=DraftPageOut)


@staff.post(
    "/disclosure-drafts",
    permit=WRITE,
    response=DraftOut,
    status=201,
    operation_id="openDisclosureDraft",
    summary="起草一项公开事项",
)
async def open_draft(request: HttpRequest, body: DraftIn) -> HttpResponse:
    """Open a new draft."""
    words = body.model_dump(mode="json")
    union_number = words.pop("union_number")
    return await run(
        workflow.open_draft, union_number, request=request, out=DraftOut, status=201, **words
    )


@staff.post(
    "/disclosure-forms",
    permit=WRITE,
    response=DraftOut,
    status=201,
    operation_id="openDisclosureForm",
    summary="起草一份固定格式",
)
async def open_form(request: HttpRequest, body: FormIn) -> HttpResponse:
    """Open a standing form."""
    words = body.model_dump(mode="json")
    union_number = words.pop("union_number")
    return await run(
        workflow.open_form, union_number, request=request, out=DraftOut, status=201, **words
    )


@staff.get(
    "/disclosure-drafts/{number}",
    permit=READ,
    response=SheetOut,
    operation_id="getDisclosureDraft",
    summary="一篇稿件、自动扫描和审查记录",
)
async def get_draft(request: HttpRequest, number: str) -> HttpResponse:
    """Read one draft."""
    actor = request.auth  # type: ignore[attr-defined]
    return await fetch(queries.sheet_of, number, actor, request=request, out=SheetOut)


@staff.put(
    "/disclosure-drafts/{number}",
    permit=WRITE,
    response=DraftOut,
    operation_id="reviseDisclosureDraft",
    summary="修改起草中的稿件",
)
async def revise(request: HttpRequest, number: str, body: RevisionIn) -> HttpResponse:
    """Change the words of a draft."""
    return await run(
        workflow.revise, number, request=request, out=DraftOut, title=body.title, body=body.body
    )


def _step(name: str, permit: Staff, summary: str, **more: Any) -> dict[str, Any]:
    return {
        "path": f"/disclosure-drafts/{{number}}/{name}",
        "permit": permit,
        "response": DraftOut,
        "summary": summary,
        **more,
    }


@staff.post(**_step("submit", WRITE, "送隐私审查", operation_id="submitDisclosureDraft"))
async def submit(request: HttpRequest, number: str) -> HttpResponse:
    """Hand a draft in for the privacy check."""
    return await run(workflow.submit, number, request=request, out=DraftOut)


@staff.post(**_step("drop", WRITE, "作废稿件", operation_id="dropDisclosureDraft"))
async def drop(request: HttpRequest, number: str) -> HttpResponse:
    """Drop a draft."""
    return await run(workflow.drop, number, request=request, out=DraftOut)


@staff.post(**_step("pass-check", CHECK, "隐私审查通过", operation_id="passDisclosureCheck"))
async def pass_check(request: HttpRequest, number: str, body: PrivacyCheckIn) -> HttpResponse:
    """Pass the privacy check, each finding answered."""
    return await run(
        workflow.pass_check,
        number,
        request=request,
        out=DraftOut,
        answers=body.answers,
        opinion=body.opinion,
    )


@staff.post(**_step("return", READ, "退回修改", operation_id="returnDisclosureDraft"))
async def return_draft(request: HttpRequest, number: str, body: DraftOpinionIn) -> HttpResponse:
    """Give a draft back to its author; the verb asks for the post of the present step."""
    return await run(
        workflow.return_draft, number, request=request, out=DraftOut, opinion=body.opinion
    )


@staff.post(**_step("sign-off", SIGN, "签发并公开", operation_id="signOffDisclosure"))
async def sign_off(request: HttpRequest, number: str, body: SignIn) -> HttpResponse:
    """Sign a draft off and publish it."""
    return await run(workflow.sign_off, number, request=request, out=DraftOut, opinion=body.opinion)


@staff.post(
    "/disclosures/{number}/corrections",
    permit=WRITE,
    response=DraftOut,
    status=201,
    operation_id="openDisclosureCorrection",
    summary="起草更正",
)
async def open_correction(
    request: HttpRequest, number: str, body: CorrectionReasonIn
) -> HttpResponse:
    """Open a draft that will become the next version."""
    return await run(
        workflow.open_correction,
        number,
        request=request,
        out=DraftOut,
        status=201,
        reason=body.reason,
    )


@staff.post(
    "/disclosures/{number}/withdraw",
    permit=Staff(Permission.DISCLOSURE_VERSION_WITHDRAW),
    response=DisclosureStateOut,
    operation_id="withdrawDisclosure",
    summary="撤回已公开的事项",
)
async def withdraw(request: HttpRequest, number: str, body: WithdrawalIn) -> HttpResponse:
    """Withdraw a disclosure with ground and reason."""
    return await run(
        workflow.withdraw,
        number,
        request=request,
        out=DisclosureStateOut,
        ground=body.ground.value,
        reason=body.reason,
    )


@public.get(
    "/disclosures",
    permit=OPEN,
    response=LinePageOut,
    operation_id="listDisclosures",
    summary="已公开的事项，最近变动在前",
)
async def list_disclosures(
    request: HttpRequest,
    wanted: Query[ListIn],
    cursor: Cursor | None = None,
    limit: PageSize = LIMIT_DEFAULT,
) -> HttpResponse:
    """List what is public, of one union or of all."""
    return await fetch(
        queries.public_list,
        wanted.model_dump(),
        cursor,
        limit,
        request=request,
        out=LinePageOut,
    )


@public.get(
    "/disclosures/{number}",
    permit=OPEN,
    response=DisclosureOut,
    operation_id="getDisclosure",
    summary="一项公开内容和它的所有版本",
)
async def get_disclosure(request: HttpRequest, number: str) -> HttpResponse:
    """Read one disclosure with all its versions."""
    return await fetch(queries.read_public, number, request=request, out=DisclosureOut)


@public.get(
    "/unions/{number}/disclosure-duties",
    permit=OPEN,
    response=DutiesOut,
    operation_id="listDisclosureDuties",
    summary="一个工会本年度应公开的事项、期限和逾期",
)
async def list_duties(request: HttpRequest, number: str) -> HttpResponse:
    """List what a union owes the public this year."""
    return await fetch(queries.duties_sheet, number, request=request, out=DutiesOut)
