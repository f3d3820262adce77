"""From a session token to an Actor: one SQL statement, the same for every lane."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from backend.access.actor import Actor, HeldPost
from backend.access.hop import hop
from backend.access.pool import POOL
from backend.access.roles import Role
from backend.accounts import tokens

MAX_TOKEN = 128


def token_of(headers: Any) -> str:
    """Find the token in `X-Session-Token` or `Authorization: Bearer`; "" when there is none."""
    token = headers.get("X-Session-Token", "")
    if not token:
        scheme, _, value = headers.get("Authorization", "").partition(" ")
        token = value.strip() if scheme.lower() == "bearer" else ""
    return token if len(token) <= MAX_TOKEN else ""


def actor_from(holder: tokens.Holder | None, token: str) -> Actor | None:
    """Turn what the lookup found into an actor; posts count only after the second factor."""
    if holder is None:
        return None
    held = tuple(
        HeldPost(union_id=post.union_id, level=post.level, role=Role(post.role))
        for post in holder.posts
    )
    posts = held if holder.second_factor else ()
    label = "、".join(sorted({post.role.value for post in posts})) or "member"
    return Actor(
        user_id=holder.user_id,
        person_id=holder.person_id,
        label=label,
        kind="staff" if posts else "member",
        posts=posts,
        membership_union_id=holder.membership_union_id,
        membership_place=holder.membership_place,
        session=tokens.digest(token),
        waiting_second_factor=bool(held) and not posts,
    )


async def actor_async(request: HttpRequest) -> Actor | None:
    """Who calls the API: one hop, or None without a good token."""
    token = token_of(request.headers)
    if hasattr(request, "hot_row"):
        return actor_from(tokens.holder_from(request.hot_row), token)
    return await actor_of_token(token) if token else None


async def actor_of_token(token: str) -> Actor | None:
    """Look a token up on the async pool while it is open, in one hop otherwise."""
    if POOL.is_open:
        row = await POOL.fetchrow(tokens.SQL, tokens.digest(token))
        return actor_from(tokens.holder_from(row), token)
    return actor_from(await hop(tokens.find, token), token)


def actor_of_page(request: HttpRequest) -> Actor | None:
    """Who asks for a page: the session cookie is the same token."""
    token = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    if not token or len(token) > MAX_TOKEN:
        return None
    return actor_from(tokens.find(token), token)


def attach(request: HttpRequest, actor: Actor) -> None:
    """Give the request its actor; `request.auth` is the only identity our code reads."""
    request.auth = actor  # type: ignore[attr-defined]
