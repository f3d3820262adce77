"""How a person hears of her case: her inbox, her open socket, her phone's push messages."""

import contextlib
import json
import threading
import time
from typing import Any
from uuid import uuid4

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from tests.journeys.people import MEMBER, Person
from tests.journeys.stack import until
from tests.support.fcm_stub import FcmStub

LOCK_SCREEN = {
    "progress": "您有一条新的办理进度，请打开应用查看",
    "todo": "您有一件新的待办事项，请打开应用查看",
    "notice": "您所在的工会有一条新公告，请打开应用查看",
    "account": "您的账号有一项变动，请打开应用查看",
}


class Ears:
    """One person's phone with a socket that can be cut and resumed."""

    def __init__(self, person: Person, fcm: FcmStub, address: str) -> None:
        self.person, self.fcm, self.address = person, fcm, address
        self.frames: list[dict[str, Any]] = []
        self.socket: ClientConnection | None = None
        device = {"platform": "android", "address": address, "address_kind": "token"}
        person.do("PUT", f"{MEMBER}/devices/{uuid4()}", device)

    @property
    def last(self) -> int:
        """Position of the last frame that was heard."""
        return max((int(frame["id"]) for frame in self.frames), default=0)

    def listen(self) -> None:
        """Open a socket with a fresh ticket, after the last frame heard."""
        ticket = self.person.do("POST", f"{MEMBER}/live/ticket")["ticket"]
        address = self.person.stack.url.replace("http", "ws", 1)
        opened = threading.Event()
        listening = threading.Thread(
            target=self._collect,
            args=[f"{address}/ws/live?last={self.last}", f"ticket.{ticket}", opened],
            daemon=True,
        )
        listening.start()
        assert opened.wait(20), "the socket did not open"

    def _collect(self, address: str, ticket: str, opened: threading.Event) -> None:
        with connect(address, subprotocols=["zhijia.v1", ticket]) as socket:  # type: ignore[list-item]
            self.socket = socket
            opened.set()
            with contextlib.suppress(ConnectionClosed):
                for text in socket:
                    self.frames.append(json.loads(text))

    def cut(self) -> None:
        """Close the socket, as a tunnel does."""
        if self.socket is not None:
            self.socket.close()
            self.socket = None

    def inbox(self) -> list[dict[str, Any]]:
        """Give the first page of the inbox, newest first."""
        return list(self.person.read(f"{MEMBER}/inbox", params={"limit": 100})["items"])

    def pushes(self) -> list[dict[str, Any]]:
        """Give what the stand-in received for this phone."""
        return self.fcm.messages(self.address)

    def hears(self, kind: str, number: str, seconds: float = 30.0) -> dict[str, Any]:
        """Wait for a kind of news of a case in the inbox, by push and on the open socket.

        Asserts that none of the three says more than it may; gives the inbox item.
        """
        item = until(lambda: self._item(kind, number), f"inbox {kind}", seconds)
        seq = item["seq"]
        push = until(lambda: self._push(seq), f"push {kind}", seconds)
        assert push["data"] == {"event": str(seq), "category": item["category"]}
        assert push["notification"] == {"title": "职家", "body": LOCK_SCREEN[item["category"]]}
        assert number not in json.dumps(push)
        if self.socket is not None:
            frame = until(lambda: self._frame(seq), f"frame {kind}", seconds)
            assert frame["kind"] == kind
            assert set(frame["data"]) == {"category", "subject", "number", "version"}
        return item

    def hears_not(self, kind: str, seconds: float) -> None:
        """Watch for a moment that no such news comes."""
        limit = time.monotonic() + seconds
        while time.monotonic() < limit:
            assert kind not in [item["kind"] for item in self.inbox()]
            time.sleep(0.2)

    def _item(self, kind: str, number: str) -> dict[str, Any] | None:
        of_kind = [one for one in self.inbox() if one["kind"] == kind]
        return next((one for one in of_kind if number in json.dumps(one)), None)

    def _push(self, seq: int) -> dict[str, Any] | None:
        return next((one for one in self.pushes() if one["data"]["event"] == str(seq)), None)

    def _frame(self, seq: int) -> dict[str, Any] | None:
        return next((one for one in self.frames if one["id"] == seq), None)
