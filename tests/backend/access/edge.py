"""The ASGI entry as a server calls it, and the one shape of its failures."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

import httpx

from backend.config.asgi import application


class Server:
    """Runs the entry with its lifespan and gives answers to plain requests."""

    def __call__(self, method: str, path: str, **how: Any) -> httpx.Response:
        """Ask once."""
        return asyncio.run(self._once(method, path, how))

    async def _once(self, method: str, path: str, how: dict[str, Any]) -> httpx.Response:
        async with _lifespan():
            transport = httpx.ASGITransport(app=application, raise_app_exceptions=False)
            async with httpx.AsyncClient(
                transport=transport, base_url="http://testserver"
            ) as client:
                return await client.request(method, path, **how)


class _lifespan:  # noqa: N801 reads like the statement it is
    async def __aenter__(self) -> None:
        self._inbox: asyncio.Queue[dict[str, str]] = asyncio.Queue()
        self._sent: asyncio.Queue[Any] = asyncio.Queue()
        send: Callable[[Any], Awaitable[None]] = self._sent.put
        self._task = asyncio.create_task(
            application({"type": "lifespan"}, self._inbox.get, send)  # type: ignore[arg-type]
        )
        await self._inbox.put({"type": "lifespan.startup"})
        assert (await self._sent.get())["type"] == "lifespan.startup.complete"

    async def __aexit__(self, *_: object) -> None:
        await self._inbox.put({"type": "lifespan.shutdown"})
        assert (await self._sent.get())["type"] == "lifespan.shutdown.complete"
        await self._task


def problem(reply: httpx.Response, status: int, code: str) -> dict[str, Any]:
    assert reply.status_code == status, reply.text
    assert reply.headers["content-type"] == "application/problem+json"
    assert reply.headers["x-content-type-options"] == "nosniff"
    found: dict[str, Any] = json.loads(reply.content)
    assert (found["status"], found["code"]) == (status, code)
    return found
