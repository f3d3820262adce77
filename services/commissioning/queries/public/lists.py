"""The public list of projects, newest call first, by kind, stage and words of the title."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from backend.access.paging import LIMIT_DEFAULT, Page, page_of
from services.commissioning.models import Duty, Project, ServiceKind
from services.commissioning.states.projects import PUBLIC_LABELS, UNDER_CONTRACT, ProjectState

S = ProjectState
STAGES: dict[str, tuple[str, tuple[ProjectState, ...]]] = {
    "call": ("征集中", (S.CALL_OPEN,)),
    "review": (
        "评审中",
        (
            S.QUALIFICATION, S.PANEL_DRAWN, S.RECUSAL_CLEARED, S.SCORING, S.RANKED, S.NOTICE,
            S.OBJECTION, S.AWARDED,
        ),
    ),
    "running": ("服务中", UNDER_CONTRACT),
    "verdict": ("验收评价中", (S.ACCEPTED, S.EVALUATED)),
    "published": ("绩效已公布", (S.PUBLISHED, S.ARCHIVED)),
    "ended": ("已取消或终止", (S.CANCELLED, S.TERMINATED)),
}  # fmt: skip
"""What people filter by: a word, and the states behind it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for; empty means everything."""

    kind: str = ""
    stage: str = ""
    words: str = ""
    union: str = ""

    @property
    def is_filtered(self) -> bool:
        """Tell whether anything is left out."""
        return bool(self.kind or self.stage or self.words or self.union)


@dataclass(frozen=True, slots=True)
class ProjectLine:
    """One line of the list."""

    number: str
    title: str
    kind: str
    kind_label: str
    state: str
    state_label: str
    union_name: str
    budget_fen: int
    opened_at: datetime | None
    deadline: datetime | None
    is_late: bool


def public_projects(wanted: Wanted, cursor: str | None = None, limit: int = LIMIT_DEFAULT) -> Page:
    """Give one page of the public projects that fit."""
    rows = Project.objects.public().filter(opened_at__isnull=False)
    rows = rows.select_related("union", "call")
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.stage:
        states = STAGES.get(wanted.stage, ("", ()))[1]
        rows = rows.filter(state__in=[str(state) for state in states])
    if wanted.words:
        rows = rows.filter(Q(title__icontains=wanted.words) | Q(number=wanted.words))
    if wanted.union:
        rows = rows.filter(union__number=wanted.union)
    page = page_of(rows, cursor, limit, ("-opened_at", "-id"))
    late = _late([row.pk for row in page["items"]])
    return {**page, "items": [_line(row, is_late=row.pk in late) for row in page["items"]]}


def kinds() -> list[tuple[str, str]]:
    """Every kind of service with its word."""
    return [(str(one.value), str(one.label)) for one in ServiceKind]


def stages() -> list[tuple[str, str]]:
    """Every stage with its word."""
    return [(code, words) for code, (words, _) in STAGES.items()]


def _late(keys: list[int]) -> set[Any]:
    rows = Duty.objects.filter(
        project__in=keys, met_on__isnull=True, waived_on__isnull=True, told_late_on__isnull=False
    )
    return set(rows.values_list("project_id", flat=True))


def _line(row: Project, *, is_late: bool) -> ProjectLine:
    call = getattr(row, "call", None)
    return ProjectLine(
        number=row.number,
        title=row.title,
        kind=row.kind,
        kind_label=row.get_kind_display(),
        state=str(row.state),
        state_label=PUBLIC_LABELS[row.state],
        union_name=row.union.name,
        budget_fen=row.budget_fen,
        opened_at=row.opened_at,
        deadline=call.deadline if call and row.state is ProjectState.CALL_OPEN else None,
        is_late=is_late,
    )
