"""A body without end fills neither memory nor disk: pages say no before they take it (T13)."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from asgiref.sync import async_to_sync

from backend.config import asgi

PIECE = b"x" * 1024 * 1024


class Sender:
    """A client that sends pieces for as long as it is asked for more."""

    def __init__(self) -> None:
        self.pieces = 0
        self.answer: list[Any] = []

    async def receive(self) -> dict[str, Any]:
        """Give the next piece."""
        self.pieces += 1
        return {"type": "http.request", "body": PIECE, "more_body": True}

    async def send(self, message: Any) -> None:
        """Take the answer."""
        self.answer.append(message)


def post(sender: Sender, *headers: tuple[bytes, bytes]) -> None:
    """Send a form to a page as a server hands it over."""
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/me/sign-in/",
        "raw_path": b"/me/sign-in/",
        "query_string": b"",
        "headers": [(b"host", b"localhost"), *headers],
        "client": ("127.0.0.1", 1),
        "server": ("localhost", 80),
        "scheme": "http",
    }
    entry: Callable[..., Awaitable[None]] = asgi.application
    async_to_sync(entry)(scope, sender.receive, sender.send)


@pytest.mark.parametrize("length", [b"41943041", b"9" * 40])
def test_a_form_that_says_it_is_too_long_is_not_read(length: bytes) -> None:
    sender = Sender()
    post(sender, (b"content-length", length))
    assert sender.pieces == 0
    assert sender.answer[0]["status"] == 413
    assert "没有接收" in sender.answer[1]["body"].decode()


def test_a_form_without_end_is_hung_up_on() -> None:
    sender = Sender()
    post(sender, (b"transfer-encoding", b"chunked"))
    assert sender.pieces <= asgi.MOST_PAGE_BYTES // len(PIECE) + 1
    assert sender.answer == []
