"""What a reader sees when a page is not there or something broke."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from backend.access import problem
from backend.kernel.errors import DomainError, NotFound


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


def _shown(status: int) -> DomainError:
    return _Shown(*problem.SENTENCES[status])


def _page(request: HttpRequest | None, fault: DomainError, status: int) -> HttpResponse:
    staff = request is not None and request.path.startswith("/console/")
    shell = "console/base.html" if staff else "portal/base.html"
    response = render(
        request,
        "web/fault.html",
        {"fault": fault, "status": status, "shell": shell},
        status=status,
    )
    response["Cache-Control"] = "no-store"
    return response
