"""The decision bar: one address for each act, each with its form, all back to the review screen."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from backend.access.guards import Staff
from backend.access.pages import page
from backend.access.permissions import Permission
from backend.access.write import Verb, run_once
from backend.files import forms as uploads
from backend.kernel.errors import Conflict, DomainError, Invalid, Refused
from backend.web.forms import PageForm
from services.hardship import workflow
from services.hardship.pages.desk import approve_form, draw_case
from services.hardship.pages.forms import (
    CheckForm,
    LetterForm,
    OpinionForm,
    ReasonForm,
    RecommendForm,
    RefuseForm,
    ReturnForm,
    VisitForm,
    VisitPhotoForm,
)
from services.hardship.queries import case as cases
from services.hardship.states import Act

VISIT = Staff(Permission.HARDSHIP_APPLICATION_VISIT)
CHECK = Staff(Permission.HARDSHIP_ECONOMIC_CHECK)
RESOLVE = Staff(Permission.HARDSHIP_OBJECTION_RESOLVE)
APPROVE = Staff(Permission.HARDSHIP_APPLICATION_APPROVE)


@require_POST
@page(permit=VISIT)
def add_photo(request: HttpRequest, number: str) -> HttpResponse:
    """Take in a photograph of the visit, or of a signed letter."""
    form = VisitPhotoForm(request.POST, request.FILES)
    if not form.is_valid():
        return draw_case(request, number, refused=Invalid("file_missing", "请先选择一张照片。"))
    try:
        upload = uploads.receive(
            request.FILES.get("file"),
            actor=request.auth,  # type: ignore[attr-defined]
        )
    except DomainError as refusal:
        return draw_case(request, number, refused=refusal)
    kind = form.cleaned_data["kind"]
    return _act(request, number, workflow.attach_photo, upload=upload.number, kind=kind)


@require_POST
@page(permit=VISIT)
def authorise(request: HttpRequest, number: str) -> HttpResponse:
    """Record a letter that was signed at the visit."""
    form = LetterForm(request.POST)
    form.fields.pop("file")
    if not form.is_valid():
        return draw_case(request, number, refused=Invalid("bad_date", "请填写签署日期。"))
    return _act(
        request,
        number,
        workflow.authorise,
        member=request.POST.get("member", "")[:40],
        letter=request.POST.get("letter", "")[:40],
        signed_on=form.cleaned_data["signed_on"],
    )


@require_POST
@page(permit=VISIT)
def return_for_material(request: HttpRequest, number: str) -> HttpResponse:
    """Return for material."""
    return _form(request, number, Act.RETURN, ReturnForm, workflow.return_for_material)


@require_POST
@page(permit=VISIT)
def visit(request: HttpRequest, number: str) -> HttpResponse:
    """Record the home visit."""
    return _form(request, number, Act.VISIT, VisitForm, workflow.record_visit)


@require_POST
@page(permit=Staff(Permission.HARDSHIP_APPLICATION_RECOMMEND))
def recommend(request: HttpRequest, number: str) -> HttpResponse:
    """Recommend help."""
    return _form(request, number, Act.RECOMMEND, RecommendForm, workflow.recommend)


@require_POST
@page(permit=CHECK)
def start_check(request: HttpRequest, number: str) -> HttpResponse:
    """Start the economic check."""
    return _act(request, number, workflow.start_check)


@require_POST
@page(permit=CHECK)
def record_check(request: HttpRequest, number: str) -> HttpResponse:
    """Record the result of the check."""
    form = CheckForm(request.POST, auto_id=f"id_{Act.RECORD_CHECK}_%s")
    if not form.is_valid():
        return draw_case(request, number, bound={str(Act.RECORD_CHECK): form})
    given = {**form.cleaned_data, "agrees": form.cleaned_data["agrees"] == "yes"}
    return _act(request, number, workflow.record_check, **given)


@require_POST
@page(permit=Staff(Permission.HARDSHIP_NOTICE_OPEN))
def open_notice(request: HttpRequest, number: str) -> HttpResponse:
    """Hang out the notice."""
    return _act(request, number, workflow.open_notice)


@require_POST
@page(permit=RESOLVE)
def dismiss(request: HttpRequest, number: str, objection: str) -> HttpResponse:
    """Find that an objection does not hold."""
    return _resolve(request, number, objection, workflow.dismiss_objection)


@require_POST
@page(permit=RESOLVE)
def uphold(request: HttpRequest, number: str, objection: str) -> HttpResponse:
    """Find that an objection holds."""
    return _resolve(request, number, objection, workflow.uphold_objection)


@require_POST
@page(permit=APPROVE)
def approve(request: HttpRequest, number: str) -> HttpResponse:
    """Approve and reserve the money."""
    actor = request.auth  # type: ignore[attr-defined]
    found = cases.case_of(workflow.read_case(number, actor=actor), actor)
    form = approve_form(found, request.POST)
    if not form.is_valid():
        return draw_case(request, number, bound={str(Act.APPROVE): form})
    return _act(request, number, workflow.approve, **form.cleaned_data)


@require_POST
@page(permit=Staff(Permission.HARDSHIP_GRANT_APPROVE))
def reapprove_payee(request: HttpRequest, number: str) -> HttpResponse:
    """Approve the changed account anew."""
    form = OpinionForm(request.POST)
    if not form.is_valid():
        return draw_case(request, number, refused=Invalid("reason_missing", "请填写意见。"))
    return _act(request, number, workflow.reapprove_payee, **form.cleaned_data)


@require_POST
@page(permit=APPROVE)
def put_on_file(request: HttpRequest, number: str) -> HttpResponse:
    """Enter the household in the register of files."""
    return _act(request, number, workflow.put_on_file)


@require_POST
@page(permit=Staff(Permission.HARDSHIP_APPLICATION_REFUSE))
def refuse(request: HttpRequest, number: str) -> HttpResponse:
    """Refuse with a written reason."""
    return _form(request, number, Act.REFUSE, RefuseForm, workflow.refuse)


def _form(
    request: HttpRequest, number: str, act: Act, make: type[PageForm], verb: Verb[..., Any]
) -> HttpResponse:
    form = make(request.POST, auto_id=f"id_{act}_%s")
    if not form.is_valid():
        return draw_case(request, number, bound={str(act): form})
    return _act(request, number, verb, **form.cleaned_data)


def _resolve(
    request: HttpRequest, number: str, objection: str, verb: Verb[..., Any]
) -> HttpResponse:
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return draw_case(request, number, refused=Invalid("reason_missing", "请填写理由。"))
    return _act(request, number, verb, objection=objection, **form.cleaned_data)


def _act(request: HttpRequest, number: str, verb: Verb[..., Any], **given: Any) -> HttpResponse:
    try:
        run_once(verb, number, request=request, **given)
    except (Conflict, Invalid, Refused) as refusal:
        return draw_case(request, number, refused=refusal)
    return redirect("hardship-case", number)
