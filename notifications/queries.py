"""Reads of a member's messages: one SQL text serves the hot lane, the API and the pages.

The texts read a one-row relation `holder` with `person_id` and the ancestors `d1`..`d5` of the
membership. Each branch is ordered by its index and has its own limit.
"""

from dataclasses import dataclass
from typing import Any

import orjson
from django.db import connection
from psycopg import sql

from backend.accounts.models import Person
from notifications.topics import ALLOWED_PARAMS, WORDINGS, Category

PAGE = 20
LARGEST_PAGE = 100
COUNT_CAP = 100
FROM_NEWEST = "9223372036854775807"


def _literal(text: str) -> str:
    return sql.Literal(text).as_string(None)


def _filled(column: str) -> str:
    """SQL that puts the parameters into a template column."""
    text = column
    for name in sorted(ALLOWED_PARAMS):
        text = f"replace({text}, '{{{name}}}', COALESCE(m.params ->> '{name}', ''))"
    return text


_WORDS = ", ".join(
    f"({_literal(topic)}, {_literal(words.text)}, {_literal(words.link)})"
    for topic, words in WORDINGS.items()
)
_COHORTS = """unnest(ARRAY['all', 'union:' || h.d1, 'union:' || h.d2, 'union:' || h.d3,
                    'union:' || h.d4, 'union:' || h.d5])"""


def _page_sql(before: str, size: str) -> str:
    """One page of the inbox as a JSON text: {items, next_cursor, has_more}."""
    return f"""
SELECT json_build_object(
    'items', COALESCE(json_agg(p.item ORDER BY p.seq DESC) FILTER (WHERE p.place <= {size}), '[]'),
    'next_cursor', CASE WHEN count(*) > {size}
        THEN (min(p.seq) FILTER (WHERE p.place <= {size}))::text END,
    'has_more', count(*) > {size})::text
FROM (
  SELECT m.seq, row_number() OVER (ORDER BY m.seq DESC) AS place, json_build_object(
      'seq', m.seq, 'kind', m.topic, 'category', m.category,
      'text', {_filled("w.text")}, 'link', {_filled("w.link")},
      'created_at', to_char(m.at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD"T"HH24:MI:SS')
                    || '+08:00',
      'is_read', m.is_read, 'is_personal', m.is_personal) AS item
  FROM (
    (SELECT i.seq, i.topic, i.category, i.params, i.created_at AS at,
            i.read_at IS NOT NULL AS is_read, true AS is_personal
     FROM notifications_inboxitem i, holder h
     WHERE i.person_id = h.person_id AND i.seq < {before}
       AND (i.expires_at IS NULL OR i.expires_at > now())
     ORDER BY i.seq DESC LIMIT {size} + 1)
    UNION ALL
    (SELECT b.* FROM holder h CROSS JOIN LATERAL {_COHORTS} AS c(cohort)
     CROSS JOIN LATERAL (
       SELECT n.seq, n.topic, n.category, n.params, n.published_at,
              n.seq <= COALESCE(k.upto_seq, 0) OR COALESCE(x.mark = 'read', false), false
       FROM notifications_notice n
       LEFT JOIN notifications_inboxmark k
              ON k.person_id = h.person_id AND k.category = n.category
       LEFT JOIN notifications_inboxexception x
              ON x.person_id = h.person_id AND x.notice_id = n.id
       WHERE n.cohort = c.cohort AND n.seq < {before} AND n.withdrawn_at IS NULL
         AND (n.expires_at IS NULL OR n.expires_at > now()) AND x.mark IS DISTINCT FROM 'hidden'
       ORDER BY n.seq DESC LIMIT {size} + 1) b
     WHERE c.cohort IS NOT NULL)
    ORDER BY seq DESC LIMIT {size} + 1) m
  JOIN (VALUES {_WORDS}) AS w(topic, text, link) ON w.topic = m.topic) p"""  # noqa: S608


INBOX_SQL = _page_sql(FROM_NEWEST, str(PAGE))

