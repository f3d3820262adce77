"""Asking for a call to be opened, opening it as the second person, amending it (R9.3-R9.6)."""

import secrets
from datetime import datetime

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.versions import check_version
from backend.access.write import verb
from backend.kernel import clock
from backend.kernel.errors import Conflict, FieldError, Invalid, Refused
from backend.kernel.money import Money
from backend.ledger.models import Fund
from notifications.topics import Topic
from services.commissioning import access
from services.commissioning.models import Amendment, Call, Organization, Project
from services.commissioning.queries.officers import officers_above
from services.commissioning.rules.call import LATEST_DAYS, CriterionDraft
from services.commissioning.states.organizations import OrgState
from services.commissioning.states.projects import ProjectAct, ProjectState
from services.commissioning.workflow.advance import (
    advance,
    note,
    open_for,
    tell,
    tell_organization,
    trace,
)
from services.commissioning.workflow.drafting import CallDraft, check_call, open_draft

OPEN = Permission.COMMISSIONING_CALL_OPEN
WRITING_ACTS = ("draft", "save", "save_call", "submit_call")
SEED_BYTES = 32
LONGEST_REASON = 300
LONGEST_TEXT = 2000


@verb
def submit_call(number: str, *, actor: Actor, version: int) -> Project:
    """Send a whole call to the second person who may open it.

    Raises NotFound, Refused, StaleVersion, Conflict `not_a_draft`, `call_missing`, `fund_short`,
    `already_submitted`, Invalid where the call could not be opened now.
    """
    project = open_draft(number, actor=actor, version=version)
    call = _whole(project)
    if call.submitted_at is not None:
        raise Conflict("already_submitted", "这份征集公告已经送审，正等审批人办理。")
    call.submitted_at, call.submitted_by_id = clock.now(), access.user_key(actor)
    call.returned_because = ""
    call.save(update_fields=["submitted_at", "submitted_by", "returned_because"])
    _keep(project, "submit_call", actor)
    tell(Topic.COMMISSIONING_CALL_TO_OPEN, officers_above(project, OPEN), project)
    return project


@verb
def return_call(number: str, *, actor: Actor, version: int, reason: str) -> Project:
    """Give a call back to its drafter with what should be changed.

    Raises NotFound, Refused, StaleVersion, Conflict `not_submitted`, `wrong_state`, Invalid
    `reason_missing`.
    """
    project = open_for(number, ProjectAct.OPEN_CALL, actor=actor, permission=OPEN, version=version)
    call = _submitted(project)
    said = _said(reason, "请写明要修改什么。", LONGEST_REASON)
    call.submitted_at, call.submitted_by, call.returned_because = None, None, said
    call.save(update_fields=["submitted_at", "submitted_by", "returned_because"])
    return _keep(project, "return_call", actor, words=said)


@verb
def open_call(number: str, *, actor: Actor, version: int) -> Project:
    """Open a call as the second person; from now on only an amendment changes it (R9.3).

    The seed of the panel is made here and sealed; its SHA-256 is published with the call, so that
    nobody can choose the panel after the applications are known (R9.6). Raises NotFound, Refused
    `own_draft`, StaleVersion, Conflict `wrong_state`, `not_submitted`, `fund_short`, Invalid where
    the call no longer fits (a deadline that has come too near).
    """
    project = open_for(number, ProjectAct.OPEN_CALL, actor=actor, permission=OPEN, version=version)
    call = _submitted(project)
    if project.drafted_by_id == actor.user_id or _wrote(project, actor):
        raise Refused("own_draft", "这份征集公告是您起草或修改的，请交给另一位同事审批。")
    _whole(project)
    now = clock.now()
    call.opened_at = now
    call.seal_seed(secrets.token_bytes(SEED_BYTES))
    call.save(update_fields=["opened_at", "seed_sealed", "seed_commitment"])
    project.opened_at, project.opened_by_id = now, access.user_key(actor)
    advance(project, ProjectAct.OPEN_CALL, actor=actor, changed=["opened_at", "opened_by"])
    for organization in Organization.objects.filter(d1=project.d1, state=OrgState.CHECKED):
        tell_organization(Topic.COMMISSIONING_CALL_OPENED, organization, project)
    return project


