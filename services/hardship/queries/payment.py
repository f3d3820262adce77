"""Batches of hardship payments as the fund keeper sees them; accounts show their last four."""

from dataclasses import dataclass

from backend.access import scope
from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.kernel.errors import NotFound
from backend.ledger.models import PaymentBatch
from services.hardship.models import Grant

PURPOSE = "hardship.grant"
SHOWN = 20


@dataclass(frozen=True, slots=True)
class BatchLine:
    """One payment of a batch."""

    order_number: str
    application_number: str
    person: str
    payee: str
    amount_fen: int
    state: str
    state_label: str
    answer: str


def batches(actor: Actor) -> list[PaymentBatch]:
    """List the newest batches of the funds in the actor's reach."""
    return list(
        PaymentBatch.objects.filter(
            scope.visible(actor, Permission.LEDGER_BATCH_READ, "fund__"), purpose=PURPOSE
        )
        .select_related("fund")
        .order_by("-id")[:SHOWN]
    )


def batch(number: str, actor: Actor) -> PaymentBatch:
    """Give one batch; raises NotFound outside the actor's reach."""
    found = (
        PaymentBatch.objects.filter(
            scope.visible(actor, Permission.LEDGER_BATCH_READ, "fund__"),
            purpose=PURPOSE,
            number=number,
        )
        .select_related("fund")
        .first()
    )
    if found is None:
        raise NotFound
    return found


def lines(found: PaymentBatch) -> list[BatchLine]:
    """List the payments of a batch."""
    orders = found.orders.select_related("payee", "person", "transfer").order_by("number")
    numbers = dict(
        Grant.objects.filter(transfer__orders__batch=found).values_list(
            "transfer_id", "application__number"
        )
    )
    return [
        BatchLine(
            order_number=one.number,
            application_number=numbers.get(one.transfer_id, ""),
            person=str(one.person),
            payee=str(one.payee),
            amount_fen=one.amount_fen,
            state=str(one.state),
            state_label=one.state_label,
            answer=one.answer,
        )
        for one in orders
    ]
