"""The plan's last level approves: the inputs are frozen and the money is reserved."""

from backend.access.actor import Actor
from backend.access.write import verb
from backend.kernel.errors import Conflict, Refused
from backend.kernel.money import Money
from backend.kernel.saying import TEXT_LENGTH, must_say
from notifications.topics import Topic
from services.mutual_aid.models import Adjustment, Claim, Cover
from services.mutual_aid.queries import doubles, samples
from services.mutual_aid.queries.reckoning import Reckoned, reckon_claim
from services.mutual_aid.rules import claiming
from services.mutual_aid.states import NOTHING_DUE, ClaimAct, Outcome
from services.mutual_aid.workflow.benefits.creation import create_from_claim
from services.mutual_aid.workflow.claims.adjusting import must_fit_caps
from services.mutual_aid.workflow.claims.advance import (
    advance,
    decide,
    open_at_desk,
    round_of,
    tell,
)
from services.mutual_aid.workflow.claims.mandates import must_be_confirmed
from services.mutual_aid.workflow.claims.shortfalls import freeze_shortfall

NOTHING_SAID = f"{NOTHING_DUE}，原因请点开查看"


@verb
def approve(number: str, *, actor: Actor, version: int, opinion: str = "") -> Claim:
    """Approve what the plan computes, or what another person changed it to.

    A claim that comes to nothing is closed at once; one whose papers came after the date they were
    asked for needs a reason. Raises NotFound, Refused `not_permitted`,
    `not_independent`, `four_eyes`, StaleVersion, Conflict `wrong_state`, `not_last_level`,
    `plan_not_signed`, `needs_look`, `second_look_missing`, `not_computable`,
    `mandate_unconfirmed`,
    `adjustment_stale`, `over_cap`, Invalid `reason_missing`, and what the fund raises.
    """
    claim, level = open_at_desk(number, ClaimAct.APPROVE, actor=actor, version=version)
    if not claiming.is_last(claim.levels, level):
        raise Conflict("not_last_level", "这一级只审核，不核定；请审核后交下一级。")
    must_be_confirmed(claim)
    said = opinion[:TEXT_LENGTH]
    if claim.submitted_late:
        said = must_say(opinion, "材料补交晚于期限，请写明为什么仍予核定。")
    _must_be_ready(claim)
    _lock_covers(claim)
    reckoned = reckon_claim(claim)
    if not reckoned.version.pays:
        raise Conflict("plan_not_signed", "事件当日有效的计划版本还没有由主办工会核定，不能给付。")
    decided, adjuster_id = _decided(claim, reckoned, actor)
    must_fit_caps(reckoned, decided)
    claim.plan_version = reckoned.version
    benefit = create_from_claim(claim, reckoned=reckoned, decided=decided, actor=actor)
    said_what = decide(claim, Outcome.GRANTED if benefit else Outcome.NOTHING)
    advance(
        claim,
        ClaimAct.APPROVE,
        actor=actor,
        opinion=said,
        level=level,
        in_chain=True,
        adjuster_id=adjuster_id,
        changed=["plan_version", *said_what],
    )
    if benefit is None:
        freeze_shortfall(claim, reckoned, with_receipt=True)
        advance(claim, ClaimAct.CLOSE, actor=actor)
        tell(Topic.MUTUAL_AID_CLAIM_REVIEWED, claim, state=NOTHING_SAID)
    else:
        tell(Topic.MUTUAL_AID_CLAIM_APPROVED, claim)
    return claim


def _must_be_ready(claim: Claim) -> None:
    """Refuse a claim that has doubles nobody compared, or lacks the opinion of the sample."""
    if doubles.unseen(claim):
        raise Conflict(
            "needs_look", "同一张发票、同一次住院或同一张照片另有申领，请先核对疑点并写明结果。"
        )
    if samples.waits_for_second_look(claim, round_of(claim)):
        raise Conflict("second_look_missing", "这份申领被抽中复核，请先由另一位经办人写明意见。")


def _lock_covers(claim: Claim) -> None:
    """Let two claims of one person take turns: together they may not pass a cap."""
    rows = Cover.objects.select_for_update().filter(person=claim.person_id).order_by("pk")
    list(rows.values_list("pk"))


def _decided(claim: Claim, reckoned: Reckoned, actor: Actor) -> tuple[Money, int | None]:
    """Give the amount and who changed it; the change must be of what the plan computes now."""
    last = Adjustment.objects.filter(claim=claim).order_by("-pk").first()
    if last is None:
        return reckoned.payment, None
    if last.made_by_id == actor.user_id:
        raise Refused("four_eyes", "金额由您调整过，请交给另一位经办人核定。")
    if last.computed_fen != reckoned.payment.fen:
        raise Conflict(
            "adjustment_stale",
            f"调整以后，按计划计算的金额变成了 {reckoned.payment} 元，请重新调整或按计算核定。",
        )
    return Money(last.decided_fen), last.made_by_id
