"""Making an API: one shape of failure for whatever goes wrong inside ninja."""

import logging
from collections.abc import Callable
from typing import Any

import orjson
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.renderers import BaseRenderer

from backend.access import problem
from backend.access.faults import problem_of
from backend.access.validation import field_errors
from backend.access.versions import StaleVersion
from backend.kernel.errors import DomainError
from backend.kernel.identifiers import uuid7

log = logging.getLogger("zhijia.access")


class OrjsonRenderer(BaseRenderer):
    """UTF-8 JSON."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        """Write the answer."""
        return orjson.dumps(data)


def make_api(audience: str, title: str, description: str) -> NinjaAPI:
    """Make the API of one audience (`member`, `staff`, `public`), version 1."""
    api = NinjaAPI(
        title=title,
        version="1.0.0",
        description=description,
        urls_namespace=f"{audience}-v1",
        renderer=OrjsonRenderer(),
        docs_url="/docs",
        openapi_url="/openapi.json",
    )
    for kind, answer in _ANSWERS:
        api.add_exception_handler(kind, answer)
    return api


def respond_to(request: HttpRequest, fault: BaseException) -> HttpResponse:
    """Answer any exception; one that is ours to mend is logged with its trace id and reads 500."""
    known = problem_of(fault)
    if known is None:
        return _unexpected(request, fault)
    response = problem.respond(
        request, problem.of_error(known, instance=request.path), known.retry_after
    )
    if isinstance(known, StaleVersion):
        response["ETag"] = f'"{known.current}"'
    return response


def _unexpected(request: HttpRequest, fault: BaseException) -> HttpResponse:
    trace_id = str(uuid7())
    log.error("request failed: %s %s trace=%s", request.method, request.path, trace_id, exc_info=fault)
    return problem.respond(
        request, problem.of_status(500, instance=request.path, trace_id=trace_id)
    )


def _of_status(request: HttpRequest, fault: HttpError) -> HttpResponse:
    return problem.respond(request, problem.of_status(fault.status_code, instance=request.path))


def _not_valid(request: HttpRequest, fault: ValidationError) -> HttpResponse:
    errors = field_errors(fault.errors)
    detail = errors[0].message if len(errors) == 1 else f"有 {len(errors)} 处填写有误，请逐项改正。"
    return problem.respond(
        request,
        problem.document(422, "invalid", detail, instance=request.path, errors=errors),
    )


_ANSWERS: list[tuple[Any, Callable[[HttpRequest, Any], HttpResponse]]] = [
    (Exception, respond_to),
    (DomainError, respond_to),
    (Http404, respond_to),
    (AuthenticationError, _of_status),
    (HttpError, _of_status),
    (ValidationError, _not_valid),
]
