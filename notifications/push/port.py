"""The port: what goes to a push provider and what comes back. No provider is named here."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol
from uuid import UUID


class Outcome(StrEnum):
    """What became of one message; the table of actions is in `outcomes.py`."""

    SENT = "sent"  # accepted by the provider
    GONE = "gone"  # the address is dead
    DEAD = "dead"  # the message is wrong and stays wrong
    PAUSE = "pause"  # the provider asks us to wait
    CONFIG = "config"  # our credentials are refused
    RETRY = "retry"  # unknown or passing trouble
    EXPIRED = "expired"  # ours: too late to be worth sending
    SUPPRESSED = "suppressed"  # ours: read, switched off or overtaken
    LATER = "later"  # ours: quiet hours


@dataclass(frozen=True, slots=True)
class Message:
    """One push to one device. Nothing in it says anything about a person.

    `seconds_left` is the life that remains, in seconds, and `expires_epoch` its end in seconds
    since 1970; `badge` is the number of unread messages.
    """

    delivery_id: int
    device_id: int
    address: str
    address_kind: str
    platform: str
    seq: int
    category: str
    text: str
    topic: str
    seconds_left: int
    expires_epoch: int
    badge: int


@dataclass(frozen=True, slots=True)
class Result:
    """The provider's answer to one message; `retry_after` in seconds, 0 when it gave none."""

    outcome: Outcome
    code: str = ""
    reference: str = ""
    retry_after: float = 0.0


@dataclass(frozen=True, slots=True)
class Leased:
    """A delivery in our hands until the lease ends, with all that decides about it.

    `quiet_seconds` is the time until the reader's quiet hours end, 0 outside them.
    """

    day: str
    attempts: int
    token: UUID
    is_expired: bool
    is_settled_otherwise: bool
    quiet_seconds: float
    message: Message


class PushProvider(Protocol):
    """A push provider 推送通道.

    `send` answers every message, in order, and never raises for what the provider did.
    """

    name: str
    batch: int

    def send(self, messages: list[Message]) -> list[Result]:
        """Hand the messages over and say what became of each."""
