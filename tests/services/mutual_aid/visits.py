"""Ways to come to the program as one of the cast: over the API, and by plain forms."""

import io
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from tests import cast

Call = Callable[..., Any]


@pytest.fixture
def call(world: cast.Cast, client: Client) -> Call:
    """Call an API as one of the cast; a write gets a fresh key."""
    count = iter(range(1000))

    def make(
        who: str, path: str, body: Any = None, *, method: str = "", etag: str = "", key: str = ""
    ) -> Any:
        headers = {"X-Session-Token": cast.sign_in(world.users[who])}
        verb = method or ("GET" if body is None else "POST")
        if verb != "GET":
            headers["Idempotency-Key"] = key or f"test-key-{next(count):08d}"
        if etag:
            headers["If-Match"] = etag
        content = json.dumps(body) if body is not None else ""
        return client.generic(verb, path, content, content_type="application/json", headers=headers)

    return make


def browser(world: cast.Cast, who: str) -> Client:
    """Give a browser in which one of the cast is signed in."""
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = cast.sign_in(world.users[who])
    return client


def send(client: Client, url: str, **fields: object) -> Any:
    """Send a page's form as a browser would, hidden fields included."""
    page = client.get(url).content.decode()
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))
    return client.post(url, {**hidden, **fields})


def text(answer: Any) -> str:
    """Give what a page says."""
    return str(answer.content.decode())


def jpeg() -> SimpleUploadedFile:
    """Give a small photograph."""
    out = io.BytesIO()
    Image.new("RGB", (400, 300), "#ccbbaa").save(out, "JPEG")
    return SimpleUploadedFile("单据.jpg", out.getvalue(), "image/jpeg")
