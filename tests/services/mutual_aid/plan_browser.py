"""A browser that fills in the plain forms of the desk, with their hidden fields."""

import re
from typing import Any

from django.conf import settings
from django.test import Client

from tests import cast


def browser(world: cast.Cast, who: str) -> Client:
    """Give a browser in which somebody of the cast is signed in."""
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = cast.sign_in(world.users[who])
    return client


def send(client: Client, page: str, *, to: str = "", **fields: Any) -> Any:
    """Send the form of a page that goes to an address; the page's own when none is named."""
    text = client.get(page).content.decode()
    if to:
        text = text.split(f'action="{to}"')[1]
    form = text.split("</form>")[0]
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))
    return client.post(to or page, {**hidden, **fields})


def press(client: Client, number: str, act: str, **fields: Any) -> Any:
    """Send one form of the page of a plan version."""
    page = f"/console/mutual-aid/plans/{number}/"
    return send(client, page, to=f"{page}{act}/", **fields)
