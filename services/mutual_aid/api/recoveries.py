"""Routes of recoveries and of the figures of each plan's fund."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from backend.access.actor import Actor
from backend.access.guards import Staff
from backend.access.paging import LIMIT_DEFAULT, Cursor, PageSize
from backend.access.permissions import Permission
from backend.access.reads import fetch
from backend.access.routers import GuardedRouter
from backend.access.schemas import Number
from backend.access.write import Verb, run
from backend.kernel import clock
from services.mutual_aid.models import Recovery
from services.mutual_aid.queries import benefit_desk, fund_figures
from services.mutual_aid.schemas.benefits import (
    DemandIn,
    FundFiguresOut,
    GroundIn,
    Period,
    RecoveriesOut,
    RecoveryOut,
    RepaymentIn,
)
from services.mutual_aid.schemas.enrolment import PlanNumber
from services.mutual_aid.workflow.benefits import recovery

staff = GuardedRouter(tags=["医疗互助付款"])

READ = Staff(Permission.MUTUAL_AID_BENEFIT_READ)
RECOVER = Staff(Permission.MUTUAL_AID_BENEFIT_RECOVER)
ORDER = Staff(Permission.MUTUAL_AID_BENEFIT_ORDER)
FUNDS = Staff(Permission.LEDGER_FUND_READ)


@staff.get(
    "/mutual-aid/recoveries",
    permit=READ,
    response=RecoveriesOut,
    operation_id="recoveries",
    summary="正在追回的给付",
)
async def recoveries(
    request: HttpRequest, cursor: Cursor | None = None, limit: PageSize = LIMIT_DEFAULT
) -> HttpResponse:
    """List the open recoveries in reach, newest first."""
    return await fetch(
        benefit_desk.recoveries, _actor(request), cursor, limit, request=request, out=RecoveriesOut
    )


@staff.post(
    "/mutual-aid/benefits/{number}/demand-back",
    permit=RECOVER,
    response=RecoveryOut,
    status=201,
    operation_id="benefit_demand_back",
    summary="提出追回",
)
async def demand_back(request: HttpRequest, number: Number, body: DemandIn) -> HttpResponse:
    """Ask for a paid benefit, or a part of it, back; needs If-Match."""
    return await _act(
        request,
        recovery.demand_back,
        number,
        status=201,
        amount=body.amount.money(),
        reason=body.reason,
    )


@staff.post(
    "/mutual-aid/recoveries/{number}/confirm",
    permit=RECOVER,
    response=RecoveryOut,
    operation_id="recovery_confirm",
    summary="确认追回",
)
async def confirm(request: HttpRequest, number: Number) -> HttpResponse:
    """Confirm a demand as the second person."""
    return await _act(request, recovery.confirm_demand, number)


@staff.post(
    "/mutual-aid/recoveries/{number}/drop",
    permit=RECOVER,
    response=RecoveryOut,
    operation_id="recovery_drop",
    summary="不追回",
)
async def drop(request: HttpRequest, number: Number, body: GroundIn) -> HttpResponse:
    """Drop a demand that nobody has confirmed."""
    return await _act(request, recovery.drop_demand, number, reason=body.reason)


@staff.post(
    "/mutual-aid/recoveries/{number}/repayments",
    permit=ORDER,
    response=RecoveryOut,
    operation_id="recovery_repayment",
    summary="登记退回的款",
)
async def repayment(request: HttpRequest, number: Number, body: RepaymentIn) -> HttpResponse:
    """Record money that came back."""
    return await _act(
        request,
        recovery.record_recovery,
        number,
        amount=body.amount.money(),
        bank_reference=body.bank_reference,
        received_on=body.received_on,
    )


@staff.post(
    "/mutual-aid/recoveries/{number}/forgive",
    permit=RECOVER,
    response=RecoveryOut,
    operation_id="recovery_forgive",
    summary="免予追回",
)
async def forgive(request: HttpRequest, number: Number, body: GroundIn) -> HttpResponse:
    """Give up what has not come back, by another person."""
    return await _act(request, recovery.forgive, number, reason=body.reason)


@staff.get(
    "/mutual-aid/funds/{code}/figures",
    permit=FUNDS,
    response=FundFiguresOut,
    operation_id="plan_fund_figures",
    summary="一个计划的收支和结余",
)
async def figures(
    request: HttpRequest, code: PlanNumber, period: Period | None = None
) -> HttpResponse:
    """Count a plan's fund in a year or quarter, this year if none is named, from the ledger."""
    return await fetch(_figures, _actor(request), code, period, request=request, out=FundFiguresOut)


async def _act(
    request: HttpRequest, act: Verb[..., Recovery], number: str, *, status: int = 200, **words: Any
) -> HttpResponse:
    return await run(act, number, request=request, out=RecoveryOut, status=status, **words)


def _figures(actor: Actor, code: str, period: str | None) -> fund_figures.FundFigures:
    wanted = period or str(clock.today().year)
    return fund_figures.of_plan(fund_figures.plan(actor, code), wanted)


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.auth  # type: ignore[attr-defined]
    return actor
