"""Getting a wrong payment back: two persons demand it, the ledger reverses what comes home (R8.30).

Nothing is ever edited. What was paid stays paid in the book; what came back is a transfer of its
own that names the payment it is a part of.
"""

from datetime import date

from django.db.models import F

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.versions import check_version
from backend.access.write import verb
from backend.audit import trail
from backend.kernel import clock
from backend.kernel.errors import Conflict, Invalid, NotFound, Refused
from backend.kernel.money import Money
from backend.ledger import parts
from notifications.topics import Topic
from services.mutual_aid.models import Benefit, Cover, Recovery, Repayment
from services.mutual_aid.states import (
    BENEFIT,
    OPEN_RECOVERIES,
    RECOVERY,
    BenefitAct,
    RecoveryAct,
)
from services.mutual_aid.workflow.benefits.advance import advance, lock, must_hold, said, tell

LONGEST_REFERENCE = 60


@verb
def demand_back(number: str, *, actor: Actor, version: int, amount: Money, reason: str) -> Recovery:
    """Ask for a paid benefit, or a part of it, back; it counts once a second person confirms.

    Raises NotFound, Refused, StaleVersion, Conflict `wrong_state`, `already_demanded`, Invalid
    `reason_missing`, `bad_amount`.
    """
    benefit = lock(number, actor=actor)
    check_version(benefit, version)
    return open_recovery(benefit, amount, reason=reason, actor=actor)


def open_recovery(benefit: Benefit, amount: Money, *, reason: str, actor: Actor) -> Recovery:
    """Open a recovery for a locked benefit, inside the transaction of another verb."""
    user = must_hold(Permission.MUTUAL_AID_BENEFIT_RECOVER, benefit, actor)
    BENEFIT.move(benefit.state, BenefitAct.DEMAND)
    why = said(reason, "请写明为什么要追回，领款人会看到。")
    if not 0 < amount.fen <= benefit.net.fen:
        raise Invalid("bad_amount", f"追回金额应大于零，不超过已付的 {benefit.net} 元。")
    if benefit.recoveries.filter(state__in=OPEN_RECOVERIES).exists():
        raise Conflict("already_demanded", "这笔给付已经在办追回，请在那一件里继续。")
    recovery = Recovery(
        number=f"{benefit.number}-{benefit.recoveries.count() + 1}",
        key=benefit.key,
        benefit=benefit,
        amount_fen=amount.fen,
        payee_person_key=benefit.payee_person_id,
        proposed_by_id=user,
        proposed_by_person=actor.person_id,
    )
    recovery.seal("reason_sealed", why)
    recovery.save(force_insert=True)
    _trace(recovery, "propose", actor)
    return recovery


@verb
def confirm_demand(number: str, *, actor: Actor, version: int) -> Recovery:
    """Confirm a demand as the second person; the payee is told, and the benefit is recovering.

    Raises NotFound, Refused `four_eyes`, StaleVersion, Conflict `wrong_state`.
    """
    recovery, user = _lock(number, Permission.MUTUAL_AID_BENEFIT_RECOVER, actor)
    check_version(recovery, version)
    if recovery.proposed_by_id == user:
        raise Refused("four_eyes", "追回由您提出，请交给另一位经办人确认。")
    recovery.confirmed_by_id, recovery.confirmed_by_person = user, actor.person_id
    recovery.confirmed_at = clock.now()
    _move(
        recovery,
        RecoveryAct.CONFIRM,
        actor,
        "confirmed_by",
        "confirmed_by_person",
        "confirmed_at",
    )
    advance(recovery.benefit, BenefitAct.DEMAND, actor=actor)
    tell(Topic.MUTUAL_AID_BENEFIT_RECOVERING, recovery.benefit, once=recovery.number)
    return recovery


@verb
def drop_demand(number: str, *, actor: Actor, version: int, reason: str) -> Recovery:
    """Drop a demand that nobody has confirmed yet; raises Invalid `reason_missing`."""
    recovery, user = _lock(number, Permission.MUTUAL_AID_BENEFIT_RECOVER, actor)
    check_version(recovery, version)
    _end(recovery, RecoveryAct.DROP, user, said(reason, "请写明为什么不追回。"), actor)
    return recovery


