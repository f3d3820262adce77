"""The reviewers' pages: a desk, one claim, its photographs, doubles side by side, full values."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from backend.access.guards import Staff
from backend.access.pages import page
from backend.access.permissions import Permission
from backend.files import attachments
from backend.kernel.errors import DomainError, Invalid
from services.mutual_aid.access import LEVEL_LABELS
from services.mutual_aid.pages.claims_forms import RevealForm
from services.mutual_aid.pages.claims_screen import draw_claim
from services.mutual_aid.pages.console import actor_in
from services.mutual_aid.queries import claim_desk_list, claim_desks
from services.mutual_aid.states import Level
from services.mutual_aid.workflow.claims import reading

READ = Staff(Permission.MUTUAL_AID_CLAIM_READ)


@page(permit=READ)
def desk(request: HttpRequest) -> HttpResponse:
    """List what lies on a desk; the officer's own comes first."""
    actor = actor_in(request)
    own = claim_desks.desks_of(actor)
    wanted = request.GET.get("desk") or str(own[0] if own else Level.UNIT)
    if wanted not in list(Level):
        raise Http404
    is_overdue, needs_look = (request.GET.get(name) == "1" for name in ("overdue", "needs_look"))
    found = claim_desk_list.desk_page(
        actor,
        Level(wanted),
        request.GET.get("cursor") or None,
        is_overdue=is_overdue,
        needs_look=needs_look,
    )
    context = {
        "page": found,
        "rows": found["items"],
        "desk": wanted,
        "title": LEVEL_LABELS[Level(wanted)],
        "desks": [(str(level), label) for level, label in LEVEL_LABELS.items()],
        "is_overdue": is_overdue,
        "needs_look": needs_look,
    }
    return render(request, "mutual_aid/console/claims/desk.html", context)


@page(permit=READ)
def claim(request: HttpRequest, number: str) -> HttpResponse:
    """Show one claim with everything that its decision rests on."""
    return draw_claim(request, number)


@page(permit=READ)
def photo(request: HttpRequest, number: str, photo: str, variant: str) -> HttpResponse:
    """Send a photograph of a claim; the reading is recorded."""
    actor = actor_in(request)
    found = reading.photo_for(number, photo, actor=actor)
    return attachments.send(found.attachment, variant, actor=actor, purpose=reading.PURPOSE)


@page(permit=READ)
def compare(request: HttpRequest, number: str, key: str) -> HttpResponse:
    """Lay the papers of two claims side by side, for who may review this one."""
    found = reading.compare(number, actor=actor_in(request), key=key)
    return render(request, "mutual_aid/console/claims/compare.html", {"found": found})


@page(permit=READ)
def double_photo(request: HttpRequest, number: str, key: str, photo: str) -> HttpResponse:
    """Send the preview of a photograph of a double; the reading is recorded."""
    actor = actor_in(request)
    found = reading.double_photo_for(number, key, photo, actor=actor)
    purpose = f"{reading.LOOKING}：{number}"
    return attachments.send(found.attachment, "preview", actor=actor, purpose=purpose)


@page(permit=Staff(Permission.ACCOUNTS_PERSON_READ_FULL))
def reveal(request: HttpRequest, number: str) -> HttpResponse:
    """Open one masked value for a stated purpose; the value is shown once and stored nowhere."""
    actor = actor_in(request)
    invoices = reading.invoices_of(number, actor=actor)
    form = RevealForm(request.POST or None, invoices=invoices)
    value = ""
    refused: DomainError | None = None
    if request.method == "POST" and form.is_valid():
        field, purpose = form.cleaned_data["field"], form.cleaned_data["purpose"]
        named = {"field": field, "line": None}
        if field in dict(invoices):
            named = {"field": reading.INVOICE, "line": field}
        try:
            value = reading.reveal(number, actor=actor, purpose=purpose, **named).value
        except Invalid as refusal:
            refused = refusal
    context = {"number": number, "form": form, "value": value, "refused": refused}
    response = render(request, "mutual_aid/console/claims/reveal.html", context)
    response["Cache-Control"] = "private, no-store"
    return response
