"""Sending a roster, watching it being read, getting the bad rows back."""

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from backend.access.pages import page
from backend.access.write import run_once
from backend.files import workflow as uploads
from backend.files.forms import receive
from backend.files.models import Media
from backend.kernel.errors import DomainError
from services.mutual_aid.models import Upload
from services.mutual_aid.pages.console import READ, WRITE, actor_in, sheet
from services.mutual_aid.pages.forms import RosterForm
from services.mutual_aid.queries import rosters as queries
from services.mutual_aid.workflow import rosters

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_ROW = 10


@require_POST
@page(permit=WRITE)
def send(request: HttpRequest, number: str) -> HttpResponse:
    """Take in a roster file; it is read in the background."""
    form = RosterForm(request.POST, request.FILES)
    if not form.is_valid():
        return sheet(request, number, form=form, status=422)
    try:
        upload = _send(request, number, form.cleaned_data["roster"])
    except DomainError as refusal:
        return sheet(request, number, refused=refusal, status=refusal.status)
    return HttpResponseRedirect(reverse("mutual-aid-roster", args=[upload.number]))


def _send(request: HttpRequest, number: str, file: "UploadedFile[bytes]") -> Upload:
    """Receive the file, then hand it in; a file that no roster claims is withdrawn again."""
    actor = actor_in(request)
    sealed = receive(file, actor=actor, media=Media.WORKBOOK)
    claimed = None
    try:
        upload: Upload = run_once(
            rosters.upload, number, request=request, attachment_number=sealed.number
        )
        claimed = upload.attachment_id
    finally:
        if claimed != sealed.pk:
            uploads.withdraw(sealed.number, actor=actor)
    return upload


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
