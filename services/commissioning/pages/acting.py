"""What the pages do alike: who asks, one act by a plain form, the page again with the reason."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from backend.access.actor import Actor
from backend.access.write import Verb, run_once
from backend.kernel.errors import Conflict, DomainError, Invalid, Locked, Refused, Stale
from backend.web.forms import PageForm

Redraw = Callable[[dict[str, PageForm], DomainError | None], HttpResponse]
# What draws the page again, with what was typed; everything else has no page to draw.
TOLD = (Conflict, Invalid, Locked, Refused, Stale)
MOVED_ON = "这项内容刚刚被别人更新过。{}请看清最新内容后再办理。"
KEPT = "您填的内容还在，没有保存；"


def actor_in(request: HttpRequest) -> Actor:
    """Give who asks."""
    actor: Actor = request.auth  # type: ignore[attr-defined]
    return actor


def status_of(bound: dict[str, PageForm], refused: DomainError | None) -> int:
    """Give the status of a page that is drawn again."""
    if refused is not None:
        return refused.status
    return 422 if any(form.errors for form in bound.values()) else 200


def told(refusal: DomainError, form: PageForm | None = None) -> DomainError:
    """Say at the fields of a form what a refusal says of them; what no field says is left."""
    if isinstance(refusal, Stale):
        return Stale(message=MOVED_ON.format(KEPT if form is not None else ""))
    if form is None:
        return refusal
    found = [(one, form.field_of(one)) for one in refusal.fields]
    for one, name in found:
        if name:
            form.add_error(name, one.message)
    refusal.fields = tuple(one for one, name in found if not name)
    return refusal


def act(
    request: HttpRequest, verb: Verb[..., Any], *args: Any, back: str, redraw: Redraw, **given: Any
) -> HttpResponse:
    """Run a verb once and go back to the page; a refusal draws the page with the reason."""
    try:
        run_once(verb, *args, request=request, **given)
    except TOLD as refusal:
        return redraw({}, told(refusal))
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
    except TOLD as refusal:
        return redraw({name: form}, told(refusal, form))
    return redirect(back)
