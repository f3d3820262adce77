"""A report on one screen: for the provider to write, for the buyer to check."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from backend.access.guards import Staff
from backend.access.pages import page
from backend.access.permissions import Permission
from backend.access.write import Verb, run_once
from backend.files import attachments
from backend.files import forms as uploads
from backend.kernel import clock
from backend.kernel.errors import DomainError
from backend.web.forms import PageForm
from services.commissioning.pages.acting import (
    TOLD,
    act,
    act_by_form,
    actor_in,
    status_of,
    told,
)
from services.commissioning.pages.report_forms import (
    CheckForm,
    PhotoForm,
    report_form,
    spending_form,
)
from services.commissioning.queries import report_list, report_sheet
from services.commissioning.workflow import report_checks, report_papers, reports

ACT = Staff(Permission.COMMISSIONING_PROVIDER_ACT)
READ = Staff(Permission.COMMISSIONING_PROJECT_READ)
CHECK = Staff(Permission.COMMISSIONING_REPORT_CHECK)
LOOKED = "核对进展报告"
OWN = "本组织查看"


@page(permit=ACT)
def write(request: HttpRequest, number: str) -> HttpResponse:
    """Show one's own report: a form while it may change."""
    return _draw_own(request, number)


@require_POST
@page(permit=ACT)
def save(request: HttpRequest, number: str) -> HttpResponse:
    """Save the screen."""
    sheet = report_sheet.own_sheet(actor_in(request), number)
    form = report_form(sheet, request.POST)
    return act_by_form(
        request,
        "report",
        form,
        reports.save_report,
        number,
        back=reverse("provider-report", args=[number]),
        redraw=lambda bound, refused: _draw_own(request, number, bound, refused),
        given=lambda _: form.given(),
    )


@require_POST
@page(permit=ACT)
def spend(request: HttpRequest, number: str) -> HttpResponse:
    """Enter a spending with the photograph of its voucher."""
    sheet = report_sheet.own_sheet(actor_in(request), number)
    form = spending_form(sheet, clock.today(), request.POST, request.FILES)

    def enter(voucher: str) -> None:
        words = {name: one for name, one in form.cleaned_data.items() if name != "file"}
        run_once(report_papers.add_spending, number, request=request, voucher=voucher, **words)

    return _with_file(request, number, "spending", form, enter)


@require_POST
@page(permit=ACT)
def voucher(request: HttpRequest, number: str, spending: str) -> HttpResponse:
    """Put the voucher to a spending."""
    form = PhotoForm(request.POST, request.FILES)

    def enter(upload: str) -> None:
        run_once(
            report_papers.add_voucher,
            number,
            request=request,
            spending=spending,
            voucher=upload,
        )

    return _with_file(request, number, "voucher", form, enter)


@require_POST
@page(permit=ACT)
def photo(request: HttpRequest, number: str) -> HttpResponse:
    """Put a photograph into the report."""
    form = PhotoForm(request.POST, request.FILES, auto_id="id_photo_%s")

    def enter(upload: str) -> None:
        caption = form.cleaned_data["caption"]
        run_once(report_papers.add_photo, number, request=request, upload=upload, caption=caption)

    return _with_file(request, number, "photo", form, enter)


@require_POST
@page(permit=ACT)
def unspend(request: HttpRequest, number: str, spending: str) -> HttpResponse:
    """Take a spending out."""
    return _own_act(request, number, report_papers.remove_spending, spending=spending)


@require_POST
@page(permit=ACT)
def unphoto(request: HttpRequest, number: str, photo: str) -> HttpResponse:
    """Take a photograph out."""
    return _own_act(request, number, report_papers.remove_photo, photo=photo)


@require_POST
@page(permit=ACT)
def submit(request: HttpRequest, number: str) -> HttpResponse:
    """Hand the report in as it stands on the screen: saved first, so nothing typed is lost."""
    form = report_form(report_sheet.own_sheet(actor_in(request), number), request.POST)
    if not form.is_valid():
        return _draw_own(request, number, {"report": form})
    try:
        saved = run_once(reports.save_report, number, request=request, **form.given())
        run_once(reports.submit_report, number, request=request, version=saved.version)
    except TOLD as refusal:
        return _draw_own(request, number, {"report": form}, told(refusal, form))
    return redirect("provider-report", number)


