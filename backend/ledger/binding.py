"""What is bound to the trail besides transfers: funds, receipts, orders and files for the bank.

Each of these rows stands in the trail with a digest of what may never change in it; the recount
compares both, and compares what an order says with what the book did.
"""

from collections.abc import Callable, Iterator
from datetime import UTC
from typing import TypeVar

from django.db import models
from django.db.models import Count, F, Q

from backend.audit.models import Entry
from backend.ledger.entries import digest_of
from backend.ledger.models import Fund, PaymentBatch, PaymentOrder, Receipt
from backend.ledger.states import ORDER, BatchState, OrderAct, OrderState

FUND_OPENED = "ledger:fund:open"
RECEIPT_ENTERED = "ledger:receipt:enter"
ORDERED = "ledger:payment:order"
FILE_WRITTEN = "ledger:batch:file"
BATCH_OPENED = "ledger:batch:open"
FROZEN, RELEASED = "ledger:fund:freeze", "ledger:fund:release"
# What was last heard of an order, and the state in which that left it.
HEARD = {
    f"ledger:payment:{act}": ORDER.move(state, act)
    for act, state in (
        (OrderAct.CONFIRM, OrderState.SUBMITTED),
        (OrderAct.RETURN, OrderState.SUBMITTED),
        (OrderAct.LOSE, OrderState.SUBMITTED),
        (OrderAct.CANCEL, OrderState.REQUESTED),
    )
}
CHUNK = 2000
Mismatch = tuple[int, str]
Row = TypeVar("Row", bound=models.Model)


def digest_of_fund(fund: Fund) -> bytes:
    """Digest what a fund is for good: whose, of which kind and use (32 bytes)."""
    return digest_of(
        {
            "number": fund.number,
            "union": fund.union_id,
            "code": fund.code,
            "name": fund.name,
            "kind": str(fund.kind),
            "earmarked": fund.earmarked,
        }
    )


def digest_of_receipt(receipt: Receipt) -> bytes:
    """Digest the paper by which money came in (32 bytes)."""
    return digest_of(
        {
            "fund": receipt.fund_id,
            "payer": receipt.payer,
            "reference": receipt.reference,
            "received_on": receipt.received_on.isoformat(),
            "entered_by": receipt.entered_by_id,
        }
    )


def digest_of_order(order: PaymentOrder) -> bytes:
    """Digest what an order tells the bank to pay, to which account, by whose order (32 bytes)."""
    share = {"share": order.share} if order.share else {}
    return digest_of(
        share
        | {
            "number": order.number,
            "batch": order.batch_id,
            "transfer": order.transfer_id,
            "payee": order.payee_id,
            "payee_digest": bytes(order.payee_digest).hex(),
            "person": order.person_id,
            "amount_fen": order.amount_fen,
            "remark": order.remark,
            "replaces": order.replaces_id,
            "ordered_by": order.ordered_by_id,
            "ordered_by_person": order.ordered_by_person,
        }
    )


def digest_of_answer(order: PaymentOrder) -> bytes:
    """Digest what came back about an order: the bank's word or the reason of a withdrawal."""
    answered = order.answered_at
    return digest_of(
        {
            "number": order.number,
            "answered_at": answered.astimezone(UTC).isoformat() if answered else None,
            "answer": order.answer,
            "bank_reference": order.bank_reference,
        }
    )


def digest_of_batch(batch: PaymentBatch) -> bytes:
    """Digest what a batch is from the day it was opened (32 bytes)."""
    bulk = {"bulk": 1} if batch.is_bulk else {}
    return digest_of(
        bulk
        | {
            "number": batch.number,
            "fund": batch.fund_id,
            "purpose": batch.purpose,
            "format": batch.format_name,
            "made_by": batch.made_by_id,
        }
    )


def mismatches() -> Iterator[Mismatch]:
    """Give (key of the fund, what is wrong) for each row that is not what the trail holds.

    The key is 0 where the row that would name the fund is gone.
    """
    yield from _of_rows(Fund.objects.all(), FUND_OPENED, digest_of_fund, "id")
    yield from _of_rows(Receipt.objects.all(), RECEIPT_ENTERED, digest_of_receipt, "fund_id")
    yield from _of_rows(PaymentBatch.objects.all(), BATCH_OPENED, digest_of_batch, "fund_id")
    yield from _of_rows(
        PaymentOrder.objects.filter(batch__is_bulk=False),
        ORDERED,
        digest_of_order,
        "batch__fund_id",
    )
    yield from _of_freezes()
    yield from _of_accounts()
    yield from _of_answers()
    yield from _of_batches()