@verb
def record_recovery(
    number: str,
    *,
    actor: Actor,
    version: int,
    amount: Money,
    bank_reference: str,
    received_on: date,
) -> Recovery:
    """Record money that came back, by its line of the bank statement; in parts if need be.

    The fund gets it by a reversing transfer; the last part ends the recovery. Raises NotFound,
    Refused, StaleVersion, Conflict `wrong_state`, `repayment_known`, Invalid `bad_amount`,
    `reference_missing`, `received_in_future`.
    """
    recovery, user = _lock(number, Permission.MUTUAL_AID_BENEFIT_ORDER, actor)
    check_version(recovery, version)
    RECOVERY.move(recovery.state, RecoveryAct.REPAY)
    reference = _checked(recovery, amount, bank_reference, received_on)
    repayment = Repayment.objects.create(
        recovery=recovery,
        amount_fen=amount.fen,
        bank_reference=reference,
        received_on=received_on,
        recorded_by_id=user,
    )
    _reverse(recovery, repayment, actor)
    recovery.repaid_fen += amount.fen
    if recovery.left:
        recovery.version += 1
        recovery.save(update_fields=["version", "repaid_fen"])
        _trace(recovery, "receive", actor)
    else:
        recovery.ended_at = clock.now()
        _move(recovery, RecoveryAct.REPAY, actor, "repaid_fen", "ended_at")
        _close(recovery.benefit, actor)
        tell(Topic.MUTUAL_AID_BENEFIT_RECOVERED, recovery.benefit, once=recovery.number)
    return recovery


@verb
def forgive(number: str, *, actor: Actor, version: int, reason: str) -> Recovery:
    """Give up what has not come back, with a reason, by another than who confirmed the demand.

    Raises NotFound, Refused `four_eyes`, StaleVersion, Conflict `wrong_state`, Invalid
    `reason_missing`.
    """
    recovery, user = _lock(number, Permission.MUTUAL_AID_BENEFIT_RECOVER, actor)
    check_version(recovery, version)
    if recovery.confirmed_by_id == user:
        raise Refused("four_eyes", "追回由您确认，免予追回请交给另一位经办人决定。")
    _end(recovery, RecoveryAct.FORGIVE, user, said(reason, "请写明为什么免予追回。"), actor)
    advance(recovery.benefit, BenefitAct.FORGIVE, actor=actor)
    return recovery


def _checked(recovery: Recovery, amount: Money, bank_reference: str, received_on: date) -> str:
    reference = bank_reference.strip()
    if not reference or len(reference) > LONGEST_REFERENCE:
        raise Invalid("reference_missing", "请填写银行回单上的流水号（60 个字以内）。")
    if not 0 < amount.fen <= recovery.left.fen:
        raise Invalid("bad_amount", f"退回金额应大于零，不超过还没退的 {recovery.left} 元。")
    if received_on > clock.today():
        raise Invalid("received_in_future", "到账日期不能晚于今天，请核对。")
    if Repayment.objects.filter(bank_reference=reference).exists():
        raise Conflict("repayment_known", "这个银行流水号已经登记过，不能重复登记。")
    return reference


def _reverse(recovery: Recovery, repayment: Repayment, actor: Actor) -> None:
    benefit = recovery.benefit
    if benefit.payment_order is None:
        raise Conflict("not_reversible", "账上没有这笔给付的付款记录，请联系系统管理员核查。")
    payment = parts.payment_of(benefit.payment_order, repayment.amount)
    reason = f"追回 {recovery.number}"
    parts.reverse_part(payment, repayment.amount, because=repayment, actor=actor, reason=reason)
    benefit.recovered_fen += repayment.amount_fen
    benefit.save(update_fields=["recovered_fen"])
    Cover.objects.filter(pk=benefit.cover_id).update(paid_fen=F("paid_fen") - repayment.amount_fen)


def _close(benefit: Benefit, actor: Actor) -> None:
    """End as recovered when everything came back, else as paid with less."""
    advance(benefit, BenefitAct.KEEP if benefit.net else BenefitAct.RECOVER, actor=actor)


def _lock(number: str, permission: Permission, actor: Actor) -> tuple[Recovery, int]:
    """Lock a recovery after its benefit; raises NotFound, Refused."""
    found = Recovery.objects.filter(number=number).values_list("benefit__number", flat=True).first()
    if found is None:
        raise NotFound
    benefit = lock(found, actor=actor)
    user = must_hold(permission, benefit, actor)
    rows = Recovery.objects.select_for_update(of=("self",)).select_related("key")
    recovery = rows.get(number=number)
    recovery.benefit = benefit
    return recovery, user


def _end(recovery: Recovery, act: RecoveryAct, user: int, reason: str, actor: Actor) -> None:
    recovery.ended_by_id, recovery.ended_at = user, clock.now()
    recovery.seal("end_reason_sealed", reason)
    _move(recovery, act, actor, "ended_by", "ended_at", "end_reason_sealed")


def _move(recovery: Recovery, act: RecoveryAct, actor: Actor, *changed: str) -> None:
    recovery.state = RECOVERY.move(recovery.state, act)
    recovery.version += 1
    recovery.save(update_fields=["state", "version", *changed])
    _trace(recovery, act, actor)


def _trace(recovery: Recovery, act: str, actor: Actor) -> None:
    trail.record(
        actor,
        f"mutual_aid.recovery.{act}",
        recovery,
        person_id=recovery.payee_person_key,
        union_id=recovery.benefit.union_id,
    )
