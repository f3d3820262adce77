"""A review level looks at a claim and passes it on; the last level approves instead (R8.24)."""

from backend.access.actor import Actor
from backend.access.write import verb
from backend.kernel.errors import Conflict
from backend.kernel.saying import TEXT_LENGTH, must_say
from notifications.topics import Topic
from services.mutual_aid.models import Claim
from services.mutual_aid.queries import doubles, samples
from services.mutual_aid.rules import claiming
from services.mutual_aid.states import REVIEWED, ClaimAct
from services.mutual_aid.workflow.claims.advance import add_step, advance, open_at_desk, tell
from services.mutual_aid.workflow.claims.mandates import must_be_confirmed


@verb
def review(number: str, *, actor: Actor, version: int, opinion: str = "") -> Claim:
    """Pass a claim on from the desk it lies on: the unit verifies, the others review.

    The first level's step draws the sample. Raises NotFound, Refused `not_permitted` at another
    level, Refused `not_independent`, StaleVersion, Conflict `wrong_state`, `last_level`,
    `mandate_unconfirmed`.
    """
    claim, level = open_at_desk(number, ClaimAct.RETURN, actor=actor, version=version)
    if claiming.is_last(claim.levels, level):
        raise Conflict("last_level", "这是最后一级审核，请核定金额，或退回、不予给付。")
    must_be_confirmed(claim)
    act, _ = REVIEWED[level]
    if level == claim.levels[0]:
        claim.is_sampled = samples.is_drawn(claim)
    claim.needs_look = bool(doubles.unseen(claim))
    advance(claim, act, actor=actor, opinion=opinion[:TEXT_LENGTH], level=level, in_chain=True)
    tell(Topic.MUTUAL_AID_CLAIM_REVIEWED, claim, state=claim.worker_label)
    return claim


@verb
def look(number: str, *, actor: Actor, version: int, finding: str) -> Claim:
    """Record what the comparison with the doubles showed 疑点核对; then it may be approved.

    Whoever works at the claim's desk looks; it decides nothing by itself. Raises NotFound, Refused,
    StaleVersion, Conflict `wrong_state`, `nothing_to_look_at`, Invalid `reason_missing`.
    """
    claim, level = open_at_desk(number, ClaimAct.RETURN, actor=actor, version=version)
    if not doubles.unseen(claim):
        raise Conflict("nothing_to_look_at", "这份申领没有待核对的疑点。")
    said = must_say(finding, "请写明核对的结果。")
    claim.needs_look = False
    add_step(claim, doubles.LOOK, actor=actor, changed=["needs_look"], opinion=said, level=level)
    return claim
