"""Taking due deliveries into our hands and writing down what became of them.

A lease is a `due_at` in the future plus a token. The claim is committed before any provider is
called; an outcome is written only where the token still stands, so a slow worker cannot
overwrite its successor. The bucket row paces all workers together.
"""

from uuid import UUID, uuid4

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from notifications.push.outcomes import MOST_ATTEMPTS, Rest, Step
from notifications.push.port import Leased, Message
from notifications.states import DeliveryState
from notifications.topics import LOCK_SCREEN, MANDATORY, Category

LEASE_SECONDS = 30.0
MOST_BADGE = 100

_OPEN_BUCKET = """
INSERT INTO notifications_providerbucket (name, rate, burst, tokens, refilled_at, fault)
VALUES (%s, 500, 1000, 1000, clock_timestamp(), '') ON CONFLICT (name) DO NOTHING"""

_BUCKET = """
SELECT LEAST(burst, tokens
             + floor(rate * EXTRACT(EPOCH FROM clock_timestamp() - refilled_at)))::int,
       COALESCE(paused_until > clock_timestamp(), false)
FROM notifications_providerbucket WHERE name = %s FOR UPDATE"""

_SPEND = """
UPDATE notifications_providerbucket SET tokens = %s, refilled_at = clock_timestamp()
WHERE name = %s"""

_LEASE = """
WITH poison AS (
  UPDATE notifications_delivery
  SET state = 'dead', error = 'lease-lost', lease_token = NULL, settled_at = clock_timestamp()
  WHERE (day, id) IN (
    SELECT day, id FROM notifications_delivery
    WHERE state = 'leased' AND provider = %(provider)s AND due_at <= clock_timestamp()
      AND attempts >= %(most)s LIMIT 500 FOR UPDATE SKIP LOCKED)),
picked AS (
  SELECT day, id, event_id, device_id, attempts FROM notifications_delivery
  WHERE state IN ('queued', 'leased') AND provider = %(provider)s AND due_at <= clock_timestamp()
    AND attempts < %(most)s ORDER BY due_at, id LIMIT %(limit)s FOR UPDATE SKIP LOCKED),
facts AS (
  SELECT p.day, p.id, v.id AS device_id, v.address, v.address_kind, v.platform,
         e.seq, e.category, e.topic,
         i.id IS NULL OR i.read_at IS NOT NULL OR v.state = 'invalid'
         OR v.person_id <> e.person_id OR NOT v.notifications_enabled
         OR (w.mode = 'off' AND NOT must.told)
         OR (p.attempts > 0 AND EXISTS (
               SELECT 1 FROM notifications_event n
               WHERE n.subject_type = e.subject_type AND n.subject_id = e.subject_id
                 AND n.person_id = e.person_id AND n.seq > e.seq)) AS settled,
         COALESCE(e.expires_at <= clock_timestamp(), false) AS event_over,
         CASE WHEN must.told OR q.id IS NULL THEN 0
              WHEN q.starts < q.ends AND (l.now < q.starts OR l.now >= q.ends) THEN 0
              WHEN q.starts >= q.ends AND l.now < q.starts AND l.now >= q.ends THEN 0
              WHEN q.ends > l.now THEN EXTRACT(EPOCH FROM q.ends - l.now)
              ELSE 86400 + EXTRACT(EPOCH FROM q.ends - l.now) END AS quiet,
         CASE WHEN v.platform = 'ios' THEN (
              SELECT count(*) FROM (
                SELECT 1 FROM notifications_inboxitem b
                WHERE b.person_id = v.person_id AND b.read_at IS NULL LIMIT %(badge)s) c)
              ELSE 0 END AS badge
  FROM picked p
  JOIN notifications_device v ON v.id = p.device_id
  JOIN notifications_event e ON e.id = p.event_id
  CROSS JOIN LATERAL (SELECT e.category = ANY(%(mandatory)s) AS told) must
  LEFT JOIN notifications_inboxitem i ON i.event_id = e.id AND i.person_id = e.person_id
  LEFT JOIN notifications_preference w ON w.person_id = e.person_id
       AND w.category = e.category AND w.channel = 'push'
  LEFT JOIN notifications_quiethours q ON q.person_id = e.person_id
  LEFT JOIN LATERAL (SELECT (clock_timestamp() AT TIME ZONE q.timezone)::time AS now) l ON true)
UPDATE notifications_delivery d
SET state = 'leased', lease_token = %(token)s, leased_at = clock_timestamp(),
    attempts = d.attempts + 1,
    due_at = clock_timestamp() + %(seconds)s * interval '1 second'
FROM facts f WHERE d.day = f.day AND d.id = f.id
RETURNING d.day::text, d.attempts, f.event_over OR d.expires_at <= clock_timestamp(), f.settled,
          f.quiet::float8, d.id, f.device_id, f.address, f.address_kind, f.platform, f.seq,
          f.category, f.topic,
          GREATEST(0, EXTRACT(EPOCH FROM d.expires_at - clock_timestamp()))::int,
          EXTRACT(EPOCH FROM d.expires_at)::bigint, f.badge"""

