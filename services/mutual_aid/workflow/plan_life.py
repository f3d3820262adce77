"""The life of a plan version: one officer proposes it, another person puts it in force (R8.2).

A successor ends the open validity of the version before it on the day before its own first day.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta

from django.db import IntegrityError, transaction

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.write import verb
from backend.audit import trail
from backend.kernel import clock
from backend.kernel.errors import Conflict, Refused
from backend.kernel.saying import TEXT_LENGTH, must_say
from notifications import outbox
from notifications.topics import Topic
from services.mutual_aid.models import PlanStep, PlanVersion
from services.mutual_aid.queries.officers import holders_at
from services.mutual_aid.queries.plan_sheets import has_decided
from services.mutual_aid.rules.checking import refuse_failing
from services.mutual_aid.rules.reading import PackError
from services.mutual_aid.rules.refusals import in_chinese
from services.mutual_aid.states import PLAN, PlanAct, PlanState
from services.mutual_aid.workflow.advance import user_of

OVERLAP = "这个版本的有效期与同一计划已施行的版本重叠，请改正起止日期，用新的版本号重新载入。"
ONE_DAY = timedelta(days=1)


@verb
def propose(number: str, *, actor: Actor, reason: str) -> PlanVersion:
    """Ask a second person to put a loaded version in force 提请批准.

    Raises Refused, Conflict `wrong_state`, `not_final` while the pack itself says that something
    in it is assumed, `versions_overlap`, `decided_already`, Invalid `reason_missing`.
    """
    version = PlanVersion.objects.locked(number)
    actor.must(Permission.MUTUAL_AID_PLAN_ADOPT, within=version.plan.sponsor)
    moved = PLAN.move(version.state, PlanAct.PROPOSE)
    _must_be_final(version)
    must_follow(version)
    _must_be_in_time(version)
    said = must_say(reason, "请写明为什么要施行这个版本。")
    version.state = moved
    version.proposed_by_id, version.proposed_at = user_of(actor), clock.now()
    version.save(update_fields=["state", "proposed_by", "proposed_at"])
    record(version, PlanAct.PROPOSE, actor=actor, reason=said, fields=["state", "proposed_by"])
    outbox.post_many(
        Topic.MUTUAL_AID_PLAN_TO_APPROVE,
        to=holders_at(version.plan.sponsor, Permission.MUTUAL_AID_PLAN_APPROVE),
        about=version,
        params={"title": version.number},
    )
    return version


@verb
def approve(number: str, *, actor: Actor, opinion: str = "") -> PlanVersion:
    """Sign a proposed version and put it in force 批准施行; only then it may pay.

    The open validity of its predecessor ends the day before. Raises Refused `not_permitted`,
    `four_eyes` for who proposed it, Conflict `wrong_state`, `versions_overlap`, `decided_already`
    where an event of its days was decided by another version, `vector_fails`.
    """
    version = _to_decide(number, actor)
    moved = PLAN.move(version.state, PlanAct.APPROVE)
    try:
        refuse_failing(version.rules)
    except PackError as error:
        raise Conflict(
            "vector_fails", f"这个版本自带的算例没有全部通过：{in_chinese(error)}。"
        ) from error
    former = must_follow(version)
    _must_be_in_time(version)
    if former is not None:
        former.valid_to = version.valid_from - ONE_DAY
        former.save(update_fields=["valid_to"])
        record(
            former, "succeed", actor=actor, reason=f"由 {version.number} 接替", fields=["valid_to"]
        )
    version.state = moved
    version.verified_by_id, version.verified_at = user_of(actor), clock.now()
    _enforce(version)
    said = opinion.strip()[:TEXT_LENGTH]
    record(version, PlanAct.APPROVE, actor=actor, reason=said, fields=["state", "verified_by"])
    return version


@verb
def decline(number: str, *, actor: Actor, reason: str) -> PlanVersion:
    """Refuse a proposed version 不予批准, with the reason; a corrected one is a new version.

    Raises Refused `not_permitted`, `four_eyes`, Conflict `wrong_state`, Invalid `reason_missing`.
    """
    version = _to_decide(number, actor)
    return end(version, PlanAct.DECLINE, must_say(reason, "请写明不予批准的原因。"), actor)


def must_follow(version: PlanVersion) -> PlanVersion | None:
    """Lock and give the open version that this one ends; None where it meets none.

    Raises Conflict `versions_overlap` where its validity meets one in force in any other way.
    """
    others = PlanVersion.objects.filter(plan=version.plan_id, state=PlanState.IN_FORCE)
    former = None
    for other in others.exclude(pk=version.pk).select_for_update().order_by("valid_from"):
        if other.valid_to is not None and other.valid_to < version.valid_from:
            continue
        if version.valid_to is not None and version.valid_to < other.valid_from:
            continue
        if other.valid_to is not None or other.valid_from >= version.valid_from:
            raise Conflict("versions_overlap", OVERLAP)
        former = other
    return former


def record(
    version: PlanVersion, act: str, *, actor: Actor, reason: str = "", fields: list[str]
) -> None:
    """Leave a step in the version's history and a trace in the audit trail."""
    PlanStep.objects.create(
        plan_version=version,
        act=str(act),
        by_id=actor.user_id,
        by_label=actor.label[:80],
        reason=reason,
    )
    trail.record(
        actor,
        f"mutual_aid.plan.{act}",
        version,
        union_id=version.plan.sponsor_id,
        fields=fields,
        digest=bytes(version.digest),
    )


def _to_decide(number: str, actor: Actor) -> PlanVersion:
    """Lock a version for the second person: permitted, and not who proposed it."""
    version = PlanVersion.objects.locked(number)
    actor.must(Permission.MUTUAL_AID_PLAN_APPROVE, within=version.plan.sponsor)
    if version.proposed_by_id is not None and version.proposed_by_id == user_of(actor):
        raise Refused("four_eyes", "这个版本由您提请，请交给另一位负责人批准。")
    return version


def _must_be_final(version: PlanVersion) -> None:
    if not version.rules.is_verified:
        raise Conflict(
            "not_final", "这份规则还有未核实的内容（verified 为 false），补齐后载入新版本再提请。"
        )


def _must_be_in_time(version: PlanVersion) -> None:
    if has_decided(version):
        raise Conflict(
            "decided_already",
            "这个版本有效期内发生的事，已经有按另一版本核定的；请把起始日期改到以后，"
            "用新的版本号重新载入。",
        )


def _enforce(version: PlanVersion) -> None:
    """Write a version into force; a version put in force meanwhile makes it a Conflict."""
    with no_overlap(), transaction.atomic():
        version.save(update_fields=["state", "verified_by", "verified_at"])


@contextmanager
def no_overlap() -> Iterator[None]:
    """Say what the database refuses where validities meet."""
    try:
        yield
    except IntegrityError as fault:
        raise Conflict("versions_overlap", OVERLAP) from fault


def end(
    version: PlanVersion, act: PlanAct, reason: str, actor: Actor, changed: Sequence[str] = ()
) -> PlanVersion:
    """Bring a version to a final state, with step and trace."""
    version.state = PLAN.move(version.state, act)
    version.save(update_fields=["state", *changed])
    record(version, act, actor=actor, reason=reason, fields=["state", *changed])
    return version
