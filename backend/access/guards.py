"""Guards: who may enter a route or a page. Declaration and enforcement are one object."""

from dataclasses import dataclass
from typing import Any, ClassVar

from django.http import HttpRequest

from backend.access import session
from backend.access.actor import Actor, refusal, unconfirmed
from backend.access.permissions import Permission

_SCHEME = {"type": "apiKey", "in": "header", "name": "X-Session-Token"}


@dataclass(frozen=True, slots=True)
class Public:
    """Everybody may enter, and `reason` says why."""

    reason: str

    def check(self, actor: Actor) -> None:
        """Let everybody pass."""

    async def __call__(self, request: HttpRequest) -> Actor:
        """Give the anonymous actor without looking at any token."""
        return Actor.anonymous()


class _Tokened:
    openapi_security_schema: ClassVar[dict[str, Any]] = _SCHEME

    def check(self, actor: Actor) -> None:
        raise TypeError("a guard says what it checks")  # pragma: no cover

    async def __call__(self, request: HttpRequest) -> Actor | None:
        """Answer None without a good token (ninja turns it into 401), raise Refused on 403."""
        actor = await session.actor_async(request)
        if actor is None:
            return None
        session.attach(request, actor)
        self.check(actor)
        return actor


@dataclass(frozen=True, slots=True)
class SignedIn(_Tokened):
    """Everybody who is signed in, even before she has proved who she is."""

    def check(self, actor: Actor) -> None:
        """Let everybody pass who has a token."""


@dataclass(frozen=True, slots=True)
class MemberOnly(_Tokened):
    """Everybody who is signed in and known as a natural person, for his own things."""

    def check(self, actor: Actor) -> None:
        """Refuse a sign-in that has yet to prove whose it is."""
        if actor.person_id is None:
            raise unconfirmed()


@dataclass(frozen=True, slots=True)
class Staff(_Tokened):
    """Whoever holds the permission somewhere; rows and verbs check the place again."""

    permission: Permission

    def check(self, actor: Actor) -> None:
        """Refuse who holds the permission nowhere."""
        if not actor.holds(self.permission):
            raise refusal(self.permission, actor)


Permit = Public | SignedIn | MemberOnly | Staff
