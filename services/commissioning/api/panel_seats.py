"""Routes of panelists, of applicants about panel and result, and of members (R9.7-R9.11)."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from backend.access.guards import MemberOnly, Staff
from backend.access.permissions import Permission
from backend.access.reads import fetch
from backend.access.routers import GuardedRouter
from backend.access.write import run
from services.commissioning.queries import panel_provider, panelist, relations
from services.commissioning.schemas.panel import (
    DeclinedOut,
    PanelObjectionIn,
    PanelReasonIn,
    PanelReportOut,
    ResultObjectionOut,
    ScoresIn,
    SeatStandingOut,
)
from services.commissioning.schemas.panel_seats import (
    OwnRelationsOut,
    PapersOut,
    ResultViewOut,
    SeatLinesOut,
    SeatSheetOut,
    StepBackIn,
)
from services.commissioning.workflow import objections, papers, recusal, result, scoring

staff = GuardedRouter(tags=["综合评审"])
member = GuardedRouter(tags=["综合评审"])

SCORE = Staff(Permission.COMMISSIONING_PANEL_SCORE)
ACT = Staff(Permission.COMMISSIONING_PROVIDER_ACT)


@staff.get(
    "/panel/projects",
    permit=SCORE,
    response=SeatLinesOut,
    operation_id="listOwnSeats",
    summary="我的评审席位",
)
async def list_seats(request: HttpRequest) -> HttpResponse:
    """List one's own seats."""
    return await fetch(_seats, _actor(request), request=request, out=SeatLinesOut)


@staff.get(
    "/panel/relations",
    permit=SCORE,
    response=OwnRelationsOut,
    operation_id="listOwnRelations",
    summary="登记在我名下的与社会组织的关联关系",
)
async def list_relations(request: HttpRequest) -> HttpResponse:
    """List how one is tied to organizations, by one's own word or by a register."""
    return await fetch(_relations, _actor(request), request=request, out=OwnRelationsOut)


def _seat(
    name: str, operation: str, summary: str, response: Any = SeatStandingOut
) -> dict[str, Any]:
    return {
        "path": f"/panel/projects/{{number}}{name}",
        "permit": SCORE,
        "response": response,
        "operation_id": operation,
        "summary": summary,
    }


@staff.get(**_seat("", "getOwnSeat", "我在这个项目里的席位", SeatSheetOut))
async def get_seat(request: HttpRequest, number: str) -> HttpResponse:
    """Read one's own seat; nothing of an application."""
    return await fetch(
        panelist.seat_sheet, number, _actor(request), request=request, out=SeatSheetOut
    )


@staff.get(**_seat("/papers", "readPanelPapers", "申报书（开始评分后，查看会留痕）", PapersOut))
async def get_papers(request: HttpRequest, number: str) -> HttpResponse:
    """Read the applications; the reading is recorded."""
    return await fetch(_papers, number, _actor(request), request=request, out=PapersOut)


@staff.get(**_seat("/report", "getOwnPanelReport", "评审报告（评分公开后）", PanelReportOut))
async def get_report(request: HttpRequest, number: str) -> HttpResponse:
    """Read the report that one signed for."""
    return await fetch(
        panelist.own_report, number, _actor(request), request=request, out=PanelReportOut
    )


@staff.post(**_seat("/declare", "declareClear", "声明无需回避"))
async def declare(request: HttpRequest, number: str) -> HttpResponse:
    """Declare that nothing ties one to any applicant."""
    return await run(recusal.declare_clear, number, request=request, out=SeatStandingOut)


@staff.post(**_seat("/step-back", "stepBack", "声明回避"))
async def step_back(request: HttpRequest, number: str, body: StepBackIn) -> HttpResponse:
    """Step back with a reason, and with the relation where that is the reason."""
    return await run(
        recusal.step_back,
        number,
        request=request,
        out=SeatStandingOut,
        reason=body.reason,
        relation=body.relation.given() if body.relation else None,
    )


@staff.put(**_seat("/scores", "saveScores", "保存评分草稿（密封）"))
async def save_scores(request: HttpRequest, number: str, body: ScoresIn) -> HttpResponse:
    """Keep a sealed draft of one's scores."""
    return await run(
        scoring.save_scores, number, request=request, out=SeatStandingOut, scores=body.given()
    )


