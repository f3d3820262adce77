"""A client of the product in the same process: its ASGI application, called without a network.

Routing, guards, keys, versions and transactions are those of every request; only the sockets are
left out, and the limit on calls a minute, since one process plays a whole city here.
"""

import asyncio
import itertools
from base64 import b64encode
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import orjson

from backend.access.limits import LIMITER
from backend.config.asgi import application

UNLIMITED = 1_000_000_000
OK, CREATED, ACCEPTED, NO_CONTENT = 200, 201, 202, 204
DONE = frozenset({OK, CREATED, ACCEPTED, NO_CONTENT})
BUSY = 503
TRIES = 8


class UnexpectedAnswerError(Exception):
    """The product answered otherwise than the story of the year expects."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: status, headers and body."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return orjson.loads(self.body)

    @property
    def code(self) -> str:
        """The code of a refusal; empty for anything else."""
        return "" if self.status in DONE else str(self.json.get("code", ""))


class Product:
    """Sends requests to the application; one key for each write, counted up."""

    def __init__(self) -> None:
        self.calls = 0
        own = uuid4().hex
        # Several processes act for the same officers: each has keys of its own.
        self._keys = (f"{own}-{serial}" for serial in itertools.count(1))

    @asynccontextmanager
    async def open(self, *, serving: bool) -> AsyncIterator["Product"]:
        """Let the application start and stop around the year; `serving` keeps its threads.

        Without it the work stays on the caller's thread and in the caller's transaction (tests).
        """
        quota, LIMITER.quota = LIMITER.quota, UNLIMITED
        try:
            if serving:
                await _lifespan("startup")
            yield self
        finally:
            LIMITER.quota = quota
            if serving:
                await _lifespan("shutdown")

    async def get(self, path: str, token: str) -> Any:
        """Read; gives the JSON. Raises UnexpectedAnswerError unless 200."""
        return _wanted(await self.send("GET", path, token), f"GET {path}").json

    async def post(
        self, path: str, token: str, body: Any = None, version: int | None = None
    ) -> Any:
        """Write; gives the JSON. Raises UnexpectedAnswerError on any refusal."""
        answer = await self.try_post(path, token, body, version)
        return _wanted(answer, f"POST {path}").json

    async def patch(self, path: str, token: str, body: Any, version: int) -> Any:
        """Change; gives the JSON. Raises UnexpectedAnswerError on any refusal."""
        answer = await self._write("PATCH", path, token, body, version)
        return _wanted(answer, f"PATCH {path}").json

    async def try_post(
        self, path: str, token: str, body: Any = None, version: int | None = None
    ) -> Answer:
        """Write and give the answer, whatever it is."""
        return await self._write("POST", path, token, body, version)

    async def file(self, path: str, token: str) -> bytes:
        """Have a file written; gives its bytes."""
        answer = await self.try_post(path, token, {})
        return _wanted(answer, f"POST {path}").body

    async def upload(self, token: str, content: bytes, name: str) -> str:
        """Upload a workbook by tus in one piece; gives the number of the upload."""
        note = f"filename {_base64(name)},media {_base64('workbook')}"
        head = {
            "tus-resumable": "1.0.0",
            "upload-length": str(len(content)),
            "upload-metadata": note,
        }
        made = await self.send("POST", "/api/staff/v1/uploads", token, headers=head)
        place = urlsplit(_wanted(made, "POST uploads").headers["location"]).path
        head = {
            "tus-resumable": "1.0.0",
            "upload-offset": "0",
            "content-type": "application/offset+octet-stream",
        }
        sent = await self.send("PATCH", place, token, content, headers=head)
        _wanted(sent, f"PATCH {place}")
        return place.rsplit("/", 1)[-1]

    async def _write(
        self, method: str, path: str, token: str, body: Any, version: int | None
    ) -> Answer:
        headers = {"content-type": "application/json", "idempotency-key": next(self._keys)}
        if version is not None:
            headers["if-match"] = f'"{version}"'
        content = orjson.dumps({} if body is None else body)
        return await self.send(method, path, token, content, headers=headers)

    async def send(
        self,
        method: str,
        path: str,
        token: str,
        body: bytes = b"",
        *,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Send one request and give its answer; one that was too busy is sent again, as it was.

        The key of a write stays the same, so that it can have one effect only.
        """
        for tried in range(1, TRIES + 1):
            answer = await self._once(method, path, token, body, headers or {})
            if answer.status != BUSY or tried == TRIES:
                break
            await asyncio.sleep(float(answer.headers.get("retry-after", 1)))
        return answer

    async def _once(
        self, method: str, path: str, token: str, body: bytes, headers: Mapping[str, str]
    ) -> Answer:
        self.calls += 1
        found = _Collected(body)
        await application(
            _scope(method, path, token, len(body), headers), found.receive, found.send
        )
        return Answer(found.status, found.headers, bytes(found.body))


class _Collected:
    """Both ends of one exchange."""

    def __init__(self, body: bytes) -> None:
        self._sent = body
        self.status = 0
        self.headers: dict[str, str] = {}
        self.body = bytearray()

    async def receive(self) -> dict[str, Any]:
        return {"type": "http.request", "body": self._sent, "more_body": False}

    async def send(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = {
                name.decode("latin-1"): value.decode("latin-1")
                for name, value in message["headers"]
            }
        else:
            self.body += message.get("body", b"")


def _scope(
    method: str, path: str, token: str, size: int, headers: Mapping[str, str]
) -> dict[str, Any]:
    bare, _, query = path.partition("?")
    head = {"host": "127.0.0.1", "x-session-token": token, "content-length": str(size), **headers}
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": bare,
        "raw_path": bare.encode("ascii"),
        "query_string": query.encode("ascii"),
        "root_path": "",
        "headers": [(name.encode(), value.encode("latin-1")) for name, value in head.items()],
        "client": ("127.0.0.1", 0),
        "server": ("127.0.0.1", 80),
    }


async def _lifespan(event: str) -> None:
    """Tell the application that it starts or stops, and wait until it has."""
    said = [{"type": f"lifespan.{event}"}]
    if event == "startup":
        # It listens until it is told to stop; hanging up after its answer ends only the listening.
        said.append({"type": "lifespan.over"})

    async def receive() -> dict[str, Any]:
        message = said.pop(0)
        if message["type"] == "lifespan.over":
            raise _HungUpError
        return message

    async def send(message: Any) -> None:
        del message

    try:
        await application({"type": "lifespan"}, receive, send)
    except _HungUpError:
        return


class _HungUpError(Exception):
    pass


def _wanted(answer: Answer, what: str) -> Answer:
    if answer.status not in DONE:
        message = f"{what}: {answer.status} {answer.body.decode(errors='replace')[:500]}"
        raise UnexpectedAnswerError(message)
    return answer


def _base64(text: str) -> str:
    return b64encode(text.encode()).decode()
