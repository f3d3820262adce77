"""A claimant's pages: begin, task list or progress, check, submit, withdraw."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from backend.access.actor import Actor
from backend.access.guards import MemberOnly, Staff
from backend.access.pages import page
from backend.access.permissions import Permission
from backend.access.write import Verb, run_once
from backend.files import attachments
from backend.files import forms as uploads
from backend.kernel.errors import DomainError
from backend.web.forms import PageForm
from services.mutual_aid.pages.claim_forms import BeginForm, FamilyForm, HeirForm, StewardForm
from services.mutual_aid.pages.claim_sheet import tasks_of
from services.mutual_aid.queries import claim_choices, claim_lists, claims_mine
from services.mutual_aid.workflow.claims import draft, submission, withdrawal

SHOWN = 20


@page(permit=MemberOnly())
def overview(request: HttpRequest) -> HttpResponse:
    """List one's claims and those filed for others, with the ways to begin one."""
    actor = actor_of(request)
    found = claim_lists.claims(actor.own_person_id, request.GET.get("cursor") or None, SHOWN)
    context = {"page": found, "filed": claims_mine.filed_page(actor, None, SHOWN)}
    return render(request, "mutual_aid/portal/claims.html", context)


@page(permit=MemberOnly())
def filed(request: HttpRequest) -> HttpResponse:
    """List all claims that one filed for others, page by page."""
    found = claims_mine.filed_page(actor_of(request), request.GET.get("cursor") or None, SHOWN)
    return render(request, "mutual_aid/portal/claims_filed.html", {"page": found})


@page(permit=MemberOnly())
def new(request: HttpRequest) -> HttpResponse:
    """Choose a cover and a day, agree, begin."""
    choices = claim_choices.for_person(actor_of(request).own_person_id)
    form = BeginForm(request.POST or None, plans=choices.plans)
    refused: DomainError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            made = run_once(draft.begin, request=request, **form.given())
            return redirect("claim", made.number)
        except DomainError as refusal:
            refused = refusal
    context = {"form": form, "refused": refused, "choices": choices}
    return _drawn(request, "claim_new", context, form, refused)


@page(permit=MemberOnly())
def new_for_family(request: HttpRequest) -> HttpResponse:
    """Begin a claim for a relative with her signed consent."""
    form = FamilyForm(request.POST or None, request.FILES or None, plans=claim_choices.for_others())
    refused: DomainError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            paper = uploads.receive(request.FILES.get("file"), actor=actor_of(request))
            made = run_once(
                draft.begin_for_family, request=request, paper=paper.number, **form.given()
            )
            return redirect("claim", made.number)
        except DomainError as refusal:
            refused = refusal
    return _drawn(request, "claim_family", {"form": form, "refused": refused}, form, refused)


@page(permit=MemberOnly())
def new_as_heir(request: HttpRequest) -> HttpResponse:
    """Begin an heir's claim."""
    form = HeirForm(request.POST or None, plans=claim_choices.for_others())
    refused: DomainError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            made = run_once(draft.begin_as_heir, request=request, **form.given())
            return redirect("claim", made.number)
        except DomainError as refusal:
            refused = refusal
    return _drawn(request, "claim_heir", {"form": form, "refused": refused}, form, refused)


@page(permit=Staff(Permission.MUTUAL_AID_CLAIM_FILE))
def new_for_worker(request: HttpRequest) -> HttpResponse:
    """Begin a claim for a worker of one's union; it is then filled in by the same screens."""
    form = StewardForm(request.POST or None, plans=claim_choices.for_others())
    refused: DomainError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            made = run_once(draft.begin_for, request=request, **form.given())
            return redirect("claim", made.number)
        except DomainError as refusal:
            refused = refusal
    context = {
        "form": form,
        "refused": refused,
        "page": claims_mine.filed_page(actor_of(request), request.GET.get("cursor") or None, SHOWN),
    }
    status = 422 if form.errors else refused.status if refused else 200
    return render(request, "mutual_aid/console/file_claim.html", context, status=status)


@page(permit=MemberOnly())
def claim(request: HttpRequest, number: str) -> HttpResponse:
    """Show a claim: its tasks while it may change, its progress always."""
    return show(request, number)


def show(request: HttpRequest, number: str, refused: DomainError | None = None) -> HttpResponse:
    """Draw a claim, with what was refused where something was."""
    found = claims_mine.my_claim(number, actor_of(request))
    tasks = tasks_of(found) if found.is_editable else []
    context = {"mine": found, "tasks": tasks, "refused": refused}
    status = refused.status if refused else 200
    return render(request, "mutual_aid/portal/claim.html", context, status=status)


@page(permit=MemberOnly())
def check(request: HttpRequest, number: str) -> HttpResponse:
    """Repeat all answers, each with the way to change it, and submit."""
    refused: DomainError | None = None
    if request.method == "POST":
        try:
            run_once(submission.submit, number, request=request)
            return redirect("claim", number)
        except DomainError as refusal:
            refused = refusal
    context = {"mine": claims_mine.my_claim(number, actor_of(request)), "refused": refused}
    status = refused.status if refused else 200
    return render(request, "mutual_aid/portal/claim_check.html", context, status=status)


@require_POST
@page(permit=MemberOnly())
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Withdraw the claim."""
    reason = request.POST.get("reason", "")[:500]
    return _act(request, number, withdrawal.withdraw, reason=reason)


@require_POST
@page(permit=MemberOnly())
def agree(request: HttpRequest, number: str) -> HttpResponse:
    """Agree again to health data."""
    return _act(request, number, draft.agree, purposes=["health"])


@require_POST
@page(permit=MemberOnly())
def take_back(request: HttpRequest, number: str) -> HttpResponse:
    """Take the consent to health data back."""
    return _act(request, number, draft.take_back)


@page(permit=MemberOnly())
def photo(request: HttpRequest, number: str, photo: str, variant: str) -> HttpResponse:
    """Send a photograph of one's own claim."""
    actor = actor_of(request)
    found = claims_mine.photo_of(number, photo, actor)
    purpose = "本人查看" if found.claim.person_id == actor.person_id else "代办人查看"
    return attachments.send(found.attachment, variant, actor=actor, purpose=purpose)


def actor_of(request: HttpRequest) -> Actor:
    """Give who asks."""
    actor: Actor = request.auth  # type: ignore[attr-defined]
    return actor


def _act(request: HttpRequest, number: str, verb: Verb[..., Any], **given: Any) -> HttpResponse:
    try:
        run_once(verb, number, request=request, **given)
    except DomainError as refusal:
        return show(request, number, refusal)
    return redirect("claim", number)


def _drawn(
    request: HttpRequest,
    name: str,
    context: dict[str, Any],
    form: PageForm,
    refused: DomainError | None,
) -> HttpResponse:
    status = 422 if form.errors else refused.status if refused else 200
    return render(request, f"mutual_aid/portal/{name}.html", context, status=status)
