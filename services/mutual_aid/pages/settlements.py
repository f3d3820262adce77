"""Settlement without application as pages: send a data file, watch it, approve what it came to."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from backend.access.guards import Staff
from backend.access.pages import page
from backend.access.permissions import Permission
from backend.access.write import Verb, run_once
from backend.files import workflow as uploads
from backend.files.forms import receive
from backend.files.models import Media
from backend.kernel.errors import DomainError, Invalid
from backend.kernel.money import Money
from backend.web.forms import PageForm
from services.mutual_aid.models import DataFile, Settlement
from services.mutual_aid.pages.console import actor_in
from services.mutual_aid.queries import settlements as queries
from services.mutual_aid.workflow.settlements import approval, files, runs

READ = Staff(Permission.MUTUAL_AID_SETTLEMENT_READ)
RUN = Staff(Permission.MUTUAL_AID_SETTLEMENT_RUN)
APPROVE = Staff(Permission.MUTUAL_AID_SETTLEMENT_APPROVE)


class DataFileForm(PageForm):
    """A data file, its plan and quarter, and its totals where it does not say them itself."""

    plan = forms.ChoiceField(label="互助计划")
    quarter = forms.CharField(label="截至季度", max_length=6, help_text="写成 2026Q4。")
    content = forms.FileField(
        label="数据文件",
        help_text="CSV 或 Parquet。大文件请用可续传的上传接口，或由运维放进服务器的收件目录。",
    )
    rows = forms.IntegerField(
        label="总行数", required=False, min_value=1, help_text="文件最后有合计行的不用填。"
    )
    total = forms.CharField(label="合计金额（元）", required=False, max_length=20)

    def __init__(self, *args: Any, plans: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["plan"].choices = plans  # type: ignore[attr-defined]

    def clean_total(self) -> Money | None:
        """Read the amount as a person types it."""
        text = self.cleaned_data["total"]
        try:
            return Money.from_yuan(text) if text else None
        except Invalid as invalid:
            raise forms.ValidationError(invalid.message) from invalid


@page(permit=READ)
def desk(request: HttpRequest) -> HttpResponse:
    """Show settlements and data files, and the form for a new one."""
    return _desk(request)


@require_POST
@page(permit=RUN)
def send(request: HttpRequest) -> HttpResponse:
    """Take in a data file; it is read in the background."""
    form = DataFileForm(request.POST, request.FILES, plans=_plans(request))
    if not form.is_valid():
        return _desk(request, form=form, status=422)
    try:
        file = _send(request, dict(form.cleaned_data))
    except DomainError as refusal:
        return _desk(request, form=form, refused=refusal, status=refusal.status)
    return HttpResponseRedirect(reverse("data-file", args=[file.number]))


@page(permit=READ)
def data_file(request: HttpRequest, number: str) -> HttpResponse:
    """Show how far a file is read, then what was refused and why."""
    return _file(request, number)


@page(permit=READ)
def refused(request: HttpRequest, number: str) -> HttpResponse:
    """Give the refused rows as a list to work through: row number and reason."""
    file = queries.data_file(actor_in(request), number)
    response = HttpResponse(queries.refused_list(file), content_type="text/csv; charset=utf-8")
    name = f"{file.number}-没有收的行.csv"
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_POST
@page(permit=RUN)
def draft(request: HttpRequest, number: str) -> HttpResponse:
    """Make a settlement of a file."""
    try:
        made: Settlement = run_once(runs.draft, number, request=request)
    except DomainError as refusal:
        return _file(request, number, refused=refusal, status=refusal.status)
    return HttpResponseRedirect(reverse("settlement", args=[made.number]))


@page(permit=READ)
def settlement(request: HttpRequest, number: str) -> HttpResponse:
    """Show progress, then counts and sums, and what may be done now."""
    return _settlement(request, number)


@require_POST
@page(permit=APPROVE)
def approve(request: HttpRequest, number: str) -> HttpResponse:
    """Approve and reserve."""
    return _act(request, number, approval.approve)


@require_POST
@page(permit=READ)
def cancel(request: HttpRequest, number: str) -> HttpResponse:
    """Cancel with a reason."""
    return _act(request, number, runs.cancel, reason=request.POST.get("reason", "")[:200])


def _act(
    request: HttpRequest, number: str, act: Verb[..., Settlement], **values: str
) -> HttpResponse:
    try:
        run_once(act, number, request=request, **values)
    except DomainError as refusal:
        return _settlement(request, number, refused=refusal, status=refusal.status)
    return HttpResponseRedirect(reverse("settlement", args=[number]))


def _send(request: HttpRequest, words: dict[str, Any]) -> DataFile:
    """Receive the file, then hand it in; one that is not taken is withdrawn again."""
    actor = actor_in(request)
    content: UploadedFile[bytes] = words.pop("content")
    sealed = receive(content, actor=actor, media=Media.DATA)
    claimed = None
    try:
        file: DataFile = run_once(files.take_in, sealed.number, request=request, **words)
        claimed = file.attachment_id
    finally:
        if claimed != sealed.pk:
            uploads.withdraw(sealed.number, actor=actor)
    return file


def _plans(request: HttpRequest) -> list[tuple[str, str]]:
    return [(plan.code, plan.title) for plan in queries.plans_to_settle(actor_in(request))]


def _desk(
    request: HttpRequest,
    *,
    form: DataFileForm | None = None,
    refused: DomainError | None = None,
    status: int = 200,
) -> HttpResponse:
    actor = actor_in(request)
    found = queries.settlements(actor, request.GET.get("cursor") or None)
    may_run = actor.holds(Permission.MUTUAL_AID_SETTLEMENT_RUN)
    plans = _plans(request) if may_run else []
    context = {
        "page": found,
        "rows": found["items"],
        "files": queries.data_files(actor, limit=10)["items"],
        "form": (form or DataFileForm(plans=plans)) if plans else None,
        "wrong": form if form is not None and form.errors else None,
        "refused": refused,
    }
    return render(request, "mutual_aid/console/settlements.html", context, status=status)


def _file(
    request: HttpRequest, number: str, *, refused: DomainError | None = None, status: int = 200
) -> HttpResponse:
    actor = actor_in(request)
    file = queries.data_file(actor, number)
    rows = queries.refused_rows(actor, number, request.GET.get("cursor") or None)
    context = {
        "file": file,
        "page": rows,
        "rows": rows["items"],
        "kinds": queries.refused_kinds(file),
        "may_settle": file.state == "read"
        and actor.can(Permission.MUTUAL_AID_SETTLEMENT_RUN, within=file),
        "refused": refused,
    }
    return render(request, "mutual_aid/console/data_file.html", context, status=status)


def _settlement(
    request: HttpRequest, number: str, *, refused: DomainError | None = None, status: int = 200
) -> HttpResponse:
    actor = actor_in(request)
    found = queries.settlement(actor, number)
    context = {
        "settlement": found,
        "bands": queries.bands(found),
        "largest": found.summary.get("largest", []),
        "may": queries.may_of(actor, found),
        "pays": found.plan_version.pays,
        "may_recover": actor.holds(Permission.MUTUAL_AID_BENEFIT_RECOVER),
        "refused": refused,
    }
    return render(request, "mutual_aid/console/settlement.html", context, status=status)
