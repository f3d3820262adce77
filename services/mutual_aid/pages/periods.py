"""The next period and the people of this one: renewing, adding, leaving, printing."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from backend.access.pages import page
from backend.access.write import run_once
from backend.kernel.errors import DomainError
from services.mutual_aid.pages.console import READ, WRITE, act, actor_in, sheet, to_batch
from services.mutual_aid.pages.forms import DeathForm, LeaveForm, ReasonForm, RenewForm
from services.mutual_aid.queries import batches as queries
from services.mutual_aid.queries import certificates, people
from services.mutual_aid.queries import plans as plan_queries
from services.mutual_aid.queries.papers import certificate_pdf, seal_list_pdf
from services.mutual_aid.workflow import leaving, opening, printing, refunds, renewal

PDF = "application/pdf"
LONGEST_VOLUME = 4


@page(permit=READ)
def people_of(request: HttpRequest, number: str) -> HttpResponse:
    """Show the people of a batch, page by page."""
    found = people.people_page(actor_in(request), number, request.GET.get("cursor") or None)
    page_of = {"next_cursor": found.next_cursor, "has_more": found.has_more}
    context = {"found": found, "batch": found.batch, "page": page_of}
    return render(request, "mutual_aid/console/people.html", context)


@page(permit=READ)
def person(request: HttpRequest, number: str, line_id: int) -> HttpResponse:
    """Show one person of a batch, and the forms for leaving and death."""
    return _person(request, number, line_id)


@require_POST
@page(permit=WRITE)
def leave(request: HttpRequest, number: str, line_id: int) -> HttpResponse:
    """Record that a person left the unit."""
    form = LeaveForm(request.POST)
    if not form.is_valid():
        return _person(request, number, line_id, leave_form=form, status=422)
    try:
        run_once(leaving.leave_unit, number, request=request, line_id=line_id, **form.cleaned_data)
    except DomainError as refusal:
        return _person(
            request, number, line_id, leave_form=form, refused=refusal, status=refusal.status
        )
    return HttpResponseRedirect(reverse("mutual-aid-person", args=[number, line_id]))


@require_POST
@page(permit=WRITE)
def die(request: HttpRequest, number: str, line_id: int) -> HttpResponse:
    """Record that a person died."""
    form = DeathForm(request.POST)
    if not form.is_valid():
        return _person(request, number, line_id, death_form=form, status=422)
    try:
        run_once(
            leaving.record_death, number, request=request, line_id=line_id, **form.cleaned_data
        )
    except DomainError as refusal:
        return _person(
            request, number, line_id, death_form=form, refused=refusal, status=refusal.status
        )
    return HttpResponseRedirect(reverse("mutual-aid-person", args=[number, line_id]))


@require_POST
@page(permit=WRITE)
def add(request: HttpRequest, number: str) -> HttpResponse:
    """Open an addition to a batch in force."""
    try:
        made = run_once(opening.open_addition, number, request=request)
    except DomainError as refusal:
        return sheet(request, number, refused=refusal, status=refusal.status)
    return to_batch(made.number)


@page(permit=WRITE)
def renew(request: HttpRequest, number: str) -> HttpResponse:
    """Open the next period with the people of this one."""
    batch = queries.visible_batch(actor_in(request), number)
    plans = [
        (one.number, f"{one.title}（{one.number}）") for one in plan_queries.versions_after(batch)
    ]
    form = RenewForm(request.POST or None, plans=plans)
    refused: DomainError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            made = run_once(renewal.renew, number, request=request, **form.cleaned_data)
            return to_batch(made.number)
        except DomainError as refusal:
            refused = refusal
    status = refused.status if refused else 422 if form.errors else 200
    context = {"form": form, "refused": refused, "batch": batch}
    return render(request, "mutual_aid/console/renew.html", context, status=status)


@require_POST
@page(permit=READ)
def void_with_refund(request: HttpRequest, number: str) -> HttpResponse:
    """Make a paid batch void and put its fee down to go back."""
    return act(request, number, refunds.void_with_refund, ReasonForm(request.POST))


@page(permit=WRITE)
def printed(request: HttpRequest, number: str) -> HttpResponse:
    """Show the list for the seal before it is printed, names masked."""
    part = people.list_part(actor_in(request), number, _volume(request.GET.get("volume", "1")))
    context = {"part": part, "batch": part.batch, "all_volumes": range(1, part.volumes + 1)}
    return render(request, "mutual_aid/console/print.html", context)


@require_POST
@page(permit=WRITE)
def seal_list(request: HttpRequest, number: str) -> HttpResponse:
    """Give the list for the seal as PDF, with names in full; leaves a trace."""
    volume = _volume(request.POST.get("volume", "1"))
    part, lines = printing.open_for_seal(number, volume=volume, actor=actor_in(request))
    return pdf(seal_list_pdf(part, lines), f"{number}-盖章名单-{volume}.pdf")


@page(permit=READ)
def certificate(request: HttpRequest, number: str, line_id: int) -> HttpResponse:
    """Give the certificate of a person of the unit as PDF."""
    found = certificates.unit_certificate(actor_in(request), number, line_id)
    address = request.build_absolute_uri(reverse("verify-cover", args=[found.token]))
    return pdf(certificate_pdf(found, address), "保障证明.pdf")


def pdf(content: bytes, name: str) -> HttpResponse:
    """Send a PDF that nobody keeps on the way."""
    response = HttpResponse(content, content_type=PDF)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _person(
    request: HttpRequest,
    number: str,
    line_id: int,
    *,
    leave_form: LeaveForm | None = None,
    death_form: DeathForm | None = None,
    refused: DomainError | None = None,
    status: int = 200,
) -> HttpResponse:
    actor = actor_in(request)
    batch, line = people.one_line(actor, number, line_id)
    context = {
        "batch": batch,
        "line": line,
        "may_write": people.may_write(actor, batch),
        "leave_form": leave_form or LeaveForm(),
        "death_form": death_form or DeathForm(),
        "wrong": leave_form or death_form,
        "refused": refused,
        "is_portable": batch.plan_version.rules.cover.portable,
    }
    return render(request, "mutual_aid/console/person.html", context, status=status)


def _volume(text: str) -> int:
    is_number = text.isascii() and text.isdigit() and len(text) <= LONGEST_VOLUME
    return int(text) if is_number else 0