@require_POST
@page(permit=ACT)
def take_up(request: HttpRequest, number: str) -> HttpResponse:
    """Take the final report up again."""
    return _own_act(request, number, reports.take_up_final)


@page(permit=ACT)
def own_paper(request: HttpRequest, number: str, paper: str, variant: str) -> HttpResponse:
    """Send a paper of one's own report; the reading is recorded."""
    actor = actor_in(request)
    report_sheet.own(actor, number)
    found = report_sheet.paper(actor, number, paper)
    return attachments.send(found, variant, actor=actor, purpose=OWN)


@page(permit=CHECK)
def waiting(request: HttpRequest) -> HttpResponse:
    """List the reports that wait for checking."""
    found = report_list.to_check(actor_in(request), request.GET.get("cursor") or None)
    return render(request, "commissioning/console/reports.html", {"page": found})


@page(permit=READ)
def check(request: HttpRequest, number: str) -> HttpResponse:
    """Show a report with papers that look used before side by side."""
    return _draw_check(request, number)


@require_POST
@page(permit=CHECK)
def confirm(request: HttpRequest, number: str) -> HttpResponse:
    """Confirm a report."""
    return _checked(request, number, report_checks.confirm_report)


@require_POST
@page(permit=CHECK)
def send_back(request: HttpRequest, number: str) -> HttpResponse:
    """Send a report back."""
    return _checked(request, number, report_checks.return_report)


@page(permit=READ)
def paper(request: HttpRequest, number: str, paper: str, variant: str) -> HttpResponse:
    """Send a voucher or photograph to an officer; the reading is recorded."""
    actor = actor_in(request)
    found = report_sheet.paper(actor, number, paper)
    return attachments.send(found, variant, actor=actor, purpose=LOOKED)


def _with_file(
    request: HttpRequest, number: str, name: str, form: PageForm, enter: Callable[[str], None]
) -> HttpResponse:
    """Take the file in, then run the verb with its number; "" where no file was chosen."""
    if not form.is_valid():
        return _draw_own(request, number, {name: form})
    try:
        file = request.FILES.get("file")
        number_of = uploads.receive(file, actor=actor_in(request)).number if file else ""
        enter(number_of)
    except DomainError as refusal:
        return _draw_own(request, number, {name: form}, refusal)
    return redirect("provider-report", number)


def _own_act(request: HttpRequest, number: str, verb: Verb[..., Any], **given: Any) -> HttpResponse:
    return act(
        request,
        verb,
        number,
        back=reverse("provider-report", args=[number]),
        redraw=lambda bound, refused: _draw_own(request, number, bound, refused),
        **given,
    )


def _checked(request: HttpRequest, number: str, verb: Verb[..., Any]) -> HttpResponse:
    form = CheckForm(request.POST, auto_id="id_check_%s")
    return act_by_form(
        request,
        "check",
        form,
        verb,
        number,
        back=reverse("commissioning-reports"),
        redraw=lambda bound, refused: _draw_check(request, number, bound, refused),
    )


def _draw_own(
    request: HttpRequest,
    number: str,
    bound: dict[str, PageForm] | None = None,
    refused: DomainError | None = None,
) -> HttpResponse:
    sheet = report_sheet.own_sheet(actor_in(request), number)
    forms: dict[str, PageForm] = {}
    if "write" in sheet.may:
        forms["report"] = report_form(sheet)
        forms["spending"] = spending_form(sheet, clock.today())
        forms["photo"] = PhotoForm(auto_id="id_photo_%s")
    context = {
        "sheet": sheet,
        "forms": {**forms, **(bound or {})},
        "paper_page": "provider-report-paper",
        "refused": refused,
    }
    status = status_of(bound or {}, refused)
    return render(request, "commissioning/console/provider_report.html", context, status=status)


def _draw_check(
    request: HttpRequest,
    number: str,
    bound: dict[str, PageForm] | None = None,
    refused: DomainError | None = None,
) -> HttpResponse:
    sheet = report_sheet.sheet(actor_in(request), number)
    form = (bound or {}).get("check") or CheckForm(auto_id="id_check_%s")
    context = {
        "sheet": sheet,
        "form": form if {"confirm", "return"} & set(sheet.may) else None,
        "paper_page": "commissioning-report-paper",
        "refused": refused,
    }
    status = status_of(bound or {}, refused)
    return render(request, "commissioning/console/report.html", context, status=status)
