"""The cast and a way to call the APIs, for every test of the edge."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests import cast as people

Call = Callable[..., Any]


@pytest.fixture
def tokens(cast: people.Cast) -> dict[str, str]:
    """Sign everybody in, with the second factor."""
    return people.sign_all_in(cast)


@pytest.fixture
def call(client: Client, tokens: dict[str, str]) -> Call:
    """Call an API as one of the cast: `call(who, method, path, body, key=, match=)`."""

    def make(
        who: str | None,
        method: str,
        path: str,
        body: Any = None,
        *,
        key: str | None = None,
        match: str | None = None,
        **headers: str,
    ) -> Any:
        if who is not None:
            headers["X-Session-Token"] = tokens[who]
        if key is not None:
            headers["Idempotency-Key"] = key
        if match is not None:
            headers["If-Match"] = match
        return client.generic(
            method,
            path,
            body
            if isinstance(body, (bytes, str))
            else json.dumps(body)
            if body is not None
            else b"",
            content_type="application/json",
            headers=headers,
        )

    return make
