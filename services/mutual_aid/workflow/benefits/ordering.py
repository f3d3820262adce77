"""Ordering payments: chosen ones, or all of a plan that can be paid, in one batch for the bank."""

from collections.abc import Sequence
from typing import Any

from django.db.models import BigIntegerField, Case, F, QuerySet, Value, When

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.write import verb
from backend.accounts.models import PayeeAccount
from backend.audit import trail
from backend.kernel.errors import Conflict, Invalid, NotFound, Refused
from backend.ledger import book, payments
from backend.ledger.models import PaymentBatch
from services.mutual_aid.models import Benefit, Plan
from services.mutual_aid.queries.payments import PURPOSE, batch_for
from services.mutual_aid.states import BENEFIT, TO_PAY, BenefitAct
from services.mutual_aid.workflow.advance import allow_long
from services.mutual_aid.workflow.benefits import sets
from services.mutual_aid.workflow.benefits.accounts import accounts_for, holds
from services.mutual_aid.workflow.benefits.advance import (
    advance,
    lock_all,
    must_hold,
    said,
)

REMARK = "医疗互助"
MOST_CHOSEN = 500
MOST_LINES = 50_000


@verb
def order(*, actor: Actor, benefits: Sequence[str]) -> PaymentBatch:
    """Order the payment of chosen benefits of one plan, due or returned, in a new batch.

    Refused whole where one of them cannot be paid now, with its number. Raises NotFound for a
    benefit outside her subtree, Refused `own_case`, `four_eyes`, Conflict `wrong_state`,
    `mixed_plans`, `no_account`, `payee_changed`, `payee_cooling`, `fund_frozen`, Invalid
    `nothing_chosen`, `too_many`.
    """
    if len(benefits) > MOST_CHOSEN:
        raise Invalid("too_many", f"一次最多勾选 {MOST_CHOSEN} 笔；整批付款请用“全部下单”。")
    plan = _lock_plan(benefits, actor)
    chosen = lock_all(benefits, actor=actor)
    if any(one.plan_id != plan.pk for one in chosen):
        raise Conflict("mixed_plans", "一个批次只能付一个计划的给付，请按计划分开下单。")
    accounts = accounts_for(chosen)
    for benefit in chosen:
        _check(benefit, accounts[benefit.pk], actor)
    rows = Benefit.objects.filter(pk__in=[one.pk for one in chosen])
    batch = _ordered(plan, rows, actor)
    if batch.count != len(chosen):
        raise Conflict("already_ordered", "其中有给付已经下过单或办结，请刷新页面再选。")
    trail.record_all(
        actor,
        f"mutual_aid.benefit.{BenefitAct.ORDER}",
        ((one, one.payee_person_id, one.union_id) for one in chosen),
        fields=["state", "payment_order"],
    )
    return batch


@verb
def order_all(plan_code: str, *, actor: Actor) -> PaymentBatch:
    """Order everything of a plan that can be paid now, the oldest first, in a new batch.

    At most `MOST_LINES`; what is left out stays on the list: no account, a changed one, one that
    cools off, the actor's own, what the actor reserved. Raises NotFound, Refused, Conflict
    `nothing_to_pay`, `fund_frozen`.
    """
    plan = Plan.objects.select_for_update(of=("self",)).filter(code=plan_code).first()
    if plan is None or not actor.can(Permission.MUTUAL_AID_BENEFIT_READ, within=plan.fund):
        raise NotFound
    actor.must(Permission.MUTUAL_AID_BENEFIT_ORDER, within=plan.fund)
    allow_long()
    waiting = (
        Benefit.objects.visible_to(actor)
        .filter(plan=plan, state__in=[str(state) for state in TO_PAY])
        .exclude(person_id=actor.person_id or 0)
        .exclude(bound_by_id=actor.user_id or 0)
        .order_by("pk")[:MOST_LINES]
    )
    batch = _ordered(plan, waiting, actor)
    if not batch.count:
        raise Conflict("nothing_to_pay", "这个计划现在没有可以付款的给付。")
    return batch


@verb
def take_out(batch_number: str, *, actor: Actor, order: str, reason: str) -> PaymentBatch:
    """Take one payment out of a batch that has not gone to the bank; the decision stands.

    Raises NotFound, Refused, Conflict `wrong_state` once it was sent, Invalid `reason_missing`.
    """
    batch = batch_for(batch_number, actor)
    said(reason, "请写明撤下的原因。")
    found = payments.take_out(batch, order, actor=actor)
    benefit = Benefit.objects.select_for_update(of=("self",)).get(payment_order=found)
    benefit.payment_order = None
    advance(benefit, BenefitAct.TAKE_OUT, actor=actor, changed=["payment_order"])
    batch.refresh_from_db()
    return batch


@verb
def take_out_changed(batch_number: str, *, actor: Actor) -> PaymentBatch:
    """Take out of an unsent batch every payment whose account changed since; others go on."""
    batch = batch_for(batch_number, actor)
    payments.cancel_stale(batch, actor=actor, reason=payments.TAKEN_OUT)
    sets.take_out(batch)
    batch.refresh_from_db()
    return batch


def choice(rows: QuerySet[Benefit]) -> "QuerySet[Benefit, Any]":
    """Give what the ledger wants to know of each: reservation, share, account, digest, fen."""
    share = Case(
        When(transfer__because_type=PURPOSE, then=Value(0)),
        default=F("pk"),
        output_field=BigIntegerField(),
    )
    return rows.annotate(share=share).values_list(
        "transfer_id", "share", "payee_id", "payee_digest", "amount_fen"
    )


def _lock_plan(numbers: Sequence[str], actor: Actor) -> Plan:
    """Lock the plan of the first chosen benefit: two orders of one plan take turns."""
    first = Benefit.objects.visible_to(actor).filter(number__in=list(numbers)[:1]).first()
    if first is None:
        lock_all(numbers, actor=actor)
        raise NotFound
    return Plan.objects.select_for_update(of=("self",)).select_related("fund").get(pk=first.plan_id)


def _check(benefit: Benefit, account: PayeeAccount | None, actor: Actor) -> None:
    must_hold(Permission.MUTUAL_AID_BENEFIT_ORDER, benefit, actor)
    BENEFIT.move(benefit.state, BenefitAct.ORDER)
    if benefit.transfer is None:
        raise Conflict("wrong_state", f"{benefit.number} 还没有预留经费，不能付款。")
    book.must_be_another(benefit.transfer, actor)
    if benefit.bound_by_id == actor.user_id:
        raise Refused("four_eyes", f"{benefit.number} 的账户由您核准，请交给另一位经办人下单。")
    if benefit.payee is None or benefit.payee_digest is None:
        raise Conflict(
            "no_account", f"{benefit.number} 还没有核准的收款账户，请先核实账户并核准再付款。"
        )
    if account is None or not holds(benefit, account):
        raise Conflict(
            "payee_changed", f"{benefit.number} 核定之后收款账户变了，请先由另一人核准新账户。"
        )
    payments.check_payee(account, bytes(benefit.payee_digest), actor)


def _ordered(plan: Plan, rows: QuerySet[Benefit], actor: Actor) -> PaymentBatch:
    batch = payments.open_batch(plan.fund, purpose=PURPOSE, actor=actor, is_bulk=True)
    batch = payments.order_many(batch, choice(rows), actor=actor, remark=REMARK)
    if sets.order(batch) != batch.count:
        raise Conflict("already_ordered", "其中有给付刚刚变了状态，请刷新页面再下单。")
    return batch
