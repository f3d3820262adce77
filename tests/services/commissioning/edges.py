"""Coming in by the edges: a page as one of the cast, a call of an API with a fresh key."""

from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from backend.config.demo.cases import sample_photo
from tests import cast
from tests.services.commissioning.build import World

Visit = Callable[..., Any]
Call = Callable[..., Any]


def visitor(world: World, cookie: str) -> Visit:
    """Open a page as one of the cast, or send its form with a fresh key."""
    count = iter(range(10_000))

    def go(who: str, path: str, form: dict[str, Any] | None = None) -> Any:
        client = Client()
        client.cookies[cookie] = cast.sign_in(world.cast.users[who])
        if form is None:
            return client.get(path)
        return client.post(path, {"idempotency_key": f"form-key-{next(count):08d}", **form})

    return go


def caller(world: World, client: Client) -> Call:
    """Call an API as one of the cast; a write gets a fresh key and, when given, an ETag."""
    count = iter(range(10_000))

    def make(who: str, path: str, body: Any = None, *, etag: str = "", method: str = "") -> Any:
        audience = "member" if path.startswith("/services") else "staff"
        headers = {"X-Session-Token": cast.sign_in(world.cast.users[who])}
        where = f"/api/{audience}/v1{path}"
        if body is None and method in {"", "get"}:
            return client.get(where, headers=headers)
        headers["Idempotency-Key"] = f"test-key-{next(count):08d}"
        if etag:
            headers["If-Match"] = etag
        send = getattr(client, method or "post")
        return send(where, body or {}, content_type="application/json", headers=headers)

    return make


def text(answer: Any) -> str:
    """Give what a page says."""
    return str(answer.content.decode())


def picture(name: str = "a.jpg", words: str = "voucher") -> SimpleUploadedFile:
    """Give a photograph of a paper as a phone would send it."""
    return SimpleUploadedFile(name, sample_photo(words), "image/jpeg")
