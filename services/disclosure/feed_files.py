"""Serving the feed files without Django: a small ASGI application for the embedded server.

In front of nginx it is not needed: nginx serves the same folder. ETag and Last-Modified are
built exactly as nginx builds them, so a reader's cache stays good when one replaces the other.
"""

import os
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from dataclasses import dataclass
from email.utils import formatdate, parsedate_to_datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from services.disclosure.feeds.entries import CONTENT_TYPES, Format

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

PREFIX = "/feeds/"
TYPES = {f".{kind}": CONTENT_TYPES[kind].encode() for kind in Format}
FRESH = b"public, max-age=60"
FRESH_ARCHIVE = b"public, max-age=3600"
CACHE_ENTRIES = 64
CACHE_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class FeedFile:
    """A file as it stood when it was read, with its headers ready."""

    stamp: tuple[int, int]
    modified: int
    etag: bytes
    headers: Headers
    body: bytes


class FeedFiles:
    """GET and HEAD of what lies under `/feeds/`; a path without a file goes to `fallback`."""

    only_reads = True
    """Whether other methods are refused here; else they go to the fallback."""

    def __init__(self, fallback: App | None = None) -> None:
        self.fallback = fallback
        self.kept: dict[str, FeedFile] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        reads = scope["method"] in {"GET", "HEAD"}
        if not reads and self.only_reads:
            headers = [(b"allow", b"GET, HEAD"), (b"content-length", b"0")]
            await _answer(send, 405, headers, b"")
            return
        found = self.find(self.wanted(scope)) if reads else None
        if found is None and self.fallback is not None:
            await self.fallback(scope, receive, send)
        elif found is None:
            body = "没有找到这个订阅文件。".encode()
            headers = [(b"content-type", b"text/plain; charset=utf-8"), _length(body)]
            await _answer(send, 404, headers, body if scope["method"] == "GET" else b"")
        elif _is_fresh(scope["headers"], found):
            keep = [
                (n, v) for n, v in found.headers if n not in {b"content-type", b"content-length"}
            ]
            await _answer(send, 304, keep, b"")
        else:
            await _answer(send, 200, found.headers, found.body if scope["method"] == "GET" else b"")

    def wanted(self, scope: Scope) -> str:
        """The path of the file that a request asks for."""
        return str(scope["path"])

    def place(self, path: str) -> Path | None:
        """Where a path lies on disk; None for anything but a plain name of ours."""
        return place_below(path, PREFIX, "feeds", TYPES)

    def headers(self, path: str, place: Path) -> Headers:
        """What a file is sent with besides its length, tag and date."""
        fresh = FRESH_ARCHIVE if path.startswith(f"{PREFIX}archive/") else FRESH
        return [
            (b"content-type", TYPES[place.suffix]),
            (b"cache-control", fresh),
            (b"access-control-allow-origin", b"*"),
            (b"x-content-type-options", b"nosniff"),
        ]

    def find(self, path: str) -> FeedFile | None:
        """The file of a path, from memory while it has not changed; None when there is none."""
        place = self.place(path)
        if place is None:
            return None
        try:
            found = place.stat()
        except OSError:
            self.kept.pop(path, None)
            return None
        stamp = (found.st_mtime_ns, found.st_size)
        known = self.kept.get(path)
        if known is None or known.stamp != stamp:
            known = self._read(path, place)
        return known

    def _read(self, path: str, place: Path) -> FeedFile | None:
        try:
            with place.open("rb") as file:
                found = os.fstat(file.fileno())
                body = file.read()
        except OSError:
            return None
        etag = f'"{int(found.st_mtime):x}-{len(body):x}"'.encode()
        headers = [
            _length(body),
            (b"etag", etag),
            (b"last-modified", formatdate(int(found.st_mtime), usegmt=True).encode()),
            *self.headers(path, place),
        ]
        stamp = (found.st_mtime_ns, found.st_size)
        read = FeedFile(stamp, int(found.st_mtime), etag, headers, body)
        if len(body) <= CACHE_BYTES:
            while len(self.kept) >= CACHE_ENTRIES:
                self.kept.pop(next(iter(self.kept)))
            self.kept[path] = read
        return read


feeds_app = FeedFiles()


def place_below(path: str, prefix: str, folder: str, types: Mapping[str, bytes]) -> Path | None:
    """Where a path below a prefix lies in a published folder; None for anything not plain."""
    parts = path.removeprefix(prefix).split("/")
    if not path.startswith(prefix) or any(not _is_plain(part) for part in parts):
        return None
    place = Path(settings.PUBLISHED_ROOT, folder, *parts)
    return place if place.suffix in types else None


def _is_plain(part: str) -> bool:
    return (
        part.isascii()
        and part[:1] not in {"", "."}
        and part.replace("-", "").replace(".", "").isalnum()
    )


def _length(body: bytes) -> tuple[bytes, bytes]:
    return b"content-length", str(len(body)).encode()


def _is_fresh(sent: Headers, found: FeedFile) -> bool:
    """The reader's copy is good: its tag first, its date only when it sent no tag (RFC 9110)."""
    headers = dict(sent)
    tags = headers.get(b"if-none-match")
    if tags is not None:
        known = {tag.strip().removeprefix(b"W/") for tag in tags.split(b",")}
        return found.etag in known or b"*" in known
    since = headers.get(b"if-modified-since")
    if since is None:
        return False
    try:
        return parsedate_to_datetime(since.decode("latin-1")).timestamp() >= found.modified
    except (ValueError, TypeError):
        return False


async def _answer(send: Send, status: int, headers: Headers, body: bytes) -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
