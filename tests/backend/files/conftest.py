"""The cast, their sessions, and a way to speak tus to the API."""

import base64
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client

from backend.access import session
from backend.access.actor import Actor
from backend.accounts import tokens
from tests import cast as people

Tus = Callable[..., Any]
MEMBER = "/api/member/v1/uploads"


@pytest.fixture(autouse=True)
def store(settings: LazySettings, tmp_path: Path) -> Path:
    """A store of files for each test."""
    settings.FILES_DIR = tmp_path / "files"
    return tmp_path / "files"


@pytest.fixture
def actor(cast: people.Cast) -> Callable[[str], Actor]:
    """Sign a part of the cast in; each call is a session of its own."""

    def make(key: str) -> Actor:
        token = people.sign_in(cast.users[key])
        found = session.actor_from(tokens.find(token), token)
        assert found is not None
        return found

    return make


@pytest.fixture
def tus(client: Client, cast: people.Cast) -> Tus:
    """Send one tus request as one of the cast."""
    sessions: dict[str, str] = {}

    def make(who: str, method: str, path: str, body: bytes = b"", **headers: Any) -> Any:
        if who not in sessions:
            sessions[who] = people.sign_in(cast.users[who])
        named = {name.replace("_", "-"): str(value) for name, value in headers.items()}
        return client.generic(
            method,
            path,
            body,
            content_type="application/offset+octet-stream",
            headers={"X-Session-Token": sessions[who], "Tus-Resumable": "1.0.0"} | named,
            CONTENT_TYPE="application/offset+octet-stream",
        )

    return make


@pytest.fixture
def begin(tus: Tus) -> Callable[..., str]:
    """Open an upload as 李梅; gives its address."""

    def make(
        length: int, *, media: str = "image", name: str = "诊断书.jpg", who: str = "li_mei"
    ) -> str:
        notes = f"filename {encoded(name)},media {encoded(media)}"
        reply = tus(who, "POST", MEMBER, Upload_Length=length, Upload_Metadata=notes)
        assert reply.status_code == 201, reply.content
        return str(reply["Location"])

    return make


def encoded(text: str) -> str:
    """Base64 as tus metadata wants it."""
    return base64.b64encode(text.encode()).decode()
