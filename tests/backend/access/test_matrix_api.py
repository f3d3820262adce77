"""Every operation of the three APIs, met by each kind of caller (T3)."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from backend.access.guards import MemberOnly, Public, SignedIn, Staff
from backend.access.permissions import Permission
from backend.access.roles import GRANTS, roles_with
from backend.access.routers import GuardedRouter, operations
from backend.config.api import APIS
from tests import cast as people

Call = Callable[..., Any]
ROUTES = [
    (audience, method, f"/api/{audience}/v1{path}", operation)
    for audience, api in APIS.items()
    for method, path, operation in operations(api)
]
NAMES = [f"{method} {path}" for _, method, path, _ in ROUTES]
ABSENT = {"int": "9", "uuid": "0190a0b0-0000-7000-8000-000000000000"}
every_route = pytest.mark.parametrize(
    ("audience", "method", "path", "operation"), ROUTES, ids=NAMES
)


def filled(path: str) -> str:
    """Put something that exists nowhere into the path's places."""

    def absent(place: re.Match[str]) -> str:
        kind, _, _ = place.group(1).rpartition(":")
        return ABSENT.get(kind, "ABSENT-0")

    return re.sub(r"\{([^}]+)\}", absent, path)


def holder_of(permission: Permission) -> str:
    """Give one of the cast whose post carries the permission."""
    roles = roles_with(permission)
    return next(part.key for part in (*people.CAST, *people.FURTHER) if part.role in roles)


def strangers_to(permission: Permission) -> list[str]:
    """Give a member, and an officer whose post does not carry the permission where there is one."""
    officers = [
        part.key
        for part in (*people.CAST, *people.FURTHER)
        if part.role is not None and permission not in GRANTS[part.role]
    ]
    return ["li_mei", *officers[:1]]


@pytest.mark.parametrize("audience", APIS)
def test_the_names_of_an_apis_routes_are_unique(audience: str) -> None:
    names = [one.operation_id or "" for _, _, one in operations(APIS[audience])]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z][A-Za-z0-9]+", name) for name in names)


def test_a_route_without_a_permit_cannot_be_declared() -> None:
    with pytest.raises(TypeError, match="permit"):
        GuardedRouter().get("/x", response=None, operation_id="x", summary="x")


@every_route
def test_each_route_says_who_may_enter(
    audience: str, method: str, path: str, operation: Any
) -> None:
    permit = operation.auth_param
    assert isinstance(permit, (Public, SignedIn, MemberOnly, Staff))
    assert operation.is_async
    if isinstance(permit, Public):
        assert permit.reason
    assert isinstance(permit, Staff) == (audience == "staff")


@pytest.mark.requirement("RX.5")
@pytest.mark.parametrize("audience", APIS)
def test_each_route_turns_away_whom_it_should(call: Call, audience: str) -> None:
    wrong = [
        f"{method} {path}: {fault}"
        for where, method, path, operation in ROUTES
        if where == audience
        for fault in faults(call, method, path, operation.auth_param)
    ]
    assert wrong == []


def faults(call: Call, method: str, path: str, permit: Any) -> Iterator[str]:
    """Say where a route lets in whom it should not, or turns away whom it should let in."""
    where = filled(path)
    if isinstance(permit, Public):
        if call(None, method, where).status_code in {401, 403, 500}:
            yield "a public route refuses"
        return
    if call(None, method, where).status_code != 401:
        yield "lets somebody in without a token"
    if call(None, method, where, **{"X-Session-Token": "wrong"}).status_code != 401:
        yield "takes a wrong token"
    if isinstance(permit, Staff):
        yield from staff_faults(call, method, path, permit)
    elif call("li_mei", method, where).status_code in {401, 403, 500}:
        yield "refuses a member"


def staff_faults(call: Call, method: str, path: str, permit: Staff) -> Iterator[str]:
    """Say where a staff route does not tell the right post from the others."""
    where = filled(path)
    for who in strangers_to(permit.permission):
        if call(who, method, where).status_code != 403:
            yield f"lets {who} in without the permission"
    right = call(holder_of(permit.permission), method, where).status_code
    if right in {401, 403, 500}:
        yield f"answers the right post {right}"
    if "{" in path and method == "GET" and right != 404:
        yield f"answers {right} for what is not there"


@pytest.mark.requirement("RX.5")
def test_posts_count_only_after_the_second_factor(cast: people.Cast, client: Any) -> None:
    token = people.sign_in(cast.users["zhao_min"], second_factor=False)
    reply = client.get("/api/staff/v1/corrections", headers={"X-Session-Token": token})
    assert reply.status_code == 403
    assert reply.json()["code"] == "second_factor_required"


def test_every_permission_is_held_by_some_role_and_stands_in_order() -> None:
    values = [permission.value for permission in Permission]
    assert values == sorted(values)
    assert all(re.fullmatch(r"[a-z_]+:[a-z_]+:[a-z_]+", value) for value in values)
    assert {p for p in Permission if not roles_with(p)} <= UNHELD


# Rights that no post of the federation has yet; the capability that needs one gives it to a role.
UNHELD = {Permission.NOTIFICATIONS_NOTICE_SEND, Permission.UNIONS_UNION_WRITE}
