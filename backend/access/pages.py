"""HTML pages behind the same guards as the API: `@page(permit=...)`."""

import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render

from backend.access import session
from backend.access.actor import Actor
from backend.access.faults import problem_of
from backend.access.guards import Permit, Public, Staff
from backend.kernel.errors import DomainError, Invalid

View = Callable[..., HttpResponseBase]
MEMBER_SIGN_IN = "/me/sign-in/"
STAFF_SIGN_IN = "/console/sign-in/"
# What is still missing, by the code of the refusal, and the page where it is done.
STEPS = {
    "identity_unconfirmed": "/me/identity/",
    "second_factor_required": "/console/second-factor/",
}


def page(*, permit: Permit) -> Callable[[View], View]:
    """Guard a synchronous page; `request.auth` is the Actor inside it.

    Signed out leads to sign-in and back, a post without its second factor to that page. A domain
    error becomes a page that says what and why.
    """

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            actor = session.actor_of_page(request)
            if actor is None and not isinstance(permit, Public):
                return _to_sign_in(request, permit)
            session.attach(request, actor or Actor.anonymous())
            try:
                permit.check(actor or Actor.anonymous())
                _must_be_text(request)
                return view(request, *args, **kwargs)
            except Exception as fault:
                found = problem_of(fault)
                if found is None:
                    raise
                if found.code in STEPS and request.method == "GET":
                    return _onwards(STEPS[found.code], request)
                return _fault_page(request, found, permit)

        guarded.permit = permit  # type: ignore[attr-defined]
        return guarded

    return guard


def _must_be_text(request: HttpRequest) -> None:
    """Refuse NUL in address or fields: no text column takes it; raises Invalid `not_text`."""
    given = [request.path, request.META.get("QUERY_STRING", "").replace("%00", "\0")]
    if request.method == "POST":
        given += [text for _, texts in request.POST.lists() for text in texts]
    if any("\0" in text for text in given):
        raise Invalid("not_text", "地址或填写的内容里有不能识别的字符，请删去后再试。")


def new_key() -> str:
    """Make the hidden `idempotency_key` of a fresh form."""
    return secrets.token_urlsafe(18)


def _to_sign_in(request: HttpRequest, permit: Permit) -> HttpResponse:
    return _onwards(STAFF_SIGN_IN if isinstance(permit, Staff) else MEMBER_SIGN_IN, request)


def _onwards(where: str, request: HttpRequest) -> HttpResponse:
    back = request.get_full_path() if request.method in {"GET", "HEAD"} else request.path
    return HttpResponseRedirect(f"{where}?{urlencode({'next': back})}")


def _fault_page(request: HttpRequest, fault: DomainError, permit: Permit) -> HttpResponse:
    shell = "console/base.html" if isinstance(permit, Staff) else "portal/base.html"
    response = render(
        request, "web/fault.html", {"fault": fault, "shell": shell}, status=fault.status
    )
    response["Cache-Control"] = "no-store"
    if fault.retry_after is not None:
        response["Retry-After"] = str(fault.retry_after)
    return response
