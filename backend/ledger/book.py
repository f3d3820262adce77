"""The book: the only writer of transfers, postings and balances.

Every function runs inside the caller's transaction and refuses without one. A balance changes by
one conditional UPDATE whose row count is checked, in the same transaction as the entries; the
database holds `available >= 0` besides (safety decisions D1, D16). Lock order: the case first (the
caller), then the fund's balance row.
"""

from collections.abc import Sequence
from dataclasses import replace

from django.db import models
from django.db.models import Q

from backend.access.actor import Actor
from backend.audit import trail
from backend.kernel import clock
from backend.kernel.errors import Conflict, Invalid, Refused
from backend.kernel.identifiers import uuid7
from backend.kernel.money import Money
from backend.ledger.binding import FROZEN, FUND_OPENED, RELEASED, digest_of_fund
from backend.ledger.entries import KIND_LABELS, FundKind, Kind
from backend.ledger.models import Balance, Fund, PaymentOrder, Transfer
from backend.ledger.movement import Cause, move, must_be_in_transaction, settle_each
from backend.ledger.states import LIVE
from backend.ledger.verify import Report, verify
from backend.unions.models import Union

__all__ = [
    "Report",
    "cause_of",
    "freeze",
    "must_be_in_transaction",
    "open_fund",
    "post",
    "post_each",
    "receive",
    "release_freeze",
    "reserve",
    "reverse",
    "verify",
    "void",
]


def open_fund(
    code: str,
    name: str,
    union: Union,
    kind: FundKind,
    *,
    actor: Actor,
    earmarked: str = "",
) -> Fund:
    """Open a fund 经费 with an empty balance; `earmarked` says what alone it may pay for.

    Raises Conflict `fund_code_taken` when the union already has a fund of that code.
    """
    must_be_in_transaction()
    if Fund.objects.filter(union=union, code=code).exists():
        raise Conflict("fund_code_taken", f"本工会已有代码为“{code}”的经费，请换一个代码。")
    fund = Fund(number=str(uuid7()), code=code, name=name, kind=kind, earmarked=earmarked)
    fund.place(union)
    fund.full_clean()
    fund.save()
    Balance.objects.create(fund=fund)
    trail.record(actor, FUND_OPENED, fund, union_id=union.pk, digest=digest_of_fund(fund))
    return fund


def receive(
    fund: Fund, amount: Money, because: models.Model, *, actor: Actor, reason: str
) -> Transfer:
    """Take money into a fund 收入; `because` is the act or statement that brought it."""
    if not reason.strip():
        raise Invalid("reason_missing", "请写明这笔收入的来源。")
    return move(Kind.RECEIVE, fund, amount, because=cause_of(because), actor=actor, reason=reason)


def reserve(
    fund: Fund, amount: Money, *, because: models.Model, actor: Actor, reason: str = ""
) -> Transfer:
    """Set money aside 预留 for one approved thing; pending until `post` or `void`.

    Raises Conflict `fund_short` (not enough available), `fund_frozen`, `already_reserved`.
    """
    must_be_in_transaction()
    refuse_frozen(fund)
    cause = cause_of(because)
    made = Transfer.objects.filter(kind=Kind.RESERVE, because_type=cause.kind, because_id=cause.key)
    attempt = made.count()
    if attempt and attempt != made.given_back().count():
        raise Conflict("already_reserved", "这件事已经预留过经费，不能重复预留。")
    again = replace(cause, attempt=attempt)
    return move(Kind.RESERVE, fund, amount, because=again, actor=actor, reason=reason)


def post(transfer: Transfer, *, actor: Actor, reason: str = "") -> Transfer:
    """Pay out 发放 what was reserved, in full. Never by the person who reserved it (four eyes).

    Raises Refused `four_eyes`, Conflict `not_reserved`, `already_settled`.
    """
    must_be_in_transaction()
    must_be_pending(transfer)
    must_be_another(transfer, actor)
    return _settle(Kind.POST, transfer, actor=actor, reason=reason)


def void(transfer: Transfer, *, actor: Actor, reason: str) -> Transfer:
    """Give a reservation back 释放预留, with a reason; the money is available again.

    Raises Conflict `already_ordered` while a payment of it stands: the bank may still pay it.
    """
    must_be_in_transaction()
    must_be_pending(transfer)
    if PaymentOrder.objects.filter(transfer=transfer, state__in=LIVE).exists():
        raise Conflict(
            "already_ordered", "这笔款已经下单付款，不能释放。请先撤单，或等银行回单后再办。"
        )
    if not reason.strip():
        raise Invalid("reason_missing", "请写明释放预留的原因。")
    return _settle(Kind.VOID, transfer, actor=actor, reason=reason)


