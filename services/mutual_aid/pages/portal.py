"""A member's pages: am I covered, and what the plan says."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from backend.access.actor import Actor
from backend.access.guards import MemberOnly
from backend.access.pages import page
from services.mutual_aid.queries import covers, plans


@page(permit=MemberOnly())
def my_cover(request: HttpRequest) -> HttpResponse:
    """Answer "am I covered" in the first line; then every cover with its days."""
    actor: Actor = request.auth  # type: ignore[attr-defined]
    lines = covers.covers_of(actor.person_id or 0)
    context = {"answer": covers.answer_for(lines), "lines": lines}
    return render(request, "mutual_aid/portal/cover.html", context)


@page(permit=MemberOnly())
def plan(request: HttpRequest, number: str) -> HttpResponse:
    """Read a plan out in plain words."""
    reading = plans.read_plan(number)
    context = {"reading": reading}
    return render(request, "mutual_aid/plan.html", context)
