"""Panel and result for an applicant's officer and for a member: objecting, withdrawing."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from backend.access.guards import MemberOnly, Staff
from backend.access.pages import page
from backend.access.permissions import Permission
from backend.kernel.errors import DomainError
from backend.web.forms import PageForm
from services.commissioning.pages.acting import act_by_form, actor_in, status_of
from services.commissioning.pages.panel_forms import PanelObjectionForm, PanelReasonForm
from services.commissioning.queries import panel_provider as queries
from services.commissioning.workflow import objections, result

ACT = Staff(Permission.COMMISSIONING_PROVIDER_ACT)


@page(permit=ACT)
def show(request: HttpRequest, number: str) -> HttpResponse:
    """Show panel and result of a project that one's organization applied to."""
    return _draw(request, number, {}, None)


@require_POST
@page(permit=ACT)
def object_to_panelist(request: HttpRequest, number: str, seat: str) -> HttpResponse:
    """Ask that a panelist steps back."""
    form = PanelObjectionForm(request.POST, auto_id=f"id_{seat}_%s")
    return act_by_form(
        request,
        seat,
        form,
        objections.object_to_panelist,
        number,
        **_ways(request, number),
        given=lambda said: {**said, "seat": seat},
    )


@require_POST
@page(permit=ACT)
def object_to_result(request: HttpRequest, number: str) -> HttpResponse:
    """Object to the result for an applicant."""
    form = PanelObjectionForm(request.POST)
    return act_by_form(
        request, "object", form, objections.object_to_result, number, **_ways(request, number)
    )


@require_POST
@page(permit=ACT)
def decline(request: HttpRequest, number: str) -> HttpResponse:
    """Withdraw as the first of the ranking."""
    form = PanelReasonForm(request.POST, auto_id="id_decline_%s")
    return act_by_form(
        request, "decline", form, result.decline_result, number, **_ways(request, number)
    )


@page(permit=MemberOnly())
def member(request: HttpRequest, number: str) -> HttpResponse:
    """Show the result to a member and take her objection."""
    if request.method != "POST":
        return _draw_member(request, number, {}, None)
    return act_by_form(
        request,
        "object",
        PanelObjectionForm(request.POST),
        objections.object_to_result,
        number,
        back=reverse("me-project-result", args=[number]),
        redraw=lambda bound, refused: _draw_member(request, number, bound, refused),
    )


def _ways(request: HttpRequest, number: str) -> dict[str, Any]:
    return {
        "back": reverse("provider-panel", args=[number]),
        "redraw": lambda bound, refused: _draw(request, number, bound, refused),
    }


def _draw(
    request: HttpRequest, number: str, bound: dict[str, PageForm], refused: DomainError | None
) -> HttpResponse:
    view = queries.applicant_view(number, actor_in(request))
    context = {
        "view": view,
        "seats": [
            (one, bound.get(one.number) or PanelObjectionForm(auto_id=f"id_{one.number}_%s"))
            for one in view.seats
        ],
        "object_form": bound.get("object") or PanelObjectionForm(),
        "decline_form": bound.get("decline") or PanelReasonForm(auto_id="id_decline_%s"),
        "refused": refused,
    }
    status = status_of(bound, refused)
    return render(request, "commissioning/console/provider_panel.html", context, status=status)


def _draw_member(
    request: HttpRequest, number: str, bound: dict[str, PageForm], refused: DomainError | None
) -> HttpResponse:
    context = {
        "view": queries.member_view(number, actor_in(request)),
        "object_form": bound.get("object") or PanelObjectionForm(),
        "refused": refused,
    }
    status = status_of(bound, refused)
    return render(request, "commissioning/portal/result.html", context, status=status)
