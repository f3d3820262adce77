"""Payments: orders in a batch, the file for the bank, and the bank's reply line by line.

An order never moves money by itself: the reservation stays until the bank's reply confirms its
line, and only then `book.post` spends it. A returned line leaves the reservation standing, so that
it can be ordered again once the account is corrected. Every function runs inside the caller's
transaction and locks the batch first.
"""

import secrets

from django.db.models import F, QuerySet

from backend.access.actor import Actor
from backend.accounts.models import PayeeAccount
from backend.accounts.states import PayeeState
from backend.audit import trail
from backend.kernel import clock
from backend.kernel.errors import Conflict, NotFound, Refused
from backend.ledger import book, workflow
from backend.ledger.bank_file import build_file, locked
from backend.ledger.binding import (
    BATCH_OPENED,
    ORDERED,
    digest_of_answer,
    digest_of_batch,
    digest_of_order,
)
from backend.ledger.bulk import cancel_stale, order_many
from backend.ledger.formats import ReplyLine, format_named
from backend.ledger.lines import note_states
from backend.ledger.models import Fund, PaymentBatch, PaymentOrder, Transfer
from backend.ledger.reply import read_reply
from backend.ledger.settlement import Heard, settle, settle_many
from backend.ledger.states import LIVE, BatchState, OrderAct, OrderState

__all__ = [
    "Heard",
    "ReplyLine",
    "build_file",
    "cancel",
    "cancel_stale",
    "check_payee",
    "open_batch",
    "order",
    "order_many",
    "read_reply",
    "returned_orders",
    "settle",
    "settle_many",
    "take_out",
]

DEFAULT_FORMAT = "zhijia-csv-1"
MOST_LINES = 5000
TAKEN_OUT = "工会撤下，没有送银行"
_SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def open_batch(
    fund: Fund,
    *,
    purpose: str,
    actor: Actor,
    format_name: str = DEFAULT_FORMAT,
    is_bulk: bool = False,
) -> PaymentBatch:
    """Open a batch 发放批次 of one fund; `purpose` is the one kind of cause it pays (`app.model`).

    Into a batch in bulk everything is ordered at once, by `bulk.order_many`.

    Raises Conflict `fund_frozen`, Invalid `bank_format_unknown`.
    """
    book.must_be_in_transaction()
    book.refuse_frozen(fund)
    format_named(format_name)
    mark = "".join(secrets.choice(_SIGNS) for _ in range(6))
    batch = PaymentBatch.objects.create(
        number=f"FF-{clock.today():%Y%m%d}-{mark}",
        fund=fund,
        purpose=purpose,
        format_name=format_name,
        is_bulk=is_bulk,
        made_by_id=actor.user_id,
        created_at=clock.now(),
    )
    trail.record(actor, BATCH_OPENED, batch, union_id=fund.union_id, digest=digest_of_batch(batch))
    return batch


def order(
    transfer: Transfer,
    *,
    payee: PayeeAccount,
    approved_digest: bytes,
    batch: PaymentBatch,
    actor: Actor,
    remark: str = "",
) -> PaymentOrder:
    """Put a pending reservation into an open batch 下单, to the account as it was at approval.

    The same call orders a returned payment again. Raises Conflict `payee_changed` (the approval no
    longer holds), `payee_not_verified`, `payee_cooling`, `already_ordered`, `already_settled`,
    `fund_frozen`, `batch_full`; Refused `own_payment`, `four_eyes`.
    """
    book.must_be_in_transaction()
    batch = locked(batch)
    book.refuse_frozen(batch.fund)
    _check_order(transfer, batch, actor)
    # Read again under lock: the caller's row may be older than a change of the account.
    payee = PayeeAccount.objects.select_for_update(of=("self",)).get(pk=payee.pk)
    check_payee(payee, approved_digest, actor)
    made = PaymentOrder.objects.create(
        number=f"{batch.number}-{batch.count + 1:04d}",
        batch=batch,
        transfer=transfer,
        payee=payee,
        payee_digest=approved_digest,
        person_id=payee.person_id,
        amount_fen=transfer.amount_fen,
        remark=remark,
        replaces=_replaced(transfer),
        ordered_by_id=actor.user_id,
        ordered_by_person=actor.person_id,
        created_at=clock.now(),
    )
    PaymentBatch.objects.filter(pk=batch.pk).update(
        count=F("count") + 1, total_fen=F("total_fen") + transfer.amount_fen
    )
    trail.record(
        actor,
        ORDERED,
        made,
        person_id=payee.person_id,
        union_id=batch.fund.union_id,
        digest=digest_of_order(made),
    )
    return made


