"""Every page, met by each kind of reader (T3)."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from backend.access.guards import MemberOnly, Public, SignedIn, Staff
from tests import cast as people

# Guarded by their own means: ninja's routes by the API matrix, allauth's by sign-in itself.
OWN_GUARDS = ("api/", "_allauth/")
# The steps of signing in stand before the guard.
DOORS = {
    "console/sign-in/",
    "console/sign-in/code/",
    "console/sign-in/second-factor/",
    "console/second-factor/",
}
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


def reader(cast: people.Cast, key: str) -> Client:
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = people.sign_in(cast.users[key])
    return client


@every_page
def test_each_page_says_who_may_enter(path: str, view: Any) -> None:
    permit = getattr(view, "permit", None)
    assert isinstance(permit, (Public, SignedIn, MemberOnly, Staff)), f"{path} has no guard"
    if path.startswith("console/") and path not in DOORS:
        assert isinstance(permit, Staff)
    if isinstance(permit, Public):
        assert permit.reason


@pytest.mark.requirement("RX.5")
@pytest.mark.parametrize("door", ["me/", "console/", ""])
def test_each_page_turns_away_whom_it_should(cast: people.Cast, door: str) -> None:
    member = reader(cast, "li_mei")
    wrong = [
        f"{path}: {fault}"
        for path, view in PAGES
        if door_of(path) == door
        for fault in faults(member, filled(path), view.permit)
    ]
    assert wrong == []


def door_of(path: str) -> str:
    return next((door for door in ("me/", "console/") if path.startswith(door)), "")


def faults(member: Client, where: str, permit: Any) -> Iterator[str]:
    """Say where a page lets in whom it should not, or turns away whom it should let in."""
    away = ask(Client(), where)
    if isinstance(permit, Public):
        if away.status_code in {401, 403, 500}:
            yield f"a public page answers {away.status_code}"
        return
    sign_in = "/console/sign-in/" if isinstance(permit, Staff) else "/me/sign-in/"
    if away.status_code != 302 or not away["Location"].startswith(f"{sign_in}?next=%2F"):
        yield f"answers {away.status_code} to somebody who is not signed in"
    known = ask(member, where)
    if isinstance(permit, MemberOnly) and known.status_code in {401, 403, 500}:
        yield f"answers a member {known.status_code}"
    if isinstance(permit, Staff) and known.status_code != 403:
        yield f"answers {known.status_code} to somebody without the permission"


def ask(client: Client, where: str) -> Any:
    """Read the page, or send an empty form where it only takes forms."""
    reply = client.get(where)
    return client.post(where) if reply.status_code == 405 else reply
