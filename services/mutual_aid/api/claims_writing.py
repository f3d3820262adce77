"""Routes by which a claim is written: the same for a claimant and for a steward on behalf."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from backend.access.guards import MemberOnly, Staff
from backend.access.reads import fetch
from backend.access.routers import GuardedRouter
from backend.access.schemas import Number
from backend.access.write import run
from services.mutual_aid.queries import claims_mine
from services.mutual_aid.schemas.claims_incoming import (
    ClaimLineIn,
    ClaimPhotoIn,
    ConsentsIn,
    FillIn,
    WithdrawIn,
)
from services.mutual_aid.schemas.claims_member import (
    ClaimStandingOut,
    LineMadeOut,
    MyClaimOut,
    PhotoMadeOut,
)
from services.mutual_aid.workflow.claims import draft, lines, photos, submission, withdrawal

Permit = MemberOnly | Staff


def add_writing(router: GuardedRouter, *, permit: Permit, base: str, whose: str) -> None:
    """Declare the routes of writing under `base`; `whose` keeps the operation ids apart."""

    def route(path: str, operation: str, summary: str) -> dict[str, Any]:
        return {
            "path": f"{base}/{{number}}{path}",
            "permit": permit,
            "operation_id": f"{whose}{operation}",
            "summary": summary,
        }

    _add_answers(router, route)
    _add_consents(router, route)
    _add_lines(router, route)
    _add_photos(router, route)
    _add_ends(router, route)


def _add_answers(router: GuardedRouter, route: Any) -> None:
    @router.get(response=MyClaimOut, **route("", "ClaimRead", "一份申领：内容、缺什么、办到哪里"))
    async def read(request: HttpRequest, number: Number) -> HttpResponse:
        """Read a claim with its papers, progress and last days."""
        actor = request.auth  # type: ignore[attr-defined]
        return await fetch(claims_mine.my_claim, number, actor, request=request, out=MyClaimOut)

    @router.patch(response=ClaimStandingOut, **route("", "ClaimFill", "保存事件日期和说明"))
    async def fill(request: HttpRequest, number: Number, body: FillIn) -> HttpResponse:
        """Save answers about the whole claim."""
        return await run(
            draft.fill,
            number,
            request=request,
            out=ClaimStandingOut,
            event_on=body.event_on,
            note=body.note,
            relation=body.relation,
        )


def _add_consents(router: GuardedRouter, route: Any) -> None:
    @router.post(response=ClaimStandingOut, **route("/consents", "ClaimAgree", "重新单独同意"))
    async def agree(request: HttpRequest, number: Number, body: ConsentsIn) -> HttpResponse:
        """Agree again."""
        return await run(
            draft.agree,
            number,
            request=request,
            out=ClaimStandingOut,
            purposes=list(body.purposes),
        )

    @router.post(
        response=ClaimStandingOut,
        **route("/consents/withdraw", "ClaimTakeBack", "撤回处理健康信息的同意"),
    )
    async def take_back(request: HttpRequest, number: Number) -> HttpResponse:
        """Take the consent to health data back."""
        return await run(draft.take_back, number, request=request, out=ClaimStandingOut)


def _add_lines(router: GuardedRouter, route: Any) -> None:
    @router.post(
        response=LineMadeOut, status=201, **route("/lines", "ClaimAddLine", "加一个申领项目")
    )
    async def add(request: HttpRequest, number: Number, body: ClaimLineIn) -> HttpResponse:
        """Add a line."""
        return await run(
            lines.add_line,
            number,
            request=request,
            out=LineMadeOut,
            status=201,
            answers=body.answers(),
        )

    @router.put(response=LineMadeOut, **route("/lines/{line}", "ClaimChangeLine", "改一个申领项目"))
    async def change(
        request: HttpRequest, number: Number, line: Number, body: ClaimLineIn
    ) -> HttpResponse:
        """Replace a line."""
        return await run(
            lines.change_line,
            number,
            request=request,
            out=LineMadeOut,
            line=line,
            answers=body.answers(),
        )

    @router.delete(
        response=ClaimStandingOut, **route("/lines/{line}", "ClaimRemoveLine", "移除一个申领项目")
    )
    async def remove(request: HttpRequest, number: Number, line: Number) -> HttpResponse:
        """Take a line out."""
        return await run(
            lines.remove_line, number, request=request, out=ClaimStandingOut, line=line
        )


def _add_photos(router: GuardedRouter, route: Any) -> None:
    @router.post(
        response=PhotoMadeOut,
        status=201,
        **route("/photos", "ClaimAttachPhoto", "加入一张单据照片"),
    )
    async def attach(request: HttpRequest, number: Number, body: ClaimPhotoIn) -> HttpResponse:
        """Attach an uploaded photograph."""
        return await run(
            photos.attach_photo,
            number,
            request=request,
            out=PhotoMadeOut,
            status=201,
            upload=body.upload,
            document=body.document,
            line=body.line,
        )

    @router.delete(
        response=ClaimStandingOut,
        **route("/photos/{photo}", "ClaimRemovePhoto", "移除一张单据照片"),
    )
    async def remove(request: HttpRequest, number: Number, photo: Number) -> HttpResponse:
        """Take a photograph out."""
        return await run(
            photos.remove_photo, number, request=request, out=ClaimStandingOut, photo=photo
        )


def _add_ends(router: GuardedRouter, route: Any) -> None:
    @router.post(response=ClaimStandingOut, **route("/submit", "ClaimSubmit", "提交申领"))
    async def submit(request: HttpRequest, number: Number) -> HttpResponse:
        """Submit; refused with each gap, or with the exact last day."""
        return await run(submission.submit, number, request=request, out=ClaimStandingOut)

    @router.post(response=ClaimStandingOut, **route("/withdraw", "ClaimWithdraw", "撤回申领"))
    async def withdraw(request: HttpRequest, number: Number, body: WithdrawIn) -> HttpResponse:
        """Withdraw the claim."""
        return await run(
            withdrawal.withdraw,
            number,
            request=request,
            out=ClaimStandingOut,
            reason=body.reason,
        )
