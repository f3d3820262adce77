"""Disputes: made on the provider's page, answered on the approver's (R9.22)."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from backend.access.guards import Staff
from backend.access.pages import page
from backend.access.permissions import Permission
from backend.access.write import Verb
from backend.kernel.errors import DomainError
from backend.web.forms import PageForm
from services.commissioning.pages.acting import act_by_form, actor_in, status_of
from services.commissioning.pages.verdict_forms import DisputeAnswerForm, DisputeForm
from services.commissioning.queries import verdict_desk
from services.commissioning.queries.verdict_desk import DisputeRow
from services.commissioning.workflow import disputes

READ = Staff(Permission.COMMISSIONING_PROJECT_READ)
ANSWER = Staff(Permission.COMMISSIONING_OBJECTION_ANSWER)
PROVIDE = Staff(Permission.COMMISSIONING_PROVIDER_ACT)


@page(permit=READ)
def waiting(request: HttpRequest) -> HttpResponse:
    """List the disputes that wait for an answer."""
    return _waiting(request, {}, None)


@require_POST
@page(permit=ANSWER)
def dismiss(request: HttpRequest, number: str) -> HttpResponse:
    """Answer that the figure stands."""
    return _answer(
        request, number, disputes.dismiss_dispute, given=lambda it: {"answer": it["answer"]}
    )


@require_POST
@page(permit=ANSWER)
def uphold(request: HttpRequest, number: str) -> HttpResponse:
    """Answer that the provider is right."""
    return _answer(request, number, disputes.uphold_dispute)


@page(permit=PROVIDE)
def make(request: HttpRequest, number: str) -> HttpResponse:
    """Show the figures of one's own project and dispute one of them."""
    desk = verdict_desk.verdict_desk(actor_in(request), number)
    figures = verdict_desk.figure_choices(desk.contract_number, actor_in(request))
    if request.method != "POST":
        return _own(request, number, {"make": DisputeForm(figures=figures)}, None)
    return act_by_form(
        request,
        "make",
        DisputeForm(request.POST, figures=figures),
        disputes.make_dispute,
        desk.contract_number,
        back=reverse("provider-disputes", args=[number]),
        redraw=lambda bound, refused: _own(
            request, number, {"make": DisputeForm(request.POST, figures=figures), **bound}, refused
        ),
    )


def _own(
    request: HttpRequest, number: str, bound: dict[str, PageForm], refused: DomainError | None
) -> HttpResponse:
    desk = verdict_desk.verdict_desk(actor_in(request), number)
    context = {"desk": desk, "form": bound["make"], "refused": refused}
    posted = bound if request.method == "POST" else {}
    return render(
        request,
        "commissioning/console/provider_disputes.html",
        context,
        status=status_of(posted, refused),
    )


def _answer(
    request: HttpRequest,
    number: str,
    verb: Verb[..., Any],
    *,
    given: Callable[[dict[str, Any]], dict[str, Any]] = dict,
) -> HttpResponse:
    return act_by_form(
        request,
        number,
        DisputeAnswerForm(request.POST, auto_id=f"id_{number}_%s"),
        verb,
        number,
        back=reverse("commissioning-disputes"),
        redraw=lambda bound, refused: _waiting(request, bound, refused),
        given=given,
    )


def _waiting(
    request: HttpRequest, bound: dict[str, PageForm], refused: DomainError | None
) -> HttpResponse:
    actor = actor_in(request)
    found = verdict_desk.open_disputes(actor, request.GET.get("cursor") or None)
    rows = [(row, _form_of(row, bound)) for row in found["items"]]
    context = {
        "page": found,
        "rows": rows,
        "refused": refused,
        "may_answer": actor.holds(Permission.COMMISSIONING_OBJECTION_ANSWER),
    }
    status = status_of(bound, refused)
    return render(request, "commissioning/console/disputes.html", context, status=status)


def _form_of(row: DisputeRow, bound: dict[str, PageForm]) -> PageForm:
    form = bound.get(row.number) or DisputeAnswerForm(auto_id=f"id_{row.number}_%s")
    return form.in_unit(row.ruled_label) if isinstance(form, DisputeAnswerForm) else form
