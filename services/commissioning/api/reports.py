"""Routes of work reports: written by the provider, checked by the buyer (R9.14)."""

from django.http import HttpRequest, HttpResponse

from backend.access.guards import Staff
from backend.access.paging import LIMIT_DEFAULT, Cursor, PageSize
from backend.access.permissions import Permission
from backend.access.reads import fetch
from backend.access.routers import GuardedRouter
from backend.access.schemas import Number
from backend.access.write import run
from services.commissioning.queries import report_list, report_sheet
from services.commissioning.schemas.contracts import ContractReasonIn
from services.commissioning.schemas.reports import (
    PeriodIn,
    ReportCheckIn,
    ReportIn,
    ReportOut,
    ReportPhotoIn,
    ReportPhotoOut,
    ReportSheetOut,
    ReportsToCheckOut,
    SpendingIn,
    SpendingOut,
    VoucherIn,
)
from services.commissioning.workflow import report_checks, report_papers, reports

staff = GuardedRouter(tags=["委托服务进展报告"])

READ = Staff(Permission.COMMISSIONING_PROJECT_READ)
CHECK = Staff(Permission.COMMISSIONING_REPORT_CHECK)
ACT = Staff(Permission.COMMISSIONING_PROVIDER_ACT)


@staff.post(
    "/provider/contracts/{number}/reports",
    permit=ACT,
    response=ReportOut,
    status=201,
    operation_id="beginReport",
    summary="开始填写一段期间的进展报告",
)
async def begin(request: HttpRequest, number: Number, body: PeriodIn) -> HttpResponse:
    """Begin the report of a period."""
    return await run(
        reports.begin_report,
        number,
        request=request,
        out=ReportOut,
        status=201,
        period_start=body.period_start,
        period_end=body.period_end,
        is_final=body.is_final,
    )


@staff.get(
    "/provider/reports/{number}",
    permit=ACT,
    response=ReportSheetOut,
    operation_id="getOwnReport",
    summary="本组织的一份进展报告",
)
async def own_report(request: HttpRequest, number: Number) -> HttpResponse:
    """Read one's own report."""
    actor = request.auth  # type: ignore[attr-defined]
    return await fetch(report_sheet.own_sheet, actor, number, request=request, out=ReportSheetOut)


@staff.put(
    "/provider/reports/{number}",
    permit=ACT,
    response=ReportOut,
    operation_id="saveReport",
    summary="保存进展报告草稿",
)
async def save(request: HttpRequest, number: Number, body: ReportIn) -> HttpResponse:
    """Save what the report says; needs If-Match."""
    return await run(
        reports.save_report, number, request=request, out=ReportOut, content=body.content()
    )


@staff.post(
    "/provider/reports/{number}/spendings",
    permit=ACT,
    response=SpendingOut,
    status=201,
    operation_id="addSpending",
    summary="登记一笔支出和凭证",
)
async def spend(request: HttpRequest, number: Number, body: SpendingIn) -> HttpResponse:
    """Enter a spending."""
    return await run(
        report_papers.add_spending,
        number,
        request=request,
        out=SpendingOut,
        status=201,
        line=body.line,
        amount=body.money(),
        spent_on=body.spent_on,
        words=body.words,
        voucher=body.voucher,
    )


@staff.post(
    "/provider/reports/{number}/spendings/{spending}/voucher",
    permit=ACT,
    response=SpendingOut,
    operation_id="addVoucher",
    summary="为一笔支出补交凭证",
)
async def voucher(
    request: HttpRequest, number: Number, spending: Number, body: VoucherIn
) -> HttpResponse:
    """Put the voucher to a spending."""
    return await run(
        report_papers.add_voucher,
        number,
        request=request,
        out=SpendingOut,
        spending=spending,
        voucher=body.voucher,
    )


