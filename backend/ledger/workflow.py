"""The only writer of the state of a payment order and of a batch."""

from backend.ledger.models import PaymentBatch, PaymentOrder
from backend.ledger.states import BATCH, ORDER, BatchAct, OrderAct


def advance_order(order: PaymentOrder, act: OrderAct, *, changed: tuple[str, ...] = ()) -> None:
    """Move an order and save it with the named fields; raises Conflict `wrong_state`."""
    order.state = ORDER.move(order.state, act)
    order.save(update_fields=["state", *changed])


def advance_batch(batch: PaymentBatch, act: BatchAct, *, changed: tuple[str, ...] = ()) -> None:
    """Move a batch and save it with the named fields; raises Conflict `wrong_state`."""
    batch.state = BATCH.move(batch.state, act)
    batch.save(update_fields=["state", *changed])
