"""The worker's pages: begin, fill in by screens, check, submit, follow, receive."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from backend.access.actor import Actor
from backend.access.guards import MemberOnly
from backend.access.pages import page
from backend.access.write import Verb, run_once
from backend.files import attachments
from backend.kernel.errors import Conflict, DomainError, Invalid
from services.hardship import workflow
from services.hardship.pages.forms import ConsentForm
from services.hardship.pages.sheet import tasks_of
from services.hardship.queries import lists, mine


@page(permit=MemberOnly())
def overview(request: HttpRequest) -> HttpResponse:
    """List one's applications and offer to begin one."""
    form = ConsentForm(request.POST or None)
    refused: DomainError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            made = run_once(workflow.start, request=request, purposes=form.purposes())
            return redirect("hardship-application", made.number)
        except (Conflict, Invalid) as refusal:
            refused = refusal
    context = {"page": lists.my_page(actor_of(request)), "form": form, "refused": refused}
    status = 422 if refused or form.errors else 200
    return render(request, "hardship/portal/overview.html", context, status=status)


@page(permit=MemberOnly())
def application(request: HttpRequest, number: str) -> HttpResponse:
    """Show an application: its tasks while it is a draft, its progress afterwards."""
    return show(request, number)


def show(request: HttpRequest, number: str, refused: DomainError | None = None) -> HttpResponse:
    """Draw an application, with what was refused where something was."""
    found = mine.my_application(number, actor_of(request))
    context = {
        "mine": found,
        "tasks": tasks_of(found) if found.is_editable else [],
        "refused": refused,
    }
    return render(
        request,
        "hardship/portal/application.html",
        context,
        status=refused.status if refused else 200,
    )


@page(permit=MemberOnly())
def check(request: HttpRequest, number: str) -> HttpResponse:
    """Repeat all answers, each with the way to change it, and submit."""
    refused: DomainError | None = None
    if request.method == "POST":
        try:
            run_once(workflow.submit, number, request=request)
            return redirect("hardship-application", number)
        except (Conflict, Invalid) as refusal:
            refused = refusal
    context = {"mine": mine.my_application(number, actor_of(request)), "refused": refused}
    status = refused.status if refused else 200
    return render(request, "hardship/portal/check.html", context, status=status)


@require_POST
@page(permit=MemberOnly())
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Withdraw the application."""
    reason = request.POST.get("reason", "")[:1000]
    return _act(request, number, workflow.withdraw, reason=reason)


@require_POST
@page(permit=MemberOnly())
def receipt(request: HttpRequest, number: str) -> HttpResponse:
    """Confirm that the money came."""
    return _act(request, number, workflow.acknowledge_receipt)


@require_POST
@page(permit=MemberOnly())
def take_back(request: HttpRequest, number: str) -> HttpResponse:
    """Take one consent back."""
    purpose = request.POST.get("purpose", "")[:20]
    return _act(request, number, workflow.withdraw_consent, purpose=purpose)


@page(permit=MemberOnly())
def photo(request: HttpRequest, number: str, evidence: str, variant: str) -> HttpResponse:
    """Send a photograph of one's own file."""
    actor = actor_of(request)
    found = workflow.evidence_for(number, evidence, actor=actor, own=True)
    return attachments.send(found.attachment, variant, actor=actor, purpose="本人查看")


def actor_of(request: HttpRequest) -> Actor:
    """Give who asks."""
    actor: Actor = request.auth  # type: ignore[attr-defined]
    return actor


def _act(
    request: HttpRequest, number: str, verb: Verb[..., Any], **arguments: str
) -> HttpResponse | HttpResponseRedirect:
    try:
        run_once(verb, number, request=request, **arguments)
    except (Conflict, Invalid) as refusal:
        return show(request, number, refusal)
    return redirect("hardship-application", number)