@staff.delete(
    "/provider/reports/{number}/spendings/{spending}",
    permit=ACT,
    response=ReportOut,
    operation_id="removeSpending",
    summary="移除一笔支出",
)
async def unspend(request: HttpRequest, number: Number, spending: Number) -> HttpResponse:
    """Take a spending out."""
    return await run(
        report_papers.remove_spending, number, request=request, out=ReportOut, spending=spending
    )


@staff.post(
    "/provider/reports/{number}/photos",
    permit=ACT,
    response=ReportPhotoOut,
    status=201,
    operation_id="addReportPhoto",
    summary="加入一张服务照片",
)
async def photo(request: HttpRequest, number: Number, body: ReportPhotoIn) -> HttpResponse:
    """Put a photograph into a report."""
    return await run(
        report_papers.add_photo,
        number,
        request=request,
        out=ReportPhotoOut,
        status=201,
        upload=body.upload,
        caption=body.caption,
    )


@staff.delete(
    "/provider/reports/{number}/photos/{photo}",
    permit=ACT,
    response=ReportOut,
    operation_id="removeReportPhoto",
    summary="移除一张服务照片",
)
async def unphoto(request: HttpRequest, number: Number, photo: Number) -> HttpResponse:
    """Take a photograph out."""
    return await run(
        report_papers.remove_photo, number, request=request, out=ReportOut, photo=photo
    )


@staff.post(
    "/provider/reports/{number}/submit",
    permit=ACT,
    response=ReportOut,
    operation_id="submitReport",
    summary="提交进展报告或终期报告",
)
async def submit(request: HttpRequest, number: Number) -> HttpResponse:
    """Hand a report in; needs If-Match."""
    return await run(reports.submit_report, number, request=request, out=ReportOut)


@staff.post(
    "/provider/reports/{number}/take-up",
    permit=ACT,
    response=ReportOut,
    operation_id="takeUpFinalReport",
    summary="整改期间补充终期报告",
)
async def take_up(request: HttpRequest, number: Number) -> HttpResponse:
    """Take the final report up again; needs If-Match."""
    return await run(reports.take_up_final, number, request=request, out=ReportOut)


@staff.get(
    "/commissioning/reports",
    permit=CHECK,
    response=ReportsToCheckOut,
    operation_id="listReportsToCheck",
    summary="待核对的进展报告",
)
async def to_check(
    request: HttpRequest, cursor: Cursor | None = None, limit: PageSize = LIMIT_DEFAULT
) -> HttpResponse:
    """List the reports that wait for checking."""
    actor = request.auth  # type: ignore[attr-defined]
    return await fetch(
        report_list.to_check, actor, cursor, limit, request=request, out=ReportsToCheckOut
    )


@staff.get(
    "/commissioning/reports/{number}",
    permit=READ,
    response=ReportSheetOut,
    operation_id="getReport",
    summary="一份进展报告",
)
async def report(request: HttpRequest, number: Number) -> HttpResponse:
    """Read a report."""
    actor = request.auth  # type: ignore[attr-defined]
    return await fetch(report_sheet.sheet, actor, number, request=request, out=ReportSheetOut)


@staff.post(
    "/commissioning/reports/{number}/confirm",
    permit=CHECK,
    response=ReportOut,
    operation_id="confirmReport",
    summary="核对通过进展报告",
)
async def confirm(request: HttpRequest, number: Number, body: ReportCheckIn) -> HttpResponse:
    """Confirm a report; needs If-Match."""
    return await run(
        report_checks.confirm_report, number, request=request, out=ReportOut, words=body.words
    )


@staff.post(
    "/commissioning/reports/{number}/return",
    permit=CHECK,
    response=ReportOut,
    operation_id="returnReport",
    summary="退回进展报告",
)
async def send_back(request: HttpRequest, number: Number, body: ContractReasonIn) -> HttpResponse:
    """Send a report back; needs If-Match."""
    return await run(
        report_checks.return_report, number, request=request, out=ReportOut, words=body.reason
    )
