"""Routes of mutual aid: a member's cover and plans; the officers' batches and rosters."""

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from pydantic import Field

from backend.access.actor import Actor
from backend.access.guards import MemberOnly, Staff
from backend.access.lane import HotRoute, answer
from backend.access.paging import Cursor, PageSize
from backend.access.permissions import Permission
from backend.access.reads import fetch
from backend.access.routers import GuardedRouter
from backend.access.schemas import BIG
from backend.access.write import Verb, run
from services.mutual_aid.models import Batch
from services.mutual_aid.queries import batches as batch_queries
from services.mutual_aid.queries import plans as plan_queries
from services.mutual_aid.queries import rosters as roster_queries
from services.mutual_aid.queries.covers import COVER_SQL, with_days_left
from services.mutual_aid.schemas.enrolment import (
    BatchIn,
    CoversOut,
    EnrolmentBatchesOut,
    EnrolmentBatchOut,
    EnrolmentReasonIn,
    FeeIn,
    HeadcountIn,
    PlanNumber,
    PlansOut,
    ResultOut,
    RosterIn,
    RosterUploadOut,
)
from services.mutual_aid.schemas.periods import JoinIn
from services.mutual_aid.workflow import batches, cover, opening, rosters

member = GuardedRouter(tags=["医疗互助"])
staff = GuardedRouter(tags=["医疗互助"])

NO_CHOICE = JoinIn()
COVER_ROUTE = HotRoute("/api/member/v1/cover", MemberOnly(), COVER_SQL, with_days_left)
HOT = (COVER_ROUTE,)
READ = Staff(Permission.MUTUAL_AID_BATCH_READ)
WRITE = Staff(Permission.MUTUAL_AID_BATCH_WRITE)
CONFIRM = Staff(Permission.MUTUAL_AID_BATCH_CONFIRM)
AfterRow = Annotated[int, Field(title="从哪一行往后", ge=0, le=BIG)]


@member.get(
    "/cover",
    permit=MemberOnly(),
    response=CoversOut,
    operation_id="cover_list",
    summary="我的医疗互助保障",
)
async def cover_list(request: HttpRequest) -> HttpResponse:
    """Answer "am I covered"; served on the hot lane."""
    return await answer(COVER_ROUTE, request)


@member.get(
    "/plans",
    permit=MemberOnly(),
    response=PlansOut,
    operation_id="plan_list",
    summary="现行的互助计划",
)
async def plan_list(request: HttpRequest) -> HttpResponse:
    """List the plans that take members now."""
    return await fetch(plan_queries.signed_list, request=request, out=PlansOut)


@member.post(
    "/plans/{number}/join",
    permit=MemberOnly(),
    response=EnrolmentBatchOut,
    operation_id="plan_join",
    summary="本人报名参加（仅限个人参加的计划）",
)
async def plan_join(
    request: HttpRequest, number: PlanNumber, body: JoinIn = NO_CHOICE
) -> HttpResponse:
    """Ask to join alone; refused with 409 where units enrol."""
    return await run(
        opening.join_alone, number, request=request, out=EnrolmentBatchOut, **body.model_dump()
    )


@staff.get(
    "/mutual-aid/batches",
    permit=READ,
    response=EnrolmentBatchesOut,
    operation_id="batch_list",
    summary="参加名单，新的在前",
)
async def batch_list(
    request: HttpRequest, cursor: Cursor | None = None, limit: PageSize = batch_queries.PAGE
) -> HttpResponse:
    """Read one page of batches."""
    actor: Actor = request.auth  # type: ignore[attr-defined]
    return await fetch(
        batch_queries.batch_page, actor, cursor, limit, request=request, out=EnrolmentBatchesOut
    )


@staff.post(
    "/mutual-aid/batches",
    permit=WRITE,
    response=EnrolmentBatchOut,
    status=201,
    operation_id="batch_open",
    summary="新建参加名单",
)
async def batch_open(request: HttpRequest, body: BatchIn) -> HttpResponse:
    """Open a batch for a union."""
    return await run(
        opening.open_batch,
        body.plan,
        request=request,
        out=EnrolmentBatchOut,
        status=201,
        union_number=body.union,
        headcount=body.headcount,
        female_headcount=body.female_headcount,
        months=body.months,
        risk_class=body.risk_class,
        is_flexible=body.is_flexible,
    )


@staff.get(
    "/mutual-aid/batches/{number}",
    permit=READ,
    response=EnrolmentBatchOut,
    operation_id="batch_read",
    summary="一份参加名单",
)
async def batch_read(request: HttpRequest, number: str) -> HttpResponse:
    """Read one batch."""
    actor: Actor = request.auth  # type: ignore[attr-defined]
    return await fetch(
        batch_queries.visible_batch, actor, number, request=request, out=EnrolmentBatchOut
    )


