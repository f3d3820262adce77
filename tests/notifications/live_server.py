"""The websocket on a real server in this process, and a real client in front of it."""

import json
import threading
import time
from collections.abc import Iterator
from typing import Any

import uvicorn
from websockets.sync.client import ClientConnection, connect

from backend.access.actor import Actor
from backend.accounts import tokens
from backend.accounts.models import User
from notifications import workflow
from notifications.live import websocket_app
from tests import cast


class LiveServer:
    """uvicorn on a free port of loopback."""

    def __init__(self) -> None:
        config = uvicorn.Config(
            websocket_app, port=0, lifespan="off", log_level="warning", ws="websockets-sansio"
        )
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=self.server.run, daemon=True)

    def start(self) -> "LiveServer":
        """Serve, and wait until the port is known."""
        self.thread.start()
        limit = time.monotonic() + 10
        while not self.server.started and time.monotonic() < limit:
            time.sleep(0.01)
        return self

    @property
    def address(self) -> str:
        """Where it listens."""
        host, port = self.server.servers[0].sockets[0].getsockname()[:2]
        return f"ws://{host}:{port}/ws/live"

    def stop(self) -> None:
        """End the server with its sockets."""
        self.server.should_exit = True
        self.server.force_exit = True
        self.thread.join(10)

    def open(self, ticket: str, last: int = 0, **more: Any) -> ClientConnection:
        """Connect as the app does."""
        offered = ["zhijia.v1", f"ticket.{ticket}"]
        return connect(
            f"{self.address}?last={last}",
            subprotocols=offered,  # type: ignore[arg-type]
            max_queue=None,
            close_timeout=1,
            proxy=None,
            **more,
        )


def serving() -> Iterator[LiveServer]:
    """A started server that is stopped afterwards."""
    server = LiveServer().start()
    yield server
    server.stop()


def ticket_for(user: User) -> str:
    """Sign a user in and take a ticket, as the app does."""
    session = tokens.digest(cast.sign_in(user))
    actor = Actor(user.pk, user.person_id, "member", "member", session=session)
    return str(workflow.issue_ticket(actor=actor)["ticket"])


def frames(socket: ClientConnection, count: int, seconds: float = 5.0) -> list[dict[str, Any]]:
    """The next `count` frames; TimeoutError when they do not come."""
    return [json.loads(socket.recv(timeout=seconds)) for _ in range(count)]
