"""Cancelling a project before the award, and drafting it again from the old one."""

from datetime import timedelta

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.versions import check_version
from backend.access.write import verb
from backend.kernel import clock
from backend.kernel.errors import Conflict, Invalid
from backend.kernel.saying import must_say
from notifications.topics import Topic
from services.commissioning import access
from services.commissioning.models import Call, Project
from services.commissioning.models.serial import PROJECT_PREFIX, next_number
from services.commissioning.queries import standards
from services.commissioning.rules.call import CriterionDraft, earliest_deadline
from services.commissioning.states.projects import ProjectAct, ProjectState
from services.commissioning.workflow.advance import (
    advance,
    note,
    open_for,
    tell_organization,
    trace,
)
from services.commissioning.workflow.drafting import CallDraft, link_need, write_call

BUYERS_STATES = (ProjectState.TOPIC, ProjectState.CALL_OPEN, ProjectState.QUALIFICATION)
LONGEST_REASON = 300


@verb
def cancel_project(number: str, *, actor: Actor, version: int, reason: str) -> Project:
    """Cancel a project before its award, with a reason that is published.

    Until the panel is drawn by the buyer, afterwards by who approves calls. Applications that are
    still sealed are never opened. Raises NotFound, Refused, StaleVersion, Conflict `wrong_state`,
    Invalid `reason_missing`.
    """
    project = Project.objects.locked(number)
    access.must_see(actor, project)
    permission = (
        Permission.COMMISSIONING_CALL_WRITE
        if project.state in BUYERS_STATES
        else Permission.COMMISSIONING_CALL_OPEN
    )
    project = open_for(
        number, ProjectAct.CANCEL, actor=actor, permission=permission, version=version
    )
    said = must_say(reason, "请写明取消的原因，会对外公开。")
    if len(said) > LONGEST_REASON:
        raise Invalid("reason_missing", f"原因最多 {LONGEST_REASON} 个字。")
    project.state_reason = said
    advance(project, ProjectAct.CANCEL, actor=actor, words=said, changed=["state_reason"])
    call = Call.objects.filter(project=project).first()
    for bid in call.bids.select_related("organization") if call else ():
        tell_organization(Topic.COMMISSIONING_PROJECT_CANCELLED, bid.organization, project)
    return project


@verb
def draft_again(number: str, *, actor: Actor, version: int) -> Project:
    """Draft a cancelled project anew: topic, needs with today's voices, call and criteria.

    Raises NotFound, Refused, StaleVersion, Conflict `not_cancelled`.
    """
    old = Project.objects.locked(number)
    access.must_see(actor, old)
    actor.must(Permission.COMMISSIONING_CALL_WRITE, within=old)
    check_version(old, version)
    if old.state is not ProjectState.CANCELLED:
        raise Conflict("not_cancelled", "只有已取消的项目可以重新征集，请先写明原因取消。")
    project = Project(
        number=next_number(PROJECT_PREFIX),
        title=old.title,
        kind=old.kind,
        purpose=old.purpose,
        fund=old.fund,
        fund_type=old.fund_type,
        budget_fen=old.budget_fen,
        drafted_by_id=access.user_key(actor),
    )
    project.place(old.union)
    project.save(force_insert=True)
    for answered in old.needs.select_related("need"):
        link_need(project, answered.need)
    _copy_call(old, project)
    note(project, "draft", actor=actor, words=f"重新征集，原项目 {old.number}")
    trace(project, "draft", project=project, actor=actor)
    return project


def _copy_call(old: Project, project: Project) -> None:
    """Copy the call; its deadline is the first day that is allowed, and one day more."""
    call = Call.objects.filter(project=old).prefetch_related("criteria").first()
    if call is None:
        return
    now = clock.now()
    periods = standards.open_for(project.union, now.date())
    criteria = tuple(
        CriterionDraft(one.title, one.weight, tuple(one.levels)) for one in call.criteria.all()
    )
    deadline = earliest_deadline(call.mode, now, periods) + timedelta(days=1)
    draft = CallDraft(
        call.mode,
        call.text,
        call.planned_persons,
        call.planned_sessions,
        call.panel_size,
        deadline,
        criteria,
    )
    write_call(project, draft)
