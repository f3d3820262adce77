"""Taking a plan version back: before it begins by one person, after that by two (R8.2).

A version that ended its predecessor gives that validity back.
"""

from django.db import transaction

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.write import verb
from backend.kernel.errors import Conflict, Refused
from backend.kernel.saying import must_say
from services.mutual_aid.models import PlanVersion
from services.mutual_aid.queries.plan_sheets import has_begun, is_used
from services.mutual_aid.states import PLAN, PlanAct, PlanState
from services.mutual_aid.workflow.advance import user_of
from services.mutual_aid.workflow.plan_life import ONE_DAY, end, no_overlap, record


@verb
def withdraw(number: str, *, actor: Actor, reason: str) -> PlanVersion:
    """Take a version back 撤回 before anybody joined or anything was decided by it.

    A version in force is withdrawn by who may approve one, once its first day has come only after
    another person asked for it (`ask_withdrawal`). A predecessor that it ended is open again.
    Raises Refused, Refused `four_eyes`, Conflict `wrong_state`, `version_used`,
    `withdrawal_not_asked`, Invalid `reason_missing`.
    """
    version = PlanVersion.objects.locked(number)
    in_force = version.state is PlanState.IN_FORCE
    needed = Permission.MUTUAL_AID_PLAN_APPROVE if in_force else Permission.MUTUAL_AID_PLAN_ADOPT
    actor.must(needed, within=version.plan.sponsor)
    PLAN.move(version.state, PlanAct.WITHDRAW)
    _must_be_unused(version)
    if in_force:
        _must_be_asked(version, actor)
    version.withdrawn_by_id = user_of(actor)
    said = must_say(reason, "请写明撤回的原因。")
    end(version, PlanAct.WITHDRAW, said, actor, changed=["withdrawn_by"])
    if in_force:
        _reopen_former(version, actor)
    return version


@verb
def ask_withdrawal(number: str, *, actor: Actor, reason: str) -> PlanVersion:
    """Ask a second person to take back a version that has begun and that nobody used 提请撤回.

    Raises Refused, Conflict `wrong_state`, `version_used`, `withdrawal_asked`, Invalid
    `reason_missing`.
    """
    version = PlanVersion.objects.locked(number)
    actor.must(Permission.MUTUAL_AID_PLAN_ADOPT, within=version.plan.sponsor)
    PLAN.move(version.state, PlanAct.WITHDRAW)
    if version.state is not PlanState.IN_FORCE or not has_begun(version):
        raise Conflict("wrong_state", "这个版本还没有施行，不用提请，可以直接撤回。")
    if version.withdrawal_asked_by_id is not None:
        raise Conflict("withdrawal_asked", "已经提请撤回，请等另一位负责人办理。")
    _must_be_unused(version)
    said = must_say(reason, "请写明为什么要撤回。")
    version.withdrawal_asked_by_id = user_of(actor)
    version.save(update_fields=["withdrawal_asked_by"])
    record(version, "ask_withdrawal", actor=actor, reason=said, fields=["withdrawal_asked_by"])
    return version


def _must_be_unused(version: PlanVersion) -> None:
    if is_used(version):
        raise Conflict(
            "version_used", "已经有人按这个版本参加或申领，不能撤回；请载入新的版本接替。"
        )


def _must_be_asked(version: PlanVersion, actor: Actor) -> None:
    """Let one person take back what has not begun, and two persons what has."""
    asked_by = version.withdrawal_asked_by_id
    if asked_by is not None and asked_by == user_of(actor):
        raise Refused("four_eyes", "撤回由您提请，请交给另一位负责人办理。")
    if asked_by is None and has_begun(version):
        raise Conflict(
            "withdrawal_not_asked",
            "这个版本已经施行，撤回要两个人办：请先由互助计划管理人提请撤回。",
        )


def _reopen_former(version: PlanVersion, actor: Actor) -> None:
    """Give the version that this one ended its validity back, up to the next one in force."""
    others = PlanVersion.objects.filter(plan=version.plan_id, state=PlanState.IN_FORCE)
    ended = others.filter(valid_to=version.valid_from - ONE_DAY)
    former = ended.select_for_update(of=("self",)).select_related("plan").first()
    # A pack that names its own last day was never open.
    if former is None or former.rules.valid_to is not None:
        return
    later = others.filter(valid_from__gt=version.valid_from).order_by("valid_from").first()
    former.valid_to = later.valid_from - ONE_DAY if later else None
    with no_overlap(), transaction.atomic():
        former.save(update_fields=["valid_to"])
    said = f"{version.number} 撤回"
    record(former, "reopen", actor=actor, reason=said, fields=["valid_to"])
