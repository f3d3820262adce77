"""A reader's view of each API document: plain HTML, no script, nothing fetched from elsewhere."""

from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from backend.access.guards import Public
from backend.access.pages import page
from backend.config.api import APIS

_POLICY = "default-src 'self'; img-src 'self' data:; object-src 'none'; frame-ancestors 'none'"


@page(permit=Public(reason="The interfaces are open; what they give is guarded."))
def show(request: HttpRequest, audience: str) -> HttpResponse:
    """Show every operation of one API with its permit, inputs and answers."""
    response = render(request, "config/api_docs.html", _described(audience))
    response["Content-Security-Policy"] = _POLICY
    return response


@cache
def _described(audience: str) -> dict[str, Any]:
    """Give what the page tells: made once, for an API stays as it is while the program runs."""
    document: dict[str, Any] = APIS[audience].get_openapi_schema()
    rows = [
        {
            "method": method.upper(),
            "path": path,
            "summary": one["summary"],
            "permit": one["x-permit"],
            "name": one["operationId"],
            "inputs": [_input(parameter) for parameter in one.get("parameters", [])],
            "body": _body(one),
            "answers": ", ".join(str(status) for status in one["responses"]),
        }
        for path, methods in sorted(document["paths"].items())
        for method, one in methods.items()
    ]
    return {"document": document, "rows": rows, "audience": audience}


def _input(parameter: dict[str, Any]) -> str:
    needed = "（必填）" if parameter.get("required") else ""
    return f"{parameter['name']}{needed}"


def _body(operation: dict[str, Any]) -> str:
    content = operation.get("requestBody", {}).get("content", {})
    for described in content.values():
        reference = str(described.get("schema", {}).get("$ref", ""))
        return reference.rsplit("/", 1)[-1]
    return ""
