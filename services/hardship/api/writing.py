"""Routes by which an application is written: the same for a worker and for who writes on behalf."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from backend.access.guards import MemberOnly, Staff
from backend.access.reads import fetch
from backend.access.routers import GuardedRouter
from backend.access.write import run
from services.hardship import workflow
from services.hardship.queries import mine
from services.hardship.schemas.incoming import (
    AnswersIn,
    AuthorisationIn,
    CasePhotoIn,
    CasePurposeIn,
    CaseReasonIn,
    HouseholdIn,
    MemberNumberIn,
    StartIn,
)
from services.hardship.schemas.outgoing import (
    CaseStandingOut,
    DoneOut,
    EvidenceOut,
    MyApplicationOut,
)


def add_writing(router: GuardedRouter, *, permit: MemberOnly | Staff, whose: str) -> None:
    """Declare the routes of writing on a router; `whose` keeps the operation ids apart."""
    _add_answers(router, permit, whose)
    _add_consents(router, permit, whose)
    _add_papers(router, permit, whose)
    _add_authorisations(router, permit, whose)
    _add_ends(router, permit, whose)


def _route(permit: MemberOnly | Staff, path: str, operation: str, summary: str) -> dict[str, Any]:
    return {
        "path": f"/hardship/applications/{{number}}{path}",
        "permit": permit,
        "operation_id": operation,
        "summary": summary,
    }


def _add_answers(router: GuardedRouter, permit: MemberOnly | Staff, whose: str) -> None:
    @router.get(
        response=MyApplicationOut, **_route(permit, "", f"get{whose}HardshipDraft", "读取申请内容")
    )
    async def detail(request: HttpRequest, number: str) -> HttpResponse:
        """Read the application with its progress."""
        actor = request.auth  # type: ignore[attr-defined]
        return await fetch(
            mine.my_application, number, actor, request=request, out=MyApplicationOut
        )

    @router.patch(
        response=CaseStandingOut,
        **_route(permit, "/answers", f"save{whose}HardshipAnswers", "保存一步的内容"),
    )
    async def save(request: HttpRequest, number: str, body: AnswersIn) -> HttpResponse:
        """Save the answers of one stage."""
        return await run(
            workflow.save, number, request=request, out=CaseStandingOut, answers=body.answers()
        )

    @router.put(
        response=CaseStandingOut,
        **_route(permit, "/household", f"save{whose}HardshipHousehold", "保存家庭成员"),
    )
    async def household(request: HttpRequest, number: str, body: HouseholdIn) -> HttpResponse:
        """Save the whole household."""
        return await run(
            workflow.save_household,
            number,
            request=request,
            out=CaseStandingOut,
            members=body.people(),
        )


def _add_consents(router: GuardedRouter, permit: MemberOnly | Staff, whose: str) -> None:
    @router.post(
        response=CaseStandingOut,
        **_route(permit, "/consents", f"agree{whose}HardshipConsents", "单独同意"),
    )
    async def agree(request: HttpRequest, number: str, body: StartIn) -> HttpResponse:
        """Agree to further purposes."""
        return await run(
            workflow.agree, number, request=request, out=CaseStandingOut, purposes=body.purposes
        )

    @router.post(
        response=CaseStandingOut,
        **_route(permit, "/consents/withdraw", f"withdraw{whose}HardshipConsent", "撤回一项同意"),
    )
    async def take_back(request: HttpRequest, number: str, body: CasePurposeIn) -> HttpResponse:
        """Take one consent back."""
        return await run(
            workflow.withdraw_consent,
            number,
            request=request,
            out=CaseStandingOut,
            purpose=body.purpose,
        )


def _add_papers(router: GuardedRouter, permit: MemberOnly | Staff, whose: str) -> None:
    @router.post(
        response=EvidenceOut,
        status=201,
        **_route(permit, "/photos", f"attach{whose}HardshipPhoto", "加入一张照片"),
    )
    async def attach(request: HttpRequest, number: str, body: CasePhotoIn) -> HttpResponse:
        """Put an uploaded photograph into the file."""
        return await run(
            workflow.attach_photo,
            number,
            request=request,
            out=EvidenceOut,
            status=201,
            upload=body.upload,
            kind=str(body.kind),
        )

    @router.delete(
        response=CaseStandingOut,
        **_route(permit, "/photos/{evidence}", f"remove{whose}HardshipPhoto", "移除一张照片"),
    )
    async def remove(request: HttpRequest, number: str, evidence: str) -> HttpResponse:
        """Take a photograph out of the draft."""
        return await run(
            workflow.remove_photo, number, request=request, out=CaseStandingOut, evidence=evidence
        )


def _add_authorisations(router: GuardedRouter, permit: MemberOnly | Staff, whose: str) -> None:
    @router.post(
        response=DoneOut,
        status=201,
        **_route(permit, "/authorisations", f"authorise{whose}HardshipMember", "登记成员授权书"),
    )
    async def authorise(request: HttpRequest, number: str, body: AuthorisationIn) -> HttpResponse:
        """Record a signed authorisation."""
        return await run(
            workflow.authorise,
            number,
            request=request,
            out=DoneOut,
            status=201,
            member=body.member,
            letter=body.letter,
            signed_on=body.signed_on,
        )

    @router.post(
        response=CaseStandingOut,
        **_route(
            permit,
            "/authorisations/revoke",
            f"revoke{whose}HardshipAuthorisation",
            "撤回成员授权",
        ),
    )
    async def revoke(request: HttpRequest, number: str, body: MemberNumberIn) -> HttpResponse:
        """Take an authorisation back."""
        return await run(
            workflow.revoke_authorisation,
            number,
            request=request,
            out=CaseStandingOut,
            member=body.member,
        )


def _add_ends(router: GuardedRouter, permit: MemberOnly | Staff, whose: str) -> None:
    @router.post(
        response=CaseStandingOut,
        **_route(permit, "/submit", f"submit{whose}HardshipApplication", "提交申请"),
    )
    async def submit(request: HttpRequest, number: str) -> HttpResponse:
        """Submit the application."""
        return await run(workflow.submit, number, request=request, out=CaseStandingOut)

    @router.post(
        response=CaseStandingOut,
        **_route(permit, "/withdraw", f"withdraw{whose}HardshipApplication", "撤回申请"),
    )
    async def withdraw(request: HttpRequest, number: str, body: CaseReasonIn) -> HttpResponse:
        """Withdraw the application."""
        return await run(
            workflow.withdraw, number, request=request, out=CaseStandingOut, reason=body.reason
        )
