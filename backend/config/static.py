"""Static files from memory, for the embedded server; nginx serves them in production."""

import hashlib
import mimetypes
from functools import lru_cache
from pathlib import Path
from typing import Final

from django.contrib.staticfiles import finders

from backend.access import wire

_CACHE: Final = (b"cache-control", b"public, max-age=300")
_TEXT: Final = {"text/css", "text/javascript", "application/javascript", "image/svg+xml"}


class StaticFiles:
    """Answers GET and HEAD below one prefix with ETag and 304."""

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix

    async def __call__(self, scope: wire.Scope, send: wire.Send) -> None:
        """Answer one request."""
        found = _load(scope["path"].removeprefix(self._prefix))
        if found is None or scope["method"] not in {"GET", "HEAD"}:
            await wire.answer(send, 404, [(b"content-type", b"text/plain; charset=utf-8")], b"")
            return
        kind, etag, body = found
        headers = [(b"content-type", kind), (b"etag", etag), _CACHE]
        if etag in dict(scope["headers"]).get(b"if-none-match", b""):
            await wire.answer(send, 304, headers)
            return
        await wire.answer(send, 200, headers, b"" if scope["method"] == "HEAD" else body)


@lru_cache(maxsize=256)
def _load(name: str) -> tuple[bytes, bytes, bytes] | None:
    if not name or ".." in name.split("/") or "\x00" in name:
        return None
    place = finders.find(name)
    if not isinstance(place, str) or not Path(place).is_file():
        return None
    body = Path(place).read_bytes()
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    charset = "; charset=utf-8" if kind in _TEXT else ""
    etag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
    return f"{kind}{charset}".encode(), etag.encode(), body
