"""GuardedRouter: a ninja router on which no route can forget to say who may enter."""

from collections.abc import Awaitable, Callable, Iterator
from typing import Any, TypeVar

from ninja import NinjaAPI, Router
from ninja.operation import Operation

from backend.access.guards import Permit

Route = TypeVar("Route", bound=Callable[..., Awaitable[Any]])


class GuardedRouter:
    """Routes of one capability for one audience.

    `permit`, `response`, `operation_id` and `summary` are required keywords; without them the
    import fails. The failures every route shares are added to the document by `openapi.py`.
    """

    def __init__(self, *, tags: list[str] | None = None) -> None:
        self.router = Router(tags=list(tags) if tags else None)

    def get(self, path: str, **route: Any) -> Callable[[Route], Route]:
        """Declare a read."""
        return self._declare("GET", path, **route)

    def post(self, path: str, **route: Any) -> Callable[[Route], Route]:
        """Declare an act."""
        return self._declare("POST", path, **route)

    def put(self, path: str, **route: Any) -> Callable[[Route], Route]:
        """Declare a full replacement."""
        return self._declare("PUT", path, **route)

    def patch(self, path: str, **route: Any) -> Callable[[Route], Route]:
        """Declare a partial change."""
        return self._declare("PATCH", path, **route)

    def delete(self, path: str, **route: Any) -> Callable[[Route], Route]:
        """Declare a removal."""
        return self._declare("DELETE", path, **route)

    def head(self, path: str, **route: Any) -> Callable[[Route], Route]:
        """Declare a read of headers only."""
        return self._declare("HEAD", path, **route)

    def options(self, path: str, **route: Any) -> Callable[[Route], Route]:
        """Declare a description of what a path can do."""
        return self._declare("OPTIONS", path, **route)

    def _declare(
        self,
        method: str,
        path: str,
        *,
        permit: Permit,
        response: Any,
        operation_id: str,
        summary: str,
        status: int = 200,
        **more: Any,
    ) -> Callable[[Route], Route]:
        return self.router.api_operation(
            [method],
            path,
            auth=permit,
            response=response if isinstance(response, dict) else {status: response},
            operation_id=camel(operation_id),
            summary=summary,
            **more,
        )


def camel(name: str) -> str:
    """Write an operation's name the way clients are generated: `list_cases` is `listCases`."""
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)


def operations(api: NinjaAPI) -> Iterator[tuple[str, str, Operation]]:
    """Walk every operation of an API as (method, full path below the API root, operation).

    The one place that uses ninja's private names; an upgrade breaks this line only.
    """
    for bound in api._get_bound_routers():  # noqa: SLF001
        for path, view in bound.path_operations.items():
            for operation in view.operations:
                full = "/".join(part for part in (bound.prefix.strip("/"), path.strip("/")) if part)
                for method in operation.methods:
                    yield method, "/" + full, operation