@verb
def amend_call(
    number: str, *, actor: Actor, version: int, text: str, reason: str, new_deadline: datetime
) -> Amendment:
    """Publish an amendment of an open call; the deadline always moves on with it (R9.3).

    All who began an application are told. Raises NotFound, Refused, StaleVersion, Conflict
    `call_not_open`, `call_closed`, Invalid `reason_missing`, `deadline_not_extended`,
    `deadline_too_late`.
    """
    project = Project.objects.locked(number)
    access.must_see(actor, project)
    actor.must(OPEN, within=project)
    check_version(project, version)
    call = open_call_of(project)
    _check_extension(call.deadline, new_deadline)
    amendment = Amendment.objects.create(
        call=call,
        sequence=call.amendments.count() + 1,
        text=_said(text, "请写明更正了什么。", LONGEST_TEXT),
        reason=_said(reason, "请写明为什么更正。", LONGEST_REASON),
        old_deadline=call.deadline,
        new_deadline=new_deadline,
        made_by_id=access.user_key(actor),
    )
    call.deadline, call.version = new_deadline, call.version + 1
    call.save(update_fields=["deadline", "version"])
    _keep(project, "amend_call", actor, words=amendment.reason)
    for bid in call.bids.select_related("organization"):
        tell_organization(Topic.COMMISSIONING_CALL_AMENDED, bid.organization, project)
    return amendment


def open_call_of(project: Project) -> Call:
    """Give the call of a locked project while applications are taken, by the server's clock.

    Raises Conflict `call_not_open`, and `call_closed` from the first moment after the deadline.
    """
    if project.state is not ProjectState.CALL_OPEN:
        raise Conflict("call_not_open", "这个项目现在不在征集期。")
    call = Call.objects.get(project=project)
    if clock.now() > call.deadline:
        end = clock.to_local(call.deadline)
        raise Conflict(
            "call_closed",
            f"征集已在 {end.year} 年 {end.month} 月 {end.day} 日 {end:%H:%M:%S} 截止"
            "（以服务器时间为准），不能再办理。",
        )
    return call


def _check_extension(old: datetime, new: datetime) -> None:
    if new <= max(old, clock.now()):
        said = "更正公告应把截止时间往后延，请在“新的截止时间”填更晚的时间。"
        fault = FieldError("/new_deadline", "deadline_not_extended", said)
        raise Invalid("deadline_not_extended", said, [fault])
    if (new - clock.now()).days > LATEST_DAYS:
        said = "“新的截止时间”最晚在一年以内，请改成更早的时间。"
        fault = FieldError("/new_deadline", "deadline_too_late", said)
        raise Invalid("deadline_too_late", said, [fault])


def _whole(project: Project) -> Call:
    """Give the call once it is whole and could be opened now."""
    call = Call.objects.filter(project=project).prefetch_related("criteria").first()
    if call is None:
        raise Conflict("call_missing", "还没有写征集公告，请先填写公告和评审标准。")
    criteria = tuple(
        CriterionDraft(one.title, one.weight, tuple(one.levels)) for one in call.criteria.all()
    )
    check_call(
        CallDraft(
            call.mode,
            call.text,
            call.planned_persons,
            call.planned_sessions,
            call.panel_size,
            call.deadline,
            criteria,
        ),
        project.union,
    )
    _must_be_funded(project)
    return call


def _must_be_funded(project: Project) -> None:
    fund = Fund.objects.select_related("balance").get(pk=project.fund_id)
    if fund.balance.available_fen < project.budget_fen:
        raise Conflict(
            "fund_short",
            f"“{fund.name}”可用 {Money(fund.balance.available_fen)} 元，"
            f"不够项目预算 {Money(project.budget_fen)} 元，请先落实经费。",
        )


def _submitted(project: Project) -> Call:
    call = Call.objects.filter(project=project, submitted_at__isnull=False).first()
    if call is None:
        raise Conflict("not_submitted", "这份征集公告还没有送审，请等起草人提交。")
    return call


def _wrote(project: Project, actor: Actor) -> bool:
    return project.steps.filter(by_id=actor.user_id, act__in=WRITING_ACTS).exists()


def _keep(project: Project, act: str, actor: Actor, *, words: str = "") -> Project:
    project.version += 1
    project.save(update_fields=["version"])
    note(project, act, actor=actor, words=words)
    trace(project, act, project=project, actor=actor)
    return project


def _said(text: str, remedy: str, longest: int) -> str:
    said = text.strip()
    if not said or len(said) > longest:
        raise Invalid("reason_missing", f"{remedy}最多 {longest} 个字。")
    return said
