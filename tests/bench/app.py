"""The product's edge with one empty public route: what a request costs before it does anything."""

from typing import Any

from django.core.asgi import get_asgi_application

_django = get_asgi_application()

# ruff: noqa: E402  Django must be set up before its models are imported.
from django.http import HttpRequest
from django.urls import path

from backend.access import lane, pool, wire
from backend.access.apis import make_api
from backend.access.guards import Public
from backend.access.hop import KEPT
from backend.access.lane import HotRoute, Lane
from backend.access.lean import LeanHandler
from backend.access.routers import GuardedRouter
from backend.access.schemas import Out

REASON = Public(reason="A benchmark's empty route.")


class Empty(Out):
    """Nothing at all."""


router = GuardedRouter()


@router.get("/empty", permit=REASON, response=Empty, operation_id="empty", summary="empty")
async def empty(request: HttpRequest) -> dict[str, str]:
    """Answer `{}` through schema and renderer."""
    return {}


api = make_api("bench", "bench", "bench")
api.add_router("", router.router)
urlpatterns = [path("api/bench/v1/", api.urls)]

_lean = LeanHandler("tests.bench.app")
_lane = Lane([HotRoute("/hot/empty", REASON, "SELECT '{}'")])


class _NoDatabase:
    """Gives the row at once: the benchmark is about everything but the database."""

    is_open = True

    async def fetchrow(self, sql: str, *args: Any) -> tuple[str]:
        """Give the one row."""
        return ("{}",)


lane.POOL = _NoDatabase()  # type: ignore[attr-defined,assignment]


async def application(scope: wire.Scope, receive: wire.Receive, send: wire.Send) -> None:
    """Send the two empty routes to their lanes."""
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    elif (hot := _lane.find(scope)) is not None:
        await hot(scope, send)
    else:
        await _lean(scope, receive, send)


async def _lifespan(receive: wire.Receive, send: wire.Send) -> None:
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            KEPT.open(8)
            await pool.POOL.open()
            await send({"type": "lifespan.startup.complete"})
        else:
            await pool.POOL.close()
            KEPT.close()
            await send({"type": "lifespan.shutdown.complete"})
            return
