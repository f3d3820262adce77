"""Making an API: one shape of failure for whatever goes wrong inside ninja."""

import logging
from collections.abc import Callable
from typing import Any, cast

import orjson
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError, ValidationErrorContext
from ninja.openapi.schema import OpenAPISchema
from ninja.parser import Parser
from ninja.renderers import BaseRenderer

from backend.access import openapi, problem
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


class StrictParser(Parser):
    """Takes JSON that is JSON: no NaN, no lone surrogate, no NUL, the right media type."""

    def parse_body(self, request: HttpRequest) -> Any:
        """Read the body; raises 415 for another media type, 400 for anything that is not JSON."""
        media_type = (request.content_type or "").lower()
        if media_type != "application/json" and not media_type.endswith("+json"):
            raise HttpError(415, "unsupported media type")
        body = request.body
        if b"\\u0000" in body:
            raise HttpError(400, "NUL in text")
        return orjson.loads(body)


class EdgeAPI(NinjaAPI):
    """A ninja API whose document tells failures, keys, versions and permits as well.

    What a schema refuses carries its schema and the place in it, so that the answer can name it.
    """

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """Describe the API."""
        return cast(OpenAPISchema, openapi.complete(self, super().get_openapi_schema(**options)))

    def validation_error_from_error_contexts(
        self, error_contexts: list[ValidationErrorContext[Any]]
    ) -> ValidationError:
        """Tell what the schemas refused, each with its schema and the place in it."""
        told: list[dict[str, Any]] = []
        for context in error_contexts:
            places = [one["loc"] for one in context.pydantic_validation_error.errors()]
            rows = super().validation_error_from_error_contexts([context]).errors
            told += [
                {**row, "schema": context.model, "at": at}
                for row, at in zip(rows, places, strict=True)
            ]
        return ValidationError(told)


def make_api(audience: str, title: str, description: str) -> NinjaAPI:
    """Make the API of one audience (`member`, `staff`, `public`), version 1."""
    api = EdgeAPI(
        title=title,
        version="1.0.0",
        description=description,
        urls_namespace=f"{audience}-v1",
        renderer=OrjsonRenderer(),
        parser=StrictParser(),
        docs_url=None,
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
    response = problem.respond(problem.of_error(known, instance=request.path), known.retry_after)
    if isinstance(known, StaleVersion):
        response["ETag"] = f'"{known.current}"'
    return response


def _unexpected(request: HttpRequest, fault: BaseException) -> HttpResponse:
    trace_id = str(uuid7())
    log.error(
        "request failed: %s %s trace=%s", request.method, request.path, trace_id, exc_info=fault
    )
    return problem.respond(problem.of_status(500, instance=request.path, trace_id=trace_id))


def _of_status(request: HttpRequest, fault: HttpError) -> HttpResponse:
    cause = fault.__cause__  # ninja wraps what the parser raised into a 400
    status = cause.status_code if isinstance(cause, HttpError) else fault.status_code
    return problem.respond(problem.of_status(status, instance=request.path))


def _not_valid(request: HttpRequest, fault: ValidationError) -> HttpResponse:
    errors = field_errors(fault.errors)
    detail = errors[0].message if len(errors) == 1 else f"有 {len(errors)} 处填写有误，请逐项改正。"
    return problem.respond(
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
