"""Settling in parts: one reservation for many people, paid and given back bit by bit (ADR 0012).

A part is a transfer of its own that names what it is a part of. The parts of a transfer never sum
to more than it: held here under the lock of the fund, by a trigger at commit, and by the recount.
A transfer that is settled in parts is never settled whole, nor the other way about.
"""

from django.db import models
from django.db.models import Q, Sum

from backend.access.actor import Actor
from backend.kernel.errors import Conflict, Invalid
from backend.kernel.money import Money
from backend.ledger.book import cause_of, must_be_another
from backend.ledger.entries import Kind
from backend.ledger.models import Balance, PaymentOrder, Transfer
from backend.ledger.movement import move, must_be_in_transaction
from backend.ledger.states import LIVE, OrderState

UNDER_WAY = tuple(state for state in LIVE if state is not OrderState.CONFIRMED)


def post_part(
    reserve: Transfer, amount: Money, *, because: models.Model, actor: Actor, reason: str = ""
) -> Transfer:
    """Pay out a part of a reservation. Never by the person who reserved it (four eyes).

    Raises Refused `four_eyes`, Conflict `not_reserved`, `already_settled`, `over_settled`.
    """
    must_be_another(reserve, actor)
    return _part(Kind.POST, reserve, amount, because=because, actor=actor, reason=reason)


def void_part(
    reserve: Transfer, amount: Money, *, because: models.Model, actor: Actor, reason: str
) -> Transfer:
    """Give a part of a reservation back, with a reason.

    Raises Conflict `already_ordered` when what is left would not cover the payments under way,
    and what `post_part` raises.
    """
    _must_say(reason)
    left = unsettled(reserve) - amount
    if left < under_way(reserve):
        raise Conflict(
            "already_ordered", "这笔款已经下单付款，不能释放。请先撤单，或等银行回单后再办。"
        )
    return _part(Kind.VOID, reserve, amount, because=because, actor=actor, reason=reason)


def reverse_part(
    payment: Transfer, amount: Money, *, because: models.Model, actor: Actor, reason: str
) -> Transfer:
    """Take money back 冲正 that came home of a payment: a new opposite transfer (R8.30).

    Raises Conflict `not_reversible`, `already_settled`, `over_settled`.
    """
    _must_say(reason)
    return _part(Kind.REVERSE, payment, amount, because=because, actor=actor, reason=reason)


def unsettled(transfer: Transfer) -> Money:
    """Give what of a transfer is not settled in parts yet; locks the fund."""
    must_be_in_transaction()
    Balance.objects.select_for_update().get(fund_id=transfer.fund_id)
    done = Transfer.objects.filter(part_of=transfer).aggregate(fen=Sum("amount_fen"))
    return transfer.amount - Money(done["fen"] or 0)


def under_way(reserve: Transfer) -> Money:
    """Give what of a reservation is on its way to the bank or there."""
    orders = PaymentOrder.objects.filter(
        transfer=reserve, state__in=[str(state) for state in UNDER_WAY]
    )
    return Money(orders.aggregate(fen=Sum("amount_fen"))["fen"] or 0)


def payment_of(order: PaymentOrder, amount: Money) -> Transfer:
    """Give the payment that a confirmed order belongs to and that still holds the amount.

    Of a shared reservation it is a part that the bank confirmed for the batch of the order.
    Raises Conflict `not_reversible`.
    """
    whole = Q(source=order.transfer)
    part = Q(part_of=order.transfer, because_type="ledger.paymentbatch", because_id=order.batch_id)
    found = Transfer.objects.filter(whole | part, kind=Kind.POST).order_by("id")
    for payment in found.select_related("fund"):
        if unsettled(payment) >= amount:
            return payment
    raise Conflict("not_reversible", "账上没有这笔付款可以冲正，请联系系统管理员核查。")


def _part(
    kind: Kind,
    whole: Transfer,
    amount: Money,
    *,
    because: models.Model,
    actor: Actor,
    reason: str,
) -> Transfer:
    wanted = Kind.POST if kind is Kind.REVERSE else Kind.RESERVE
    if whole.kind != wanted:
        code = "not_reversible" if kind is Kind.REVERSE else "not_reserved"
        raise Conflict(code, f"这是一笔“{whole.kind_label}”，这一步办不了。")
    left = unsettled(whole)
    if Transfer.objects.filter(source=whole).exists():
        raise Conflict("already_settled", "这笔经费已经办结，不能再办一次。请刷新页面看最新情况。")
    if amount > left:
        raise Conflict("over_settled", f"这笔经费只剩 {left} 元没有办结，不够 {amount} 元。")
    return move(
        kind,
        whole.fund,
        amount,
        because=cause_of(because),
        actor=actor,
        reason=reason,
        part_of=whole,
    )


def _must_say(reason: str) -> None:
    if not reason.strip():
        raise Invalid("reason_missing", "请写明原因。")
