"""The console page on which an officer answers a request to correct personal data."""

from collections.abc import Iterable

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from backend.access.actor import Actor
from backend.access.guards import Staff
from backend.access.models import CorrectionRequest
from backend.access.pages import page
from backend.access.permissions import Permission
from backend.access.scope import visible
from backend.access.write import run_once
from backend.config.corrections import workflow
from backend.kernel.errors import DomainError, NotFound
from backend.web.forms import PageForm
from backend.web.parts import Fact, QueueItem

MAY = Permission.ACCOUNTS_CORRECTION_DECIDE
SHOWN = 100


class AnswerForm(PageForm):
    """Whether the data were corrected, and what the worker is told."""

    corrected = forms.TypedChoiceField(
        label="结果",
        choices=[("yes", "已核对，予以更正"), ("no", "核对后不予更正")],
        coerce=lambda word: word == "yes",
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label="答复", max_length=2 * workflow.LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )


def queue_items(actor: Actor) -> Iterable[QueueItem]:
    """Give the open requests of the actor's unions and below, the nearest last day first."""
    rows = (
        CorrectionRequest.objects.filter(visible(actor, MAY), answered_at=None)
        .select_related("person", "union")
        .order_by("due_on", "id")[:SHOWN]
    )
    return [
        QueueItem(
            due=row.due_on,
            category="资料更正",
            number=row.number[-12:],
            who=row.person.display_name,
            union=row.union.name,
            state="待核对",
            url=reverse("console-correction", args=[row.number]),
        )
        for row in rows
    ]


@page(permit=Staff(MAY))
def show(request: HttpRequest, number: str) -> HttpResponse:
    """Show one request and take the answer."""
    actor: Actor = request.auth  # type: ignore[attr-defined]
    row = (
        CorrectionRequest.objects.filter(visible(actor, MAY), number=number)
        .select_related("key", "person", "union")
        .first()
    )
    if row is None:
        raise NotFound
    form = AnswerForm(request.POST or None)
    refused: DomainError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            run_once(workflow.answer, number, request=request, **form.cleaned_data)
            return HttpResponseRedirect(reverse("console"))
        except DomainError as error:
            refused = error
    context = {"row": row, "facts": _facts(row), "form": form, "refused": refused}
    status = refused.status if refused else 422 if form.errors else 200
    response = render(request, "config/correction.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _facts(row: CorrectionRequest) -> list[Fact]:
    return [
        Fact("申请人", row.person.display_name, row.union.name),
        Fact("要更正的内容", row.get_field_display()),
        Fact("正确的内容", row.unseal("wanted_sealed")),
    ]
