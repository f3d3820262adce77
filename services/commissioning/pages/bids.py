"""Opened applications on the console: read one, find it qualified or not."""

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
from services.commissioning.pages.acting import act, act_by_form, actor_in, status_of
from services.commissioning.pages.call_forms import SaidForm
from services.commissioning.queries import bids as queries
from services.commissioning.queries import projects
from services.commissioning.workflow import checking

READ = Staff(Permission.COMMISSIONING_PROJECT_READ)
WRITE = Staff(Permission.COMMISSIONING_CALL_WRITE)


@page(permit=READ)
def show(request: HttpRequest, number: str) -> HttpResponse:
    """Show an opened application; the reading is recorded."""
    return _draw(request, number)


@require_POST
@page(permit=WRITE)
def qualify(request: HttpRequest, number: str) -> HttpResponse:
    """Find that the applicant may go before the panel."""
    return act(request, checking.qualify_bid, number, **_ways(request, number))


@require_POST
@page(permit=WRITE)
def disqualify(request: HttpRequest, number: str) -> HttpResponse:
    """Find that the applicant may not, with the reason."""
    form = SaidForm(request.POST)
    verb: Verb[..., Any] = checking.disqualify_bid
    return act_by_form(request, "disqualify", form, verb, number, **_ways(request, number))


def _ways(request: HttpRequest, number: str) -> dict[str, Any]:
    return {
        "back": reverse("commissioning-bid", args=[number]),
        "redraw": lambda bound, refused: _draw(request, number, bound, refused),
    }


def _draw(
    request: HttpRequest,
    number: str,
    bound: dict[str, PageForm] | None = None,
    refused: DomainError | None = None,
) -> HttpResponse:
    actor = actor_in(request)
    found = queries.sheet_of(checking.read_bid(number, actor=actor))
    sheet = projects.sheet(actor, found.project)
    line = next((one for one in sheet.bids if one.number == number), None)
    context = {
        "bid": found,
        "line": line,
        "form": (bound or {}).get("disqualify", SaidForm()),
        "may_check": "qualify" in sheet.may and found.state == "opened",
        "refused": refused,
    }
    status = status_of(bound or {}, refused)
    return render(request, "commissioning/console/bid.html", context, status=status)