def cancel(order: PaymentOrder, *, actor: Actor, reason: str) -> PaymentOrder:
    """Take an order out of a batch 撤单 that has not gone to the bank; the reservation stays."""
    book.must_be_in_transaction()
    batch = locked(order.batch)
    order = PaymentOrder.objects.select_for_update().get(pk=order.pk)
    order.answer = reason[:200]
    workflow.advance_order(order, OrderAct.CANCEL, changed=("answer",))
    note_states(batch, actor)
    PaymentBatch.objects.filter(pk=batch.pk).update(total_fen=F("total_fen") - order.amount_fen)
    trail.record(
        actor,
        "ledger:payment:cancel",
        order,
        person_id=order.person_id,
        union_id=batch.fund.union_id,
        digest=digest_of_answer(order),
    )
    return order


def take_out(batch: PaymentBatch, number: str, *, actor: Actor) -> PaymentOrder:
    """Take the order of that number out of a batch, by `cancel`; raises NotFound for another's.

    The ledger keeps no officer's words: her reason stands in the capability's case.
    """
    found = batch.orders.filter(number=number).first()
    if found is None:
        raise NotFound
    return cancel(found, actor=actor, reason=TAKEN_OUT)


def returned_orders() -> QuerySet[PaymentOrder]:
    """Payments that the bank sent back and nobody has ordered again or given up: the work list."""
    return (
        PaymentOrder.objects.filter(
            state=OrderState.RETURNED, replacement=None, transfer__settlement=None
        )
        .select_related("batch__fund", "transfer", "payee", "person")
        .order_by("answered_at", "id")
    )


def _check_order(transfer: Transfer, batch: PaymentBatch, actor: Actor) -> None:
    if batch.state is not BatchState.OPEN or batch.is_bulk:
        raise Conflict("batch_closed", "这个批次已经送银行，不能再加付款，请另建一个批次。")
    if batch.count >= MOST_LINES:
        raise Conflict("batch_full", f"一个批次最多 {MOST_LINES} 笔，请另建一个批次。")
    if transfer.fund_id != batch.fund_id or transfer.because_type != batch.purpose:
        raise Conflict("wrong_batch", "这笔付款与批次的经费或事由不一致，请放进对应的批次。")
    book.must_be_pending(transfer)
    if actor.user_id is None or actor.user_id == transfer.actor_user_id:
        raise Refused("four_eyes", "核准人不能自己下单付款，请交给经费管理员办理。")
    if PaymentOrder.objects.filter(transfer=transfer, state__in=LIVE).exists():
        raise Conflict("already_ordered", "这笔款已经下过单，不能重复下单。请刷新页面看最新情况。")


def check_payee(payee: PayeeAccount, approved_digest: bytes, actor: Actor) -> None:
    """Refuse an account that money may not go to now, and one's own.

    Raises Refused `own_payment`, Conflict `payee_changed`, `payee_not_verified`, `payee_cooling`.
    """
    if actor.person_id is not None and actor.person_id == payee.person_id:
        raise Refused("own_payment", "不能给自己下单付款，请交给另一位经办人。")
    replaced = payee.state is PayeeState.REPLACED
    if replaced or bytes(payee.digest) != bytes(approved_digest):
        raise Conflict(
            "payee_changed", "核准之后收款账户变了，原核准不再有效，请重新核准后再付款。"
        )
    if payee.state is not PayeeState.VERIFIED:
        raise Conflict("payee_not_verified", "收款账户还没有核实，请先核实账户再付款。")
    if payee.usable_from is not None and payee.usable_from > clock.now():
        local = clock.to_local(payee.usable_from)
        raise Conflict(
            "payee_cooling",
            "收款账户刚刚变更，还在防冒领的等待期内，"
            f"请在{clock.day_words(local)} {local:%H:%M} 以后再付款。",
        )


def _replaced(transfer: Transfer) -> PaymentOrder | None:
    return (
        PaymentOrder.objects.filter(transfer=transfer, state=OrderState.RETURNED, replacement=None)
        .order_by("-id")
        .first()
    )
