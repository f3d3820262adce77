"""Reading an ASGI scope and writing an answer: what the lanes before Django share."""

from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any, Final

from django.conf import settings

from backend.access import problem
from backend.access.limits import LIMITER, Verdict
from backend.access.session import MAX_TOKEN

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

# The first one is left out where an answer brings its own.
SAFE: Final[Headers] = [
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
]
JSON: Final = (b"content-type", b"application/json")


def token_in(headers: Iterable[tuple[bytes, bytes]]) -> str:
    """Find the session token in raw headers, as `session.token_of` does; "" without one."""
    bearer = ""
    for name, value in headers:
        if name == b"x-session-token":
            token = value.decode("latin-1")
            return token if len(token) <= MAX_TOKEN else ""
        if name == b"authorization" and value[:7].lower() == b"bearer ":
            bearer = value[7:].strip().decode("latin-1")
    return bearer if len(bearer) <= MAX_TOKEN else ""


def client_of(scope: Scope) -> str:
    """Give the address of the caller; a trusted proxy's last X-Forwarded-For entry wins."""
    peer = scope.get("client")
    address = str(peer[0]) if peer else ""
    if address in settings.TRUSTED_PROXIES:
        for name, value in scope["headers"]:
            if name == b"x-forwarded-for":
                return str(value.decode("latin-1").rsplit(",", 1)[-1].strip())
    return address


def count(token: str, scope: Scope) -> Verdict:
    """Count this call against its caller's limit; `token` is the one in the headers, or "".

    A token that was not seen lately counts against the address as well, so that nobody gets a
    fresh limit by inventing tokens.
    """
    if token and LIMITER.knows(token):
        return LIMITER.take(token)
    first = LIMITER.take(f"ip:{client_of(scope)}")
    return LIMITER.take(token) if token and first.allowed else first


async def answer(send: Send, status: int, headers: Headers, body: bytes = b"") -> None:
    """Send a whole answer."""
    own = next((True for name, _ in headers if name == SAFE[0][0]), False)
    safe = SAFE[1:] if own else SAFE
    await send(
        {
            "type": "http.response.start",
            "status": status,
            "headers": [*headers, *safe, (b"content-length", b"%d" % len(body))],
        }
    )
    await send({"type": "http.response.body", "body": body})


async def answer_problem(
    send: Send,
    document: dict[str, Any],
    *,
    more: Iterable[tuple[bytes, bytes]] = (),
    retry_after: int | None = None,
    with_body: bool = True,
) -> None:
    """Send a problem, with the headers every lane gives it."""
    status = int(document["status"])
    headers = [
        (name.lower().encode(), value.encode())
        for name, value in problem.headers_for(status, retry_after).items()
    ]
    await answer(send, status, [*headers, *more], problem.encode(document) if with_body else b"")
