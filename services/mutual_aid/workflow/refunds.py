"""Fees that go back: a paid batch made void, and money sent back by a second officer."""

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.versions import check_version
from backend.access.write import verb
from backend.audit import trail
from backend.kernel import clock
from backend.kernel.errors import Conflict, Invalid, Refused
from backend.kernel.money import Money
from backend.ledger import book
from backend.ledger.entries import Kind
from backend.ledger.models import Transfer
from services.mutual_aid.models import Batch, FeeReceipt, FeeRefund, RefundReason
from services.mutual_aid.states import (
    LINE,
    REFUND,
    BatchAct,
    BatchState,
    LineAct,
    LineState,
    RefundAct,
)
from services.mutual_aid.workflow.advance import open_batch_row, step, user_of
from services.mutual_aid.workflow.fees import LONGEST_REFERENCE, ask_back, held_of
from services.mutual_aid.workflow.periods import days_of

LONGEST_REASON = 500
BEFORE_START = "before_start"


@verb
def void_with_refund(number: str, *, actor: Actor, version: int, reason: str) -> Batch:
    """Make a batch void whose fee has come in, and put the fee down to go back.

    The unit may while part of the fee is missing, where the plan gives fees back before the start,
    and where cover can no longer begin; the upper union always, before cover begins. Raises
    Conflict `no_refund`, `nothing_received`, `wrong_state`, Invalid `reason_missing`.
    """
    batch = open_batch_row(number, actor, version)
    is_above = _is_above(batch, actor)
    if not is_above:
        actor.must(Permission.MUTUAL_AID_BATCH_WRITE, within=batch)
    if not reason.strip():
        raise Invalid("reason_missing", "请写明作废的原因。")
    held = held_of(batch)
    if not held:
        raise Conflict("nothing_received", "这份名单没有收到会费，直接作废就行。")
    if not (is_above or may_take_back(batch)):
        raise Conflict(
            "no_refund", "按计划规定会费收齐后不退；名单有错请联系上级工会，由上级作废退费。"
        )
    step(batch, BatchAct.MAKE_VOID, actor=actor, return_reason=reason.strip()[:LONGEST_REASON])
    withdraw_lines(batch)
    ask_back(batch, held, RefundReason.BATCH_VOID, asked_by=user_of(actor))
    return batch


def may_take_back(batch: Batch) -> bool:
    """Tell whether the unit itself may have its fee back before cover begins."""
    if batch.state is BatchState.UNIT_CONFIRMED:
        return True
    return batch.plan_version.rules.fee.refund == BEFORE_START or not can_begin(batch)


def can_begin(batch: Batch) -> bool:
    """Tell whether the cover of a batch can still begin by the rule of its plan."""
    try:
        days_of(batch, batch.complete_on or clock.today())
    except Conflict:
        return False
    return True


def withdraw_lines(batch: Batch) -> None:
    """Set the people of a batch free to join elsewhere."""
    withdrawn = LINE.move(LineState.ACTIVE, LineAct.WITHDRAW)
    batch.lines.filter(state=LineState.ACTIVE).update(state=withdrawn)


@verb
def send_refund(number: str, *, actor: Actor, version: int, bank_reference: str) -> FeeRefund:
    """Record that a fee was sent back 退还会费; the ledger takes it out of the plan's fund.

    Raises Refused `four_eyes` for who asked for it, Invalid `reference_missing`, Conflict
    `wrong_state`, `refund_known`, `fund_short`.
    """
    refund = FeeRefund.objects.locked(number, actor)
    batch = refund.batch
    actor.must(Permission.MUTUAL_AID_FEE_RECORD, within=batch)
    check_version(refund, version)
    if actor.user_id == refund.requested_by_id:
        raise Refused("four_eyes", "提出退费和办理退费必须由两个人办理，请交给另一位经办人。")
    reference = bank_reference.strip()
    if not reference or len(reference) > LONGEST_REFERENCE:
        raise Invalid("reference_missing", "请填写退款的银行流水号（60 个字以内）。")
    if FeeRefund.objects.filter(bank_reference=reference).exists():
        raise Conflict("refund_known", "这个退款流水号已经登记过，不能重复登记。")
    refund.state = REFUND.move(refund.state, RefundAct.SEND)
    refund.version += 1
    refund.sent_by_id, refund.sent_at = user_of(actor), clock.now()
    refund.bank_reference = reference
    refund.save(update_fields=["state", "version", "sent_by", "sent_at", "bank_reference"])
    _take_out(batch, refund.amount, actor=actor)
    trail.record(
        actor,
        "mutual_aid.refund.send",
        refund,
        union_id=batch.union_id,
        fields=["state", "sent_by", "bank_reference"],
    )
    return refund


def _take_out(batch: Batch, amount: Money, *, actor: Actor) -> None:
    """Reverse receipts of the batch, the newest first; what was too much of the last comes back."""
    reason = f"{batch.number} 退还会费"
    receipts = list(batch.fee_receipts.order_by("-pk"))
    left = amount
    for transfer in _standing(receipts):
        book.reverse(transfer, actor=actor, reason=reason)
        left -= transfer.amount
        if left.fen <= 0:
            break
    if left.fen > 0:
        raise Conflict("nothing_received", "账上没有这么多这份名单的会费，请先核对收款记录。")
    if left.fen < 0:
        fund = batch.plan_version.plan.fund
        cause = next(one for one in receipts if one.pk == transfer.because_id)
        book.receive(fund, -left, cause, actor=actor, reason=f"{batch.number} 会费（退还后留存）")


def _standing(receipts: list[FeeReceipt]) -> list[Transfer]:
    """Give the transfers of receipts that were not reversed, the newest first."""
    if not receipts:
        return []
    rows = Transfer.objects.filter(
        kind=Kind.RECEIVE,
        because_type=receipts[0]._meta.label_lower,
        because_id__in=[one.pk for one in receipts],
        settlement__isnull=True,
    )
    return list(rows.select_related("fund").order_by("-pk"))


def _is_above(batch: Batch, actor: Actor) -> bool:
    posts = actor.posts_with(Permission.MUTUAL_AID_BATCH_CONFIRM)
    return any(post.union_id != batch.union_id and post.reaches(batch) for post in posts)
