"""What the people of the demo world have read by today: old news, and most of today's."""

from datetime import datetime, timedelta
from typing import Any

from backend.config.demo.actors import actor_of
from backend.config.demo.cast import Cast
from backend.kernel import clock
from notifications import queries, relay, workflow

LOOKED_DAYS = 7
LEFT = 3
"""So many of the newest announcements wait to be read; personal messages of a week all do."""


def read_old(people: Cast) -> None:
    """Let everybody with an account have read what is old news; what waits for her stays."""
    relay.drain()  # what was posted so far gets its place before anybody reads
    since = clock.now() - timedelta(days=LOOKED_DAYS)
    for user in people.users.values():
        actor = actor_of(user)
        assert actor.person_id is not None  # noqa: S101 (each part of the cast is a person)
        recent = _read_older(actor.person_id, since)
        if recent["older"]:
            workflow.read_all(recent["older"], actor=actor)
        for seq in recent["announced"][LEFT:]:
            workflow.read_one(seq, actor=actor)


def _read_older(person_id: int, since: datetime) -> dict[str, Any]:
    """Give the place of the newest old message, and today's announcements, newest first."""
    found = queries.inbox(person_id, size=queries.LARGEST_PAGE)["items"]
    old = {one["seq"] for one in found if datetime.fromisoformat(one["created_at"]) < since}
    recent = [one["seq"] for one in found if one["seq"] not in old and not one["is_personal"]]
    return {"older": max(old, default=0), "announced": recent}