def _of_rows(
    rows: "models.QuerySet[Row]", act: str, digest: Callable[[Row], bytes], fund: str
) -> Iterator[Mismatch]:
    """Compare each row with the one entry that tells of its making; find rows that are gone."""
    name, told = rows.model._meta.model_name, _told(rows.model, act)
    funds = dict(rows.values_list("pk", fund))
    for row in rows.order_by("pk").iterator(chunk_size=CHUNK):
        if told.pop(str(row.pk), None) != [digest(row)]:
            yield funds.get(row.pk, 0), f"{name} {row.pk} is not as it was made"
    for key in told:
        yield 0, f"{name} {key} is in the audit trail but not in the book"


def _told(model: type[models.Model], *acts: str) -> dict[str, list[bytes]]:
    told: dict[str, list[bytes]] = {}
    for key, _, digest in _entries(model, *acts):
        told.setdefault(key, []).append(digest)
    return told


def _entries(model: type[models.Model], *acts: str) -> Iterator[tuple[str, str, bytes]]:
    """Give (key of the row, act, digest) of the trail, oldest first."""
    entries = Entry.objects.filter(subject_type=model._meta.label_lower, act__in=acts)
    found = entries.order_by("id").values_list("subject_id", "act", "subject_digest")
    for key, act, digest in found.iterator(chunk_size=CHUNK):
        yield key, act, bytes(digest or b"")


def _of_freezes() -> Iterator[Mismatch]:
    """Find funds that were frozen or unfrozen behind the trail's back."""
    last = {key: act for key, act, _ in _entries(Fund, FROZEN, RELEASED)}
    for fund in Fund.objects.order_by("pk"):
        if fund.is_frozen != (last.get(str(fund.pk)) == FROZEN):
            yield fund.pk, f"fund {fund.pk} is frozen or open against the audit trail"


def _of_accounts() -> Iterator[Mismatch]:
    """Find orders that point at an account which is not the approved one, or not the payee's."""
    own = Q(payee__person=F("person")) | Q(payee__person=None, person=None)
    wrong = PaymentOrder.objects.exclude(Q(payee__digest=F("payee_digest")) & own).values_list(
        "batch__fund_id", "number"
    )
    for fund_id, number in wrong:
        yield fund_id, f"order {number}: its account is not the approved one"


def _of_answers() -> Iterator[Mismatch]:
    """Find orders whose state or answer is not what was last heard of them."""
    last = {key: (act, digest) for key, act, digest in _entries(PaymentOrder, *HEARD)}
    alone = PaymentOrder.objects.filter(batch__is_bulk=False).select_related("batch")
    for order in alone.order_by("pk").iterator(chunk_size=CHUNK):
        heard = last.get(str(order.pk))
        if heard is None:
            is_open = order.batch.state is BatchState.OPEN
            wanted = OrderState.REQUESTED if is_open else OrderState.SUBMITTED
            is_right = order.state is wanted and not (order.answer or order.bank_reference)
        else:
            is_right = (order.state, digest_of_answer(order)) == (HEARD[heard[0]], heard[1])
        if not is_right:
            yield order.batch.fund_id, f"order {order.number} is not what was last heard of it"


def _of_batches() -> Iterator[Mismatch]:
    """Find batches whose file, dates or number of lines are not what the trail and orders say."""
    told = _told(PaymentBatch, FILE_WRITTEN)
    standing = Count("orders", filter=~Q(orders__state=OrderState.CANCELLED))
    counts = dict(PaymentBatch.objects.annotate(lines=standing).values_list("pk", "lines"))
    for batch in PaymentBatch.objects.order_by("pk"):
        files = set(told.get(str(batch.pk), ()))
        if files != ({bytes(batch.file_digest)} if batch.file_digest else set()):
            yield batch.fund_id, f"batch {batch.number}: its file is not the one in the audit trail"
        reached = (batch.submitted_at is not None, batch.settled_at is not None)
        if reached != (batch.state is not BatchState.OPEN, batch.state is BatchState.SETTLED):
            yield batch.fund_id, f"batch {batch.number}: its state and its dates do not agree"
        if batch.state is not BatchState.OPEN and batch.count != counts[batch.pk]:
            yield batch.fund_id, f"batch {batch.number} does not hold {batch.count} orders"
