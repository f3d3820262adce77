"""A project while it is a topic: the needs it answers, its money, its call (R9.3, R9.26)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.versions import check_version
from backend.access.write import verb
from backend.kernel import clock
from backend.kernel.errors import Conflict, FieldError, Invalid, NotFound
from backend.kernel.money import Money
from backend.ledger.models import Fund
from backend.unions.models import Union
from services.commissioning import access
from services.commissioning.models import (
    Call,
    CallMode,
    Criterion,
    FundType,
    Need,
    Project,
    ProjectNeed,
    ServiceKind,
)
from services.commissioning.models.serial import PROJECT_PREFIX, next_number
from services.commissioning.queries import standards
from services.commissioning.rules import call as rules
from services.commissioning.rules.call import CriterionDraft
from services.commissioning.states.projects import ProjectState
from services.commissioning.workflow.advance import note, trace

WRITE = Permission.COMMISSIONING_CALL_WRITE
MOST_NEEDS = 10
MOST_COUNT = 10_000_000
LONGEST_CALL = 8000


@dataclass(frozen=True, slots=True)
class Topic:
    """What a project is about and who pays: needs and fund by their numbers."""

    title: str
    kind: str
    purpose: str
    fund: str
    budget: Money
    needs: tuple[str, ...]
    fund_type: str = FundType.UNION


@dataclass(frozen=True, slots=True)
class CallDraft:
    """A call as it is written; the deadline is an aware moment."""

    mode: str
    text: str
    planned_persons: int
    planned_sessions: int
    panel_size: int
    deadline: datetime
    criteria: tuple[CriterionDraft, ...]


@verb
def draft_project(*, actor: Actor, union_number: str, topic: Topic) -> Project:
    """Begin a project of a union, with the needs it answers and their voices on this day (R9.26).

    Raises NotFound for a foreign union, Invalid `bad_project`, `bad_needs`, `bad_fund`.
    """
    union = Union.objects.filter(number=union_number).first()
    if union is None or not actor.can(WRITE, within=union):
        raise NotFound
    project = Project(number=next_number(PROJECT_PREFIX), drafted_by_id=access.user_key(actor))
    project.place(union)
    _write_topic(project, topic)
    project.save(force_insert=True)
    _link_needs(project, topic.needs)
    note(project, "draft", actor=actor)
    trace(project, "draft", project=project, actor=actor)
    return project


@verb
def save_project(number: str, *, actor: Actor, version: int, topic: Topic) -> Project:
    """Change a project that is still a topic; a call that was sent for approval comes back.

    Raises NotFound, Refused, StaleVersion, Conflict `not_a_draft`, Invalid as `draft_project`.
    """
    project = open_draft(number, actor=actor, version=version)
    _write_topic(project, topic)
    ProjectNeed.objects.filter(project=project).delete()
    _link_needs(project, topic.needs)
    columns = ["title", "kind", "purpose", "fund", "fund_type", "budget_fen"]
    return _keep(project, "save", actor, columns)


@verb
def save_call(number: str, *, actor: Actor, version: int, draft: CallDraft) -> Project:
    """Write the call of a project that is still a topic; what was sent for approval comes back.

    Raises NotFound, Refused, StaleVersion, Conflict `not_a_draft`, Invalid `bad_call`,
    `weights_not_100`, `bad_criterion`, `bad_panel_size`, `deadline_too_soon`.
    """
    project = open_draft(number, actor=actor, version=version)
    check_call(draft, project.union)
    write_call(project, draft)
    return _keep(project, "save_call", actor, [])


def open_draft(number: str, *, actor: Actor, version: int) -> Project:
    """Lock a project that may still change; raises Conflict `not_a_draft` once it was opened."""
    project = Project.objects.locked(number)
    access.must_see(actor, project)
    actor.must(WRITE, within=project)
    check_version(project, version)
    if project.state is not ProjectState.TOPIC:
        raise Conflict("not_a_draft", "征集公告发布后内容不能再改，只能发更正公告并延长截止时间。")
    return project


def check_call(draft: CallDraft, union: Union) -> None:
    """Refuse a call that could not be opened now (R9.3, R9.4, R9.6); raises Invalid."""
    if draft.mode not in CallMode.values:
        raise Invalid("bad_call", "请选择征集方式。")
    if not draft.text.strip() or len(draft.text) > LONGEST_CALL:
        raise Invalid("bad_call", f"请写公告正文，最多 {LONGEST_CALL} 个字。")
    for field, count, label in (
        ("planned_persons", draft.planned_persons, "计划服务人数"),
        ("planned_sessions", draft.planned_sessions, "计划服务场次"),
    ):
        if not 1 <= count <= MOST_COUNT:
            said = f"“{label}”应在 1 到 {MOST_COUNT} 之间，您填的是 {count}，请修改。"
            raise Invalid("bad_call", said, [FieldError(f"/{field}", "bad_call", said)])
    now = clock.now()
    rules.check_panel_size(draft.panel_size, standards.panel_size(union, now.date()))
    rules.check_criteria(draft.criteria)
    periods = standards.open_for(union, now.date())
    rules.check_deadline(draft.mode, draft.deadline, opened_at=now, periods=periods)


def write_call(project: Project, draft: CallDraft) -> Call:
    """Write call and criteria anew; whatever was sent for approval comes back."""
    call, _ = Call.objects.update_or_create(
        project=project,
        defaults={
            "mode": draft.mode,
            "text": draft.text.strip(),
            "planned_persons": draft.planned_persons,
            "planned_sessions": draft.planned_sessions,
            "panel_size": draft.panel_size,
            "deadline": draft.deadline,
        },
    )
    Criterion.objects.filter(call=call).delete()
    Criterion.objects.bulk_create(
        Criterion(
            call=call, place=place, title=one.title, weight=one.weight, levels=list(one.levels)
        )
        for place, one in enumerate(draft.criteria, start=1)
    )
    return call


def link_need(project: Project, need: Need) -> None:
    """Say that a project answers a need, with its voices as they stand now."""
    ProjectNeed.objects.create(project=project, need=need, voices_then=need.voices)


def _write_topic(project: Project, topic: Topic) -> None:
    title, purpose = topic.title.strip(), topic.purpose.strip()
    if not title or not purpose:
        raise Invalid("bad_project", "请写项目名称和要解决什么。")
    if topic.kind not in ServiceKind.values or topic.fund_type not in FundType.values:
        raise Invalid("bad_project", "请从列出的服务类别和资金性质里选。")
    if topic.budget.fen < 1:
        said = "“预算”应大于 0，请填写这个项目打算用多少钱。"
        raise Invalid("bad_project", said, [FieldError("/budget_fen", "bad_project", said)])
    project.title, project.kind, project.purpose = title, topic.kind, purpose
    project.fund, project.fund_type = _fund(project, topic.fund), topic.fund_type
    project.budget_fen = topic.budget.fen


def _fund(project: Project, number: str) -> Fund:
    """Give a fund of the project's union or of one above it; raises Invalid `bad_fund`."""
    above = [key for key in project.ancestors if key is not None]
    found = Fund.objects.filter(number=number, union_id__in=above, frozen_at__isnull=True).first()
    if found is None:
        raise Invalid("bad_fund", "没有找到这笔经费，或它已冻结。请从列出的经费里选。")
    return found


def _link_needs(project: Project, numbers: Sequence[str]) -> None:
    wanted = list(dict.fromkeys(numbers))
    needs = list(Need.objects.of_city(project.d1).filter(number__in=wanted))
    if not 1 <= len(wanted) <= MOST_NEEDS or len(needs) != len(wanted):
        raise Invalid(
            "bad_needs", f"请从需求清单里选这个项目回应的需求，至少 1 项，最多 {MOST_NEEDS} 项。"
        )
    for need in needs:
        link_need(project, need)


def _keep(project: Project, act: str, actor: Actor, changed: list[str]) -> Project:
    """Save as a new version; an approval that was asked for is asked for anew."""
    Call.objects.filter(project=project).update(submitted_at=None, submitted_by=None)
    project.version += 1
    project.save(update_fields=["version", *changed])
    note(project, act, actor=actor)
    trace(project, act, project=project, actor=actor, fields=changed)
    return project
