"""A project as the auditor sees it: every step, rows beside the ledger, checks, releases."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from backend.access.actor import Actor
from backend.kernel.errors import NotFound
from services.commissioning.models import Contract, FigureCheck, Project, Release
from services.commissioning.queries.books import books_now, ledger_paid_fen
from services.commissioning.queries.projects import StepLine
from services.commissioning.queries.public.contracts import corrections_of
from services.commissioning.queries.public.parts import ChangeLine, DutyLine
from services.commissioning.queries.public.sheet import duties_of
from services.commissioning.queries.steps import step_label
from services.commissioning.rules import ties
from services.commissioning.rules.tags import labelled
from services.commissioning.states.contracts import STAGE_LABELS
from services.commissioning.states.projects import STAFF_LABELS

MOST_STEPS = 1000


@dataclass(frozen=True, slots=True)
class StageRow:
    """A stage with the hands it went through, by post."""

    place: int
    amount_fen: int
    state_label: str
    transfer: str
    words: str


@dataclass(frozen=True, slots=True)
class ReleaseRow:
    """A release as it was stored; `tags_label` names its tags in words."""

    sequence: int
    tags: str
    tags_label: str
    at: datetime
    digest: str


@dataclass(frozen=True, slots=True)
class AuditView:
    """One project under audit."""

    number: str
    title: str
    union_name: str
    state_label: str
    steps: Sequence[StepLine]
    stages: Sequence[StageRow]
    paid_by_rows_fen: int
    paid_by_ledger_fen: int
    problems: Sequence[str]
    checked_at: datetime | None
    kept_problems: Sequence[str]
    duties: Sequence[DutyLine]
    corrections: Sequence[ChangeLine]
    releases: Sequence[ReleaseRow]


def audit_view(actor: Actor, number: str) -> AuditView:
    """Give one project of an officer's subtree, recomputed now; raises NotFound."""
    rows = Project.objects.visible_to(actor).select_related("union")
    project = rows.filter(number=number).first()
    if project is None:
        raise NotFound
    contract = Contract.objects.filter(project=project).first()
    signed = contract if contract is not None and contract.signed_on else None
    check = FigureCheck.objects.filter(project=project).first()
    steps = project.steps.order_by("pk")[:MOST_STEPS]
    return AuditView(
        number=project.number,
        title=project.title,
        union_name=project.union.name,
        state_label=STAFF_LABELS[project.state],
        steps=[
            StepLine(one.act, step_label(one.act), one.by_label, one.at, one.words) for one in steps
        ],
        stages=_stages(signed),
        paid_by_rows_fen=signed.paid_fen if signed else 0,
        paid_by_ledger_fen=ledger_paid_fen(signed) if signed else 0,
        problems=ties.problems(books_now(signed)) if signed else [],
        checked_at=check.at if check else None,
        kept_problems=check.problems if check else [],
        duties=duties_of(project),
        corrections=corrections_of(project),
        releases=[
            ReleaseRow(
                one.sequence,
                one.tag,
                labelled(one.tag.split(",")),
                one.at,
                bytes(one.digest).hex(),
            )
            for one in Release.objects.filter(project=project).order_by("sequence")
        ],
    )


def _stages(contract: Contract | None) -> list[StageRow]:
    if contract is None:
        return []
    rows = contract.stages.select_related("reservation").order_by("place")
    return [
        StageRow(
            place=one.place,
            amount_fen=one.amount_fen,
            state_label=STAGE_LABELS[one.state],
            transfer=one.reservation.number if one.reservation else "",
            words=one.words,
        )
        for one in rows
    ]
