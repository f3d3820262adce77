"""No route and no page without a guard that says who may enter."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from backend.access.guards import MemberOnly, Public, SignedIn, Staff
from backend.access.routers import operations
from backend.config.api import APIS

GUARDS = (Public, SignedIn, MemberOnly, Staff)
# Pages of libraries that guard themselves, by the module of the view.
GUARDED_BY_THEMSELVES = (
    "ninja.",
    "allauth.",
    "backend.accounts.headless",  # allauth's views with our limits
    "django.contrib.admin.",
    "django.views.static",
)


def pages(patterns: list[Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Walk the tree of addresses down to its views."""
    for pattern in patterns:
        where = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from pages(pattern.url_patterns, where)
        elif isinstance(pattern, URLPattern):
            view = pattern.callback
            yield where, view.func if isinstance(view, partial) else view


@pytest.mark.requirement("RX.5")
@pytest.mark.parametrize("audience", sorted(APIS))
def test_every_operation_declares_its_guard(audience: str) -> None:
    bare = []
    for method, path, operation in operations(APIS[audience]):
        guards = operation.auth_callbacks
        if len(guards) != 1 or not isinstance(guards[0], GUARDS):
            bare.append(f"{method} {path}")
    assert bare == []


def test_an_audience_admits_only_its_own_kind() -> None:
    strangers = [
        f"{audience} {method} {path}"
        for audience, allowed in (("public", Public), ("staff", Staff | MemberOnly))
        for method, path, operation in operations(APIS[audience])
        if not isinstance(operation.auth_callbacks[0], allowed)
    ]
    assert strangers == []


def test_every_page_declares_its_guard() -> None:
    bare = [
        where
        for where, view in pages(get_resolver().url_patterns)
        if not view.__module__.startswith(GUARDED_BY_THEMSELVES)
        and not isinstance(getattr(view, "permit", None), GUARDS)
    ]
    assert bare == []


def test_whoever_lets_everybody_in_says_why() -> None:
    found = [getattr(view, "permit", None) for _, view in pages(get_resolver().url_patterns)]
    found += [
        operation.auth_callbacks[0] for api in APIS.values() for _, _, operation in operations(api)
    ]
    silent = [guard for guard in found if isinstance(guard, Public) and len(guard.reason) < 8]
    assert silent == []
