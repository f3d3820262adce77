"""The officers' pages: list, review screen, photographs, notice sheet, applications on behalf."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from backend.access.actor import Actor
from backend.access.guards import Staff
from backend.access.pages import page
from backend.access.permissions import Permission
from backend.access.write import run_once
from backend.accounts.models import ConsentPurpose
from backend.files import attachments
from backend.kernel.errors import Conflict, DomainError, Invalid
from services.hardship import workflow
from services.hardship.pages.desk import draw_case
from services.hardship.pages.forms import RevealForm, StartForForm
from services.hardship.queries import lists, mine

READ = Staff(Permission.HARDSHIP_APPLICATION_READ)


@page(permit=READ)
def cases(request: HttpRequest) -> HttpResponse:
    """List the cases of one's subtree."""
    actor = _actor(request)
    context = {
        "page": lists.case_page(actor, request.GET.get("cursor") or None),
        "may_create": actor.holds(Permission.HARDSHIP_APPLICATION_CREATE),
        "may_pay": actor.holds(Permission.HARDSHIP_GRANT_PAY),
    }
    return render(request, "hardship/console/cases.html", context)


@page(permit=READ)
def review(request: HttpRequest, number: str) -> HttpResponse:
    """Show one case: papers left, form right, history under it, the decision at the bottom."""
    return draw_case(request, number)


@page(permit=READ)
def photo(request: HttpRequest, number: str, evidence: str, variant: str) -> HttpResponse:
    """Send a photograph of a case; the reading is recorded."""
    actor = _actor(request)
    found = workflow.evidence_for(number, evidence, actor=actor, own=False)
    return attachments.send(found.attachment, variant, actor=actor, purpose="审核")


@page(permit=READ)
def notice_sheet(request: HttpRequest, notice: str) -> HttpResponse:
    """Show the printed sheet of a notice for the board of the unit."""
    found = mine.notice(notice, _actor(request))
    return render(request, "hardship/console/sheet.html", {"notice": found})


@page(permit=Staff(Permission.ACCOUNTS_PERSON_READ_FULL))
def reveal(request: HttpRequest, number: str) -> HttpResponse:
    """Open one masked value for a stated purpose; the value is shown once and stored nowhere."""
    form = RevealForm(request.POST or None)
    value = ""
    refused: DomainError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            opened = workflow.reveal(
                number,
                actor=_actor(request),
                member=request.POST.get("member") or None,
                **form.cleaned_data,
            )
            value = opened.value
        except Invalid as refusal:
            refused = refusal
    context = {"number": number, "form": form, "value": value, "refused": refused}
    response = render(request, "hardship/console/reveal.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


@page(permit=Staff(Permission.HARDSHIP_APPLICATION_CREATE))
def start_for(request: HttpRequest) -> HttpResponse:
    """Begin an application for a worker who cannot; it is then filled in by the same screens."""
    form = StartForForm(request.POST or None)
    refused: DomainError | None = None
    if request.method == "POST" and form.is_valid():
        given = {name: value for name, value in form.cleaned_data.items() if name != "consent"}
        purposes = [str(purpose) for purpose in ConsentPurpose if purpose != ConsentPurpose.BANK]
        try:
            made = run_once(workflow.start_for, request=request, purposes=purposes, **given)
            return redirect("hardship-application", made.number)
        except (Conflict, Invalid) as refusal:
            refused = refusal
    status = 422 if form.errors or refused else 200
    context = {"form": form, "refused": refused}
    return render(request, "hardship/console/start.html", context, status=status)


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.auth  # type: ignore[attr-defined]
    return actor
