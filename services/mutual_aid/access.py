"""How a person stands to a claim: predicates used by verbs and pages."""

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.kernel.errors import NotFound, Refused
from services.mutual_aid.models import Claim, ClaimantKind
from services.mutual_aid.states import ClaimState, Level

LEVEL_PERMISSIONS: dict[Level, Permission] = {
    Level.UNIT: Permission.MUTUAL_AID_CLAIM_VERIFY,
    Level.DISTRICT: Permission.MUTUAL_AID_CLAIM_REVIEW,
    Level.CITY: Permission.MUTUAL_AID_CLAIM_REVIEW_CITY,
    Level.CITY_MEDICAL: Permission.MUTUAL_AID_CLAIM_REVIEW_MEDICAL,
}
"""Who looks at each level."""

LEVEL_LABELS: dict[Level, str] = {
    Level.UNIT: "单位工会核实",
    Level.DISTRICT: "区总工会审核",
    Level.CITY: "市总工会审核",
    Level.CITY_MEDICAL: "市级医疗审核",
}


def owns(actor: Actor, claim: Claim) -> bool:
    """Tell whether it is the actor's own claim, or one she filed for somebody."""
    if actor.person_id is not None and actor.person_id == claim.person_id:
        return True
    on_behalf = claim.claimant_kind != ClaimantKind.SELF
    return on_behalf and actor.user_id is not None and actor.user_id == claim.filed_by_id


def must_own(actor: Actor, claim: Claim) -> None:
    """Raise NotFound unless the claim is the actor's to write."""
    if not owns(actor, claim):
        raise NotFound


def sees(actor: Actor, claim: Claim) -> bool:
    """Tell whether an officer's subtree holds the claim; drafts stay with who writes them."""
    if claim.state is ClaimState.DRAFT:
        return False
    return actor.can(Permission.MUTUAL_AID_CLAIM_READ, within=claim)


def must_see(actor: Actor, claim: Claim) -> None:
    """Raise NotFound for everybody else's claim: absent and foreign read the same."""
    if not (sees(actor, claim) or actor.kind == "system"):
        raise NotFound


def desk_permission(claim: Claim) -> Permission:
    """Give the permission of the level that has the next step; of the first where none has."""
    return LEVEL_PERMISSIONS[Level(claim.desk or claim.levels[0])]


def works_at(actor: Actor, claim: Claim) -> bool:
    """Tell whether the actor works at one of the claim's review levels."""
    levels = [Level(level) for level in claim.levels]
    return any(actor.can(LEVEL_PERMISSIONS[level], within=claim) for level in levels)


def works_above_unit(actor: Actor, claim: Claim) -> bool:
    """Tell whether the actor works at a review level above the unit, where the claim lies."""
    above = [one for level, one in LEVEL_PERMISSIONS.items() if level is not Level.UNIT]
    return any(actor.can(one, within=claim) for one in above)


def must_work_above_unit(actor: Actor, claim: Claim) -> None:
    """Refuse whoever works at no review level above the unit."""
    if not works_above_unit(actor, claim):
        actor.must(Permission.MUTUAL_AID_CLAIM_REVIEW, within=claim)


def reviews(actor: Actor, claim: Claim) -> bool:
    """Tell whether the actor works at one of the claim's levels, and it is not her own claim."""
    is_own = actor.person_id is not None and actor.person_id == claim.person_id
    return not is_own and works_at(actor, claim)


def why_not_decide(actor: Actor, claim: Claim, review_round: int) -> str:
    """Say what keeps an officer from a step of the review (R8.24); empty: nothing."""
    if actor.person_id is not None and actor.person_id == claim.person_id:
        return "这是您本人的申领，请交给另一位经办人办理。"
    if actor.user_id == claim.filed_by_id:
        return "这份申领由您代为填报，请交给另一位经办人办理。"
    if claim.taken.took_part(review_round, actor.user_id):
        return "您已经办过这份申领的前一道审核，这一道请交给另一位经办人办理。"
    return ""


def must_be_independent(actor: Actor, claim: Claim, review_round: int) -> None:
    """Refuse the claimant herself, who filed it, and who took another step of this round."""
    user_key(actor)
    reason = why_not_decide(actor, claim, review_round)
    if reason:
        raise Refused("not_independent", reason)


def user_key(actor: Actor) -> int:
    """Give the key of the user who acts; raises Refused for a part of the program."""
    if actor.user_id is None:
        raise Refused("not_a_person", "这一步必须由在岗人员或本人办理。")
    return actor.user_id
