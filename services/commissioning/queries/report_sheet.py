"""One report as its writer and its checker see it, and the reports that wait for checking."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Sum

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.files.models import Attachment
from backend.kernel import clock
from backend.kernel.errors import NotFound
from services.commissioning import access
from services.commissioning.models import (
    BudgetLine,
    Report,
    Session,
    Spending,
    TargetSource,
)
from services.commissioning.queries import provided, reused
from services.commissioning.queries.contract_lines import figure_words
from services.commissioning.queries.provided import SessionLine
from services.commissioning.queries.reused import Reuse
from services.commissioning.states.delivery import REPORT, ReportAct, ReportState, SessionState
from services.commissioning.states.projects import DELIVERING

WRITABLE = (ReportState.DRAFT, ReportState.RETURNED)


@dataclass(frozen=True, slots=True)
class SpendingLine:
    """A spending with its voucher; `paper` is the number by which its picture is shown."""

    number: str
    line_place: int
    line_title: str
    amount_fen: int
    spent_on: date
    words: str
    has_voucher: bool
    paper: str
    seems_reused: bool


@dataclass(frozen=True, slots=True)
class PhotoLine:
    """A photograph of the service."""

    number: str
    caption: str
    paper: str
    seems_reused: bool


@dataclass(frozen=True, slots=True)
class LineUse:
    """A budget line: what it allows, what all reports spent on it, and what this one did."""

    place: int
    title: str
    amount_fen: int
    spent_fen: int
    here_fen: int


@dataclass(frozen=True, slots=True)
class StatedLine:
    """A target that nothing counts, with what this report states of it, in hundredths."""

    code: str
    title: str
    unit: str
    planned: int
    stated: int | None

    @property
    def stated_words(self) -> str:
        """The stated figure with its unit; empty where none was stated."""
        return "" if self.stated is None else figure_words(self.stated, self.unit)


@dataclass(frozen=True, slots=True)
class ReportSheet:
    """One report; the sessions of its period stand beside what it says."""

    number: str
    version: int
    state: str
    state_label: str
    project_number: str
    project_title: str
    organization: str
    is_final: bool
    period_start: date
    period_end: date
    persons: int
    sessions: int
    words: str
    answer: str
    submitted_at: datetime | None
    counted_sessions: int
    counted: int
    confirmed: int
    held: list[SessionLine]
    lines: list[LineUse]
    spendings: list[SpendingLine]
    photos: list[PhotoLine]
    stated: list[StatedLine]
    reuses: list[Reuse]
    may: tuple[str, ...]


def visible(actor: Actor, number: str) -> Report:
    """Give a report to who may read it; a draft only to its organization; raises NotFound."""
    needed = ("contract__project__union", "contract__organization")
    rows = Report.objects.visible_to(actor).select_related(*needed)
    found = rows.filter(number=number).first()
    if found is None:
        raise NotFound
    return found


def own(actor: Actor, number: str) -> Report:
    """Give a report to who acts for its organization; raises NotFound."""
    found = visible(actor, number)
    if not access.acts_for(actor, found.contract.organization):
        raise NotFound
    return found


def sheet(actor: Actor, number: str) -> ReportSheet:
    """Give one report as this reader sees it; raises NotFound."""
    return sheet_of(visible(actor, number), actor)


def own_sheet(actor: Actor, number: str) -> ReportSheet:
    """Give one report to its provider; raises NotFound for everybody else."""
    return sheet_of(own(actor, number), actor)


def sheet_of(found: Report, actor: Actor) -> ReportSheet:
    """Give a report as this reader sees it."""
    contract = found.contract
    held = _held(found)
    checks = actor.can(Permission.COMMISSIONING_REPORT_CHECK, within=contract.project)
    return ReportSheet(
        number=found.number,
        version=found.version,
        state=str(found.state),
        state_label=REPORT.labels[found.state],
        project_number=contract.project.number,
        project_title=contract.project.title,
        organization=contract.organization.name,
        is_final=found.is_final,
        period_start=found.period_start,
        period_end=found.period_end,
        persons=found.persons,
        sessions=found.sessions,
        words=found.words,
        answer=found.answer,
        submitted_at=found.submitted_at,
        counted_sessions=len(held),
        counted=sum(one.provider_count or 0 for one in held),
        confirmed=sum(one.confirmed or 0 for one in held),
        held=held,
        lines=_lines(found),
        spendings=[_spending(one) for one in _spendings(found)],
        photos=[
            PhotoLine(one.number, one.caption, one.attachment.number, one.seems_reused)
            for one in found.photos.select_related("attachment").order_by("pk")
        ],
        stated=_stated(found),
        reuses=_reuses(found, actor) if checks else [],
        may=_may(found, actor, checks=checks),
    )


def paper(actor: Actor, number: str, wanted: str) -> Attachment:
    """Give a voucher or photograph of a report to who may read the report; raises NotFound."""
    found = visible(actor, number)
    own = Attachment.objects.filter(number=wanted).select_related("key")
    here = own.filter(commissioning_voucher__report=found) | own.filter(
        commissioning_photo__report=found
    )
    attachment = here.first()
    if attachment is None:
        raise NotFound
    return attachment


def _reuses(report: Report, actor: Actor) -> list[Reuse]:
    found = reused.find(report)
    seen = set(
        Report.objects.visible_to(actor)
        .filter(number__in={one.report for one in found})
        .values_list("number", flat=True)
    )
    return [replace(one, is_visible=one.report in seen) for one in found]


def _held(report: Report) -> list[SessionLine]:
    rows = Session.objects.filter(
        contract=report.contract,
        state=SessionState.CLOSED,
        starts_at__gte=clock.start_of(report.period_start),
        starts_at__lt=clock.end_of(report.period_end),
    )
    return [provided.line_of(row) for row in rows.order_by("starts_at", "id")]


def _lines(report: Report) -> list[LineUse]:
    rows = BudgetLine.objects.filter(contract=report.contract).annotate(
        spent=Sum("spendings__amount_fen")
    )
    here = dict(
        report.spendings.values("line")
        .annotate(fen=Sum("amount_fen"))
        .values_list("line", "fen")
        .order_by("line")
    )
    return [
        LineUse(row.place, row.title, row.amount_fen, row.spent or 0, here.get(row.pk, 0))
        for row in rows.order_by("place")
    ]


def _spendings(report: Report) -> list[Spending]:
    return list(report.spendings.select_related("line", "voucher").order_by("spent_on", "pk"))


def _spending(one: Spending) -> SpendingLine:
    return SpendingLine(
        one.number,
        one.line.place,
        one.line.title,
        one.amount_fen,
        one.spent_on,
        one.words,
        one.voucher is not None,
        one.voucher.number if one.voucher else "",
        one.seems_reused,
    )


def _stated(report: Report) -> list[StatedLine]:
    said = dict(report.figures.values_list("target", "hundredths"))
    targets = report.contract.targets.filter(source=TargetSource.STATED)
    return [
        StatedLine(one.code, one.title, one.unit, one.planned_hundredths, said.get(one.pk))
        for one in targets
    ]


def _may(report: Report, actor: Actor, *, checks: bool) -> tuple[str, ...]:
    writes = access.acts_for(actor, report.contract.organization)
    delivering = report.contract.project.state in DELIVERING
    checks = checks and report.written_by_id != actor.user_id and not writes
    acts = {
        "write": writes and delivering and report.state in WRITABLE,
        "take_up": writes
        and report.is_final
        and REPORT.allows(report.state, ReportAct.REOPEN)
        and str(report.contract.project.state) == "rectifying",
        "confirm": checks and REPORT.allows(report.state, ReportAct.CONFIRM),
        "return": checks and REPORT.allows(report.state, ReportAct.RETURN),
    }
    return tuple(act for act, is_possible in acts.items() if is_possible)
