"""Moving many benefits at once along their machine, as the orders of a batch say.

Each statement names the states it moves between; they come from the machine, and the trigger of
the table refuses every other move.
"""

from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import F, QuerySet

from backend.kernel import clock
from backend.ledger.models import PaymentBatch, PaymentOrder
from backend.ledger.states import OrderState
from services.mutual_aid.models import Benefit
from services.mutual_aid.states import BENEFIT, TO_PAY, BenefitAct, BenefitState

_ORDER = """
UPDATE mutual_aid_benefit b
   SET state = %(ordered)s, payment_order_id = o.id, version = b.version + 1,
       return_reason_sealed = NULL
  FROM ledger_paymentorder o
 WHERE o.batch_id = %(batch)s AND b.state = ANY(%(to_pay)s) AND {which}"""
_SHARED, _WHOLE = "o.share = b.id", "o.share = 0 AND o.transfer_id = b.transfer_id"
_COVERS = """
UPDATE mutual_aid_cover c SET paid_fen = c.paid_fen + paid.fen
  FROM (SELECT b.cover_id, sum(b.amount_fen)::bigint AS fen
          FROM mutual_aid_benefit b JOIN ledger_paymentorder o ON o.id = b.payment_order_id
         WHERE o.batch_id = %s AND o.answered_at = %s AND o.state = %s
         GROUP BY b.cover_id) paid
 WHERE c.id = paid.cover_id"""


def order(batch: PaymentBatch) -> int:
    """Bind the benefits of a new batch to their orders; gives how many."""
    values: dict[str, Any] = {
        "ordered": str(BENEFIT.move(BenefitState.DUE, BenefitAct.ORDER)),
        "batch": batch.pk,
        "to_pay": [str(state) for state in TO_PAY],
    }
    kinds = [_SHARED]
    if batch.orders.filter(share=0).exists():
        kinds.append(_WHOLE)
    count = 0
    with connection.cursor() as cursor:
        for which in kinds:
            cursor.execute(_ORDER.format(which=which), values)
            count += cursor.rowcount
    return count


def take_out(batch: PaymentBatch) -> None:
    """Give the benefits back to the list whose orders were taken out of the batch."""
    due = BENEFIT.move(BenefitState.ORDERED, BenefitAct.TAKE_OUT)
    gone = batch.orders.filter(state=OrderState.CANCELLED)
    Benefit.objects.filter(payment_order__in=gone).update(
        state=due, payment_order=None, version=F("version") + 1
    )


def confirm(batch: PaymentBatch, at: datetime) -> None:
    """Mark as paid what the reply taken in at this moment confirmed; add it to the covers."""
    paid = BENEFIT.move(BenefitState.ORDERED, BenefitAct.CONFIRM)
    confirmed = answered(batch, at, OrderState.CONFIRMED)
    Benefit.objects.filter(payment_order__in=confirmed).update(
        state=paid, paid_on=clock.today(), version=F("version") + 1
    )
    with connection.cursor() as cursor:
        cursor.execute(_COVERS, [batch.pk, at, str(OrderState.CONFIRMED)])


def answered(batch: PaymentBatch, at: datetime, state: OrderState) -> QuerySet[PaymentOrder]:
    """Give the orders that the reply taken in at this moment brought to a state."""
    return batch.orders.filter(answered_at=at, state=state)
