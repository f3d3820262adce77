"""Calls as everybody may read them: text, criteria, deadline, amendments, commitment (R9.3)."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from backend.kernel import clock
from backend.kernel.errors import NotFound
from services.commissioning.models import Call, Project
from services.commissioning.states.projects import PUBLIC_LABELS, ProjectState

MOST_CALLS = 200


@dataclass(frozen=True, slots=True)
class CriterionLine:
    """A criterion with its weight in points and its levels."""

    place: int
    title: str
    weight: int
    levels: list[str]


@dataclass(frozen=True, slots=True)
class AmendmentLine:
    """An amendment with the old and the new deadline."""

    sequence: int
    text: str
    reason: str
    old_deadline: datetime
    new_deadline: datetime
    at: datetime


@dataclass(frozen=True, slots=True)
class AnsweredNeed:
    """A need that the project answers, with its voices on the day of the draft."""

    title: str
    voices_then: int


@dataclass(frozen=True, slots=True)
class CallSheet:
    """A call; `seed_commitment` is SHA-256 in hex, empty before the opening (R9.6)."""

    mode: str
    mode_label: str
    text: str
    planned_persons: int
    planned_sessions: int
    panel_size: int
    formula: str
    deadline: datetime
    is_over: bool
    submitted_at: datetime | None
    returned_because: str
    opened_at: datetime | None
    seed_commitment: str
    criteria: list[CriterionLine]
    amendments: list[AmendmentLine]


@dataclass(frozen=True, slots=True)
class PublicCall:
    """A call with the project that it belongs to, for everybody."""

    number: str
    title: str
    kind: str
    kind_label: str
    purpose: str
    union_name: str
    budget_fen: int
    state: ProjectState
    state_label: str
    state_reason: str
    needs: list[AnsweredNeed]
    call: CallSheet


def open_calls() -> list[PublicCall]:
    """The calls that take applications now, the nearest deadline first."""
    rows = Project.objects.public().filter(
        state=ProjectState.CALL_OPEN, call__deadline__gte=clock.now()
    )
    return [_public(one) for one in _whole(rows).order_by("call__deadline", "id")[:MOST_CALLS]]


def public_call(number: str) -> PublicCall:
    """The call of a project that was opened; raises NotFound before."""
    found = _whole(Project.objects.public().filter(number=number)).first()
    if found is None:
        raise NotFound
    return _public(found)


def sheet_of(call: Call) -> CallSheet:
    """Give a call as a page and the API show it."""
    return CallSheet(
        mode=call.mode,
        mode_label=call.get_mode_display(),
        text=call.text,
        planned_persons=call.planned_persons,
        planned_sessions=call.planned_sessions,
        panel_size=call.panel_size,
        formula=call.formula,
        deadline=call.deadline,
        is_over=clock.now() > call.deadline,
        submitted_at=call.submitted_at,
        returned_because=call.returned_because,
        opened_at=call.opened_at,
        seed_commitment=bytes(call.seed_commitment or b"").hex(),
        criteria=[
            CriterionLine(one.place, one.title, one.weight, list(one.levels))
            for one in call.criteria.all()
        ],
        amendments=[
            AmendmentLine(
                one.sequence, one.text, one.reason, one.old_deadline, one.new_deadline, one.at
            )
            for one in sorted(call.amendments.all(), key=lambda one: one.sequence)
        ],
    )


def needs_of(project: Project) -> list[AnsweredNeed]:
    """The needs that a project answers, the most voices first."""
    rows = sorted(project.needs.all(), key=lambda one: (-one.voices_then, one.pk))
    return [AnsweredNeed(one.need.title, one.voices_then) for one in rows]


def _whole(rows: QuerySet[Project]) -> QuerySet[Project]:
    return rows.select_related("union", "call").prefetch_related(
        "call__criteria", "call__amendments", "needs__need"
    )


def _public(project: Project) -> PublicCall:
    return PublicCall(
        number=project.number,
        title=project.title,
        kind=project.kind,
        kind_label=project.get_kind_display(),
        purpose=project.purpose,
        union_name=project.union.name,
        budget_fen=project.budget_fen,
        state=project.state,
        state_label=PUBLIC_LABELS[project.state],
        state_reason=project.state_reason,
        needs=needs_of(project),
        call=sheet_of(project.call),
    )
