"""Settling orders by the bank's word: the only place where a reservation becomes a payment."""

from collections.abc import Sequence

from backend.access.actor import Actor
from backend.audit import trail
from backend.kernel import clock
from backend.ledger import book, workflow
from backend.ledger.binding import digest_of_answer
from backend.ledger.formats import Outcome, ReplyLine
from backend.ledger.models import PaymentBatch, PaymentOrder
from backend.ledger.states import WAITING, BatchAct, BatchState, OrderAct, OrderState

ACTS = {
    Outcome.PAID: OrderAct.CONFIRM,
    Outcome.RETURNED: OrderAct.RETURN,
    Outcome.WORKING: OrderAct.LOSE,
}


def settle(batch: PaymentBatch, lines: Sequence[ReplyLine], *, actor: Actor) -> list[PaymentOrder]:
    """Apply the lines that `read_reply` gave; returns the orders whose state changed.

    A confirmed line posts its reservation, a returned one leaves it pending for the work list, a
    line still being worked on becomes unknown. Lines that were settled before change nothing, so
    the same reply twice is the same as once. Raises Refused `four_eyes` when the actor approved
    one of the payments.
    """
    book.must_be_in_transaction()
    batch = (
        PaymentBatch.objects.select_for_update(of=("self",)).select_related("fund").get(pk=batch.pk)
    )
    answers = {line.number: line for line in lines}
    waiting = (
        batch.orders.filter(number__in=answers, state__in=WAITING)
        .select_related("transfer__fund")
        .select_for_update(of=("self",))
        .order_by("id")
    )
    changed = [one for one in waiting if _apply(one, answers[one.number], actor=actor)]
    if batch.state is BatchState.SUBMITTED and not batch.orders.filter(state__in=WAITING).exists():
        batch.settled_at = clock.now()
        workflow.advance_batch(batch, BatchAct.SETTLE, changed=("settled_at",))
    return changed


def _apply(order: PaymentOrder, line: ReplyLine, *, actor: Actor) -> bool:
    if line.outcome is Outcome.WORKING and order.state is OrderState.UNKNOWN:
        return False
    act = ACTS[line.outcome]
    order.answered_at, order.answer = clock.now(), line.reason
    order.bank_reference = line.bank_reference
    workflow.advance_order(order, act, changed=("answered_at", "answer", "bank_reference"))
    if act is OrderAct.CONFIRM:
        book.post(order.transfer, actor=actor, reason=f"银行回单 {order.number}")
    trail.record(
        actor,
        f"ledger:payment:{act}",
        order,
        person_id=order.person_id,
        union_id=order.batch.fund.union_id,
        digest=digest_of_answer(order),
    )
    return True
