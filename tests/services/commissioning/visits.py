"""Calling the APIs and the pages as one of the cast, with keys, versions and hidden fields."""

import json
import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.test import Client

from tests import cast
from tests.services.commissioning.walk import Story

Call = Callable[..., Any]


def caller(story: Story) -> Call:
    """Give a function that calls an API: `call(who, "POST", "staff/commissioning/projects", {})`.

    A write gets a fresh key; `version` goes as If-Match.
    """
    count, tokens = iter(range(10_000)), {}

    def call(who: str, method: str, path: str, body: Any = None, *, version: int = 0) -> Any:
        audience, _, rest = path.partition("/")
        headers = {"Idempotency-Key": f"calls-key-{next(count):08d}", "If-Match": f'"{version}"'}
        if who:
            tokens.setdefault(who, cast.sign_in(story.world.cast.users[who]))
            headers["X-Session-Token"] = tokens[who]
        return Client().generic(
            method,
            f"/api/{audience}/v1/{rest}",
            json.dumps(body) if body is not None else "",
            content_type="application/json",
            headers=headers,
        )

    return call


def browser(story: Story, who: str) -> Client:
    """Give a browser in which somebody of the cast is signed in."""
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = cast.sign_in(story.world.cast.users[who])
    return client


def send(client: Client, page: str, to: str = "", *, action: str = "", **fields: Any) -> Any:
    """Send the form of a page that goes to an address, with its hidden fields.

    `action` is another address that a button of the same form goes to.
    """
    text = client.get(page).content.decode()
    marker = f'action="{to}"' if to else '<form method="post" novalidate>'
    assert marker in text, f"{page} has no form to {to or 'itself'}"
    form = text.split(marker)[1].split("</form>")[0]
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))
    return client.post(action or to or page, {**hidden, **fields})


def text_of(client: Client, path: str) -> str:
    """Read a page that is there."""
    response = client.get(path)
    assert response.status_code == 200, f"{path} answers {response.status_code}"
    return str(response.content.decode())
