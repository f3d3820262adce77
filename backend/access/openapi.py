"""What ninja leaves out of the OpenAPI document: failures, keys, versions, sign-in, permits."""

from collections.abc import Iterator
from types import FunctionType, ModuleType
from typing import Any, Final

from ninja import NinjaAPI
from ninja.operation import Operation

from backend.access.guards import Public, SignedIn, Staff
from backend.access.problem import MEDIA_TYPE, TITLES
from backend.access.routers import operations
from backend.access.write import Verb, run

_PROBLEM_REF: Final = {"$ref": "#/components/schemas/Problem"}
_PROBLEM: Final[dict[str, Any]] = {
    "type": "object",
    "title": "Problem",
    "description": "A failure (RFC 9457); `code` is stable, `detail` is Chinese for the reader.",
    "required": ["type", "title", "status", "detail", "code"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
        "instance": {"type": "string"},
        "trace_id": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "code", "detail"],
                "properties": {
                    "pointer": {"type": "string"},
                    "code": {"type": "string"},
                    "detail": {"type": "string"},
                },
            },
        },
    },
}
_SECURITY: Final[list[dict[str, list[str]]]] = [{"SessionToken": []}, {"Bearer": []}]
_SCHEMES: Final = {
    "SessionToken": {"type": "apiKey", "in": "header", "name": "X-Session-Token"},
    "Bearer": {"type": "http", "scheme": "bearer"},
}
_KEY: Final = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": True,
    "description": "A new value for each act, the same one for its retries; kept seven days.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 128},
}
_MATCH: Final = {
    "name": "If-Match",
    "in": "header",
    "required": True,
    "description": "The ETag of the version that the decision was made on.",
    "schema": {"type": "string", "pattern": '^"[0-9]{1,18}"$'},
}


def complete(api: NinjaAPI, document: dict[str, Any]) -> dict[str, Any]:
    """Add to ninja's document what every caller meets; changes and gives the same dict."""
    by_id = {operation.operation_id: operation for _, _, operation in operations(api)}
    for path in document["paths"].values():
        for described in path.values():
            _complete_operation(described, by_id[described["operationId"]])
    components = document.setdefault("components", {})
    components.setdefault("schemas", {})["Problem"] = _PROBLEM
    components["securitySchemes"] = _SCHEMES
    document["components"] = components
    return document


def _complete_operation(described: dict[str, Any], operation: Operation) -> None:
    permit = operation.auth_param
    verbs = list(verbs_of(operation))
    statuses = [400, 404, 422, 429, 500, 503]
    if isinstance(permit, Public):
        described.pop("security", None)
        described["x-permit"] = "public"
    else:
        described["security"] = _SECURITY
        described["x-permit"] = _permit_word(permit)
        statuses += [401, 403]
    parameters = described.setdefault("parameters", [])
    if calls_run(operation):
        parameters.append(_KEY)
        statuses += [409, 413, 415]
    if any(verb.wants_version for verb in verbs):
        parameters.append(_MATCH)
        statuses += [412, 428]
    for status in sorted(statuses):
        described["responses"][status] = {
            "description": TITLES[status],
            "content": {MEDIA_TYPE: {"schema": _PROBLEM_REF}},
        }


def _permit_word(permit: object) -> str:
    if isinstance(permit, Staff):
        return permit.permission.value
    return "signed-in" if isinstance(permit, SignedIn) else "member"


def calls_run(operation: Operation) -> bool:
    """Tell whether the route hands its work to `write.run`, and so takes a key.

    A helper of the same module that does it for several routes counts as well.
    """
    view = operation.view_func
    helpers = [
        one
        for one in map(view.__globals__.get, view.__code__.co_names)
        if isinstance(one, FunctionType) and one.__module__ == view.__module__
    ]
    return any(_names_run(one) for one in (view, *helpers))


def _names_run(function: Any) -> bool:
    names = function.__code__.co_names
    return any(function.__globals__.get(name) is run for name in names)


def verbs_of(operation: Operation) -> Iterator[Verb[..., Any]]:
    """Find the verbs that a route names, directly or in a module it names."""
    view = operation.view_func
    names = view.__code__.co_names
    known = [view.__globals__[name] for name in names if name in view.__globals__]
    for one in known:
        if isinstance(one, Verb):
            yield one
        elif isinstance(one, ModuleType):
            found = (getattr(one, name, None) for name in names)
            yield from (verb for verb in found if isinstance(verb, Verb))
