"""Limits of sign-in (safety.md threat 10): codes sent and wrong tries, counted exactly.

Each step is one statement of its own that commits at once: 200 guesses in parallel get five
comparisons, however they interleave.
"""

import logging
from dataclasses import dataclass

from django.conf import settings
from django.db import connection

from backend.accounts.people import phone_index
from backend.kernel.errors import DomainError

TRIES = 5
ALARM_FAILURES_PER_HOUR = 300

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Lock:
    """How long wrong tries lock, in minutes, and the code and sentence while they do."""

    minutes: int
    code: str
    words: str


CODE = Lock(
    10, "phone_locked", "验证码连续输错 {tries} 次，已经作废。请 {minutes} 分钟后重新获取。"
)
IDENTITY = Lock(
    24 * 60,
    "identity_locked",
    "身份证号后六位已连续填错 {tries} 次。请 24 小时后再试，或本人带身份证到工会服务站办理。",
)

_COUNT = """
INSERT INTO accounts_signinguard AS g (subject, window_start, sent, failed)
VALUES (%s, now(), 1, 0)
ON CONFLICT (subject) DO UPDATE SET
  sent = CASE WHEN g.window_start < now() - interval '1 hour' THEN 1 ELSE g.sent + 1 END,
  failed = CASE WHEN g.window_start < now() - interval '1 hour' AND g.locked_until IS NULL
                THEN 0 ELSE g.failed END,
  window_start = CASE WHEN g.window_start < now() - interval '1 hour'
                      THEN now() ELSE g.window_start END
RETURNING sent
"""
_CLAIM = """
INSERT INTO accounts_signinguard AS g (subject, window_start, sent, failed)
VALUES (%s, now(), 0, 1)
ON CONFLICT (subject) DO UPDATE SET
  failed = CASE WHEN g.locked_until IS NULL THEN g.failed + 1 ELSE 1 END,
  locked_until = CASE WHEN g.locked_until IS NULL AND g.failed + 1 >= %s
                      THEN now() + make_interval(mins => %s) END
WHERE g.locked_until IS NULL OR g.locked_until <= now()
RETURNING failed
"""
_LOCKED_SECONDS = """
SELECT ceil(extract(epoch FROM locked_until - now()))::int FROM accounts_signinguard
 WHERE subject = %s AND locked_until > now()
"""


class TooMany(DomainError):
    """Too many codes or tries (429); `retry_after` says when to come back."""

    status = 429


def of_phone(phone: str) -> str:
    """Name the guard of a checked phone number."""
    return f"phone:{phone_index(phone).hex()}"


def of_user(user_id: int) -> str:
    """Name the guard of a user's second factor."""
    return f"user:{user_id}"


def of_identity(index: bytes) -> str:
    """Name the guard of proving who one is, for the phone of that keyed index."""
    return f"identity:{index.hex()}"


def claim_code(phone: str, address: str) -> None:
    """Count a code that is about to be sent; alike for known and unknown phones.

    Raises TooMany `phone_locked` after wrong tries, `too_many_codes` beyond the limits per
    phone, per network address and for all.
    """
    refuse_locked(of_phone(phone))
    limits = (
        (of_phone(phone), settings.SIGN_IN_CODES_PER_PHONE),
        (f"address:{address}", settings.SIGN_IN_CODES_PER_ADDRESS),
        ("all", settings.SIGN_IN_CODES_FOR_ALL),
    )
    for subject, limit in limits:
        if _count(subject) > limit:
            _log.warning("sign-in codes beyond the limit: %s", subject.partition(":")[0])
            raise TooMany(
                "too_many_codes",
                "获取验证码太频繁了，请一小时后再试，或到工会服务站办理。",
                retry_after=3600,
            )


def claim_try(subject: str, lock: Lock = CODE) -> None:
    """Count a try before it is compared; the fifth wrong one locks for the minutes of `lock`.

    Raises TooMany with the code of `lock` while locked.
    """
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, [subject, TRIES, lock.minutes])
        if cursor.fetchone() is None:
            refuse_locked(subject, lock)
            # The lock ran out between the two statements: this try was not counted, so it waits.
            raise TooMany(lock.code, "请稍等片刻再试。", retry_after=1)


def refuse_locked(subject: str, lock: Lock = CODE) -> None:
    """Raise TooMany with the time left while the subject is locked."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCKED_SECONDS, [subject])
        row = cursor.fetchone()
    if row:
        minutes = -(-row[0] // 60)
        raise TooMany(
            lock.code,
            lock.words.format(tries=TRIES, minutes=minutes),
            retry_after=row[0],
        )


def succeeded(subject: str) -> None:
    """Forget wrong tries after a right one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE accounts_signinguard SET failed = 0, locked_until = NULL WHERE subject = %s",
            [subject],
        )


def note_failure() -> None:
    """Count a wrong try over all accounts and raise the alarm in the log at the threshold."""
    if _count("failures") == ALARM_FAILURES_PER_HOUR:
        _log.error("sign-in alarm: %s wrong codes within an hour", ALARM_FAILURES_PER_HOUR)


def _count(subject: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [subject])
        return int(cursor.fetchone()[0])
