"""Routes of the buyer's side: pool, draw, recusal, result, objections, award (R9.6-R9.11)."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from backend.access.guards import Public, Staff
from backend.access.permissions import Permission
from backend.access.reads import fetch
from backend.access.routers import GuardedRouter
from backend.access.write import run
from services.commissioning.queries import objections as objection_lists
from services.commissioning.queries import panel_desk, panel_file, pool
from services.commissioning.schemas.panel import (
    CandidatesOut,
    FewBidsIn,
    PanelDeskOut,
    PanelistIn,
    PanelistOut,
    PanelReasonIn,
    PanelReportOut,
    PanelStandingOut,
    PoolOut,
    WaitingObjectionsOut,
)
from services.commissioning.schemas.panel_file import PanelFileOut
from services.commissioning.workflow import drawing, few_bids, objections, recusal, result
from services.commissioning.workflow import pool as pool_verbs

staff = GuardedRouter(tags=["综合评审"])
public = GuardedRouter(tags=["综合评审"])

READ = Staff(Permission.COMMISSIONING_PROJECT_READ)
POOL = Staff(Permission.COMMISSIONING_POOL_WRITE)
CALL = Staff(Permission.COMMISSIONING_CALL_OPEN)
DRAW = Staff(Permission.COMMISSIONING_PANEL_DRAW)
ANSWER = Staff(Permission.COMMISSIONING_OBJECTION_ANSWER)
AWARD = Staff(Permission.COMMISSIONING_AWARD_DECIDE)
OPEN = Public(reason="评审的抽取和排序由任何人复算，不需要登录（R9.6、R9.23）")


@staff.get(
    "/commissioning/pool",
    permit=READ,
    response=PoolOut,
    operation_id="listPanelists",
    summary="本范围内的评审人库",
)
async def list_pool(request: HttpRequest) -> HttpResponse:
    """List the pool."""
    return await fetch(_pool, _actor(request), request=request, out=PoolOut)


@staff.get(
    "/commissioning/pool/candidates",
    permit=POOL,
    response=CandidatesOut,
    operation_id="listPanelistCandidates",
    summary="有评审岗位、还没有入库的人",
)
async def list_candidates(request: HttpRequest) -> HttpResponse:
    """List who could be entered."""
    return await fetch(_candidates, _actor(request), request=request, out=CandidatesOut)


@staff.post(
    "/commissioning/pool",
    permit=POOL,
    response=PanelistOut,
    status=201,
    operation_id="enterPanelist",
    summary="登记评审人入库（不能登记自己）",
)
async def enter_panelist(request: HttpRequest, body: PanelistIn) -> HttpResponse:
    """Enter somebody into the pool."""
    return await run(
        pool_verbs.enter_panelist,
        request=request,
        out=PanelistOut,
        status=201,
        **body.model_dump(),
    )


@staff.post(
    "/commissioning/pool/{number}/rest",
    permit=POOL,
    response=PanelistOut,
    operation_id="restPanelist",
    summary="暂停一位评审人",
)
async def rest_panelist(request: HttpRequest, number: str) -> HttpResponse:
    """Take a panelist out of service."""
    return await run(pool_verbs.rest_panelist, number, request=request, out=PanelistOut)


@staff.post(
    "/commissioning/pool/{number}/wake",
    permit=POOL,
    response=PanelistOut,
    operation_id="wakePanelist",
    summary="恢复一位评审人",
)
async def wake_panelist(request: HttpRequest, number: str) -> HttpResponse:
    """Put a panelist back into service."""
    return await run(pool_verbs.wake_panelist, number, request=request, out=PanelistOut)


def _step(name: str, permit: Staff, operation: str, summary: str) -> dict[str, Any]:
    return {
        "path": f"/commissioning/projects/{{number}}/{name}",
        "permit": permit,
        "response": PanelStandingOut,
        "operation_id": operation,
        "summary": summary,
    }


@staff.get(
    "/commissioning/projects/{number}/panel",
    permit=READ,
    response=PanelDeskOut,
    operation_id="getPanel",
    summary="评审组：抽取、席位、异议、结果和现在能办的事",
)
async def get_panel(request: HttpRequest, number: str) -> HttpResponse:
    """Read the panel of a project."""
    return await fetch(
        panel_desk.desk_of, number, _actor(request), request=request, out=PanelDeskOut
    )


@staff.get(
    "/commissioning/projects/{number}/panel/report",
    permit=READ,
    response=PanelReportOut,
    operation_id="getPanelReport",
    summary="评审报告：评分公开以后才有",
)
async def get_report(request: HttpRequest, number: str) -> HttpResponse:
    """Read the report of the panel."""
    return await fetch(
        panel_desk.desk_report, number, _actor(request), request=request, out=PanelReportOut
    )


@staff.post(**_step("panel/draw", DRAW, "drawPanel", "抽取评审组"))
async def draw(request: HttpRequest, number: str) -> HttpResponse:
    """Draw the panel."""
    return await run(drawing.draw_panel, number, request=request, out=PanelStandingOut)


@staff.post(**_step("panel/redraw", DRAW, "redrawPanel", "席位补不满：固定现在的名单，重新抽取"))
async def redraw(request: HttpRequest, number: str) -> HttpResponse:
    """Give up a panel that can not be filled."""
    return await run(drawing.redraw, number, request=request, out=PanelStandingOut)


@staff.post(**_step("panel/few-bids", CALL, "goOnWithFewBids", "批准家数不足继续评审"))
async def go_on_with_few(request: HttpRequest, number: str, body: FewBidsIn) -> HttpResponse:
    """Let few qualified applications go before the panel."""
    return await run(
        few_bids.go_on_with_few, number, request=request, out=PanelStandingOut, reason=body.reason
    )


@staff.post(**_step("panel/clear", DRAW, "clearRecusal", "回避清结"))
async def clear(request: HttpRequest, number: str) -> HttpResponse:
    """Find that every seat is filled, declared and undisputed."""
    return await run(recusal.clear_recusal, number, request=request, out=PanelStandingOut)


@staff.post(**_step("panel/open-scoring", DRAW, "openScoring", "开封申报书，开始评分"))
async def open_scoring(request: HttpRequest, number: str) -> HttpResponse:
    """Open the applications to the panel."""
    return await run(recusal.open_scoring, number, request=request, out=PanelStandingOut)


@staff.post(**_step("result-notice", DRAW, "openResultNotice", "公示评审结果"))
async def open_notice(request: HttpRequest, number: str) -> HttpResponse:
    """Hang out the result."""
    return await run(result.open_notice, number, request=request, out=PanelStandingOut)


@staff.post(**_step("award", AWARD, "awardProject", "公示期满，确定承接组织"))
async def award(request: HttpRequest, number: str) -> HttpResponse:
    """Award to the organization that the notice names."""
    return await run(result.award, number, request=request, out=PanelStandingOut)


@staff.get(
    "/commissioning/objections",
    permit=ANSWER,
    response=WaitingObjectionsOut,
    operation_id="listResultObjections",
    summary="等待答复的异议，逾期的在前",
)
async def list_objections(request: HttpRequest) -> HttpResponse:
    """List the open objections."""
    return await fetch(_waiting, _actor(request), request=request, out=WaitingObjectionsOut)


@staff.post(**_step("objections/{objection}/dismiss", ANSWER, "dismissObjection", "异议不成立"))
async def dismiss(
    request: HttpRequest, number: str, objection: str, body: PanelReasonIn
) -> HttpResponse:
    """Find that an objection does not hold."""
    return await run(
        objections.dismiss_objection,
        number,
        request=request,
        out=PanelStandingOut,
        objection=objection,
        reason=body.reason,
    )


@staff.post(**_step("objections/{objection}/uphold", ANSWER, "upholdObjection", "异议成立"))
async def uphold(
    request: HttpRequest, number: str, objection: str, body: PanelReasonIn
) -> HttpResponse:
    """Find that an objection holds."""
    return await run(
        objections.uphold_objection,
        number,
        request=request,
        out=PanelStandingOut,
        objection=objection,
        reason=body.reason,
    )


@public.get(
    "/projects/{number}/panel",
    permit=OPEN,
    response=PanelFileOut,
    operation_id="getPanelFile",
    summary="评审文件：用它可以重新算出抽取、席位、总分和排序",
)
async def get_file(request: HttpRequest, number: str) -> HttpResponse:
    """Give the file that an outsider recomputes the panel from."""
    return await fetch(panel_file.panel_file, number, request=request, out=PanelFileOut)


def _actor(request: HttpRequest) -> Any:
    return request.auth  # type: ignore[attr-defined]


def _pool(actor: Any) -> dict[str, Any]:
    return {"items": pool.pool_lines(actor)}


def _candidates(actor: Any) -> dict[str, Any]:
    return {"items": pool.candidates(actor)}


def _waiting(actor: Any) -> dict[str, Any]:
    return {"items": objection_lists.waiting(actor)}
