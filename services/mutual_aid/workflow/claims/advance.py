"""What every verb of a claim does alike: open it, move it, leave step and trace, tell.

Only this package writes `Claim.state`.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import connection

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.versions import check_version
from backend.audit import trail
from backend.kernel import clock
from backend.kernel.errors import Conflict
from backend.kernel.identifiers import public_number
from notifications import outbox
from notifications.topics import Topic
from services.mutual_aid import access
from services.mutual_aid.models import Claim, ClaimantKind, ClaimStep
from services.mutual_aid.models.taken import Taken
from services.mutual_aid.queries import doubles, samples
from services.mutual_aid.rules import claiming
from services.mutual_aid.states import CLAIM, WAITING_CLAIMS, ClaimAct, Level, Outcome

PREFIX = "SL"
MOVED = ("state", "state_since", "version", "desk", "due_on", "levels", "needs_look", "is_sampled")
DECIDED = ("outcome", "decided_on")
FILED_BY_RELATIVES = (ClaimantKind.FAMILY, ClaimantKind.HEIR)


def open_for(
    number: str, act: ClaimAct, *, actor: Actor, permission: Permission, version: int | None
) -> Claim:
    """Lock a claim for an officer's act.

    Raises NotFound outside her subtree, Refused without the permission there, StaleVersion,
    Conflict `wrong_state`.
    """
    claim = Claim.objects.locked(number)
    access.must_see(actor, claim)
    actor.must(permission, within=claim)
    if version is not None:
        check_version(claim, version)
    CLAIM.move(claim.state, act)
    return claim


def open_at_desk(number: str, act: ClaimAct, *, actor: Actor, version: int) -> tuple[Claim, Level]:
    """Lock a claim for who works at the desk it lies on; gives the level of that desk.

    Raises NotFound outside her subtree, Refused without the permission of that level or
    `not_independent` (R8.24), StaleVersion, Conflict `wrong_state`.
    """
    claim = Claim.objects.locked(number)
    access.must_see(actor, claim)
    if not access.works_at(actor, claim):
        actor.must(access.desk_permission(claim), within=claim)
    check_version(claim, version)
    CLAIM.move(claim.state, act)
    actor.must(access.desk_permission(claim), within=claim)
    access.must_be_independent(actor, claim, round_of(claim))
    return claim, Level(claim.desk)


def add_step(
    claim: Claim, act: str, *, actor: Actor, changed: Sequence[str] = (), **step: Any
) -> ClaimStep:
    """Add a step that leaves the claim at its desk: a new version, the step, the trace."""
    claim.version += 1
    claim.save(update_fields=["version", *changed])
    trace(claim, act, actor=actor, fields=changed)
    return record(claim, act, actor=actor, **step)


def open_own(number: str, *, actor: Actor, version: int | None = None) -> Claim:
    """Lock a claim for who made it; raises NotFound for everybody else, StaleVersion."""
    claim = Claim.objects.locked(number)
    access.must_own(actor, claim)
    if version is not None:
        check_version(claim, version)
    return claim


def open_editable(number: str, *, actor: Actor, version: int | None = None) -> Claim:
    """Lock a claim whose answers may still change; raises Conflict `not_editable`."""
    claim = open_own(number, actor=actor, version=version)
    if not claim.is_editable:
        raise Conflict("not_editable", "申领已经提交，内容不能再改。需要修改可以先撤回。")
    return claim


def round_of(claim: Claim) -> int:
    """Count how often the review has begun: 1 before and after the first submission."""
    return max(1, claim.taken.count_of(ClaimAct.SUBMIT, ClaimAct.RESUME))


def advance(
    claim: Claim,
    act: ClaimAct,
    *,
    actor: Actor,
    opinion: str = "",
    level: Level | None = None,
    in_chain: bool = False,
    clause: str = "",
    adjuster_id: int | None = None,
    changed: Sequence[str] = (),
) -> None:
    """Move the claim, give it to the desk that is next, and leave step and trace of the act.

    A submission freezes the plan's levels. Where the review begins, its service level starts and
    doubles of the claim are looked for.
    """
    begins = act in {ClaimAct.SUBMIT, ClaimAct.RESUME}
    if act is ClaimAct.SUBMIT:
        claim.levels = list(claiming.levels_of(claim.plan_version.rules.claim))
    review_round = round_of(claim) + (begins and _began(claim))
    claim.state = CLAIM.move(claim.state, act)
    claim.state_since = clock.today()
    claim.version += 1
    record(
        claim,
        act,
        actor=actor,
        opinion=opinion,
        level=level,
        in_chain=in_chain,
        clause=clause,
        adjuster_id=adjuster_id,
        at=review_round,
    )
    claim.desk = _desk(claim, review_round)
    if begins:
        claim.needs_look = bool(doubles.unseen(claim))
        # Where one level alone decides, no step before the decision could draw.
        claim.is_sampled = len(claim.levels) == 1 and samples.is_drawn(claim)
    if begins or not claim.desk:
        claim.due_on = _due_on(claim)
    claim.save(update_fields=[*MOVED, *dict.fromkeys(changed)])
    trace(claim, act, actor=actor, fields=["state", *changed])


def decide(claim: Claim, outcome: Outcome) -> tuple[str, ...]:
    """Say what a claim came to, and today; gives the columns to save."""
    claim.outcome, claim.decided_on = str(outcome), clock.today()
    return DECIDED


def record(
    claim: Claim,
    act: str,
    *,
    actor: Actor,
    opinion: str = "",
    level: Level | None = None,
    in_chain: bool = False,
    clause: str = "",
    adjuster_id: int | None = None,
    at: int | None = None,
) -> ClaimStep:
    """Record act, person, time and opinion, sealed for good; append-only."""
    step = ClaimStep(
        claim=claim,
        key=claim.key,
        act=str(act),
        level=str(level or ""),
        round=at or round_of(claim),
        by_id=actor.user_id,
        by_label=actor.label[:80],
        by_person_id=actor.person_id,
        subject_person_id=claim.person_id,
        filer_id=claim.filed_by_id,
        in_chain=in_chain,
        clause=clause,
        adjuster_id=adjuster_id,
    )
    step.seal("opinion_sealed", opinion.strip())
    taken = claim.taken
    step.save(force_insert=True)
    taken.append(Taken(step.act, step.level, step.round, in_chain, actor.user_id, step.at))
    return step


def trace(claim: Claim, act: str, *, actor: Actor, fields: Sequence[str] = ()) -> None:
    """Leave an audit entry: names of fields, never a value."""
    trail.record(
        actor,
        f"mutual_aid.claim.{act}",
        claim,
        person_id=claim.person_id,
        union_id=claim.union_id,
        fields=list(fields),
    )


def touch(claim: Claim, act: str, *, actor: Actor, changed: Sequence[str] = ()) -> None:
    """Save changed answers as a new version and leave the trace; the state stays."""
    claim.version += 1
    claim.save(update_fields=["version", *changed])
    trace(claim, act, actor=actor, fields=changed)


def tell(topic: Topic, claim: Claim, **params: str) -> None:
    """Tell the person the claim is about, and the relative who filed it for her or as her heir.

    Nothing personal but the number, a state or a date.
    """
    outbox.post(topic, to=claim.person, about=claim, params=params)
    filer = claim.filed_by.person if claim.claimant_kind in FILED_BY_RELATIVES else None
    if filer is not None and filer.pk != claim.person_id:
        outbox.post(topic, to=filer, about=claim, params=params)


def day_text(day: date) -> str:
    """Write a date for a sentence: 2026年12月5日."""
    return f"{day.year}年{day.month}月{day.day}日"


def next_number() -> str:
    """Take the next claim number; a verb that rolls back leaves a gap, never a double."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('mutual_aid_claim_serial')")
        serial = int(cursor.fetchone()[0])
    return public_number(PREFIX, clock.today().year, serial)


def _began(claim: Claim) -> bool:
    return claim.taken.count_of(ClaimAct.SUBMIT) > 0


def _desk(claim: Claim, review_round: int) -> str:
    """Give the level that has the next step: the first that has not looked in this round."""
    if claim.state not in WAITING_CLAIMS:
        return ""
    return claiming.next_level(claim.levels, claim.taken.levels_of(review_round)) or ""


def _due_on(claim: Claim) -> date | None:
    """Give the last day of the plan's service level, which began today (R8.26)."""
    if not claim.desk:
        return None
    return clock.add_working_days(clock.today(), claim.plan_version.rules.claim.sla_days)
