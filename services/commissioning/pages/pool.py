"""The pool of panelists on the console."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from backend.access.guards import Staff
from backend.access.pages import page
from backend.access.permissions import Permission
from backend.kernel.errors import DomainError
from backend.web.forms import PageForm
from services.commissioning.pages.acting import act, act_by_form, actor_in, status_of
from services.commissioning.pages.panel_forms import PanelistForm
from services.commissioning.queries import pool as queries
from services.commissioning.workflow import pool as verbs

READ = Staff(Permission.COMMISSIONING_PROJECT_READ)
WRITE = Staff(Permission.COMMISSIONING_POOL_WRITE)


@page(permit=READ)
def show(request: HttpRequest) -> HttpResponse:
    """List the pool; who may, enters panelists and lets them rest."""
    return _draw(request, {}, None)


@require_POST
@page(permit=WRITE)
def enter(request: HttpRequest) -> HttpResponse:
    """Enter somebody into the pool."""
    form = _form(request)
    return act_by_form(
        request,
        "enter",
        form,
        verbs.enter_panelist,
        back=reverse("commissioning-pool"),
        redraw=lambda bound, refused: _draw(request, bound, refused),
    )


@require_POST
@page(permit=WRITE)
def rest(request: HttpRequest, number: str) -> HttpResponse:
    """Take a panelist out of service."""
    return act(
        request,
        verbs.rest_panelist,
        number,
        back=reverse("commissioning-pool"),
        redraw=lambda bound, refused: _draw(request, bound, refused),
    )


@require_POST
@page(permit=WRITE)
def wake(request: HttpRequest, number: str) -> HttpResponse:
    """Put a panelist back into service."""
    return act(
        request,
        verbs.wake_panelist,
        number,
        back=reverse("commissioning-pool"),
        redraw=lambda bound, refused: _draw(request, bound, refused),
    )


def _form(request: HttpRequest) -> PanelistForm:
    actor = actor_in(request)
    return PanelistForm(
        request.POST or None,
        unions=[(one.number, one.name) for one in queries.pools_of(actor)],
        people=[(one.user, f"{one.name}　{one.union_name}") for one in queries.candidates(actor)],
    )


def _draw(
    request: HttpRequest, bound: dict[str, PageForm], refused: DomainError | None
) -> HttpResponse:
    actor = actor_in(request)
    lines = queries.pool_lines(actor)
    may_write = actor.holds(Permission.COMMISSIONING_POOL_WRITE)
    form = bound.get("enter")
    if form is None and may_write:
        form = PanelistForm(
            unions=[(one.number, one.name) for one in queries.pools_of(actor)],
            people=[
                (one.user, f"{one.name}　{one.union_name}") for one in queries.candidates(actor)
            ],
        )
    context = {
        "lines": lines,
        "in_service": sum(one.is_active for one in lines),
        "experts": sum(one.is_active and one.kind == "expert" for one in lines),
        "form": form,
        "may_write": may_write,
        "refused": refused,
    }
    status = status_of(bound, refused)
    return render(request, "commissioning/console/pool.html", context, status=status)
