"""Giving a benefit up that was never paid: its money is available again."""

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.versions import check_version
from backend.access.write import verb
from backend.kernel.errors import Conflict, Refused
from backend.ledger import book, parts
from services.mutual_aid.models import Benefit
from services.mutual_aid.queries.payments import PURPOSE
from services.mutual_aid.states import BENEFIT, BenefitAct
from services.mutual_aid.workflow.benefits.advance import advance, lock, must_hold, said


@verb
def give_up(number: str, *, actor: Actor, version: int, reason: str) -> Benefit:
    """Cancel a benefit that is due or was returned, with a reason; never by who decided it.

    Raises NotFound, Refused `four_eyes`, StaleVersion, Conflict `wrong_state`, `already_ordered`,
    Invalid `reason_missing`.
    """
    benefit = lock(number, actor=actor)
    user = must_hold(Permission.MUTUAL_AID_BENEFIT_RECOVER, benefit, actor)
    check_version(benefit, version)
    BENEFIT.move(benefit.state, BenefitAct.CANCEL)
    if benefit.decided_by_id == user:
        raise Refused("four_eyes", "给付由您核定，请交给另一位经办人取消。")
    why = said(reason, "请写明为什么取消这笔给付。")
    if benefit.transfer is None:
        raise Conflict("wrong_state", "这笔给付还没有预留经费，不能取消。")
    if benefit.transfer.because_type == PURPOSE:
        book.void(benefit.transfer, actor=actor, reason=f"取消给付 {benefit.number}")
    else:
        parts.void_part(
            benefit.transfer,
            benefit.amount,
            because=benefit,
            actor=actor,
            reason=f"取消给付 {benefit.number}",
        )
    benefit.seal("return_reason_sealed", why)
    advance(benefit, BenefitAct.CANCEL, actor=actor, changed=["return_reason_sealed"])
    return benefit
