"""Tickets 连接凭证: issued over the API, redeemed once by the websocket within 30 seconds."""

import hashlib
import secrets
from dataclasses import dataclass

from django.db import connection

SECONDS = 30
LONGEST = 100

_ISSUE = """
INSERT INTO notifications_liveticket (digest, person_id, session, expires_at)
VALUES (%s, %s, %s, clock_timestamp() + %s * interval '1 second')"""

_REDEEM = """
DELETE FROM notifications_liveticket WHERE digest = %s
RETURNING person_id, session, expires_at > clock_timestamp()"""


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose ticket it was, and the sign-in it hangs on."""

    person_id: int
    session: str


def issue(person_id: int, session: str) -> str:
    """Make a ticket; only its digest is stored."""
    value = secrets.token_urlsafe(32)
    with connection.cursor() as cursor:
        cursor.execute(_ISSUE, [_digest(value), person_id, session, SECONDS])
    return value


def redeem(value: str) -> Holder | None:
    """Take a ticket out of the table; None for one that is unknown, used or too old."""
    if not value or len(value) > LONGEST:
        return None
    with connection.cursor() as cursor:
        cursor.execute(_REDEEM, [_digest(value)])
        row = cursor.fetchone()
    return Holder(row[0], row[1]) if row and row[2] else None


def _digest(value: str) -> bytes:
    return hashlib.sha256(value.encode()).digest()
