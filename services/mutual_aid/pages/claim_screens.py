"""The screens of a claim that may still change: one thing each, saved at once."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from backend.access.guards import MemberOnly
from backend.access.pages import page
from backend.access.write import run_once
from backend.files import forms as uploads
from backend.files import ocr
from backend.kernel.errors import DomainError, NotFound
from backend.web.forms import PageForm
from services.mutual_aid.pages.claim_forms import ClaimPhotoForm, EventForm, LineForm
from services.mutual_aid.pages.claims import actor_of
from services.mutual_aid.queries import claims_mine
from services.mutual_aid.queries.claims_mine import LineView, MyClaim
from services.mutual_aid.rules import claiming
from services.mutual_aid.rules.pack import Benefit
from services.mutual_aid.workflow.claims import draft, lines, photos

NOT_READ = "这张照片没有读出发票，请照发票填写。"


@page(permit=MemberOnly())
def event(request: HttpRequest, number: str) -> HttpResponse:
    """Ask for the day and what happened."""
    found = claims_mine.my_claim(number, actor_of(request))
    first = {"event_on": found.event_on, "note": found.note, "relation": found.relation}
    form = EventForm(request.POST or None, initial=first, has_relation=bool(found.relation))
    refused: DomainError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            run_once(draft.fill, number, request=request, **form.cleaned_data)
            return redirect("claim", number)
        except DomainError as refusal:
            refused = refusal
    return _draw(request, "claim_event", found, form, refused)


@page(permit=MemberOnly())
def line_list(request: HttpRequest, number: str) -> HttpResponse:
    """Show the lines, and the items of the plan to add one of."""
    found = claims_mine.my_claim(number, actor_of(request))
    context = {"mine": found, "items": _items(number, request)}
    return render(request, "mutual_aid/portal/claim_lines.html", context)


@page(permit=MemberOnly())
def add_line(request: HttpRequest, number: str, place: int) -> HttpResponse:
    """Fill in one line of an item of the plan; `place` counts from 1, so no address names it."""
    items = _items(number, request)
    if not 1 <= place <= len(items):
        raise NotFound
    return _line(request, number, items[place - 1], None)


@page(permit=MemberOnly())
def change_line(request: HttpRequest, number: str, line: str) -> HttpResponse:
    """Change one line."""
    view = claims_mine.line_view(number, line, actor_of(request))
    benefit = next((one for one in _items(number, request) if one.item == view.item), None)
    if benefit is None:
        raise NotFound
    return _line(request, number, benefit, view)


@require_POST
@page(permit=MemberOnly())
def read_invoice(request: HttpRequest, number: str, line: str) -> HttpResponse:
    """Pre-fill the invoice of a line from a photograph; nothing is saved until she saves it."""
    actor = actor_of(request)
    view = claims_mine.line_view(number, line, actor)
    photo = claims_mine.photo_of(number, request.POST.get("photo", "")[:40], actor)
    benefit = next((one for one in _items(number, request) if one.item == view.item), None)
    if benefit is None:
        raise NotFound
    seen = ocr.suggest(photo.attachment, actor=actor)
    read = {
        "invoice_number": seen.number,
        "invoice_amount": seen.amount.fen if seen.amount else None,
        "invoice_on": seen.issued_on,
    }
    first = {**LineForm.initial_of(view), **{name: one for name, one in read.items() if one}}
    found = claims_mine.my_claim(number, actor)
    form = LineForm(None, benefit=benefit, initial=first)
    words = "已从照片读出发票，请逐项核对，改好再保存。" if any(read.values()) else NOT_READ
    more = {"title": benefit.title, "line": view, "said": words}
    return _draw(request, "claim_line", found, form, None, **more)


@require_POST
@page(permit=MemberOnly())
def remove_line(request: HttpRequest, number: str, line: str) -> HttpResponse:
    """Take a line out."""
    run_once(lines.remove_line, number, request=request, line=line)
    return redirect("claim-lines", number)


@page(permit=MemberOnly())
def photo_list(request: HttpRequest, number: str) -> HttpResponse:
    """Show which papers are there and which are missing, and take in one more photograph."""
    actor = actor_of(request)
    found = claims_mine.my_claim(number, actor)
    line = request.POST.get("line", request.GET.get("line", ""))[:40]
    first = {"document": request.GET.get("document", "")[:60]}
    form = ClaimPhotoForm(
        request.POST or None,
        request.FILES or None,
        initial=first,
        documents=_documents(number, request),
    )
    refused: DomainError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            upload = uploads.receive(request.FILES.get("file"), actor=actor)
            run_once(
                photos.attach_photo,
                number,
                request=request,
                upload=upload.number,
                document=form.cleaned_data["document"],
                line=line or None,
            )
            return redirect("claim-photos", number)
        except DomainError as refusal:
            refused = refusal
    return _draw(request, "claim_photos", found, form, refused, line=line)


@require_POST
@page(permit=MemberOnly())
def remove_photo(request: HttpRequest, number: str, photo: str) -> HttpResponse:
    """Take a photograph out."""
    run_once(photos.remove_photo, number, request=request, photo=photo)
    return redirect("claim-photos", number)


def _line(
    request: HttpRequest, number: str, benefit: Benefit, view: LineView | None
) -> HttpResponse:
    found = claims_mine.my_claim(number, actor_of(request))
    first = LineForm.initial_of(view) if view else {"happened_on": found.event_on}
    form = LineForm(request.POST or None, benefit=benefit, initial=dict(first))
    refused: DomainError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            _save(request, number, form, view)
            return redirect("claim-lines", number)
        except DomainError as refusal:
            refused = None if form.take(refusal) else refusal
    more = {"title": benefit.title, "line": view, "can_read": ocr.is_available()}
    return _draw(request, "claim_line", found, form, refused, **more)


def _save(request: HttpRequest, number: str, form: LineForm, view: LineView | None) -> None:
    answers = form.answers()
    if view is None:
        run_once(lines.add_line, number, request=request, answers=answers)
    else:
        run_once(lines.change_line, number, request=request, line=view.number, answers=answers)


def _items(number: str, request: HttpRequest) -> list[Benefit]:
    claim = claims_mine.of_claimant(number, actor_of(request))
    return list(claim.plan_version.rules.benefits)


def _documents(number: str, request: HttpRequest) -> list[tuple[str, str]]:
    claim = claims_mine.of_claimant(number, actor_of(request))
    return [(code, claiming.document_label(code)) for code in photos.possible_documents(claim)]


def _draw(
    request: HttpRequest,
    name: str,
    found: MyClaim,
    form: PageForm,
    refused: DomainError | None,
    **more: Any,
) -> HttpResponse:
    context = {"mine": found, "form": form, "refused": refused, **more}
    status = 422 if form.errors else refused.status if refused else 200
    return render(request, f"mutual_aid/portal/{name}.html", context, status=status)
