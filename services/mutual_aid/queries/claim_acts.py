"""What an officer can do with a claim now, and what keeps her from the rest."""

from dataclasses import dataclass

from backend.access.actor import Actor
from backend.access.permissions import Permission
from services.mutual_aid import access
from services.mutual_aid.models import Adjustment, Claim
from services.mutual_aid.queries import samples
from services.mutual_aid.rules import claiming
from services.mutual_aid.states import ClaimState, Level

UNCONFIRMED = "这份申领由家人代办，先核对本人签名的委托和同意书，再往下审核。"


@dataclass(frozen=True, slots=True)
class Lacks:
    """What nobody has looked at yet: doubles of this round, the paper of a relative."""

    look: bool
    mandate: bool


@dataclass(frozen=True, slots=True)
class ActLine:
    """An act that the officer's posts reach now, and what keeps her from it (empty: nothing)."""

    act: str
    reason: str


def acts_of(claim: Claim, actor: Actor, review_round: int, lacks: Lacks) -> list[ActLine]:
    """List the acts, the decision first; the verbs check all of it again."""
    related = access.why_not_decide(actor, claim, review_round)
    suspends = actor.can(Permission.MUTUAL_AID_CLAIM_SUSPEND, within=claim)
    if claim.state is ClaimState.SUSPENDED:
        names = ["resume", "reject"] if suspends else []
        return [ActLine(name, related) for name in names]
    if not claim.desk:
        return []
    lines = []
    if actor.can(access.LEVEL_PERMISSIONS[Level(claim.desk)], within=claim):
        lines = _at_desk(claim, actor, review_round, related, is_doubtful=lacks.look)
        if lacks.mandate:
            first = ActLine(lines[0].act, related or UNCONFIRMED)
            lines = [first, ActLine("confirm_mandate", related), *lines[1:]]
    if suspends:
        lines.append(ActLine("suspend", related))
    waits = samples.waits_for_second_look(claim, review_round)
    if waits and access.works_above_unit(actor, claim):
        lines.append(ActLine("second_look", related))
    return lines


def _at_desk(
    claim: Claim, actor: Actor, review_round: int, related: str, *, is_doubtful: bool
) -> list[ActLine]:
    decides = claiming.is_last(claim.levels, claim.desk)
    names = ["return", "adjust", "reject"]
    if any(one.is_overridable for one in claim.plan_version.rules.exclusions):
        names.append("override")
    if is_doubtful:
        names.append("look")
    first = ActLine("review", related)
    if decides:
        lacks = _not_yet(claim, actor, review_round, is_doubtful=is_doubtful)
        first = ActLine("approve", related or lacks)
    return [first, *(ActLine(name, related) for name in names)]


def _not_yet(claim: Claim, actor: Actor, review_round: int, *, is_doubtful: bool) -> str:
    """Say what the approval still lacks."""
    if is_doubtful:
        return "同一张发票、同一次住院或同一张照片另有申领，先核对疑点再核定。"
    if samples.waits_for_second_look(claim, review_round):
        return "这份申领被抽中复核，先由另一位经办人写明意见再核定。"
    last = Adjustment.objects.filter(claim=claim).order_by("-pk").first()
    if last is not None and last.made_by_id == actor.user_id:
        return "金额由您调整过，请交给另一位经办人核定。"
    return ""