@staff.put(
    "/mutual-aid/batches/{number}/headcount",
    permit=WRITE,
    response=EnrolmentBatchOut,
    operation_id="batch_headcount",
    summary="改正职工人数",
)
async def batch_headcount(request: HttpRequest, number: str, body: HeadcountIn) -> HttpResponse:
    """Correct the headcount."""
    return await run(
        batches.set_headcount,
        number,
        request=request,
        out=EnrolmentBatchOut,
        headcount=body.headcount,
        female_headcount=body.female_headcount,
    )


@staff.post(
    "/mutual-aid/batches/{number}/roster",
    permit=WRITE,
    response=RosterUploadOut,
    status=202,
    operation_id="batch_roster",
    summary="交来名单（先按 tus 上传表格，再写上传编号）",
)
async def batch_roster(request: HttpRequest, number: str, body: RosterIn) -> HttpResponse:
    """Take in an uploaded workbook as a roster; reading goes on in the background."""
    return await run(
        rosters.upload,
        number,
        request=request,
        out=RosterUploadOut,
        status=202,
        attachment_number=body.upload,
    )


@staff.get(
    "/mutual-aid/rosters/{number}",
    permit=READ,
    response=ResultOut,
    operation_id="roster_result",
    summary="名单读到哪里、哪些行有问题",
)
async def roster_result(request: HttpRequest, number: str, after_row: AfterRow = 0) -> HttpResponse:
    """Read progress and bad rows."""
    actor: Actor = request.auth  # type: ignore[attr-defined]
    return await fetch(
        roster_queries.visible_result, actor, number, after_row, request=request, out=ResultOut
    )


async def _act(
    request: HttpRequest, act: Verb[..., Batch], number: str, **words: Any
) -> HttpResponse:
    return await run(act, number, request=request, out=EnrolmentBatchOut, **words)


@staff.post(
    "/mutual-aid/batches/{number}/confirm-unit",
    permit=CONFIRM,
    response=EnrolmentBatchOut,
    operation_id="batch_confirm_unit",
    summary="单位确认",
)
async def batch_confirm_unit(request: HttpRequest, number: str) -> HttpResponse:
    """Confirm for the unit; participation is checked."""
    return await _act(request, batches.confirm_unit, number)


@staff.post(
    "/mutual-aid/batches/{number}/return",
    permit=CONFIRM,
    response=EnrolmentBatchOut,
    operation_id="batch_return",
    summary="退回单位修改",
)
async def batch_return(request: HttpRequest, number: str, body: EnrolmentReasonIn) -> HttpResponse:
    """Return to the unit with a reason."""
    return await _act(request, batches.send_back, number, reason=body.reason)


@staff.post(
    "/mutual-aid/batches/{number}/fees",
    permit=Staff(Permission.MUTUAL_AID_FEE_RECORD),
    response=EnrolmentBatchOut,
    operation_id="batch_fee",
    summary="登记收到的会费",
)
async def batch_fee(request: HttpRequest, number: str, body: FeeIn) -> HttpResponse:
    """Record money that arrived."""
    amount, reference = body.amount.money(), body.bank_reference
    return await _act(request, batches.record_fee, number, amount=amount, bank_reference=reference)


@staff.post(
    "/mutual-aid/batches/{number}/confirm-upper",
    permit=CONFIRM,
    response=EnrolmentBatchOut,
    operation_id="batch_confirm_upper",
    summary="上级确认",
)
async def batch_confirm_upper(request: HttpRequest, number: str) -> HttpResponse:
    """Confirm for the upper union."""
    return await _act(request, batches.confirm_upper, number)


@staff.post(
    "/mutual-aid/batches/{number}/put-in-force",
    permit=CONFIRM,
    response=EnrolmentBatchOut,
    operation_id="batch_put_in_force",
    summary="保障生效",
)
async def batch_put_in_force(request: HttpRequest, number: str) -> HttpResponse:
    """Begin the cover by the plan's rule."""
    return await _act(request, cover.put_in_force, number)


@staff.post(
    "/mutual-aid/batches/{number}/void",
    permit=WRITE,
    response=EnrolmentBatchOut,
    operation_id="batch_void",
    summary="作废名单",
)
async def batch_void(request: HttpRequest, number: str, body: EnrolmentReasonIn) -> HttpResponse:
    """Void a batch that was not paid for."""
    return await _act(request, batches.make_void, number, reason=body.reason)
