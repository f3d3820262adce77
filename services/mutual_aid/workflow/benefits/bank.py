"""The file for the bank and its reply: paid, or back on the list (R8.29)."""

from datetime import datetime

from backend.access.actor import Actor
from backend.access.write import verb
from backend.audit import trail
from backend.ledger import payments
from backend.ledger.formats import BankFile
from backend.ledger.models import PaymentBatch
from backend.ledger.states import OrderState
from notifications import outbox
from notifications.topics import Topic
from services.mutual_aid.models import Benefit
from services.mutual_aid.queries.payments import batch_for
from services.mutual_aid.states import BenefitAct
from services.mutual_aid.workflow.advance import allow_long
from services.mutual_aid.workflow.benefits import sets
from services.mutual_aid.workflow.benefits.advance import advance, tell
from services.mutual_aid.workflow.claims.closing import close_paid


@verb
def build_bank_file(batch_number: str, *, actor: Actor) -> BankFile:
    """Write the file for the bank; the full accounts stand in it and the reading is recorded.

    Raises NotFound, Refused, and what `payments.build_file` raises.
    """
    allow_long()
    return payments.build_file(batch_for(batch_number, actor), actor=actor)


@verb
def import_bank_reply(batch_number: str, *, actor: Actor, content: bytes) -> PaymentBatch:
    """Take in the bank's reply: a confirmed line is paid, a returned one comes back to the list.

    One wrong line refuses the whole file; the same file twice changes nothing more. Raises
    NotFound, Refused `four_eyes`, Invalid `reply_...`.
    """
    allow_long()
    batch = batch_for(batch_number, actor)
    lines = payments.read_reply(batch, content)
    heard = payments.settle_many(batch, lines, actor=actor)
    if heard.changed:
        _confirm(batch, heard.at, actor)
        _return(batch, heard.at, actor)
    batch.refresh_from_db()
    return batch


def _confirm(batch: PaymentBatch, at: datetime, actor: Actor) -> None:
    sets.confirm(batch, at)
    orders = sets.answered(batch, at, OrderState.CONFIRMED)
    paid = Benefit.objects.filter(payment_order__in=orders).order_by("pk")
    close_paid(paid.filter(claim__isnull=False), actor=actor)
    outbox.post_each(
        Topic.MUTUAL_AID_BENEFIT_PAID,
        Benefit,
        paid.values_list("payee_person_id", "pk", "version", "number").iterator(chunk_size=2000),
    )
    trail.record(
        actor,
        f"mutual_aid.benefit.{BenefitAct.CONFIRM}",
        batch,
        union_id=batch.fund.union_id,
        fields=["state", "paid_on"],
    )


def _return(batch: PaymentBatch, at: datetime, actor: Actor) -> None:
    """Put each returned line back on the list, with the bank's reason sealed."""
    orders = sets.answered(batch, at, OrderState.RETURNED)
    returned = Benefit.objects.filter(payment_order__in=orders).select_related(
        "key", "payee_person", "payment_order"
    )
    for benefit in returned.select_for_update(of=("self",)).order_by("pk"):
        order = benefit.payment_order
        benefit.seal("return_reason_sealed", order.answer if order else "")
        benefit.payment_order = None
        changed = ["return_reason_sealed", "payment_order"]
        advance(benefit, BenefitAct.RETURN, actor=actor, changed=changed)
        tell(Topic.MUTUAL_AID_BENEFIT_RETURNED, benefit, once=str(benefit.version))
