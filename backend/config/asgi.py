"""The ASGI entry: three lanes and the live socket, told apart before anything else runs.

Hot reads, health and files are answered here; the APIs run on the lean handler; pages and
sign-in run on Django's own.
"""

import gc
import os
from typing import Any

from django.core.asgi import get_asgi_application

gc.disable()  # until all is loaded: what is loaded stays
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.config.settings.dev")
_pages: Any = get_asgi_application()

# ruff: noqa: E402  Django must be set up before its models are imported.
from django.conf import settings

from backend.access import wire
from backend.access.hop import KEPT
from backend.access.lean import LeanHandler
from backend.access.pool import POOL
from backend.config import health
from backend.config.lane import LANE
from backend.config.static import StaticFiles
from notifications.live import websocket_app
from services.commissioning.feed_files import OpenFiles, PageFiles
from services.disclosure.feed_files import FeedFiles

# The longest form: a roster of 30 MB with what surrounds it.
MOST_PAGE_BYTES = 40 * 1024 * 1024
MOST_DIGITS = 15
_TEXT = [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store")]
_TOO_LONG = "内容超过 40 MB，没有接收。请减小文件，或分成几份再上传。".encode()
_UPLOADS = ("/api/member/v1/uploads", "/api/staff/v1/uploads")
_api = LeanHandler("backend.config.api_urls", _UPLOADS, LANE)
_static = StaticFiles(settings.STATIC_URL)
_feeds = FeedFiles(_pages)
_open = OpenFiles(_pages)
_projects = PageFiles(_pages)
_metrics: list[Any] = []
gc.freeze()
gc.enable()


async def application(scope: wire.Scope, receive: wire.Receive, send: wire.Send) -> None:
    """Send each request to its lane."""
    kind = scope["type"]
    if kind == "http":
        await _http(scope, receive, _counted(scope, send))
    elif kind == "lifespan":
        await _lifespan(receive, send)
    else:
        await websocket_app(scope, receive, send)


async def _http(scope: wire.Scope, receive: wire.Receive, send: wire.Send) -> None:
    path = scope["path"]
    hot = LANE.find(scope)
    if hot is not None:
        await hot(scope, send)
    elif path.startswith("/api/"):
        await _api(scope, receive, send)
    elif path == "/healthz":
        await health.healthz(send)
    elif path == "/readyz":
        await health.readyz(send)
    elif path.startswith(settings.STATIC_URL):
        await _static(scope, send)
    elif path.startswith("/feeds/"):
        await _feeds(scope, receive, send)
    elif path.startswith("/open/"):
        await _open(scope, receive, send)
    elif path.startswith("/projects/"):
        await _projects(scope, _bounded(receive), send)
    elif _declared_length(scope) > MOST_PAGE_BYTES:
        await wire.answer(send, 413, _TEXT, _TOO_LONG)
    else:
        await _pages(scope, _bounded(receive), send)


def _declared_length(scope: wire.Scope) -> int:
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit():
            return int(value[:MOST_DIGITS])
    return 0


def _bounded(receive: wire.Receive) -> wire.Receive:
    """Hang up on a body that goes on without end and never said how long it is."""
    size = 0

    async def count() -> Any:
        nonlocal size
        message = await receive()
        size += len(message.get("body", b""))
        return message if size <= MOST_PAGE_BYTES else {"type": "http.disconnect"}

    return count


def _counted(scope: wire.Scope, send: wire.Send) -> wire.Send:
    lane = "api" if scope["path"].startswith("/api/") else "page"

    async def count(message: Any) -> None:
        if message["type"] == "http.response.start":
            health.CALLS[lane, message["status"]] += 1
        await send(message)

    return count


async def _lifespan(receive: wire.Receive, send: wire.Send) -> None:
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            await _start()
            await send({"type": "lifespan.startup.complete"})
        elif message["type"] == "lifespan.shutdown":
            await _close()
            await send({"type": "lifespan.shutdown.complete"})
            return


async def _start() -> None:
    KEPT.open(settings.DATABASE_POOL_MAX)
    await POOL.open()
    if settings.METRICS_PORT:
        server = await health.serve_metrics(settings.METRICS_PORT)
        if server is not None:
            _metrics.append(server)


async def _close() -> None:
    for server in _metrics:
        server.close()
    await POOL.close()
    KEPT.close()
