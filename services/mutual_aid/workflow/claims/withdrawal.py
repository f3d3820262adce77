"""Withdrawing a claim before it is decided."""

from backend.access.actor import Actor
from backend.access.write import verb
from backend.kernel.errors import Invalid
from notifications.topics import Topic
from services.mutual_aid.models import Claim
from services.mutual_aid.states import CLAIM, ClaimAct
from services.mutual_aid.workflow.claims.advance import advance, open_own, tell

REASON_LENGTH = 500


@verb
def withdraw(number: str, *, actor: Actor, version: int, reason: str = "") -> Claim:
    """Withdraw a claim; it may be made again within the deadline.

    Raises NotFound, StaleVersion, Conflict `wrong_state`, Invalid `too_long`.
    """
    claim = open_own(number, actor=actor, version=version)
    CLAIM.move(claim.state, ClaimAct.WITHDRAW)
    if len(reason) > REASON_LENGTH:
        raise Invalid("too_long", f"原因最多写 {REASON_LENGTH} 个字，您写了 {len(reason)} 个字。")
    advance(claim, ClaimAct.WITHDRAW, actor=actor, opinion=reason)
    tell(Topic.MUTUAL_AID_CLAIM_WITHDRAWN, claim)
    return claim