@staff.post(**_seat("/sign", "signScores", "签字，签后不能修改"))
async def sign(request: HttpRequest, number: str) -> HttpResponse:
    """Sign the saved scores."""
    return await run(scoring.sign_scores, number, request=request, out=SeatStandingOut)


@staff.post(**_seat("/dissent", "dissentFromResult", "提出不同意见，写入评审报告"))
async def dissent(request: HttpRequest, number: str, body: PanelObjectionIn) -> HttpResponse:
    """Attach a reason for not agreeing."""
    return await run(scoring.dissent, number, request=request, out=SeatStandingOut, text=body.text)


@staff.get(
    "/provider/projects/{number}/panel",
    permit=ACT,
    response=ResultViewOut,
    operation_id="getOwnResult",
    summary="本组织申报的项目：评审组和结果",
)
async def get_result(request: HttpRequest, number: str) -> HttpResponse:
    """Read panel and result of a project that one's organization applied to."""
    return await fetch(
        panel_provider.applicant_view, number, _actor(request), request=request, out=ResultViewOut
    )


@staff.post(
    "/provider/projects/{number}/seats/{seat}/objections",
    permit=ACT,
    response=ResultObjectionOut,
    status=201,
    operation_id="objectToPanelist",
    summary="对一位评审人提出回避异议",
)
async def object_to_panelist(
    request: HttpRequest, number: str, seat: str, body: PanelObjectionIn
) -> HttpResponse:
    """Ask that a panelist steps back."""
    return await run(
        objections.object_to_panelist,
        number,
        request=request,
        out=ResultObjectionOut,
        status=201,
        seat=seat,
        text=body.text,
    )


@staff.post(
    "/provider/projects/{number}/objections",
    permit=ACT,
    response=ResultObjectionOut,
    status=201,
    operation_id="objectToResult",
    summary="对评审结果提出异议",
)
async def object_to_result(
    request: HttpRequest, number: str, body: PanelObjectionIn
) -> HttpResponse:
    """Object to the result for an applicant."""
    return await run(
        objections.object_to_result,
        number,
        request=request,
        out=ResultObjectionOut,
        status=201,
        text=body.text,
    )


@staff.post(
    "/provider/projects/{number}/decline",
    permit=ACT,
    response=DeclinedOut,
    operation_id="declineResult",
    summary="放弃中选资格",
)
async def decline(request: HttpRequest, number: str, body: PanelReasonIn) -> HttpResponse:
    """Withdraw as the first of the ranking."""
    return await run(
        result.decline_result, number, request=request, out=DeclinedOut, reason=body.reason
    )


@member.get(
    "/projects/{number}/result",
    permit=MemberOnly(),
    response=ResultViewOut,
    operation_id="getProjectResult",
    summary="评审结果和我提出的异议",
)
async def get_member_result(request: HttpRequest, number: str) -> HttpResponse:
    """Read the result of a project that serves the reader's union."""
    return await fetch(
        panel_provider.member_view, number, _actor(request), request=request, out=ResultViewOut
    )


@member.post(
    "/projects/{number}/objections",
    permit=MemberOnly(),
    response=ResultObjectionOut,
    status=201,
    operation_id="objectAsMember",
    summary="职工对评审结果提出异议",
)
async def object_as_member(
    request: HttpRequest, number: str, body: PanelObjectionIn
) -> HttpResponse:
    """Object to the result as a member."""
    return await run(
        objections.object_to_result,
        number,
        request=request,
        out=ResultObjectionOut,
        status=201,
        text=body.text,
    )


def _actor(request: HttpRequest) -> Any:
    return request.auth  # type: ignore[attr-defined]


def _seats(actor: Any) -> dict[str, Any]:
    return {"items": panelist.seat_lines(actor)}


def _relations(actor: Any) -> dict[str, Any]:
    return {"items": relations.own_relations(actor)}


def _papers(number: str, actor: Any) -> dict[str, Any]:
    return {"items": panelist.papers(papers.read_papers(number, actor=actor))}
