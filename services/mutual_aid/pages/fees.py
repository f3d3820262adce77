"""The fund keeper's desk: bank statements matched line by line, fees that go back."""

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from backend.access.guards import Staff
from backend.access.pages import page
from backend.access.permissions import Permission
from backend.access.write import run_once
from backend.files import workflow as uploads
from backend.files.forms import receive
from backend.files.models import Media
from backend.kernel.errors import DomainError
from services.mutual_aid.models import FeeStatement
from services.mutual_aid.pages.console import actor_in
from services.mutual_aid.pages.forms import AssignForm, RefundForm, StatementForm
from services.mutual_aid.queries import fees as queries
from services.mutual_aid.workflow import refunds, statements

FEES = Staff(Permission.MUTUAL_AID_FEE_RECORD)


@page(permit=FEES)
def desk(request: HttpRequest) -> HttpResponse:
    """Show the statements, newest first, and the fees that wait to be sent back."""
    return _desk(request)


@require_POST
@page(permit=FEES)
def take(request: HttpRequest) -> HttpResponse:
    """Take in a bank statement and match it."""
    form = StatementForm(request.POST, request.FILES)
    if not form.is_valid():
        return _desk(request, form=form, status=422)
    try:
        statement = _take(request, form.cleaned_data["statement"])
    except DomainError as refusal:
        return _desk(request, refused=refusal, status=refusal.status)
    return to_statement(statement.number)


@page(permit=FEES)
def statement(request: HttpRequest, number: str) -> HttpResponse:
    """Show one statement: lines without a batch first."""
    return _statement(request, number)


@require_POST
@page(permit=FEES)
def assign(request: HttpRequest, number: str, row_number: int) -> HttpResponse:
    """Say by hand which batch a line is for."""
    form = AssignForm(request.POST)
    if not form.is_valid():
        return _statement(request, number, wrong=form, status=422)
    try:
        run_once(
            statements.assign_line,
            number,
            request=request,
            row_number=row_number,
            **form.cleaned_data,
        )
    except DomainError as refusal:
        return _statement(request, number, refused=refusal, status=refusal.status)
    return to_statement(number)


@require_POST
@page(permit=FEES)
def send_refund(request: HttpRequest, number: str) -> HttpResponse:
    """Record that a fee was sent back."""
    form = RefundForm(request.POST)
    if not form.is_valid():
        return _desk(request, wrong=form, status=422)
    try:
        run_once(refunds.send_refund, number, request=request, **form.cleaned_data)
    except DomainError as refusal:
        return _desk(request, refused=refusal, status=refusal.status)
    return HttpResponseRedirect(reverse("mutual-aid-fees"))


def to_statement(number: str) -> HttpResponseRedirect:
    """Lead to the page of a statement."""
    return HttpResponseRedirect(reverse("mutual-aid-statement", args=[number]))


def _take(request: HttpRequest, file: "UploadedFile[bytes]") -> FeeStatement:
    """Receive the file, then hand it in; a file that is refused is withdrawn again."""
    actor = actor_in(request)
    sealed = receive(file, actor=actor, media=Media.WORKBOOK)
    claimed = None
    try:
        made: FeeStatement = run_once(statements.take_statement, sealed.number, request=request)
        claimed = made.attachment_id
    finally:
        if claimed != sealed.pk:
            uploads.withdraw(sealed.number, actor=actor)
    return made


def _desk(
    request: HttpRequest,
    *,
    form: StatementForm | None = None,
    wrong: RefundForm | None = None,
    refused: DomainError | None = None,
    status: int = 200,
) -> HttpResponse:
    actor = actor_in(request)
    found = queries.statement_page(actor, request.GET.get("cursor") or None)
    back = queries.refund_page(actor, request.GET.get("back") or None)
    context = {
        "page": found,
        "statements": found["items"],
        "refunds": queries.refund_lines(actor, back["items"]),
        "more_refunds": back["next_cursor"],
        "form": form or StatementForm(),
        "refund_form": RefundForm(),
        "wrong": form or wrong,
        "refused": refused,
    }
    return render(request, "mutual_aid/console/fees.html", context, status=status)


def _statement(
    request: HttpRequest,
    number: str,
    *,
    wrong: AssignForm | None = None,
    refused: DomainError | None = None,
    status: int = 200,
) -> HttpResponse:
    found = queries.statement_sheet(actor_in(request), number)
    context = {
        "sheet": found,
        "statement": found.statement,
        "assign_form": AssignForm(),
        "wrong": wrong,
        "refused": refused,
    }
    response = render(request, "mutual_aid/console/statement.html", context, status=status)
    response["Cache-Control"] = "private, no-store"
    return response
