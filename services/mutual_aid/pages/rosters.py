"""Sending a roster, watching it being read, getting the bad rows back."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from backend.access.pages import page
from backend.access.write import run_once
from backend.kernel.errors import DomainError, Invalid
from services.mutual_aid.pages.console import READ, WRITE, actor_in, sheet
from services.mutual_aid.pages.forms import RosterForm
from services.mutual_aid.queries import rosters as queries
from services.mutual_aid.workflow import incoming, rosters

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_ROW = 10


@require_POST
@page(permit=WRITE)
def send(request: HttpRequest, number: str) -> HttpResponse:
    """Take in a roster file; it is read in the background."""
    form = RosterForm(request.POST, request.FILES)
    if not form.is_valid():
        return sheet(request, number, form=form, status=422)
    file = form.cleaned_data["roster"]
    try:
        stored = incoming.store(file.chunks())
    except Invalid as refusal:
        return sheet(request, number, refused=refusal, status=refusal.status)
    try:
        upload = run_once(
            rosters.upload,
            number,
            request=request,
            upload_number=stored.number,
            file_name=file.name,
            digest=stored.digest,
        )
    except DomainError as refusal:
        incoming.drop(stored)
        return sheet(request, number, refused=refusal, status=refusal.status)
    if upload.number != stored.number:
        incoming.drop(stored)
    return HttpResponseRedirect(reverse("mutual-aid-roster", args=[upload.number]))


@page(permit=READ)
def result(request: HttpRequest, number: str) -> HttpResponse:
    """Show progress, then what was kept and every bad row with reason and remedy."""
    after = request.GET.get("after", "")
    is_row = after.isascii() and after.isdigit() and len(after) < LONGEST_ROW
    found = queries.visible_result(actor_in(request), number, int(after) if is_row else 0)
    context = {"result": found, "upload": found.upload, "batch": found.upload.batch}
    return render(request, "mutual_aid/console/roster.html", context)


@page(permit=WRITE)
def marked(request: HttpRequest, number: str) -> HttpResponse:
    """Give the bad rows as a workbook, marked, to be corrected and sent again."""
    upload = queries.upload_visible_to(actor_in(request), number)
    response = HttpResponse(queries.marked_workbook(upload), content_type=WORKBOOK)
    name = f"{upload.batch.number}-需要修改的行.xlsx"
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
