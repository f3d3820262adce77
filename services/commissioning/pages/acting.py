"""What the pages do alike: who asks, one act by a plain form, the page again with the reason."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from backend.access.actor import Actor
from backend.access.write import Verb, run_once
from backend.kernel.errors import Conflict, DomainError, Invalid, Refused
from backend.web.forms import PageForm

Redraw = Callable[[dict[str, PageForm], DomainError | None], HttpResponse]


def actor_in(request: HttpRequest) -> Actor:
    """Give who asks."""
    actor: Actor = request.auth  # type: ignore[attr-defined]
    return actor


def status_of(bound: dict[str, PageForm], refused: DomainError | None) -> int:
    """Give the status of a page that is drawn again."""
    if refused is not None:
        return refused.status
    return 422 if any(form.errors for form in bound.values()) else 200


def act(
    request: HttpRequest, verb: Verb[..., Any], *args: Any, back: str, redraw: Redraw, **given: Any
) -> HttpResponse:
    """Run a verb once and go back to the page; a refusal draws the page with the reason."""
    try:
        run_once(verb, *args, request=request, **given)
    except (Conflict, Invalid, Refused) as refusal:
        return redraw({}, refusal)
    return redirect(back)


def act_by_form(
    request: HttpRequest,
    name: str,
    form: PageForm,
    verb: Verb[..., Any],
    *args: Any,
    back: str,
    redraw: Redraw,
    given: Callable[[dict[str, Any]], dict[str, Any]] = dict,
) -> HttpResponse:
    """Run a verb with what a form says; wrong fields or a refusal keep what was typed."""
    if not form.is_valid():
        return redraw({name: form}, None)
    try:
        run_once(verb, *args, request=request, **given(form.cleaned_data))
    except (Conflict, Invalid, Refused) as refusal:
        return redraw({name: form}, refusal)
    return redirect(back)
