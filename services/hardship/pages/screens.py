"""The screens of a draft: one question each, saved at once, resumable on another device."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from backend.access.guards import MemberOnly
from backend.access.pages import page
from backend.access.write import Verb, run_once
from backend.files import forms as uploads
from backend.kernel.errors import Conflict, DomainError, Invalid, Refused
from backend.web.forms import PageForm
from services.hardship import workflow
from services.hardship.models.household import EvidenceKind
from services.hardship.pages.forms import (
    AddressForm,
    CauseForm,
    EventForm,
    LetterForm,
    MemberForm,
    MoneyForm,
    PhotoForm,
)
from services.hardship.pages.portal import actor_of
from services.hardship.queries import mine
from services.hardship.queries.mine import MyApplication
from services.hardship.workflow.draft import Answers
from services.hardship.workflow.household import Person

MONEY_WHY = "用来计算困难类别。只有办理这份申请的工会人员能看到，办结后按档案规定保存。"


@page(permit=MemberOnly())
def cause(request: HttpRequest, number: str) -> HttpResponse:
    """Ask why help is needed."""
    found = mine.my_application(number, actor_of(request))
    first = {"cause": found.cause, "situation": found.situation}
    form = CauseForm(request.POST or None, initial=first)
    return _answers(request, found, form, "困难原因和情况", MONEY_WHY)


@page(permit=MemberOnly())
def money(request: HttpRequest, number: str) -> HttpResponse:
    """Ask what the household lives on."""
    found = mine.my_application(number, actor_of(request))
    first = {
        "annual_income": found.annual_income_fen,
        "rigid_expense": found.rigid_expense_fen,
        "self_paid": found.self_paid_fen,
    }
    form = MoneyForm(request.POST or None, initial=first)
    return _answers(request, found, form, "收入和必要支出", MONEY_WHY)


@page(permit=MemberOnly())
def event(request: HttpRequest, number: str) -> HttpResponse:
    """Ask for a misfortune of this year."""
    found = mine.my_application(number, actor_of(request))
    first = {
        "event_on": found.event_on,
        "event_cost": found.event_cost_fen or None,
        "event_is_disaster": found.event_is_disaster,
    }
    form = EventForm(request.POST or None, initial=first)
    return _answers(request, found, form, "今年遇到的意外", MONEY_WHY)


@page(permit=MemberOnly())
def address(request: HttpRequest, number: str) -> HttpResponse:
    """Ask where the visit goes to."""
    found = mine.my_application(number, actor_of(request))
    form = AddressForm(request.POST or None, initial={"address": found.address})
    return _answers(request, found, form, "现住址", "走访时用，不会公示。")


@page(permit=MemberOnly())
def household(request: HttpRequest, number: str) -> HttpResponse:
    """List the household and add one more person."""
    found = mine.my_application(number, actor_of(request))
    form = MemberForm(request.POST or None)
    refused: DomainError | None = None
    if request.method == "POST" and form.is_valid():
        refused = _try(request, workflow.add_member, number, member=Person(**form.cleaned_data))
        if refused is None:
            return redirect("hardship-household", number)
    return _draw(request, "household", found, form, refused)


@require_POST
@page(permit=MemberOnly())
def remove_member(request: HttpRequest, number: str, member: str) -> HttpResponse:
    """Take a person out of the household."""
    run_once(workflow.remove_member, number, request=request, member=member)
    return redirect("hardship-household", number)


@page(permit=MemberOnly())
def photos(request: HttpRequest, number: str) -> HttpResponse:
    """Show the photographs and take in one more."""
    actor = actor_of(request)
    found = mine.my_application(number, actor)
    form = PhotoForm(request.POST or None, request.FILES or None)
    refused: DomainError | None = None
    if request.method == "POST" and form.is_valid():
        refused = _take_photo(request, number, form.cleaned_data["kind"])
        if refused is None:
            return redirect("hardship-photos", number)
    return _draw(request, "photos", found, form, refused)


@require_POST
@page(permit=MemberOnly())
def remove_photo(request: HttpRequest, number: str, evidence: str) -> HttpResponse:
    """Take a photograph out of the draft."""
    run_once(workflow.remove_photo, number, request=request, evidence=evidence)
    return redirect("hardship-photos", number)


@page(permit=MemberOnly())
def authorisations(request: HttpRequest, number: str) -> HttpResponse:
    """Show who has signed, and take in a signed letter."""
    found = mine.my_application(number, actor_of(request))
    form = LetterForm(request.POST or None, request.FILES or None)
    refused: DomainError | None = None
    if request.method == "POST" and form.is_valid():
        refused = _take_letter(request, number, form)
        if refused is None:
            return redirect("hardship-authorisations", number)
    return _draw(request, "authorisations", found, form, refused)


@require_POST
@page(permit=MemberOnly())
def revoke(request: HttpRequest, number: str) -> HttpResponse:
    """Take an authorisation back."""
    member = request.POST.get("member", "")[:40]
    run_once(workflow.revoke_authorisation, number, request=request, member=member)
    return redirect("hardship-authorisations", number)


def _answers(
    request: HttpRequest, found: MyApplication, form: PageForm, title: str, why: str
) -> HttpResponse:
    refused: DomainError | None = None
    if request.method == "POST" and form.is_valid():
        given = {
            name: value for name, value in form.cleaned_data.items() if value not in {None, ""}
        }
        refused = _try(request, workflow.save, found.number, answers=Answers(**given))
        if refused is None:
            return redirect("hardship-application", found.number)
    context = {"mine": found, "form": form, "refused": refused, "title": title, "why": why}
    status = 422 if form.errors else refused.status if refused else 200
    return render(request, "hardship/portal/screen.html", context, status=status)


def _take_photo(request: HttpRequest, number: str, kind: str) -> DomainError | None:
    try:
        upload = uploads.receive(request.FILES.get("file"), actor=actor_of(request))
        run_once(workflow.attach_photo, number, request=request, upload=upload.number, kind=kind)
    except DomainError as refusal:
        return refusal
    return None


def _take_letter(request: HttpRequest, number: str, form: PageForm) -> DomainError | None:
    try:
        upload = uploads.receive(request.FILES.get("file"), actor=actor_of(request))
        letter = run_once(
            workflow.attach_photo,
            number,
            request=request,
            upload=upload.number,
            kind=str(EvidenceKind.AUTHORISATION),
        )
        run_once(
            workflow.authorise,
            number,
            request=request,
            member=request.POST.get("member", "")[:40],
            letter=letter.number,
            signed_on=form.cleaned_data["signed_on"],
        )
    except (Conflict, Invalid, Refused) as refusal:
        return refusal
    return None


def _try(
    request: HttpRequest, verb: Verb[..., Any], number: str, **arguments: Any
) -> DomainError | None:
    try:
        run_once(verb, number, request=request, **arguments)
    except (Conflict, Invalid) as refusal:
        return refusal
    return None


def _draw(
    request: HttpRequest,
    name: str,
    found: MyApplication,
    form: PageForm,
    refused: DomainError | None,
) -> HttpResponse:
    context = {
        "mine": found,
        "form": form,
        "refused": refused,
        "back": reverse("hardship-application", args=[found.number]),
    }
    status = 422 if form.errors else refused.status if refused else 200
    return render(request, f"hardship/portal/{name}.html", context, status=status)