def reverse(transfer: Transfer, *, actor: Actor, reason: str) -> Transfer:
    """Correct 冲正 a receipt or a payment by a new opposite transfer, with a reason.

    Money of a reversed payment is available again; a reversed receipt leaves the fund.
    Raises Conflict `not_reversible`, `already_settled`, `fund_short`.
    """
    must_be_in_transaction()
    if not reason.strip():
        raise Invalid("reason_missing", "请写明冲正的原因。")
    if transfer.kind not in {Kind.RECEIVE, Kind.POST}:
        raise Conflict("not_reversible", "只有收入和发放可以冲正。")
    _must_be_unsettled(transfer)
    return _settle(Kind.REVERSE, transfer, actor=actor, reason=reason)


def freeze(fund: Fund, *, actor: Actor, reason: str) -> None:
    """Stop a fund's reservations and payouts after a breach was found (D16)."""
    must_be_in_transaction()
    Fund.objects.filter(pk=fund.pk).update(frozen_at=clock.now(), frozen_reason=reason)
    fund.refresh_from_db(fields=["frozen_at", "frozen_reason"])
    trail.record(actor, FROZEN, fund, union_id=fund.union_id)


def release_freeze(fund: Fund, *, actor: Actor) -> None:
    """Let a fund pay again once the breach is explained."""
    must_be_in_transaction()
    Fund.objects.filter(pk=fund.pk).update(frozen_at=None, frozen_reason="")
    fund.refresh_from_db(fields=["frozen_at", "frozen_reason"])
    trail.record(actor, RELEASED, fund, union_id=fund.union_id)


def cause_of(because: models.Model) -> Cause:
    """Name the thing that caused a transfer. Raises TypeError when it is not saved."""
    if not isinstance(because.pk, int):
        message = f"{because._meta.label} has no saved integer key to point at"
        raise TypeError(message)
    return Cause(because._meta.label_lower, because.pk)


def post_each(transfers: Sequence[Transfer], *, actor: Actor, reason: str = "") -> list[Transfer]:
    """Pay out many reservations of one fund, each in full, as `post` does one."""
    must_be_in_transaction()
    for fund_id in sorted({one.fund_id for one in transfers}):
        Balance.objects.select_for_update().get(fund_id=fund_id)
    keys = [one.pk for one in transfers]
    if Transfer.objects.filter(Q(source__in=keys) | Q(part_of__in=keys)).exists():
        raise _already_settled()
    for one in transfers:
        if one.kind != Kind.RESERVE:
            raise _not_reserved(one)
        must_be_another(one, actor)
    return settle_each(Kind.POST, transfers, actor=actor, reason=reason)


def _settle(kind: Kind, source: Transfer, *, actor: Actor, reason: str) -> Transfer:
    return move(
        kind,
        source.fund,
        source.amount,
        because=Cause(source.because_type, source.because_id),
        actor=actor,
        reason=reason,
        source=source,
    )


def refuse_frozen(fund: Fund) -> None:
    """Raise Conflict `fund_frozen` where a breach was found in the fund (D16)."""
    if Fund.objects.filter(pk=fund.pk, frozen_at__isnull=False).exists():
        raise Conflict(
            "fund_frozen", f"“{fund.name}”因账目核对发现问题已暂停支付，请联系经费管理员。"
        )


def must_be_another(transfer: Transfer, actor: Actor) -> None:
    """Refuse who reserved the money as who pays it out; raises Refused `four_eyes`."""
    if actor.user_id is None or actor.user_id == transfer.actor_user_id:
        raise Refused("four_eyes", "预留经费和确认发放必须由两个人办理，请交给另一位经办人。")


def must_be_pending(transfer: Transfer) -> None:
    """Refuse what is no reservation, or one that is settled whole or in part."""
    if transfer.kind != Kind.RESERVE:
        raise _not_reserved(transfer)
    _must_be_unsettled(transfer)


def _must_be_unsettled(transfer: Transfer) -> None:
    Balance.objects.select_for_update().get(fund_id=transfer.fund_id)
    if Transfer.objects.filter(Q(source=transfer) | Q(part_of=transfer)).exists():
        raise _already_settled()


def _not_reserved(transfer: Transfer) -> Conflict:
    return Conflict("not_reserved", f"这是一笔“{KIND_LABELS[Kind(transfer.kind)]}”，不是预留。")


def _already_settled() -> Conflict:
    return Conflict("already_settled", "这笔经费已经办结，不能再办一次。请刷新页面看最新情况。")
