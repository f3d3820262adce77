"""Idempotency keys: claimed, compared and answered inside the effect's own transaction."""

from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from django.db import connection

from backend.access.models import IdempotencyKey
from backend.fields.keys import keyring
from backend.kernel import clock
from backend.kernel.errors import DomainError, Invalid

MAX_KEY = 128
KEPT_DAYS = 7

_CLAIM = """
INSERT INTO access_idempotencykey (actor_key, operation, key, fingerprint)
VALUES (%s, %s, %s, %s)
ON CONFLICT ON CONSTRAINT access_one_effect_per_key DO NOTHING
RETURNING id, set_config('app.org', %s, true)
"""
_FOUND = """
SELECT fingerprint, status, etag, reply_sealed FROM access_idempotencykey
WHERE actor_key = %s AND operation = %s AND key = %s
"""
_STORE = """
UPDATE access_idempotencykey SET status = %s, etag = %s, reply_sealed = %s WHERE id = %s
"""


class KeyMissing(DomainError):
    """The client sent no key where one is needed (400)."""

    status = 400

    def __init__(self) -> None:
        super().__init__(
            "idempotency_key_missing",
            "请求缺少 Idempotency-Key。请为每次办理生成一个新的编号，重试时用同一个编号。",
        )


@dataclass(frozen=True, slots=True)
class Claim:
    """What a client claims: who, which act, under which key, with which request."""

    actor_key: int
    operation: str
    key: str
    fingerprint: bytes


@dataclass(frozen=True, slots=True)
class Reply:
    """A rendered success."""

    status: int
    body: bytes
    etag: str = ""
    replayed: bool = False


def read_key(raw: str) -> str:
    """Take a key, bare or quoted; raises KeyMissing when there is none, Invalid when odd."""
    key = raw.strip()
    if len(key) > 1 and key.startswith('"') and key.endswith('"'):
        key = key[1:-1]
    if not key:
        raise KeyMissing
    if len(key) > MAX_KEY or not key.isascii() or not key.isprintable():
        raise Invalid(
            "bad_idempotency_key", "Idempotency-Key 应为 1 到 128 个英文字母、数字或符号。"
        )
    return key


def claim(wanted: Claim, org: str) -> int | Reply:
    """Claim a key: the id of the fresh row, or the stored reply of the first time.

    Waits for a twin that has not committed yet. Raises Invalid `idempotency_key_reused` when the
    same key came with another request.
    """
    scope = (wanted.actor_key, wanted.operation, wanted.key)
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, (*scope, wanted.fingerprint, org))
        fresh = cursor.fetchone()
        if fresh is not None:
            return int(fresh[0])
        cursor.execute(_FOUND, scope)
        fingerprint, status, etag, sealed = cursor.fetchone()
    if bytes(fingerprint) != wanted.fingerprint:
        raise Invalid(
            "idempotency_key_reused",
            "这个 Idempotency-Key 已经用于另一次不同的办理，请换一个新的编号再提交。",
        )
    body = keyring().unwrap(bytes(sealed)) if sealed is not None else b""
    return Reply(int(status), body, str(etag), replayed=True)


def store(row_id: int, reply: Reply) -> None:
    """Keep the reply beside its effect, sealed under the keyring."""
    sealed = keyring().wrap(reply.body)
    with connection.cursor() as cursor:
        cursor.execute(_STORE, (reply.status, reply.etag, sealed, row_id))


def prune() -> int:
    """Remove keys older than seven days; gives their number. Called by the daily schedule."""
    before = clock.now() - timedelta(days=KEPT_DAYS)
    return IdempotencyKey.objects.filter(created_at__lt=before).delete()[0]


def fingerprint(*parts: bytes) -> bytes:
    """Digest the request so that a changed one under the same key is told apart.

    Keyed, because a stored plain digest lets a short body (an ID number) be guessed from a dump.
    """
    digest = sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return keyring().index("access.fingerprint", digest.hexdigest())
