"""What a reader sees when a page is not there or something broke."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus
from inspect import iscoroutinefunction
from typing import Any, cast

from asgiref.sync import sync_to_async
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils.decorators import sync_and_async_middleware

from backend.access import problem
from backend.kernel.errors import DomainError, NotFound

PAGES = ("/console/", "/me/")


class _Shown(DomainError):
    """A failure of a page, shown like any other."""


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 Django names it
    """Say that the page is not there (404)."""
    return _page(request, NotFound(), 404)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 Django names it
    """Say that this may not be done (403)."""
    return _page(request, _shown(403), 403)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 Django names it
    """Say that the form is too old to be believed (403)."""
    shown = _Shown("form_expired", "这张表放得太久了，请返回上一页刷新后再提交。您填的内容还在。")
    return _page(request, shown, 403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 Django names it
    """Say that the request made no sense (400)."""
    return _page(request, _shown(400), 400)


def failed(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 Django names it
    """Say that something broke (500), without touching database or session."""
    return _page(None, _shown(500), 500)


@sync_and_async_middleware
def forms_only(get_response: Callable[[HttpRequest], Any]) -> Callable[[HttpRequest], Any]:
    """Lead who opens an address that only takes a form to the page of that form (405).

    A phone that reloads a tab, or a sign-in that ran out on the way, opens such addresses.
    """
    if iscoroutinefunction(get_response):
        ask = cast(Callable[[HttpRequest], Awaitable[HttpResponse]], get_response)

        async def later(request: HttpRequest) -> HttpResponse:
            answer = await ask(request)
            return await sync_to_async(_led)(request) if _is_bare(request, answer) else answer

        return later

    def now(request: HttpRequest) -> HttpResponse:
        answer: HttpResponse = get_response(request)
        return _led(request) if _is_bare(request, answer) else answer

    return now


def _is_bare(request: HttpRequest, answer: HttpResponse) -> bool:
    refused = answer.status_code == HTTPStatus.METHOD_NOT_ALLOWED
    return refused and request.method == "GET" and request.path.startswith(PAGES)


def _led(request: HttpRequest) -> HttpResponse:
    words = "这个地址只用来提交表格，没有内容可看。请回到原来的页面，看看刚才那一步办成没有。"
    answer = _page(request, _Shown("form_only", words), 405, _page_above(request.path))
    answer["Allow"] = "POST"
    return answer


def _page_above(path: str) -> str:
    """Give the nearest address above this one that is known."""
    while path != "/":
        path = path.rstrip("/").rpartition("/")[0] + "/"
        try:
            resolve(path)
        except Resolver404:
            continue
        break
    return path


def _shown(status: int) -> DomainError:
    return _Shown(*problem.SENTENCES[status])


def _page(
    request: HttpRequest | None, fault: DomainError, status: int, back: str = ""
) -> HttpResponse:
    staff = request is not None and request.path.startswith("/console/")
    shell = "console/base.html" if staff else "portal/base.html"
    response = render(
        request,
        "web/fault.html",
        {"fault": fault, "status": status, "shell": shell, "back": back},
        status=status,
    )
    response["Cache-Control"] = "no-store"
    return response
