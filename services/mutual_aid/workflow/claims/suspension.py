"""Suspending a claim for an investigation 调查, and taking its review up again."""

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.write import verb
from backend.kernel.saying import must_say
from notifications.topics import Topic
from services.mutual_aid import access
from services.mutual_aid.models import Claim
from services.mutual_aid.states import ClaimAct
from services.mutual_aid.workflow.claims.advance import advance, open_for, round_of, tell


@verb
def suspend(number: str, *, actor: Actor, version: int, reason: str) -> Claim:
    """Stop the review while something is investigated; its service level stops too.

    Raises NotFound, Refused, StaleVersion, Conflict `wrong_state`, Invalid `reason_missing`.
    """
    claim = _open(number, ClaimAct.SUSPEND, actor, version)
    said = must_say(reason, "请写明为什么要调查。")
    advance(claim, ClaimAct.SUSPEND, actor=actor, opinion=said)
    tell(Topic.MUTUAL_AID_CLAIM_SUSPENDED, claim)
    return claim


@verb
def resume(number: str, *, actor: Actor, version: int, finding: str) -> Claim:
    """Take the review up again: it begins anew at the first level, with a new service level.

    Raises NotFound, Refused, StaleVersion, Conflict `wrong_state`, Invalid `reason_missing`.
    """
    claim = _open(number, ClaimAct.RESUME, actor, version)
    said = must_say(finding, "请写明调查的结果。")
    advance(claim, ClaimAct.RESUME, actor=actor, opinion=said)
    tell(Topic.MUTUAL_AID_CLAIM_REVIEWED, claim, state=claim.worker_label)
    return claim


def _open(number: str, act: ClaimAct, actor: Actor, version: int) -> Claim:
    claim = open_for(
        number,
        act,
        actor=actor,
        permission=Permission.MUTUAL_AID_CLAIM_SUSPEND,
        version=version,
    )
    access.must_be_independent(actor, claim, round_of(claim))
    return claim
