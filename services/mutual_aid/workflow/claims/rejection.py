"""Rejecting a claim: by which clause, on which fact, what can be done, where to appeal."""

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.write import verb
from backend.kernel.errors import Invalid
from backend.kernel.saying import must_say
from backend.unions.models import Union
from notifications.topics import Topic
from services.mutual_aid import access
from services.mutual_aid.models import Claim, Rejection
from services.mutual_aid.queries import claim_terms
from services.mutual_aid.queries.shortfalls import reckon_or_none
from services.mutual_aid.rules.clauses import clauses_of
from services.mutual_aid.states import ClaimAct, ClaimState, Level, Outcome
from services.mutual_aid.workflow.claims.advance import (
    advance,
    decide,
    open_at_desk,
    open_for,
    round_of,
    tell,
)
from services.mutual_aid.workflow.claims.shortfalls import freeze_shortfall


@verb
def reject(
    number: str, *, actor: Actor, version: int, clause: str, fact: str, remedy: str
) -> Claim:
    """Reject a claim for a clause of its plan; the person reads all of it.

    What would change the answer is worked out and frozen with it.

    `clause` is a code of `rules.clauses`. At its desk a claim is rejected by who works there, an
    investigated one by who may suspend. Raises NotFound, Refused, StaleVersion, Conflict
    `wrong_state`, Invalid `unknown_clause`, `reason_missing`.
    """
    claim, level, permission = _open(number, actor, version)
    clauses = clauses_of(claim.plan_version.rules)
    if clause not in clauses:
        raise Invalid("unknown_clause", "请从计划的条款里选一条作为依据。")
    said = must_say(fact, "请写明依据的事实。")
    reckoned = reckon_or_none(claim)
    row = Rejection(
        claim=claim,
        key=claim.key,
        clause=clauses[clause],
        appeal_to=_next_up(actor, claim, permission).name,
        appeal_until=claim_terms.appeal_until(claim.union),
    )
    row.seal("fact_sealed", said)
    row.seal("remedy_sealed", must_say(remedy, "请写明职工可以怎么办。"))
    row.save(force_insert=True)
    advance(
        claim,
        ClaimAct.REJECT,
        actor=actor,
        opinion=said,
        level=level,
        in_chain=True,
        clause=clause[:80],
        changed=decide(claim, Outcome.REJECTED),
    )
    freeze_shortfall(claim, reckoned)
    tell(Topic.MUTUAL_AID_CLAIM_REJECTED, claim)
    return claim


def _open(number: str, actor: Actor, version: int) -> tuple[Claim, Level | None, Permission]:
    """Lock a claim at its desk, or one that is under investigation."""
    if Claim.objects.filter(number=number, state=ClaimState.SUSPENDED).exists():
        permission = Permission.MUTUAL_AID_CLAIM_SUSPEND
        claim = open_for(
            number, ClaimAct.REJECT, actor=actor, permission=permission, version=version
        )
        access.must_be_independent(actor, claim, round_of(claim))
        return claim, None, permission
    claim, level = open_at_desk(number, ClaimAct.REJECT, actor=actor, version=version)
    return claim, level, access.LEVEL_PERMISSIONS[level]


def _next_up(actor: Actor, claim: Claim, permission: Permission) -> Union:
    """Give the next union above the one that decided; the topmost has none above it."""
    posts = [post for post in actor.posts_with(permission) if post.reaches(claim)]
    nearest = max(posts, key=lambda post: post.level)
    decider = Union.objects.select_related("parent").get(pk=nearest.union_id)
    return decider.parent or decider
