"""The API handler: ninja under a lean ASGI entry, without Django's middleware and signals.

A stock Django handler costs many times the whole request in thread hand-overs (performance.md
2a). This one builds the request, resolves it in the APIs' own address list, awaits the ninja
view and sends the answer. It never touches Django's connections on the event loop: synchronous
work goes through `hop`, which also gives the connection back.
"""

from collections.abc import AsyncIterator, Iterator
from io import BytesIO
from tempfile import SpooledTemporaryFile
from typing import IO, Any, Final

from asgiref.sync import iscoroutinefunction
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpResponseBase, StreamingHttpResponse
from django.http.response import HttpResponse
from django.urls import Resolver404, get_resolver

from backend.access import problem, wire
from backend.access.apis import respond_to
from backend.access.hop import hop
from backend.access.lane import Lane

MAX_JSON: Final = 2 * 1024 * 1024
MAX_UPLOAD: Final = 12 * 1024 * 1024 + 64 * 1024
IN_MEMORY: Final = 256 * 1024


class BodyTooLargeError(Exception):
    """More bytes came than this address takes."""


class ClientGoneError(Exception):
    """The client hung up before the body was complete; `part` is what came of an upload."""

    def __init__(self, part: IO[bytes] | None = None) -> None:
        super().__init__()
        self.part = part


class LeanHandler:
    """Serves `/api/...` for the addresses in the module `urlconf`."""

    def __init__(
        self, urlconf: str, upload_prefixes: tuple[str, ...] = (), lane: Lane | None = None
    ) -> None:
        self._resolver = get_resolver(urlconf)
        self._uploads = upload_prefixes
        self._lane = lane

    async def __call__(self, scope: wire.Scope, receive: wire.Receive, send: wire.Send) -> None:
        """Answer one request."""
        path = scope["path"]
        verdict = wire.count(wire.token_in(scope["headers"]), scope)
        limits = verdict.headers()
        if not verdict.allowed:
            document = problem.of_status(429, instance=path)
            await wire.answer_problem(send, document, more=limits, retry_after=verdict.reset)
            return
        try:
            body = await self._body(scope, receive)
        except BodyTooLargeError:
            await wire.answer_problem(send, problem.of_status(413, instance=path), more=limits)
            return
        except ClientGoneError as gone:
            if gone.part is not None:
                await self._keep(scope, gone.part)
            return
        try:
            response = await self._respond(scope, body)
            await _send(send, response, limits, head=scope["method"] == "HEAD")
        finally:
            body.close()

    async def _keep(self, scope: wire.Scope, part: IO[bytes]) -> None:
        """Take in what came of a cut upload; it is resumed there, and nobody hears the answer."""
        try:
            await self._respond({**scope, "zhijia.cut": True}, part)
        finally:
            part.close()

    async def _respond(self, scope: wire.Scope, body: IO[bytes]) -> HttpResponseBase:
        try:
            request = ASGIRequest(scope, body)
        except (UnicodeDecodeError, ValueError):
            return _bare(400, scope["path"])
        if "\x00" in request.path_info or "%00" in request.META["QUERY_STRING"]:
            return _bare(400, request.path)
        try:
            match = self._resolver.resolve(request.path_info)
        except Resolver404:
            return _bare(404, request.path)
        request.resolver_match = match
        try:
            if self._lane is not None:
                await self._lane.read_ahead(request)
            if iscoroutinefunction(match.func):
                response = await match.func(request, *match.args, **match.kwargs)
            else:
                response = await hop(match.func, request, *match.args, **match.kwargs)
        except Exception as fault:  # noqa: BLE001 the outermost shell
            response = respond_to(request, fault)
        return _as_problem(response, request.path)

    async def _body(self, scope: wire.Scope, receive: wire.Receive) -> IO[bytes]:
        """Take the body in, on disk when it is long; bounded by the address."""
        is_upload = scope["path"].startswith(self._uploads)
        limit = MAX_UPLOAD if is_upload else MAX_JSON
        declared = _declared_length(scope)
        if declared > limit:
            raise BodyTooLargeError
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientGoneError
        first: bytes = message.get("body", b"")
        if not message.get("more_body", False):
            if len(first) > limit:
                raise BodyTooLargeError
            return BytesIO(first)
        keep = is_upload and scope["method"] == "PATCH"
        return await _long_body(first, receive, limit, keep=keep)


async def _long_body(first: bytes, receive: wire.Receive, limit: int, *, keep: bool) -> IO[bytes]:
    file = SpooledTemporaryFile(max_size=IN_MEMORY, mode="w+b")  # noqa: SIM115 closed by the caller
    size = len(first)
    file.write(first)
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            if keep:
                file.seek(0)
                raise ClientGoneError(file)
            file.close()
            raise ClientGoneError
        chunk: bytes = message.get("body", b"")
        size += len(chunk)
        if size > limit:
            file.close()
            raise BodyTooLargeError
        file.write(chunk)
        more = message.get("more_body", False)
    file.seek(0)
    return file


def _declared_length(scope: wire.Scope) -> int:
    for name, value in scope["headers"]:
        if name == b"content-length":
            return int(value) if value.isdigit() else 0
    return 0


def _bare(status: int, path: str) -> HttpResponse:
    document = problem.of_status(status, instance=path)
    return HttpResponse(
        problem.encode(document), status=status, headers=problem.headers_for(status)
    )


def _as_problem(response: HttpResponseBase, path: str) -> HttpResponseBase:
    """Replace a bare failure of the framework (405, 404) by a problem, keeping `Allow`."""
    status = response.status_code
    if status < 400 or response.headers.get("Content-Type", "") == problem.MEDIA_TYPE:  # noqa: PLR2004
        return response
    bare = _bare(status, path)
    if "Allow" in response.headers:
        bare.headers["Allow"] = response.headers["Allow"]
    return bare


async def _send(
    send: wire.Send, response: HttpResponseBase, limits: wire.Headers, *, head: bool
) -> None:
    headers = [
        (name.lower().encode("latin-1"), value.encode("latin-1"))
        for name, value in response.items()
    ]
    headers += [
        (b"set-cookie", cookie.output(header="").strip().encode())
        for cookie in response.cookies.values()
    ]
    headers += limits
    if isinstance(response, HttpResponse):
        await wire.answer(send, response.status_code, headers, b"" if head else response.content)
        return
    await send(
        {
            "type": "http.response.start",
            "status": response.status_code,
            "headers": headers + wire.SAFE,
        }
    )
    async for chunk in _chunks(response):
        await send({"type": "http.response.body", "body": chunk, "more_body": True})
    await send({"type": "http.response.body", "body": b""})


async def _chunks(response: Any) -> AsyncIterator[bytes]:
    """Read a stream piece by piece; a synchronous one is read in hops."""
    if isinstance(response, StreamingHttpResponse) and response.is_async:
        async for chunk in response:
            yield chunk
        return
    pieces: Iterator[bytes] = iter(response)

    def next_piece() -> bytes:
        return next((piece for piece in pieces if piece), b"")

    try:
        while piece := await hop(next_piece):
            yield piece
    finally:
        await hop(response.close)
