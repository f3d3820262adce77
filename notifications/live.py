"""The websocket `/ws/live` 实时提示: hints from server to client, resumed by feed position.

A single-use ticket in the subprotocol opens it; whoever has none is refused before the accept.
The client reads details over the API. What a client sends is ignored: nothing is relayed.

Close codes: 4401 the sign-in ended or must be renewed, 4408 the client reads too slowly,
1012 the server is going down.
"""

import asyncio
import contextlib
import json
import logging
import time
from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qs, urlsplit

from channels.generic.websocket import AsyncWebsocketConsumer
from channels.routing import URLRouter
from django.conf import settings
from django.urls import path, re_path

from notifications import cohorts, tickets
from notifications.live_feed import Answer, Wish
from notifications.live_hints import cohort_group, person_group
from notifications.live_hub import hub

PROTOCOL = "zhijia.v1"
SWEEP_SECONDS = 10.0
SEND_SECONDS = 5.0
LIFE_SECONDS = 1800.0
LARGEST_SEQ = 9_223_372_036_854_775_807

SIGNED_OUT = 4401
TOO_SLOW = 4408
GOING_DOWN = 1012

logger = logging.getLogger(__name__)


class LiveConsumer(AsyncWebsocketConsumer):  # type: ignore[misc]
    """One open socket. The channel layer belongs to the hub, not to each socket."""

    channel_layer_alias = ""

    async def connect(self) -> None:
        """Redeem the ticket, join the groups, accept, and only then read for the first time."""
        self.pumping: asyncio.Task[None] | None = None
        self.groups_joined: list[str] = []
        self.woken = asyncio.Event()
        last, ticket = last_of(self.scope), ticket_of(self.scope)
        if last is None or ticket is None or not is_own_origin(self.scope):
            await self.close()
            return
        holder = await hub().work(tickets.redeem, ticket)
        if holder is None:
            await self.close()
            return
        self.wish = Wish(holder.person_id, holder.session, last)
        names = await hub().work(cohorts.of_person, holder.person_id)
        self.groups_joined = [person_group(holder.person_id), *map(cohort_group, names)]
        await hub().join(self.groups_joined, self.woken)
        await self.accept(subprotocol=PROTOCOL)
        self.pumping = asyncio.create_task(self.pump())

    async def disconnect(self, code: int) -> None:
        """Stop pumping and be woken no more."""
        if self.pumping:
            self.pumping.cancel()
        await hub().leave(self.groups_joined, self.woken)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Ignore what a client says; it speaks through the API."""

    async def pump(self) -> None:
        """Read, send, wait for a hint or the sweep; until the sign-in or the half hour ends."""
        until = time.monotonic() + LIFE_SECONDS
        try:
            while time.monotonic() < until:
                self.woken.clear()
                answer = await hub().ask(self.wish)
                if answer.is_closed:
                    break
                await self.show(answer)
                if not answer.has_more:
                    await self.rest()
            await self.close(SIGNED_OUT)
        except TimeoutError:
            await self.close(TOO_SLOW)
        except asyncio.CancelledError:
            raise
        except Exception:
            logger.warning("live socket closed after a fault", exc_info=True)
            await self.close(GOING_DOWN)

    async def show(self, answer: Answer) -> None:
        """Send the frames in order; each must be taken within the deadline."""
        for frame in answer.frames:
            async with asyncio.timeout(SEND_SECONDS):
                await self.send(text_data=json.dumps(frame))
            self.wish = Wish(self.wish.person_id, self.wish.session, frame["id"])

    async def rest(self) -> None:
        """Wait for a hint, at most until the sweep."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(SWEEP_SECONDS):
                await self.woken.wait()


async def refuse(_scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Any other websocket address: closed before it is accepted."""
    await receive()
    await send({"type": "websocket.close"})


def ticket_of(scope: dict[str, Any]) -> str | None:
    """The ticket among the offered subprotocols; None unless our protocol is offered as well."""
    offered: Sequence[str] = scope.get("subprotocols", [])
    values = [one.removeprefix("ticket.") for one in offered if one.startswith("ticket.")]
    return values[0] if PROTOCOL in offered and len(values) == 1 else None


def last_of(scope: dict[str, Any]) -> int | None:
    """The position after which the client wants to hear; 0 when it gave none, None if nonsense."""
    query = parse_qs(scope.get("query_string", b"").decode("ascii", "replace"))
    text = query.get("last", ["0"])[-1]
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST_SEQ))):
        return None
    return min(int(text), LARGEST_SEQ)


def is_own_origin(scope: dict[str, Any]) -> bool:
    """A browser must come from our own pages; an app sends no Origin."""
    headers = {name.lower(): value.decode("latin-1") for name, value in scope.get("headers", [])}
    origin = headers.get(b"origin", "")
    if not origin:
        return True
    allowed = {*settings.CSRF_TRUSTED_ORIGINS, settings.PUBLIC_ADDRESS}
    return urlsplit(origin).netloc == headers.get(b"host") or origin in allowed


websocket_app = URLRouter([path("ws/live", LiveConsumer.as_asgi()), re_path(r"", refuse)])  # type: ignore[arg-type]
