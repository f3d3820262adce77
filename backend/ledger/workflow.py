"""The only writer of the state of a payment order and of a batch."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection
from django.db.models import QuerySet

from backend.kernel.errors import Conflict
from backend.ledger.formats import Outcome, ReplyLine
from backend.ledger.models import PaymentBatch, PaymentOrder
from backend.ledger.states import (
    BATCH,
    ORDER,
    WAITING,
    BatchAct,
    BatchState,
    OrderAct,
    OrderState,
)

ACTS = {
    Outcome.PAID: OrderAct.CONFIRM,
    Outcome.RETURNED: OrderAct.RETURN,
    Outcome.WORKING: OrderAct.LOSE,
}
_HEAR = """
UPDATE ledger_paymentorder o
   SET state = heard.state, answered_at = %s, answer = heard.answer,
       bank_reference = heard.reference
  FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[])
       AS heard (number, state, answer, reference)
 WHERE o.batch_id = %s AND o.number = heard.number AND o.state = ANY(%s)
   AND o.state <> heard.state"""


def advance_order(order: PaymentOrder, act: OrderAct, *, changed: tuple[str, ...] = ()) -> None:
    """Move an order and save it with the named fields; raises Conflict `wrong_state`."""
    order.state = ORDER.move(order.state, act)
    order.save(update_fields=["state", *changed])


def advance_batch(batch: PaymentBatch, act: BatchAct, *, changed: tuple[str, ...] = ()) -> None:
    """Move a batch and save it with the named fields; raises Conflict `wrong_state`."""
    batch.state = BATCH.move(batch.state, act)
    batch.save(update_fields=["state", *changed])


def must_be_open(batch: PaymentBatch) -> None:
    """Refuse a batch that has gone to the bank; raises Conflict `wrong_state`."""
    if batch.state is not BatchState.OPEN:
        raise Conflict("wrong_state", f"这个批次“{batch.state_label}”，不能再撤下付款。")


def submit_orders(batch: PaymentBatch) -> None:
    """Move every order that stands in a batch to the bank, in one statement."""
    reached = ORDER.move(OrderState.REQUESTED, OrderAct.SUBMIT)
    batch.orders.filter(state=OrderState.REQUESTED).update(state=reached)


def cancel_orders(orders: QuerySet[PaymentOrder], *, reason: str) -> None:
    """Take requested orders out, in one statement."""
    reached = ORDER.move(OrderState.REQUESTED, OrderAct.CANCEL)
    orders.filter(state=OrderState.REQUESTED).update(state=reached, answer=reason[:200])


def hear_orders(batch: PaymentBatch, lines: Sequence[ReplyLine], *, at: datetime) -> int:
    """Move the waiting orders of a batch as the bank answered, in one statement; gives how many.

    An order that the bank still works on stays as it is when that was known before.
    """
    reached = {outcome: str(ORDER.move(OrderState.SUBMITTED, act)) for outcome, act in ACTS.items()}
    heard = (
        [line.number for line in lines],
        [reached[line.outcome] for line in lines],
        [line.reason for line in lines],
        [line.bank_reference for line in lines],
    )
    waiting = [str(state) for state in WAITING]
    with connection.cursor() as cursor:
        cursor.execute(_HEAR, [at, *heard, batch.pk, waiting])
        return int(cursor.rowcount)
