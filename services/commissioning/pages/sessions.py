"""The provider's page of one session, and its screen with the big QR code."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST

from backend.access.guards import Staff
from backend.access.pages import page
from backend.access.permissions import Permission
from backend.access.write import Verb
from backend.kernel.errors import DomainError
from backend.web.forms import PageForm
from services.commissioning.pages.acting import act, act_by_form, actor_in, status_of
from services.commissioning.pages.contract_forms import ReasonForm
from services.commissioning.pages.report_forms import CountForm
from services.commissioning.queries import provided
from services.commissioning.workflow import sessions

ACT = Staff(Permission.COMMISSIONING_PROVIDER_ACT)


@page(permit=ACT)
def show(request: HttpRequest, number: str) -> HttpResponse:
    """Show one session with what can be done."""
    return _draw(request, number)


@page(permit=ACT)
def screen(request: HttpRequest, number: str) -> HttpResponse:
    """Show the code of this moment, large; the page asks for the next one by itself."""
    address = request.build_absolute_uri(reverse("me-service-confirm"))
    shown = provided.shown(actor_in(request), number, address=address)
    context = {"shown": shown, "picture": mark_safe(shown.picture)}  # noqa: S308 - made by us
    answer = render(request, "commissioning/console/session_screen.html", context)
    answer["Refresh"] = str(shown.seconds_left)
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
@page(permit=ACT)
def open_it(request: HttpRequest, number: str) -> HttpResponse:
    """Open the session and go on to its screen."""
    return act(
        request,
        sessions.open_session,
        number,
        back=reverse("provider-session-screen", args=[number]),
        redraw=lambda bound, refused: _draw(request, number, bound, refused),
    )


@require_POST
@page(permit=ACT)
def close(request: HttpRequest, number: str) -> HttpResponse:
    """Close the session with the provider's count."""
    form = CountForm(request.POST, auto_id="id_close_%s")
    return _form(request, number, "close", form, sessions.close_session)


@require_POST
@page(permit=ACT)
def drop(request: HttpRequest, number: str) -> HttpResponse:
    """Call the session off."""
    form = ReasonForm(request.POST, auto_id="id_drop_%s")
    return _form(request, number, "drop", form, sessions.drop_session)


def _form(
    request: HttpRequest, number: str, name: str, form: PageForm, verb: Verb[..., Any]
) -> HttpResponse:
    return act_by_form(
        request,
        name,
        form,
        verb,
        number,
        back=reverse("provider-session", args=[number]),
        redraw=lambda bound, refused: _draw(request, number, bound, refused),
    )


def _draw(
    request: HttpRequest,
    number: str,
    bound: dict[str, PageForm] | None = None,
    refused: DomainError | None = None,
) -> HttpResponse:
    found = provided.own_session(actor_in(request), number)
    forms: dict[str, PageForm] = {}
    if found.state == "open":
        forms["close"] = CountForm(auto_id="id_close_%s")
    if found.state == "planned":
        forms["drop"] = ReasonForm(auto_id="id_drop_%s")
    context = {
        "session": provided.line_of(found),
        "project": found.contract.project,
        "forms": {**forms, **(bound or {})},
        "refused": refused,
    }
    status = status_of(bound or {}, refused)
    return render(request, "commissioning/console/session.html", context, status=status)
