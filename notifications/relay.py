"""The relay 转发: the single writer that turns events into what people read.

It alone gives feed positions. Two verbs may commit in the opposite order of their event ids, so
a reader following ids would miss one; a reader following `seq` cannot, because the positions are
given under one lock and each batch is committed before the next begins. A second relay that runs
at the same time finds the lock taken and goes home.
"""

from dataclasses import dataclass, field

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from notifications import live_hints, texts
from notifications.push import providers
from notifications.topics import MANDATORY, Topic, wording_of

LOCK = 5_340_001
BATCH = 500

_WAITING = "SELECT id FROM notifications_event WHERE seq IS NULL ORDER BY id LIMIT %s"

_ADVANCE = """
INSERT INTO notifications_feedposition AS f (name, seq) VALUES ('feed', %s)
ON CONFLICT (name) DO UPDATE SET seq = f.seq + excluded.seq RETURNING seq"""

_PLACE = """
UPDATE notifications_event e SET seq = %s + v.place, relayed_at = clock_timestamp()
FROM unnest(%s::bigint[]) WITH ORDINALITY AS v(id, place) WHERE e.id = v.id"""

_INBOX = """
INSERT INTO notifications_inboxitem
       (seq, person_id, event_id, topic, category, params, dedupe_key, created_at, expires_at)
SELECT seq, person_id, id, topic, category, params,
       CASE WHEN once = '' THEN 'event:' || id
            ELSE topic || ':' || subject_type || ':' || subject_id || ':' || once END,
       created_at, expires_at
FROM notifications_event WHERE id = ANY(%s) AND person_id IS NOT NULL ORDER BY seq
ON CONFLICT (person_id, dedupe_key) DO NOTHING RETURNING person_id"""

_NOTICES = """
INSERT INTO notifications_notice
       (seq, event_id, cohort, topic, category, params, published_at, expires_at)
SELECT seq, id, cohort, topic, category, params, created_at, expires_at
FROM notifications_event WHERE id = ANY(%s) AND cohort <> '' ORDER BY seq
RETURNING cohort"""

_TEXTS = """
INSERT INTO notifications_jobrun (name, slot, started_at)
SELECT %s, id::text, recorded_at FROM notifications_event
WHERE id = ANY(%s) AND topic = ANY(%s) AND person_id IS NOT NULL
ON CONFLICT (name, slot) DO NOTHING"""

_DELIVERIES = """
INSERT INTO notifications_delivery
       (day, event_id, device_id, provider, state, due_at, attempts, provider_reference, error,
        expires_at)
SELECT (clock_timestamp() AT TIME ZONE 'UTC')::date, i.event_id, d.id, p.name, 'queued',
       clock_timestamp(), 0, '', '',
       clock_timestamp() + t.hours * interval '1 hour'
FROM notifications_inboxitem i
JOIN notifications_device d ON d.person_id = i.person_id
     AND d.state IN ('active', 'suspected') AND d.notifications_enabled
JOIN unnest(%(kinds)s::text[], %(names)s::text[]) AS p(kind, name) ON p.kind = d.address_kind
JOIN unnest(%(topics)s::text[], %(hours)s::float8[]) AS t(topic, hours) ON t.topic = i.topic
LEFT JOIN notifications_preference w ON w.person_id = i.person_id
     AND w.category = i.category AND w.channel = 'push'
WHERE i.event_id = ANY(%(events)s)
  AND (i.category = ANY(%(mandatory)s) OR w.mode IS DISTINCT FROM 'off')
ON CONFLICT (day, event_id, device_id) DO NOTHING"""


@dataclass(slots=True)
class Told:
    """What one run of the relay did: counts, and whose feed moved."""

    events: int = 0
    deliveries: int = 0
    people: set[int] = field(default_factory=set)
    cohorts: set[str] = field(default_factory=set)

    def add(self, other: "Told") -> None:
        """Fold the next batch in."""
        self.events += other.events
        self.deliveries += other.deliveries
        self.people |= other.people
        self.cohorts |= other.cohorts


def drain() -> Told:
    """Tell all waiting events, batch by batch, and wake the sockets of each batch.

    Returns what was told; nothing when another relay is at work. Safe to run at any time.
    """
    total = Told()
    while True:
        told = tell(BATCH)
        live_hints.wake(told.people, told.cohorts)
        total.add(told)
        if told.events < BATCH:
            return total


@transaction.atomic
def tell(limit: int) -> Told:
    """Tell at most `limit` waiting events in one transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            return Told()
        cursor.execute(_WAITING, [limit])
        events = [row[0] for row in cursor.fetchall()]
        if not events:
            return Told()
        cursor.execute(_ADVANCE, [len(events)])
        last = cursor.fetchone()[0]
        cursor.execute(_PLACE, [last - len(events), events])
        cursor.execute(_INBOX, [events])
        people = {row[0] for row in cursor.fetchall()}
        cursor.execute(_NOTICES, [events])
        cohorts = {row[0] for row in cursor.fetchall()}
        cursor.execute(_TEXTS, [texts.NAME, events, texts.topics()])
        deliveries = _plan_push(cursor, events)
    return Told(len(events), deliveries, people, cohorts)


def _plan_push(cursor: CursorWrapper, events: list[int]) -> int:
    """Queue one delivery per reachable device; none while no provider is set up."""
    kinds = providers.by_address_kind()
    if not kinds:
        return 0
    cursor.execute(
        _DELIVERIES,
        {
            "kinds": list(kinds),
            "names": list(kinds.values()),
            "topics": [str(topic) for topic in Topic],
            "hours": [float(wording_of(topic).push_hours) for topic in Topic],
            "events": events,
            "mandatory": [str(category) for category in MANDATORY],
        },
    )
    return int(cursor.rowcount)
