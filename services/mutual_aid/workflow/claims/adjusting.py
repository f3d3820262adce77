"""A reviewer changes what the plan computed, or decides against an exclusion; with a reason."""

from backend.access.actor import Actor
from backend.access.write import verb
from backend.kernel.errors import Conflict, Invalid, NotFound
from backend.kernel.money import Money
from backend.kernel.saying import must_say
from services.mutual_aid import access
from services.mutual_aid.models import Adjustment, Claim
from services.mutual_aid.queries.reckoning import Reckoned, reckon_claim
from services.mutual_aid.rules import claiming
from services.mutual_aid.rules.headroom import most_payable
from services.mutual_aid.states import ClaimAct
from services.mutual_aid.workflow.claims.advance import add_step, open_at_desk

ADJUST = "adjust"
OVERRIDE = "override"


@verb
def adjust(number: str, *, actor: Actor, version: int, decided: Money, reason: str) -> Claim:
    """Raise or cut the computed amount; another person approves it (four eyes).

    The last one holds, so that the computed amount takes a change back. A raise stays under the
    caps of the plan. Raises NotFound, Refused,
    StaleVersion, Conflict `wrong_state`, `not_computable`, `over_cap`, Invalid `bad_amount`,
    `reason_missing`.
    """
    claim, level = open_at_desk(number, ClaimAct.APPROVE, actor=actor, version=version)
    said = must_say(reason, "请写明调整的原因，职工会看到。")
    reckoned = reckon_claim(claim)
    if decided.fen < 0:
        raise Invalid("bad_amount", "调整后的金额不能小于零。")
    if decided == reckoned.payment and not claim.adjustments.exists():
        raise Invalid("bad_amount", "调整后的金额与按计划计算的相同，不用调整。")
    must_fit_caps(reckoned, decided)
    row = Adjustment(
        claim=claim,
        key=claim.key,
        computed_fen=reckoned.payment.fen,
        decided_fen=decided.fen,
        made_by_id=access.user_key(actor),
    )
    row.seal("reason_sealed", said)
    row.save(force_insert=True)
    add_step(claim, ADJUST, actor=actor, opinion=said, level=level)
    return claim


@verb
def override_exclusion(
    number: str, *, actor: Actor, version: int, exclusion: str, reason: str
) -> Claim:
    """Decide that an exclusion of the plan does not apply here, where the plan lets one.

    Raises NotFound for an exclusion the plan does not have, Refused, StaleVersion, Conflict
    `wrong_state`, `not_overridable`, Invalid `reason_missing`.
    """
    claim, level = open_at_desk(number, ClaimAct.APPROVE, actor=actor, version=version)
    found = claiming.clause_of(claim.plan_version.rules.exclusions, exclusion)
    if found is None:
        raise NotFound
    if not found.is_overridable:
        raise Conflict("not_overridable", f"计划规定“{found.text}”一律不予给付，不能另作决定。")
    said = must_say(reason, "请写明为什么不适用这一条。")
    add_step(claim, OVERRIDE, actor=actor, opinion=said, level=level, clause=found.code)
    return claim


def must_fit_caps(reckoned: Reckoned, decided: Money) -> None:
    """Refuse an amount above what the caps of the plan still leave."""
    most = most_payable(
        reckoned.pack,
        reckoned.events,
        paid_out=reckoned.paid_out,
        paid_life=reckoned.circumstances.paid_life,
    )
    if most is not None and decided > most:
        raise Conflict("over_cap", f"按计划的最高额，这次最多还能给付 {most} 元，不能超过。")
