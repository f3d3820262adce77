"""Payments: orders in a batch, the file for the bank, and the bank's reply line by line.

An order never moves money by itself: the reservation stays until the bank's reply confirms its
line, and only then `book.post` spends it. A returned line leaves the reservation standing, so that
it can be ordered again once the account is corrected. Every function runs inside the caller's
transaction and locks the batch first.
"""

import hashlib
import secrets

from django.db.models import F, QuerySet

from backend.access.actor import Actor
from backend.accounts import people
from backend.accounts.models import PayeeAccount
from backend.accounts.states import PayeeState
from backend.audit import trail
from backend.fields.keys import keyring
from backend.kernel import clock
from backend.kernel.errors import Conflict, Refused
from backend.kernel.money import Money
from backend.ledger import book, workflow
from backend.ledger.binding import (
    BATCH_OPENED,
    FILE_WRITTEN,
    ORDERED,
    digest_of_answer,
    digest_of_batch,
    digest_of_order,
)
from backend.ledger.formats import BankFile, Head, PayLine, ReplyLine, format_named
from backend.ledger.models import Fund, PaymentBatch, PaymentOrder, Transfer
from backend.ledger.reply import read_reply
from backend.ledger.settlement import settle
from backend.ledger.states import LIVE, BatchAct, BatchState, OrderAct, OrderState

__all__ = [
    "ReplyLine",
    "build_file",
    "cancel",
    "open_batch",
    "order",
    "read_reply",
    "returned_orders",
    "settle",
]

DEFAULT_FORMAT = "zhijia-csv-1"
MOST_LINES = 5000
PAYMENT_PURPOSE = "交银行办理发放"
_SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def open_batch(
    fund: Fund, *, purpose: str, actor: Actor, format_name: str = DEFAULT_FORMAT
) -> PaymentBatch:
    """Open a batch 发放批次 of one fund; `purpose` is the one kind of cause it pays (`app.model`).

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
    batch = _locked(batch)
    book.refuse_frozen(batch.fund)
    _check_order(transfer, batch, actor)
    # Read again under lock: the caller's row may be older than a change of the account.
    payee = PayeeAccount.objects.select_for_update(of=("self",)).get(pk=payee.pk)
    _check_payee(payee, approved_digest, actor)
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
    batch = _locked(order.batch)
    order = PaymentOrder.objects.select_for_update().get(pk=order.pk)
    order.answer = reason[:200]
    workflow.advance_order(order, OrderAct.CANCEL, changed=("answer",))
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


def build_file(batch: PaymentBatch, *, actor: Actor) -> BankFile:
    """Write the file for the bank and mark the batch as submitted 送银行.

    Called again, it gives the same bytes again and refuses when they would differ. The full account
    numbers stand in this file and nowhere else; each reading of one is in the trail.
    Raises Conflict `batch_empty`, `payee_changed`, `fund_frozen`, `file_differs`.
    """
    book.must_be_in_transaction()
    batch = _locked(batch)
    book.refuse_frozen(batch.fund)
    orders = list(
        batch.orders.exclude(state=OrderState.CANCELLED)
        .select_related("payee__key", "person__key")
        .select_for_update(of=("self",))
        .order_by("number")
    )
    if not orders:
        raise Conflict("batch_empty", "这个批次里还没有付款，先选好要发放的申请再送银行。")
    first_time = batch.submitted_at is None
    head = Head(
        batch=batch.number,
        day=(batch.submitted_at or clock.now()).astimezone(clock.TZ).date(),
        count=len(orders),
        total=Money.sum(one.amount for one in orders),
    )
    writer = format_named(batch.format_name)
    content = writer.write(head, [_pay_line(one, actor) for one in orders])
    digest = keyring().index("ledger.bank_file", hashlib.sha256(content).hexdigest())
    if first_time:
        _mark_submitted(batch, orders, digest)
    elif digest != bytes(batch.file_digest or b""):
        raise Conflict(
            "file_differs", "这个批次送银行后内容有变，不能再次导出。请联系系统管理员核查。"
        )
    trail.record(actor, FILE_WRITTEN, batch, union_id=batch.fund.union_id, digest=digest)
    return BankFile(f"{batch.number}.{writer.extension}", content)


def returned_orders() -> QuerySet[PaymentOrder]:
    """Payments that the bank sent back and nobody has ordered again or given up: the work list."""
    return (
        PaymentOrder.objects.filter(
            state=OrderState.RETURNED, replacement=None, transfer__settlement=None
        )
        .select_related("batch__fund", "transfer", "payee", "person")
        .order_by("answered_at", "id")
    )


def _locked(batch: PaymentBatch) -> PaymentBatch:
    return (
        PaymentBatch.objects.select_for_update(of=("self",)).select_related("fund").get(pk=batch.pk)
    )


def _check_order(transfer: Transfer, batch: PaymentBatch, actor: Actor) -> None:
    if batch.state is not BatchState.OPEN:
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


def _check_payee(payee: PayeeAccount, approved_digest: bytes, actor: Actor) -> None:
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


def _pay_line(one: PaymentOrder, actor: Actor) -> PayLine:
    payee = one.payee
    if payee.state is not PayeeState.VERIFIED or bytes(payee.digest) != bytes(one.payee_digest):
        raise Conflict(
            "payee_changed", f"单号 {one.number} 的收款账户变了，请撤下这一笔，重新核准。"
        )
    return PayLine(
        number=one.number,
        name=people.reveal(one.person, "name", actor=actor, purpose=PAYMENT_PURPOSE),
        account=_account_of(payee, actor),
        bank=payee.bank,
        amount=one.amount,
        remark=one.remark,
    )


def _account_of(payee: PayeeAccount, actor: Actor) -> str:
    trail.record(
        actor,
        "accounts:payee:read_full",
        payee,
        person_id=payee.person_id,
        fields=["account"],
        purpose=PAYMENT_PURPOSE,
    )
    return payee.unseal("account_sealed")


def _mark_submitted(batch: PaymentBatch, orders: list[PaymentOrder], digest: bytes) -> None:
    batch.submitted_at, batch.file_digest, batch.count = clock.now(), digest, len(orders)
    workflow.advance_batch(batch, BatchAct.SUBMIT, changed=("submitted_at", "file_digest", "count"))
    for one in orders:
        workflow.advance_order(one, OrderAct.SUBMIT)
