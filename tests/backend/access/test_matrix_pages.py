"""Every page, met by each kind of reader (T3)."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from backend.access.guards import MemberOnly, Public, Staff
from backend.unions import standards
from tests import cast as people

# Guarded by their own means: ninja's routes by the API matrix, allauth's by sign-in itself.
OWN_GUARDS = ("api/", "_allauth/")
ABSENT = {"int": "9", "uuid": "0190a0b0-0000-7000-8000-000000000000"}


def pages(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, Any]]:
    for one in resolver.url_patterns:
        path = prefix + str(one.pattern)
        if path.startswith(OWN_GUARDS) and not path.endswith("/docs"):
            continue
        if isinstance(one, URLPattern):
            yield path, one.callback
        else:
            yield from pages(one, path)


PAGES = sorted(pages(get_resolver()), key=lambda page: page[0])
every_page = pytest.mark.parametrize(("path", "view"), PAGES, ids=[path for path, _ in PAGES])


def filled(path: str) -> str:
    def absent(place: re.Match[str]) -> str:
        return ABSENT.get(place.group(1).split(":")[0], "ABSENT-0")

    return "/" + re.sub(r"<([^>]+)>", absent, path)


@pytest.fixture
def cast(db: None) -> people.Cast:
    standards.load_defaults()
    return people.create()


def reader(cast: people.Cast, key: str) -> Client:
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = people.sign_in(cast.users[key])
    return client


@every_page
def test_each_page_says_who_may_enter(path: str, view: Any) -> None:
    permit = getattr(view, "permit", None)
    assert isinstance(permit, (Public, MemberOnly, Staff)), f"{path} has no guard"
    if path.startswith("console/") and "sign-in" not in path:
        assert isinstance(permit, Staff)
    if isinstance(permit, Public):
        assert permit.reason


@pytest.mark.requirement("RX.5")
@every_page
def test_each_page_turns_away_whom_it_should(cast: people.Cast, path: str, view: Any) -> None:
    permit, where = view.permit, filled(path)
    if isinstance(permit, Public):
        assert Client().get(where).status_code not in {401, 403, 500}
        return
    away = Client().get(where)
    assert away.status_code == 302
    door = "/console/sign-in/" if isinstance(permit, Staff) else "/me/sign-in/"
    assert away["Location"].startswith(f"{door}?next=%2F")
    member = reader(cast, "li_mei").get(where)
    if isinstance(permit, MemberOnly):
        assert member.status_code not in {401, 403, 500}
        return
    assert member.status_code == 403
    assert "办理" in member.content.decode()
