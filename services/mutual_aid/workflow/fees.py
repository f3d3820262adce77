"""The fee of a batch: what is due from whom, what arrived, and what is too much."""

from typing import Any

from django.db.models import Count, Sum

from backend.access.actor import Actor
from backend.kernel.errors import Conflict, Invalid
from backend.kernel.money import Money
from backend.ledger import book
from notifications import outbox
from notifications.topics import Topic
from services.mutual_aid.models import Batch, FeePart, FeeReceipt, FeeRefund, RefundReason
from services.mutual_aid.queries.officers import chairs_of
from services.mutual_aid.rules import contributions
from services.mutual_aid.rules.contributions import Chosen, Contribution, Holders
from services.mutual_aid.states import BATCH, BatchAct, LineState
from services.mutual_aid.workflow.advance import step, user_of

LONGEST_REFERENCE = 60


def contribution_of(batch: Batch) -> Contribution:
    """Add up the fees of the active persons of a batch, in one statement."""
    active = batch.lines.filter(state=LineState.ACTIVE).order_by()
    groups = active.values_list("shares", "holds_card").annotate(count=Count("pk"))
    holders = [Holders(count, shares, card) for shares, card, count in groups]
    return contributions.contribution_of(batch.plan_version.rules.fee, chosen_of(batch), holders)


def settle_due(batch: Batch) -> dict[str, Any]:
    """Write down each payer's part of the fee (R8.11); gives what changes on the batch.

    The caller saves the changes in the same transaction; the database proves the sum at commit.
    """
    found = contribution_of(batch)
    batch.fee_parts.all().delete()
    FeePart.objects.bulk_create(
        [FeePart(batch=batch, payer=payer, amount_fen=part.fen) for payer, part in found.parts]
    )
    return {"fee_due_fen": found.total.fen, "share_count": found.shares}


def void_fee_of(batch: Batch) -> Money:
    """Give what the void shares of the active persons would have cost (R8.7)."""
    active = batch.lines.filter(state=LineState.ACTIVE, shares_void__gt=0).order_by()
    groups = active.values_list("holds_card").annotate(shares=Sum("shares_void"))
    fee, chosen = batch.plan_version.rules.fee, chosen_of(batch)
    return Money.sum(
        contributions.share_fee(fee, chosen, holds_card=card) * shares for card, shares in groups
    )


def fee_of_lines(batch: Batch, keys: list[int]) -> Money:
    """Give the fee of some lines of a batch, by key."""
    rows = batch.lines.filter(pk__in=keys).order_by().values_list("shares", "holds_card")
    groups = [Holders(n, shares, card) for shares, card, n in rows.annotate(n=Count("pk"))]
    fee, chosen = batch.plan_version.rules.fee, chosen_of(batch)
    return contributions.contribution_of(fee, chosen, groups).total


def chosen_of(batch: Batch) -> Chosen:
    """Give what was chosen when the batch was opened."""
    return Chosen(batch.months, batch.risk_class)


def take_fee(batch: Batch, amount: Money, reference: str, *, actor: Actor) -> FeeReceipt | None:
    """Take money that arrived for a locked batch; matched when the sum is due to the fen.

    A part may arrive alone; the batch moves on with the part that completes it. What void shares
    would have cost may arrive too and is put down to go back (R8.7). Raises Invalid
    `fee_too_much`, `reference_missing`, Conflict `fee_known`, `wrong_state`.
    """
    reference = reference.strip()
    if not reference or len(reference) > LONGEST_REFERENCE:
        raise Invalid("reference_missing", "请填写银行回单上的流水号（60 个字以内）。")
    if FeeReceipt.objects.filter(bank_reference=reference).exists():
        raise Conflict("fee_known", "这个银行流水号已经登记过，不能重复登记。")
    received = Money(batch.fee_received_fen) + amount
    due = Money(batch.fee_due_fen)
    extra = received - due
    if amount.fen < 0 or (received > due and extra != void_fee_of(batch)):
        raise Invalid(
            "fee_too_much",
            f"应收 {due} 元，加上这一笔共收 {received} 元，多出 {extra} 元。"
            "请核对回单；多收的请先退回单位。",
        )
    if received >= due:
        step(batch, BatchAct.MATCH_FEE, actor=actor, fee_received_fen=received.fen)
    else:
        _note_part(batch, received)
    receipt = _receipt(batch, amount, reference, actor) if amount else None
    if received > due:
        ask_back(batch, extra, RefundReason.VOID_SHARES, asked_by=user_of(actor))
    if received >= due:
        chairs = chairs_of([batch.union_id])[batch.union_id]
        outbox.post_many(Topic.MUTUAL_AID_FEE_MATCHED, to=chairs, about=batch)
    return receipt


def ask_back(batch: Batch, amount: Money, reason: RefundReason, *, asked_by: int) -> FeeRefund:
    """Put money of a batch down to go back; another officer sends it."""
    return FeeRefund.objects.create(
        batch=batch, amount_fen=amount.fen, reason=reason, requested_by_id=asked_by
    )


def held_of(batch: Batch) -> Money:
    """Give what of the fee is still here and not yet put down to go back."""
    back = batch.fee_refunds.aggregate(fen=Sum("amount_fen"))["fen"] or 0
    return Money(batch.fee_received_fen - back)


def _receipt(batch: Batch, amount: Money, reference: str, actor: Actor) -> FeeReceipt:
    receipt = FeeReceipt.objects.create(
        batch=batch,
        amount_fen=amount.fen,
        bank_reference=reference,
        recorded_by_id=user_of(actor),
    )
    fund = batch.plan_version.plan.fund
    book.receive(fund, amount, receipt, actor=actor, reason=f"{batch.number} 会费")
    return receipt


def _note_part(batch: Batch, received: Money) -> None:
    """Keep a part of the fee; refuses where no fee is awaited."""
    if not BATCH.allows(batch.state, BatchAct.MATCH_FEE):
        raise Conflict("wrong_state", f"现在是“{batch.state_label}”，不收会费。请刷新页面。")
    batch.fee_received_fen = received.fen
    batch.version += 1
    batch.save(update_fields=["fee_received_fen", "version"])
