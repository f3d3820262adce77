"""The cast, a way to call the APIs and to read the pages, and an account that waits."""

import itertools
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from backend.access import session
from backend.access.actor import Actor
from backend.accounts import tokens
from backend.accounts.models import PayeeAccount
from backend.config.payees import notice, workflow
from tests import cast as people

ACCOUNT = "6222020000000012345"
OTHER = "6222020000000099999"
BANK = "示范银行槐树支行"
Call = Callable[..., Any]
_KEYS = itertools.count(1)


@pytest.fixture
def as_actor(cast: people.Cast) -> Callable[[str], Actor]:
    """Sign a part of the cast in, second factor included."""

    def make(key: str) -> Actor:
        token = people.sign_in(cast.users[key])
        actor = session.actor_from(tokens.find(token), token)
        assert actor is not None
        return actor

    return make


@pytest.fixture
def waiting(as_actor: Callable[[str], Actor]) -> PayeeAccount:
    """An account that 李梅 agreed to and entered."""
    workflow.agree(actor=as_actor("li_mei"), notice_version=notice.VERSION)
    return workflow.propose(actor=as_actor("li_mei"), bank=BANK, account=ACCOUNT)


@pytest.fixture
def verified(waiting: PayeeAccount, as_actor: Callable[[str], Actor]) -> PayeeAccount:
    """The account of 李梅 that 赵敏 verified."""
    return workflow.verify(waiting.number, actor=as_actor("zhao_min"), version=1)


@pytest.fixture
def call(client: Client, cast: people.Cast) -> Call:
    """Call an API as one of the cast: `call(who, method, path, body, match=)`."""

    def make(who: str, method: str, path: str, body: Any = None, **headers: str) -> Any:
        found = {"X-Session-Token": people.sign_in(cast.users[who])}
        if method != "GET":
            found["Idempotency-Key"] = headers.pop("key", f"key-{next(_KEYS)}")
        if "match" in headers:
            found["If-Match"] = headers["match"]
        content = json.dumps(body) if body is not None else ""
        return client.generic(method, path, content, content_type="application/json", headers=found)

    return make


@pytest.fixture
def reader(cast: people.Cast) -> Callable[[str], Client]:
    """Give a browser in which one of the cast is signed in."""

    def make(key: str) -> Client:
        browser = Client()
        browser.cookies[settings.SESSION_COOKIE_NAME] = people.sign_in(cast.users[key])
        return browser

    return make
