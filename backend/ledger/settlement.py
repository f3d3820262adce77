"""Settling orders by the bank's word: the only place where a reservation becomes a payment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, Sum

from backend.access.actor import Actor
from backend.audit import trail
from backend.kernel import clock
from backend.kernel.errors import Refused
from backend.kernel.money import Money
from backend.ledger import book, parts, workflow
from backend.ledger.bank_file import locked
from backend.ledger.binding import digest_of_answer
from backend.ledger.formats import Outcome, ReplyLine
from backend.ledger.lines import note_states
from backend.ledger.models import PaymentBatch, PaymentOrder, Transfer
from backend.ledger.states import WAITING, BatchAct, BatchState, OrderAct, OrderState
from backend.ledger.workflow import ACTS


@dataclass(frozen=True, slots=True)
class Heard:
    """What a reply changed in a batch in bulk: when it was taken in, and how many lines."""

    batch: PaymentBatch
    at: datetime
    changed: int


def must_be_third(batch: PaymentBatch, actor: Actor) -> None:
    """Refuse who approved or ordered a payment of the batch as who says what the bank did with it.

    Else one person could order, call it returned and order it again. Raises Refused `four_eyes`.
    """
    by_person = Q(ordered_by_person__isnull=False, ordered_by_person=actor.person_id)
    if batch.orders.filter(Q(ordered_by=actor.user_id) | by_person).exists():
        raise Refused("four_eyes", "批次里有您下单的付款，请交给另一位经办人导入回单。")
    if Transfer.objects.filter(orders__batch=batch, actor_user_id=actor.user_id).exists():
        raise Refused("four_eyes", "批次里有您核准的付款，请交给另一位经办人导入回单。")


def settle(batch: PaymentBatch, lines: Sequence[ReplyLine], *, actor: Actor) -> list[PaymentOrder]:
    """Apply the lines that `read_reply` gave; returns the orders whose state changed.

    A confirmed line posts its reservation, a returned one leaves it pending for the work list, a
    line still being worked on becomes unknown. Lines that were settled before change nothing, so
    the same reply twice is the same as once. Raises Refused `four_eyes` where the actor approved
    or ordered one of the batch's payments, whatever the reply says of it.
    """
    book.must_be_in_transaction()
    batch = locked(batch)
    must_be_third(batch, actor)
    answers = {line.number: line for line in lines}
    waiting = (
        batch.orders.filter(number__in=answers, state__in=WAITING)
        .select_related("transfer__fund")
        .select_for_update(of=("self",))
        .order_by("id")
    )
    changed = [one for one in waiting if _apply(one, answers[one.number], actor=actor)]
    _close(batch)
    return changed


def settle_many(batch: PaymentBatch, lines: Sequence[ReplyLine], *, actor: Actor) -> Heard:
    """Apply a reply to a batch in bulk, in few statements; the rules are those of `settle`.

    The confirmed lines of one shared reservation are posted as one part of it; a reservation of
    its own is posted whole. Returned lines stay reserved until they are ordered again or given up.
    """
    book.must_be_in_transaction()
    batch = locked(batch)
    must_be_third(batch, actor)
    now = clock.now()
    changed = workflow.hear_orders(batch, lines, at=now)
    if changed:
        _post_confirmed(batch, now, actor)
        note_states(batch, actor)
        _close(batch)
    return Heard(batch, now, changed)


def _post_confirmed(batch: PaymentBatch, at: datetime, actor: Actor) -> None:
    paid = batch.orders.filter(state=OrderState.CONFIRMED, answered_at=at)
    reason = f"银行回单 {batch.number}"
    sums = paid.exclude(share=0).values("transfer_id").annotate(fen=Sum("amount_fen"))
    for row in sums.order_by("transfer_id"):
        reserve = Transfer.objects.select_related("fund").get(pk=row["transfer_id"])
        parts.post_part(reserve, Money(row["fen"]), because=batch, actor=actor, reason=reason)
    whole = Transfer.objects.filter(orders__in=paid.filter(share=0)).select_related("fund")
    book.post_each(list(whole.order_by("id")), actor=actor, reason=reason)


def _close(batch: PaymentBatch) -> None:
    if batch.state is BatchState.SUBMITTED and not batch.orders.filter(state__in=WAITING).exists():
        batch.settled_at = clock.now()
        workflow.advance_batch(batch, BatchAct.SETTLE, changed=("settled_at",))


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
