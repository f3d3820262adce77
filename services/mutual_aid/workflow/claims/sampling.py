"""A share of the claims is looked at by one person more before anything is paid."""

from backend.access.actor import Actor
from backend.access.versions import check_version
from backend.access.write import verb
from backend.kernel.errors import Conflict
from backend.kernel.saying import must_say
from services.mutual_aid import access
from services.mutual_aid.models import Claim
from services.mutual_aid.queries import samples
from services.mutual_aid.states import CLAIM, ClaimAct
from services.mutual_aid.workflow.claims.advance import add_step, round_of


@verb
def second_look(number: str, *, actor: Actor, version: int, opinion: str) -> Claim:
    """Give the extra opinion on a drawn claim 抽查复核; its writer takes no other step.

    She works at a level above the unit. Raises NotFound, Refused `not_independent`, StaleVersion,
    Conflict `wrong_state`, `not_drawn`, `looked_already`, Invalid `reason_missing`.
    """
    claim = Claim.objects.locked(number)
    access.must_see(actor, claim)
    access.must_work_above_unit(actor, claim)
    check_version(claim, version)
    CLAIM.move(claim.state, ClaimAct.RETURN)
    review_round = round_of(claim)
    access.must_be_independent(actor, claim, review_round)
    if not claim.is_sampled:
        raise Conflict("not_drawn", "这份申领没有被抽中复核，不用另写意见。")
    if not samples.waits_for_second_look(claim, review_round):
        raise Conflict("looked_already", "这份申领已经有人复核过，可以继续审核。")
    said = must_say(opinion, "请写明复核意见。")
    add_step(claim, samples.SECOND_LOOK, actor=actor, opinion=said, in_chain=True)
    return claim
