"""Batches of hardship payments as the fund keeper sees them; accounts show their last four."""

from backend.access.actor import Actor
from backend.ledger import queries
from backend.ledger.models import PaymentBatch
from backend.ledger.queries import BankLine
from services.hardship.models import Grant

PURPOSE = "hardship.grant"
SHOWN = 20


def batches(actor: Actor) -> list[PaymentBatch]:
    """List the newest batches of the funds in the actor's reach."""
    return list(queries.batches_of(PURPOSE, actor).order_by("-id")[:SHOWN])


def batch(number: str, actor: Actor) -> PaymentBatch:
    """Give one batch; raises NotFound outside the actor's reach."""
    return queries.batch_of(PURPOSE, number, actor)


def lines(found: PaymentBatch) -> list[BankLine]:
    """List the payments of a batch with the numbers of their applications."""
    orders = found.orders.select_related("payee__organization__key", "person").order_by("number")
    numbers = dict(
        Grant.objects.filter(transfer__orders__batch=found).values_list(
            "transfer_id", "application__number"
        )
    )
    return [queries.bank_line(one, numbers.get(one.transfer_id, "")) for one in orders]
