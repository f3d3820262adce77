"""Projects on the buyer's desk: the list, one project, what can be done now."""

from dataclasses import dataclass
from datetime import datetime

from backend.access.actor import Actor
from backend.access.paging import LIMIT_DEFAULT, Page, page_of
from backend.access.permissions import Permission
from backend.kernel import clock
from backend.kernel.errors import NotFound
from services.commissioning.models import Call, Project
from services.commissioning.queries import bids, calls, standards
from services.commissioning.queries.bids import BidLine
from services.commissioning.queries.calls import AnsweredNeed, CallSheet
from services.commissioning.queries.steps import step_label
from services.commissioning.states.bids import BidState
from services.commissioning.states.projects import BEFORE_AWARD, STAFF_LABELS, ProjectState

BUYERS = (ProjectState.TOPIC, ProjectState.CALL_OPEN, ProjectState.QUALIFICATION)
MOST_STEPS = 300


@dataclass(frozen=True, slots=True)
class ProjectLine:
    """A line of the list; `deadline` only while applications are taken."""

    number: str
    title: str
    kind_label: str
    union_name: str
    budget_fen: int
    state: ProjectState
    state_label: str
    state_since: datetime
    deadline: datetime | None


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step: who did what when, by post."""

    act: str
    act_label: str
    by_label: str
    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class ProjectSheet:
    """One project; `bids` is empty and `bids_are_sealed` true until the call has closed."""

    number: str
    version: int
    title: str
    kind: str
    kind_label: str
    purpose: str
    union_name: str
    fund: str
    fund_name: str
    fund_type: str
    fund_type_label: str
    budget_fen: int
    state: ProjectState
    state_label: str
    state_reason: str
    needs: list[AnsweredNeed]
    need_numbers: list[str]
    call: CallSheet | None
    bids_are_sealed: bool
    bids: list[BidLine]
    hint: str
    steps: list[StepLine]
    may: tuple[str, ...]


def desk_page(
    actor: Actor, cursor: str | None = None, limit: int = LIMIT_DEFAULT, state: str = ""
) -> Page:
    """One page of the projects in the actor's reach, newest first, of one state where given."""
    rows = Project.objects.visible_to(actor).select_related("union", "call")
    if state:
        rows = rows.filter(state__in=[one for one in ProjectState if one == state])
    page = page_of(rows, cursor, limit)
    page["items"] = [_line(one) for one in page["items"]]
    return page


def sheet(actor: Actor, number: str) -> ProjectSheet:
    """One project for an officer; raises NotFound outside her reach."""
    rows = Project.objects.visible_to(actor).select_related("union", "fund")
    found = rows.prefetch_related("needs__need").filter(number=number).first()
    if found is None:
        raise NotFound
    call = Call.objects.filter(project=found).prefetch_related("criteria", "amendments").first()
    sealed = found.state in (ProjectState.TOPIC, ProjectState.CALL_OPEN)
    opened = [] if sealed or call is None else bids.opened_of(call)
    return ProjectSheet(
        number=found.number,
        version=found.version,
        title=found.title,
        kind=found.kind,
        kind_label=found.get_kind_display(),
        purpose=found.purpose,
        union_name=found.union.name,
        fund=found.fund.number,
        fund_name=found.fund.name,
        fund_type=found.fund_type,
        fund_type_label=found.get_fund_type_display(),
        budget_fen=found.budget_fen,
        state=found.state,
        state_label=STAFF_LABELS[found.state],
        state_reason=found.state_reason,
        needs=calls.needs_of(found),
        need_numbers=[one.need.number for one in found.needs.all()],
        call=calls.sheet_of(call) if call else None,
        bids_are_sealed=sealed,
        bids=opened,
        hint=_hint(found, opened),
        steps=[
            StepLine(one.act, step_label(one.act), one.by_label, one.at, one.words)
            for one in found.steps.order_by("id")[:MOST_STEPS]
        ],
        may=_may(found, call, actor),
    )


def _line(one: Project) -> ProjectLine:
    takes = one.state is ProjectState.CALL_OPEN
    return ProjectLine(
        one.number,
        one.title,
        one.get_kind_display(),
        one.union.name,
        one.budget_fen,
        one.state,
        STAFF_LABELS[one.state],
        one.state_since,
        one.call.deadline if takes else None,
    )


def _hint(project: Project, opened: list[BidLine]) -> str:
    """Say what stands in the way of the panel: too few, or not all checked."""
    if project.state is not ProjectState.QUALIFICATION:
        return ""
    waiting = sum(one.state is BidState.OPENED for one in opened)
    good = sum(one.state is BidState.QUALIFIED for one in opened)
    least = standards.least_bids(project.union, clock.today())
    if good + waiting < least:
        return (
            f"申报不足：有效申报 {good + waiting} 家，至少需要 {least} 家才能评审。"
            "请取消本次征集，再用“重新征集”发布。"
        )
    return f"还有 {waiting} 份申报书没有做资格审查。" if waiting else ""


def _may(project: Project, call: Call | None, actor: Actor) -> tuple[str, ...]:
    """Name the acts that this officer can do now; the verbs check them again."""
    writes = actor.can(Permission.COMMISSIONING_CALL_WRITE, within=project)
    opens = actor.can(Permission.COMMISSIONING_CALL_OPEN, within=project)
    state, waits = project.state, call is not None and call.submitted_at is not None
    in_time = call is not None and clock.now() <= call.deadline
    topic = state is ProjectState.TOPIC
    acts = {
        "edit": writes and topic,
        "submit": writes and topic and call is not None and not waits,
        "open": opens and topic and waits and project.drafted_by_id != actor.user_id,
        "return": opens and topic and waits,
        "amend": opens and state is ProjectState.CALL_OPEN and in_time,
        "qualify": writes and state is ProjectState.QUALIFICATION,
        "cancel": state in BEFORE_AWARD and (writes if state in BUYERS else opens),
        "again": writes and state is ProjectState.CANCELLED,
    }
    return tuple(act for act, is_possible in acts.items() if is_possible)