_SETTLE = """
UPDATE notifications_delivery d
SET state = v.state, error = v.error, provider_reference = v.reference, lease_token = NULL,
    attempts = d.attempts - v.refund,
    due_at = clock_timestamp() + v.due_in * interval '1 second',
    settled_at = CASE WHEN v.state = 'queued' THEN NULL ELSE clock_timestamp() END
FROM unnest(%s::date[], %s::bigint[], %s::text[], %s::float8[], %s::int[], %s::text[],
            %s::text[]) AS v(day, id, state, due_in, refund, error, reference)
WHERE d.day = v.day AND d.id = v.id AND d.state = 'leased' AND d.lease_token = %s
RETURNING d.id, d.device_id, d.state, d.leased_at"""

_INVALIDATE = """
UPDATE notifications_device v
SET state = 'invalid', invalidated_at = clock_timestamp(), reason = 'unregistered'
FROM unnest(%s::bigint[], %s::text[]) AS g(id, address), notifications_delivery d
WHERE v.id = g.id AND v.address = g.address AND v.state <> 'invalid'
  AND d.device_id = v.id AND d.id = ANY(%s) AND v.registered_at <= d.leased_at"""

_SUSPECT = """
UPDATE notifications_device SET state = 'suspected' WHERE id = ANY(%s) AND state = 'active'"""

_TRUST = """
UPDATE notifications_device SET state = 'active' WHERE id = ANY(%s) AND state = 'suspected'"""

_REST = """
UPDATE notifications_providerbucket
SET paused_until = GREATEST(paused_until, clock_timestamp() + %s * interval '1 second'),
    fault = CASE WHEN %s = '' THEN fault ELSE %s END
WHERE name = %s"""

_WELL = "UPDATE notifications_providerbucket SET fault = '' WHERE name = %s AND fault <> ''"


@transaction.atomic
def take(provider: str, most: int) -> list[Leased]:
    """Lease at most `most` due deliveries of a provider; none while it rests."""
    with connection.cursor() as cursor:
        cursor.execute(_OPEN_BUCKET, [provider])
        cursor.execute(_BUCKET, [provider])
        tokens, is_resting = cursor.fetchone()
        allowance = min(most, tokens)
        if is_resting or allowance < 1:
            return []
        token = uuid4()
        cursor.execute(
            _LEASE,
            {
                "provider": provider,
                "most": MOST_ATTEMPTS,
                "limit": allowance,
                "badge": MOST_BADGE,
                "mandatory": [str(category) for category in MANDATORY],
                "token": token,
                "seconds": LEASE_SECONDS,
            },
        )
        rows = cursor.fetchall()
        if rows:
            cursor.execute(_SPEND, [tokens - len(rows), provider])
    return [_leased(row, token) for row in rows]


def _leased(row: tuple[object, ...], token: UUID) -> Leased:
    day, attempts, over, settled, quiet, *message = row
    number, device, address, kind, platform, seq, category, topic, left, end, badge = message
    return Leased(
        day=str(day),
        attempts=int(str(attempts)),
        token=token,
        is_expired=bool(over),
        is_settled_otherwise=bool(settled),
        quiet_seconds=float(str(quiet)),
        message=Message(
            delivery_id=int(str(number)),
            device_id=int(str(device)),
            address=str(address),
            address_kind=str(kind),
            platform=str(platform),
            seq=int(str(seq)),
            category=str(category),
            text=LOCK_SCREEN[Category(str(category))],
            topic=str(topic),
            seconds_left=int(str(left)),
            expires_epoch=int(str(end)),
            badge=int(str(badge)),
        ),
    )


@transaction.atomic
def settle(provider: str, rows: list[Leased], steps: list[Step], rest: Rest | None) -> int:
    """Write the outcomes of one lease; returns how many still were ours to write."""
    with connection.cursor() as cursor:
        cursor.execute(
            _SETTLE,
            [
                [row.day for row in rows],
                [row.message.delivery_id for row in rows],
                [str(one.state) for one in steps],
                [float(one.due_in) for one in steps],
                [0 if one.burns else 1 for one in steps],
                [_clean(one.error, 60) for one in steps],
                [_clean(one.reference, 200) for one in steps],
                rows[0].token,
            ],
        )
        written = {number: (device, state) for number, device, state, _ in cursor.fetchall()}
        _judge_devices(cursor, rows, written)
        if rest:
            fault = _clean(rest.fault, 60)
            cursor.execute(_REST, [rest.seconds, fault, fault, provider])
        elif any(state == DeliveryState.SENT for _, state in written.values()):
            cursor.execute(_WELL, [provider])
    return len(written)


def _judge_devices(
    cursor: CursorWrapper, rows: list[Leased], written: dict[int, tuple[int, str]]
) -> None:
    """A dead address ends the device, given-up attempts make it suspect, an answer clears it."""
    states = {state for _, state in written.values()}
    if DeliveryState.GONE in states:
        gone = [row for row in rows if _is(written, row, DeliveryState.GONE)]
        cursor.execute(
            _INVALIDATE,
            [
                [row.message.device_id for row in gone],
                [row.message.address for row in gone],
                [row.message.delivery_id for row in gone],
            ],
        )
    for state, statement in (
        (DeliveryState.DEAD, _SUSPECT),
        (DeliveryState.SENT, _TRUST),
    ):
        if state in states:
            cursor.execute(statement, [[d for d, now in written.values() if now == state]])


def _is(written: dict[int, tuple[int, str]], row: Leased, state: DeliveryState) -> bool:
    return written.get(row.message.delivery_id, (0, ""))[1] == state


def _clean(text: str, length: int) -> str:
    """What a provider said, cut to the column and without what PostgreSQL cannot store."""
    return text.replace("\x00", "")[:length]
