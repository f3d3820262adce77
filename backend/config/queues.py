"""The queues of background work, and which worker process serves which."""

from enum import StrEnum


class Queue(StrEnum):
    """A queue of its own for each kind of work, so that none can starve another.

    A task names its queue as text (tasks stand on lower floors); a house test compares.
    """

    RELAY = "relay"  # one slot: numbers events and writes the inbox
    PUSH = "push"  # calls to push and SMS providers
    BULK = "bulk"  # audiences, rosters, exports, settlement
    MEDIA = "media"  # photographs, in a container with a memory limit
    DEFAULT = "default"


# Worker process: its queues and its slots.
WORKERS: dict[str, tuple[tuple[Queue, ...], int]] = {
    "relay": ((Queue.RELAY,), 1),
    "worker": ((Queue.PUSH, Queue.BULK, Queue.MEDIA, Queue.DEFAULT), 2),
}
