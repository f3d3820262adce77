"""Routes of settlement without application: data files, their refused rows, the runs."""

from django.http import HttpRequest, HttpResponse

from backend.access.actor import Actor
from backend.access.guards import Staff
from backend.access.paging import LIMIT_DEFAULT, Cursor, PageSize
from backend.access.permissions import Permission
from backend.access.reads import fetch
from backend.access.routers import GuardedRouter
from backend.access.schemas import Number
from backend.access.write import run
from services.mutual_aid.queries import settlements as queries
from services.mutual_aid.schemas.settlements import (
    CancelIn,
    DataFileIn,
    DataFileOut,
    DataFilesOut,
    RefusedRowsOut,
    SettlementIn,
    SettlementOut,
    SettlementsOut,
)
from services.mutual_aid.workflow.settlements import approval, files, runs

staff = GuardedRouter(tags=["医疗互助结算"])

READ = Staff(Permission.MUTUAL_AID_SETTLEMENT_READ)
RUN = Staff(Permission.MUTUAL_AID_SETTLEMENT_RUN)
APPROVE = Staff(Permission.MUTUAL_AID_SETTLEMENT_APPROVE)


@staff.get(
    "/mutual-aid/data-files",
    permit=READ,
    response=DataFilesOut,
    operation_id="data_file_list",
    summary="医保数据文件，新的在前",
)
async def data_file_list(
    request: HttpRequest, cursor: Cursor | None = None, limit: PageSize = LIMIT_DEFAULT
) -> HttpResponse:
    """Read one page of data files."""
    return await fetch(
        queries.data_files, _actor(request), cursor, limit, request=request, out=DataFilesOut
    )


@staff.post(
    "/mutual-aid/data-files",
    permit=RUN,
    response=DataFileOut,
    status=201,
    operation_id="data_file_take_in",
    summary="交入医保数据文件",
)
async def data_file_take_in(request: HttpRequest, body: DataFileIn) -> HttpResponse:
    """Take in a file that was uploaded; it is read in the background."""
    return await run(
        files.take_in,
        body.upload,
        request=request,
        out=DataFileOut,
        status=201,
        plan=body.plan,
        quarter=body.quarter,
        rows=body.rows,
        total=body.total.money() if body.total is not None else None,
    )


@staff.get(
    "/mutual-aid/data-files/{number}",
    permit=READ,
    response=DataFileOut,
    operation_id="data_file_read",
    summary="医保数据文件读到哪里",
)
async def data_file_read(request: HttpRequest, number: Number) -> HttpResponse:
    """Tell how far a file is read and what came out."""
    return await fetch(queries.data_file, _actor(request), number, request=request, out=DataFileOut)


@staff.get(
    "/mutual-aid/data-files/{number}/refused",
    permit=READ,
    response=RefusedRowsOut,
    operation_id="data_file_refused",
    summary="没有收的行和原因",
)
async def data_file_refused(
    request: HttpRequest,
    number: Number,
    cursor: Cursor | None = None,
    limit: PageSize = LIMIT_DEFAULT,
) -> HttpResponse:
    """Read one page of refused rows, in the order of the file."""
    return await fetch(
        queries.refused_rows,
        _actor(request),
        number,
        cursor,
        limit,
        request=request,
        out=RefusedRowsOut,
    )


@staff.get(
    "/mutual-aid/settlements",
    permit=READ,
    response=SettlementsOut,
    operation_id="settlement_list",
    summary="结算，新的在前",
)
async def settlement_list(
    request: HttpRequest, cursor: Cursor | None = None, limit: PageSize = LIMIT_DEFAULT
) -> HttpResponse:
    """Read one page of settlements."""
    return await fetch(
        queries.settlements, _actor(request), cursor, limit, request=request, out=SettlementsOut
    )


@staff.post(
    "/mutual-aid/settlements",
    permit=RUN,
    response=SettlementOut,
    status=201,
    operation_id="settlement_draft",
    summary="按数据文件结算",
)
async def settlement_draft(request: HttpRequest, body: SettlementIn) -> HttpResponse:
    """Make a settlement of a file that is read; it is computed in the background."""
    return await run(runs.draft, body.data_file, request=request, out=SettlementOut, status=201)


@staff.get(
    "/mutual-aid/settlements/{number}",
    permit=READ,
    response=SettlementOut,
    operation_id="settlement_read",
    summary="一次结算的进度和结果",
)
async def settlement_read(request: HttpRequest, number: Number) -> HttpResponse:
    """Tell how far a settlement is and what it came to."""
    return await fetch(
        queries.settlement, _actor(request), number, request=request, out=SettlementOut
    )


@staff.post(
    "/mutual-aid/settlements/{number}/approve",
    permit=APPROVE,
    response=SettlementOut,
    operation_id="settlement_approve",
    summary="批准结算并预留经费",
)
async def settlement_approve(request: HttpRequest, number: Number) -> HttpResponse:
    """Approve as another person than who made it."""
    return await run(approval.approve, number, request=request, out=SettlementOut)


@staff.post(
    "/mutual-aid/settlements/{number}/cancel",
    permit=READ,
    response=SettlementOut,
    operation_id="settlement_cancel",
    summary="取消还没有批准的结算",
)
async def settlement_cancel(request: HttpRequest, number: Number, body: CancelIn) -> HttpResponse:
    """Cancel with a reason; nothing was paid by it."""
    return await run(runs.cancel, number, request=request, out=SettlementOut, reason=body.reason)


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.auth  # type: ignore[attr-defined]
    return actor
