"""Guards: who may enter a route or a page. Declaration and enforcement are one object."""

from dataclasses import dataclass
from typing import Any, ClassVar

from django.http import HttpRequest

from backend.access import session
from backend.access.actor import Actor, refusal
from backend.access.permissions import Permission
from backend.kernel.errors import Refused

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


class _SignedIn:
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
class MemberOnly(_SignedIn):
    """Everybody who is signed in, for his own things."""

    def check(self, actor: Actor) -> None:
        """Refuse an account without a natural person behind it."""
        if actor.person_id is None:
            raise Refused(
                "no_person", "这个账号还没有关联到本人信息，请到工会服务站核对身份后再用。"
            )


@dataclass(frozen=True, slots=True)
class Staff(_SignedIn):
    """Whoever holds the permission somewhere; rows and verbs check the place again."""

    permission: Permission

    def check(self, actor: Actor) -> None:
        """Refuse who holds the permission nowhere."""
        if not actor.holds(self.permission):
            raise refusal(self.permission, actor)


Permit = Public | MemberOnly | Staff