UNREAD_SQL = f"""
SELECT json_build_object('unread', LEAST({COUNT_CAP}, u.total), 'is_capped',
                         u.total >= {COUNT_CAP})::text
FROM (SELECT
  (SELECT count(*) FROM (
     SELECT 1 FROM notifications_inboxitem i, holder h
     WHERE i.person_id = h.person_id AND i.read_at IS NULL
       AND (i.expires_at IS NULL OR i.expires_at > now()) LIMIT {COUNT_CAP}) a)
  + (SELECT count(*) FROM (
     SELECT 1 FROM holder h CROSS JOIN LATERAL {_COHORTS} AS c(cohort)
     CROSS JOIN LATERAL (
       SELECT CASE WHEN count(*) = {len(Category)} THEN min(upto_seq) ELSE 0 END AS seq
       FROM notifications_inboxmark WHERE person_id = h.person_id) low
     CROSS JOIN LATERAL (
       SELECT 1 FROM notifications_notice n
       LEFT JOIN notifications_inboxmark k
              ON k.person_id = h.person_id AND k.category = n.category
       WHERE n.cohort = c.cohort AND n.seq > low.seq
         AND n.seq > COALESCE(k.upto_seq, 0) AND n.withdrawn_at IS NULL
         AND (n.expires_at IS NULL OR n.expires_at > now())
         AND NOT EXISTS (SELECT 1 FROM notifications_inboxexception x
                         WHERE x.person_id = h.person_id AND x.notice_id = n.id)
       ORDER BY n.seq DESC LIMIT {COUNT_CAP}) b
     WHERE c.cohort IS NOT NULL LIMIT {COUNT_CAP}) d) AS total OFFSET 0) u"""  # noqa: S608

_HOLDER = """
WITH holder AS (
  SELECT v.person_id, m.d1, m.d2, m.d3, m.d4, m.d5
  FROM (VALUES (%(person)s::bigint)) AS v(person_id)
  LEFT JOIN accounts_membership m
         ON m.person_id = v.person_id AND m.state IN ('active', 'retained'))"""
_ANY_PAGE = _page_sql("\x01", "\x02").replace("%", "%%")
_ANY_PAGE = _HOLDER + _ANY_PAGE.replace("\x01", "%(before)s::bigint").replace(
    "\x02", "%(size)s::int"
)
_UNREAD = _HOLDER + UNREAD_SQL.replace("%", "%%")

_DEVICES = """
SELECT installation_id::text, platform, app_version, last_seen, state
FROM notifications_device WHERE person_id = %s ORDER BY last_seen DESC"""

_OLDEST = """
SELECT GREATEST(0, EXTRACT(EPOCH FROM clock_timestamp() - LEAST(
    (SELECT min(recorded_at) FROM notifications_event WHERE seq IS NULL),
    (SELECT min(due_at) FROM notifications_delivery WHERE state IN ('queued', 'leased')
       AND provider NOT IN (SELECT name FROM notifications_providerbucket
                            WHERE paused_until > clock_timestamp())))))::int"""


@dataclass(frozen=True, slots=True)
class HomeCount:
    """What the head of a member's page shows."""

    unread: int
    is_capped: bool

    @property
    def words(self) -> str:
        """The badge: a number, or 99+ when there are too many to count."""
        return "99+" if self.is_capped else str(self.unread)


def inbox(person_id: int, before: int | None = None, size: int = PAGE) -> dict[str, Any]:
    """One page of messages, newest first: {items, next_cursor, has_more}.

    `before` is the feed position of the last message already seen.
    """
    found: dict[str, Any] = _read(
        _ANY_PAGE, person_id, before=before or int(FROM_NEWEST), size=size
    )
    return found


def unread(person_id: int) -> HomeCount:
    """How many messages wait to be read, counted up to 100 per source."""
    found = _read(_UNREAD, person_id)
    return HomeCount(found["unread"], found["is_capped"])


def personal_data(person: Person) -> dict[str, Any]:
    """All that this room holds about a person (RX.3), ready to be written as JSON."""
    page = inbox(person.pk, size=LARGEST_PAGE)
    with connection.cursor() as cursor:
        cursor.execute(_DEVICES, [person.pk])
        devices = [
            {
                "系统": row[1],
                "应用版本": row[2],
                "最近使用": row[3].isoformat(timespec="seconds"),
                "安装编号": row[0],
            }
            for row in cursor.fetchall()
        ]
    messages = [
        {"时间": one["created_at"], "消息": one["text"], "已读": one["is_read"]}
        for one in page["items"]
    ]
    return {"消息": messages, "设备": devices}


def oldest_due_seconds() -> int:
    """Age in seconds of the oldest event or delivery that should have been handled; 0 if none."""
    with connection.cursor() as cursor:
        cursor.execute(_OLDEST)
        row = cursor.fetchone()
    return int(row[0] or 0) if row else 0


def provider_faults() -> dict[str, str]:
    """Push providers that only a person can repair: name and reason."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, fault FROM notifications_providerbucket WHERE fault <> ''")
        return dict(cursor.fetchall())


def _read(statement: str, person_id: int, **values: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"person": person_id, **values})
        row = cursor.fetchone()
    return orjson.loads(row[0])
