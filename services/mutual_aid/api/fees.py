"""Routes of money of enrolment: bank statements, fees that go back."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from pydantic import Field

from backend.access.actor import Actor
from backend.access.guards import Staff
from backend.access.paging import Cursor, PageSize
from backend.access.permissions import Permission
from backend.access.reads import fetch
from backend.access.routers import GuardedRouter
from backend.access.schemas import BIG
from backend.access.write import run
from services.mutual_aid.queries import fees as queries
from services.mutual_aid.schemas.periods import (
    AssignIn,
    FeeStatementOut,
    RefundOut,
    RefundsOut,
    SentIn,
    StatementIn,
    StatementSheetOut,
    StatementsOut,
)
from services.mutual_aid.workflow import refunds, statements

staff = GuardedRouter(tags=["医疗互助"])
FEES = Staff(Permission.MUTUAL_AID_FEE_RECORD)
STATEMENTS = "/mutual-aid/fee-statements"
Row = Annotated[int, Field(title="行号", ge=1, le=BIG)]


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.auth  # type: ignore[attr-defined]
    return actor


@staff.get(
    STATEMENTS,
    permit=FEES,
    response=StatementsOut,
    operation_id="fee_statement_list",
    summary="会费对账单，新的在前",
)
async def fee_statement_list(
    request: HttpRequest, cursor: Cursor | None = None, limit: PageSize = queries.PAGE
) -> HttpResponse:
    """Read one page of statements."""
    return await fetch(
        queries.statement_page, _actor(request), cursor, limit, request=request, out=StatementsOut
    )


@staff.post(
    STATEMENTS,
    permit=FEES,
    response=FeeStatementOut,
    status=201,
    operation_id="fee_statement_take",
    summary="交来会费对账单并核对（先按 tus 上传表格，再写上传编号）",
)
async def fee_statement_take(request: HttpRequest, body: StatementIn) -> HttpResponse:
    """Take in a bank statement and match its lines; a wrong total refuses it whole."""
    return await run(
        statements.take_statement, body.upload, request=request, out=FeeStatementOut, status=201
    )


@staff.get(
    f"{STATEMENTS}/{{number}}",
    permit=FEES,
    response=StatementSheetOut,
    operation_id="fee_statement_read",
    summary="一份会费对账单，没有对上的行和原因",
)
async def fee_statement_read(request: HttpRequest, number: str) -> HttpResponse:
    """Read one statement with its lines."""
    return await fetch(
        queries.statement_sheet, _actor(request), number, request=request, out=StatementSheetOut
    )


@staff.post(
    f"{STATEMENTS}/{{number}}/lines/{{row}}/assign",
    permit=FEES,
    response=FeeStatementOut,
    operation_id="fee_statement_assign",
    summary="把没有对上的一行记到一份名单",
)
async def fee_statement_assign(
    request: HttpRequest, number: str, row: Row, body: AssignIn
) -> HttpResponse:
    """Say by hand which batch a line is for."""
    return await run(
        statements.assign_line,
        number,
        request=request,
        out=FeeStatementOut,
        row_number=row,
        batch_number=body.batch,
    )


@staff.get(
    "/mutual-aid/refunds",
    permit=FEES,
    response=RefundsOut,
    operation_id="fee_refund_list",
    summary="待退还的会费，新的在前",
)
async def fee_refund_list(
    request: HttpRequest, cursor: Cursor | None = None, limit: PageSize = queries.PAGE
) -> HttpResponse:
    """Read one page of fees that wait to be sent back."""
    return await fetch(
        queries.refund_page, _actor(request), cursor, limit, request=request, out=RefundsOut
    )


@staff.post(
    "/mutual-aid/refunds/{number}/send",
    permit=FEES,
    response=RefundOut,
    operation_id="fee_refund_send",
    summary="登记会费已退还",
)
async def fee_refund_send(request: HttpRequest, number: str, body: SentIn) -> HttpResponse:
    """Record that a fee was sent back; by another officer than who asked."""
    return await run(
        refunds.send_refund,
        number,
        request=request,
        out=RefundOut,
        bank_reference=body.bank_reference,
    )
