"""The feed behind the sockets: one query answers every socket of the process that woke.

Synchronous and free of any event loop. A frame holds positions, numbers and versions, never a
sentence about a person.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

PAGE = 100

_SOCKETS = """
WITH socket AS (
  SELECT s.slot, s.person_id, s.after, m.d1, m.d2, m.d3, m.d4, m.d5
  FROM unnest(%(slots)s::int[], %(people)s::bigint[], %(after)s::bigint[])
       AS s(slot, person_id, after)
  LEFT JOIN accounts_membership m
       ON m.person_id = s.person_id AND m.state IN ('active', 'retained'))"""

_FEED = f"""{_SOCKETS}
SELECT s.slot, 0 AS branch, f.* FROM socket s CROSS JOIN LATERAL (
  SELECT i.seq, i.topic, i.category, e.subject_type, i.params ->> 'number' AS number,
         e.subject_version
  FROM notifications_inboxitem i JOIN notifications_event e ON e.id = i.event_id
  WHERE i.person_id = s.person_id AND i.seq > s.after ORDER BY i.seq LIMIT %(page)s) f
UNION ALL
SELECT s.slot, c.place::int, f.* FROM socket s
CROSS JOIN LATERAL unnest(ARRAY['all', 'union:' || s.d1, 'union:' || s.d2, 'union:' || s.d3,
                                'union:' || s.d4, 'union:' || s.d5])
           WITH ORDINALITY AS c(cohort, place)
CROSS JOIN LATERAL (
  SELECT n.seq, n.topic, n.category, e.subject_type, n.params ->> 'number' AS number,
         e.subject_version
  FROM notifications_notice n JOIN notifications_event e ON e.id = n.event_id
  WHERE n.cohort = c.cohort AND n.seq > s.after AND n.withdrawn_at IS NULL
  ORDER BY n.seq LIMIT %(page)s) f
WHERE c.cohort IS NOT NULL"""  # noqa: S608 - constant texts

_CLOSED = """
SELECT s.slot FROM unnest(%(slots)s::int[], %(sessions)s::text[]) AS s(slot, session)
WHERE NOT EXISTS (
  SELECT 1 FROM accounts_signinsession g JOIN accounts_user u ON u.id = g.user_id AND u.is_active
  WHERE g.key_digest = s.session AND g.expire_date > now())"""


@dataclass(frozen=True, slots=True)
class Wish:
    """What one socket wants: everything after `after` that its person may read."""

    person_id: int
    session: str
    after: int


@dataclass(slots=True)
class Answer:
    """What it gets: frames in order, whether more waits, whether its sign-in has ended."""

    frames: list[dict[str, Any]] = field(default_factory=list)
    has_more: bool = False
    is_closed: bool = False


def read(wishes: list[Wish]) -> list[Answer]:
    """Answer all wishes with two statements, in the order of the wishes."""
    values: dict[str, Any] = {
        "slots": list(range(len(wishes))),
        "people": [wish.person_id for wish in wishes],
        "after": [wish.after for wish in wishes],
        "sessions": [wish.session for wish in wishes],
        "page": PAGE,
    }
    with connection.cursor() as cursor:
        cursor.execute(_CLOSED, values)
        closed = {row[0] for row in cursor.fetchall()}
        cursor.execute(_FEED, values)
        rows = cursor.fetchall()
    by_slot: dict[int, list[tuple[Any, ...]]] = {}
    for row in rows:
        by_slot.setdefault(row[0], []).append(row[1:])
    return [
        Answer(is_closed=True) if slot in closed else _answer(by_slot.get(slot, []))
        for slot in values["slots"]
    ]


def _answer(rows: list[tuple[Any, ...]]) -> Answer:
    """Merge the branches; where one was cut at its page, nothing beyond the cut is shown yet."""
    edge = _edge(rows)
    frames = {row[1]: _frame(row[1:]) for row in rows if edge is None or row[1] <= edge}
    return Answer([frames[seq] for seq in sorted(frames)], has_more=edge is not None)


def _edge(rows: Iterable[tuple[Any, ...]]) -> int | None:
    """Lowest last position among the branches that were cut; None when all came whole."""
    branches: dict[int, list[int]] = {}
    for branch, seq, *_ in rows:
        branches.setdefault(branch, []).append(seq)
    return min((max(seqs) for seqs in branches.values() if len(seqs) == PAGE), default=None)


def _frame(row: tuple[Any, ...]) -> dict[str, Any]:
    seq, topic, category, subject, number, version = row
    about = {"category": category, "subject": subject, "number": number or "", "version": version}
    return {"id": seq, "kind": topic, "data": about}
