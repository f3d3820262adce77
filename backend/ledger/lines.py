"""The lines of a batch in bulk, bound to the trail by digests over all of them (ADR 0012).

PostgreSQL hashes each line and then the hashes in the order of the keys: one entry for fifty
thousand lines, and one changed byte in one of them changes it.
"""

from django.db import connection

from backend.access.actor import Actor
from backend.audit import trail
from backend.ledger.models import PaymentBatch

LINES_ORDERED = "ledger:batch:order"
LINES_HEARD = "ledger:batch:heard"
# What a line tells the bank to pay, to which account, by whose order: never changes.
_ORDERED = (
    "id, number, batch_id, transfer_id, share, payee_id, encode(payee_digest, 'hex'), person_id,"
    " amount_fen, remark, replaces_id, ordered_by_id, ordered_by_person"
)
# Where a line stands and what was heard of it.
_HEARD = "id, state, (extract(epoch FROM answered_at) * 1000000)::bigint, answer, bank_reference"
_DIGEST = (
    "SELECT sha256(coalesce(string_agg(sha256(convert_to("
    "jsonb_build_array({columns})::text, 'UTF8')), ''::bytea ORDER BY id), ''::bytea))"
    " FROM ledger_paymentorder WHERE batch_id = %s"
)


def ordered_digest(batch_id: int) -> bytes:
    """Digest the lines of a batch as they were ordered (32 bytes)."""
    return _digest(_ORDERED, batch_id)


def heard_digest(batch_id: int) -> bytes:
    """Digest where the lines of a batch stand and what was answered (32 bytes)."""
    return _digest(_HEARD, batch_id)


def note_ordered(batch: PaymentBatch, actor: Actor) -> None:
    """Bind the lines of a batch in bulk to the trail, once, when they were ordered."""
    digest = ordered_digest(batch.pk)
    trail.record(actor, LINES_ORDERED, batch, union_id=batch.fund.union_id, digest=digest)
    note_states(batch, actor)


def note_states(batch: PaymentBatch, actor: Actor) -> None:
    """Bind where the lines of a batch in bulk stand; after every change of them."""
    if batch.is_bulk:
        digest = heard_digest(batch.pk)
        trail.record(actor, LINES_HEARD, batch, union_id=batch.fund.union_id, digest=digest)


def _digest(columns: str, batch_id: int) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute(_DIGEST.format(columns=columns), [batch_id])
        return bytes(cursor.fetchone()[0])
