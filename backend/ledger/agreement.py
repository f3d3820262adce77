"""Where the book, the orders and the trail must agree: parts, shares, and batches in bulk.

Everything is recounted where the rows lie: a batch of fifty thousand lines costs a few statements.
"""

from collections.abc import Iterator

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Sum

from backend.audit.models import Entry
from backend.ledger.entries import Kind
from backend.ledger.lines import LINES_HEARD, LINES_ORDERED, heard_digest, ordered_digest
from backend.ledger.models import PaymentBatch, PaymentOrder, Transfer
from backend.ledger.states import LIVE, OrderState

Mismatch = tuple[int, str]
UNDER_WAY = [str(state) for state in LIVE if state is not OrderState.CONFIRMED]


def disagreements() -> Iterator[Mismatch]:
    """Give (key of the fund, what is wrong); the key is 0 where the row that names it is gone."""
    yield from _of_orders()
    yield from _of_whole_settlements()
    yield from _of_parts()
    yield from _of_shares()
    yield from _of_bulk()


def _of_orders() -> Iterator[Mismatch]:
    """Find orders that are not of the amount and fund of their reservation, and unproved ones."""
    orders = PaymentOrder.objects.order_by("pk")
    alike = Q(batch__fund=F("transfer__fund")) & (
        Q(share=0, amount_fen=F("transfer__amount_fen")) | ~Q(share=0)
    )
    for fund_id, number in orders.exclude(alike).values_list("transfer__fund_id", "number"):
        yield fund_id, f"order {number} does not match its reservation"
    confirmed = orders.filter(share=0, state=OrderState.CONFIRMED)
    unposted = confirmed.exclude(transfer__settlement__kind=Kind.POST)
    for fund_id, number in unposted.values_list("transfer__fund_id", "number"):
        yield fund_id, f"order {number} is confirmed but nothing was posted"


def _of_whole_settlements() -> Iterator[Mismatch]:
    """Find payments that the book and the bank's word do not agree on."""
    confirmed = PaymentOrder.objects.filter(transfer=OuterRef("source"), state=OrderState.CONFIRMED)
    paid = Transfer.objects.filter(kind=Kind.POST, source__orders__isnull=False)
    unproved = paid.exclude(Exists(confirmed)).distinct()
    for fund_id, number in unproved.values_list("fund_id", "number"):
        yield fund_id, f"transfer {number}: paid although no order of it is confirmed"
    settled = PaymentOrder.objects.filter(state__in=UNDER_WAY, transfer__settlement__isnull=False)
    for fund_id, number in settled.values_list("batch__fund_id", "number"):
        yield fund_id, f"order {number}: still on its way although its reservation is settled"


def _of_parts() -> Iterator[Mismatch]:
    """Find parts that sum to more than their whole, or settle what they cannot."""
    wholes = Transfer.objects.filter(parts__isnull=False).annotate(fen=Sum("parts__amount_fen"))
    both = Q(fen__gt=F("amount_fen")) | Q(settlement__isnull=False)
    for fund_id, number in wholes.filter(both).values_list("fund_id", "number"):
        yield fund_id, f"transfer {number}: its parts settle more than there is"
    fitting = Q(kind=Kind.REVERSE, part_of__kind=Kind.POST) | Q(
        kind__in=[Kind.POST, Kind.VOID], part_of__kind=Kind.RESERVE
    )
    parts = Transfer.objects.filter(part_of__isnull=False)
    for fund_id, number in parts.exclude(fitting, fund=F("part_of__fund")).values_list(
        "fund_id", "number"
    ):
        yield fund_id, f"transfer {number}: it cannot be a part of what it names"


def _of_shares() -> Iterator[Mismatch]:
    """Find shared reservations whose confirmed lines are not what was posted, or that are short."""
    lines = PaymentOrder.objects.exclude(share=0).values("transfer_id").order_by("transfer_id")
    sums = lines.annotate(
        paid=_sum(Q(state=OrderState.CONFIRMED)), waiting=_sum(Q(state__in=UNDER_WAY))
    )
    shared = list(sums)
    reserves = Transfer.objects.in_bulk([row["transfer_id"] for row in shared])
    settled = _settled([row["transfer_id"] for row in shared])
    for row in shared:
        reserve = reserves[row["transfer_id"]]
        posted, voided = settled.get(reserve.pk, (0, 0))
        if (row["paid"] or 0) != posted:
            yield (
                reserve.fund_id,
                f"transfer {reserve.number}: the confirmed lines do not sum to what was posted",
            )
        if (row["waiting"] or 0) > reserve.amount_fen - posted - voided:
            yield reserve.fund_id, f"transfer {reserve.number}: more is ordered than is left"


def _settled(keys: list[int]) -> dict[int, tuple[int, int]]:
    rows = Transfer.objects.filter(part_of__in=keys).values("part_of_id").order_by("part_of_id")
    sums = rows.annotate(posted=_sum(Q(kind=Kind.POST)), voided=_sum(Q(kind=Kind.VOID)))
    return {row["part_of_id"]: (row["posted"] or 0, row["voided"] or 0) for row in sums}


def _sum(which: Q) -> Sum:
    return Sum("amount_fen", filter=which)


def _of_bulk() -> Iterator[Mismatch]:
    """Compare the lines of each batch in bulk with the digests that the trail holds of them."""
    ordered, heard = _told(LINES_ORDERED), _told(LINES_HEARD)
    for batch in PaymentBatch.objects.filter(is_bulk=True).order_by("pk"):
        key = str(batch.pk)
        if ordered.get(key, [])[:2] != [ordered_digest(batch.pk)]:
            yield batch.fund_id, f"batch {batch.number}: its lines are not as they were ordered"
        if heard.get(key, [b""])[-1] != heard_digest(batch.pk):
            yield batch.fund_id, f"batch {batch.number}: its lines are not what was heard of them"


def _told(act: str) -> dict[str, list[bytes]]:
    told: dict[str, list[bytes]] = {}
    subject: type[models.Model] = PaymentBatch
    entries = Entry.objects.filter(subject_type=subject._meta.label_lower, act=act).order_by("id")
    for key, digest in entries.values_list("subject_id", "subject_digest"):
        told.setdefault(key, []).append(bytes(digest or b""))
    return told
