"""Ordering in bulk: many payments of a fund in one statement, with the checks of a single one.

A capability gives its choice as a query; the accounts are compared, the lines numbered and
written where the rows lie. What may not be paid now is left out, and who called sees the count.
"""

from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import F, Q, QuerySet, Sum

from backend.access.actor import Actor
from backend.accounts.states import PayeeState
from backend.kernel import clock
from backend.kernel.errors import Conflict, Refused
from backend.ledger import book, parts, workflow
from backend.ledger.bank_file import locked
from backend.ledger.entries import Kind
from backend.ledger.lines import note_ordered, note_states
from backend.ledger.models import PaymentBatch, PaymentOrder, Transfer
from backend.ledger.states import ORDER, BatchState, OrderState

MOST_BULK_LINES = 100_000
_ORDER = """
WITH chosen (transfer_id, share, payee_id, payee_digest, amount_fen) AS MATERIALIZED ({chosen}),
returned AS MATERIALIZED (
    SELECT DISTINCT ON (o.transfer_id, o.share) o.transfer_id, o.share, o.id
      FROM ledger_paymentorder o JOIN chosen USING (transfer_id, share)
     WHERE o.state = %(back)s
       AND NOT EXISTS (SELECT FROM ledger_paymentorder n WHERE n.replaces_id = o.id)
     ORDER BY o.transfer_id, o.share, o.id DESC),
made AS (
    INSERT INTO ledger_paymentorder (
        number, batch_id, transfer_id, share, payee_id, payee_digest, person_id, amount_fen,
        remark, state, replaces_id, ordered_by_id, ordered_by_person, created_at, answer,
        bank_reference)
    SELECT %(number)s || '-' || lpad(row_number() OVER (ORDER BY c.transfer_id, c.share)::text,
                                     6, '0'),
           %(batch)s, c.transfer_id, c.share, c.payee_id, c.payee_digest, p.person_id,
           c.amount_fen, %(remark)s, %(start)s, r.id, %(user)s, %(self)s, %(now)s, '', ''
      FROM chosen c
      JOIN accounts_payeeaccount p ON p.id = c.payee_id
      JOIN ledger_transfer t ON t.id = c.transfer_id
      LEFT JOIN returned r ON r.transfer_id = c.transfer_id AND r.share = c.share
     WHERE t.fund_id = %(fund)s AND t.kind = %(reserve)s
       AND t.actor_user_id IS DISTINCT FROM %(user)s
       AND p.state = %(verified)s AND p.digest = c.payee_digest
       AND (p.usable_from IS NULL OR p.usable_from <= %(now)s)
       AND (p.person_id IS NULL OR p.person_id IS DISTINCT FROM %(self)s)
       AND (c.share <> 0 OR c.amount_fen = t.amount_fen)
       AND NOT EXISTS (SELECT FROM ledger_transfer s WHERE s.source_id = t.id)
    RETURNING amount_fen)
SELECT count(*), coalesce(sum(amount_fen), 0)::bigint FROM made"""


def order_many(
    batch: PaymentBatch, chosen: "QuerySet[Any, Any]", *, actor: Actor, remark: str = ""
) -> PaymentBatch:
    """Put payments into an empty batch that was opened for bulk; once for each batch.

    `chosen` gives (key of the reservation, share, key of the account, its digest at approval,
    fen); share is 0 where the whole reservation is paid. Left out is what a single order would be
    refused for: an account that changed, is not verified or cools off, one's own payment, a
    reservation of one's own or one that is settled. Raises Conflict `batch_closed`,
    `already_ordered`, `over_reserved`, `batch_full`, `fund_frozen`; Refused `no_user`.
    """
    book.must_be_in_transaction()
    batch = locked(batch)
    book.refuse_frozen(batch.fund)
    if batch.state is not BatchState.OPEN or not batch.is_bulk or batch.count:
        raise Conflict("batch_closed", "这个批次不能再加付款，请另建一个批次。")
    if actor.user_id is None:
        raise Refused("no_user", "付款只能由在岗的经办人下单。")
    batch.count, batch.total_fen = _insert(batch, chosen, actor, remark)
    if batch.count > MOST_BULK_LINES:
        raise Conflict("batch_full", f"一个批次最多 {MOST_BULK_LINES} 笔，请分批下单。")
    batch.save(update_fields=["count", "total_fen"])
    _must_fit(batch)
    note_ordered(batch, actor)
    return batch


def cancel_stale(batch: PaymentBatch, *, actor: Actor, reason: str) -> int:
    """Take every order out of an open batch whose account is not the approved one any more.

    Gives how many; their reservations stay. Raises Conflict `wrong_state` once it was sent.
    """
    book.must_be_in_transaction()
    batch = locked(batch)
    workflow.must_be_open(batch)
    standing = Q(payee__state=PayeeState.VERIFIED, payee__digest=F("payee_digest"))
    stale = batch.orders.filter(state=OrderState.REQUESTED).exclude(standing)
    keys = list(stale.values_list("pk", flat=True))
    if not keys:
        return 0
    gone = PaymentOrder.objects.filter(pk__in=keys)
    fen = gone.aggregate(fen=Sum("amount_fen"))["fen"]
    workflow.cancel_orders(gone, reason=reason)
    PaymentBatch.objects.filter(pk=batch.pk).update(total_fen=F("total_fen") - fen)
    note_states(batch, actor)
    return len(keys)


def _insert(
    batch: PaymentBatch, chosen: "QuerySet[Any, Any]", actor: Actor, remark: str
) -> tuple[int, int]:
    sql, values = chosen.query.sql_with_params()
    named = {f"c{place}": value for place, value in enumerate(values)}
    sql = sql % tuple(f"%({name})s" for name in named)
    named |= {
        "number": batch.number,
        "batch": batch.pk,
        "fund": batch.fund_id,
        "remark": remark,
        "start": str(ORDER.start),
        "back": str(OrderState.RETURNED),
        "reserve": str(Kind.RESERVE),
        "verified": str(PayeeState.VERIFIED),
        "user": actor.user_id,
        "self": actor.person_id,
        "now": clock.now(),
    }
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_ORDER.format(chosen=sql), named)
            count, fen = cursor.fetchone()
    except IntegrityError as fault:
        raise Conflict(
            "already_ordered", "其中有款项已经下过单，不能重复下单。请刷新页面看最新情况。"
        ) from fault
    return int(count), int(fen)


def _must_fit(batch: PaymentBatch) -> None:
    """Refuse more than is left of a reservation that many share."""
    shared = batch.orders.exclude(share=0).values_list("transfer_id", flat=True).distinct()
    for reserve in Transfer.objects.filter(pk__in=list(shared)).order_by("pk"):
        if parts.under_way(reserve) > parts.unsettled(reserve):
            raise Conflict("over_reserved", "要付的超过了预留的经费，没有下单。请核对后再办。")
