"""Writing an entry of the trail, always inside the transaction of the act it tells of."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import UTC
from itertools import chain, repeat
from typing import Any

from django.db import connection, models

from backend.audit.models import Entry
from backend.kernel import clock
from backend.kernel.actors import ActorLike

# Written by hand: an entry stands in every write, and the ORM would double its cost.
_COLUMNS = (
    "at",
    "actor_id",
    "actor_label",
    "act",
    "subject_type",
    "subject_id",
    "person_id",
    "union_id",
    "field_names",
    "purpose",
    "subject_digest",
    "digest",
)
_COPY = f"COPY audit_entry ({', '.join(_COLUMNS)}) FROM STDIN"
_INSERT = (
    f"INSERT INTO audit_entry ({', '.join(_COLUMNS)})"  # noqa: S608 - fixed names
    f" VALUES ({', '.join(['%s'] * len(_COLUMNS))})"
)


class OutsideTransactionError(RuntimeError):
    """The trail was written to outside a transaction: act and entry could part company."""


def record(
    actor: ActorLike,
    act: str,
    subject: models.Model,
    *,
    person_id: int | None = None,
    union_id: int | None = None,
    fields: Sequence[str] = (),
    purpose: str = "",
    digest: bytes | None = None,
) -> None:
    """Write who did what to which thing, in the same transaction as the deed.

    `fields` are names, never values; `digest` (32 bytes) may bind the content of the subject.
    Raises OutsideTransactionError.
    """
    _must_be_in_transaction(act)
    entry = _entry(
        actor,
        act,
        subject,
        person_id=person_id,
        union_id=union_id,
        fields=fields,
        purpose=purpose,
        digest=digest,
    )
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, _row(entry))


def record_all(
    actor: ActorLike,
    act: str,
    subjects: Iterable[tuple[models.Model, int | None, int | None]],
    *,
    fields: Sequence[str] = (),
    purpose: str = "",
    digests: Iterable[bytes | None] = (),
) -> None:
    """Write one entry for each (subject, person key, union key) of a bulk act, in one statement.

    `digests` go with the subjects in their order. Raises OutsideTransactionError.
    """
    _must_be_in_transaction(act)
    bound = chain(digests, repeat(None))
    with connection.cursor() as cursor, cursor.copy(_COPY) as stream:
        for (subject, person_id, union_id), digest in zip(subjects, bound, strict=False):
            entry = _entry(
                actor,
                act,
                subject,
                person_id=person_id,
                union_id=union_id,
                fields=fields,
                purpose=purpose,
                digest=digest,
            )
            stream.write_row(_row(entry))


def _must_be_in_transaction(act: str) -> None:
    if not connection.in_atomic_block:
        message = f"{act} was to be recorded outside a transaction"
        raise OutsideTransactionError(message)


def _entry(
    actor: ActorLike,
    act: str,
    subject: models.Model,
    *,
    person_id: int | None,
    union_id: int | None,
    fields: Sequence[str],
    purpose: str,
    digest: bytes | None = None,
) -> Entry:
    entry = Entry(
        at=clock.now(),
        actor_id=actor.user_id,
        actor_label=actor.label[:80],
        act=str(act),
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        person_id=person_id,
        union_id=union_id,
        field_names=list(fields),
        purpose=purpose,
        subject_digest=digest,
    )
    entry.digest = digest_of(entry)
    return entry


def _row(entry: Entry) -> tuple[Any, ...]:
    # The moment as text: psycopg takes longer over an aware datetime than over all the rest.
    return (entry.at.isoformat(), *(getattr(entry, column) for column in _COLUMNS[1:]))


def digest_of(entry: Entry) -> bytes:
    """Compute the SHA-256 of everything an entry says (without its key)."""
    content: list[Any] = [
        entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        entry.actor_id,
        entry.actor_label,
        entry.act,
        entry.subject_type,
        entry.subject_id,
        entry.person_id,
        entry.union_id,
        list(entry.field_names),
        entry.purpose,
        None if entry.subject_digest is None else bytes(entry.subject_digest).hex(),
    ]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).digest()


def readers_of(person_id: int, limit: int = 200) -> list[Entry]:
    """List who read or handled a person's data, newest first (RX.3 "who read it")."""
    return list(Entry.objects.filter(person_id=person_id).order_by("-id")[:limit])
