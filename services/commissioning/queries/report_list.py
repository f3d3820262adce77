"""The reports that wait for checking (R9.14)."""

from dataclasses import dataclass
from datetime import date, datetime

from backend.access import scope
from backend.access.actor import Actor
from backend.access.paging import LIMIT_DEFAULT, Page, page_of
from backend.access.permissions import Permission
from services.commissioning.models import Report, ReportPhoto, Spending
from services.commissioning.states.delivery import ReportState


@dataclass(frozen=True, slots=True)
class ReportToCheck:
    """A report that waits for checking."""

    number: str
    project_number: str
    project_title: str
    organization: str
    is_final: bool
    period_start: date
    period_end: date
    submitted_at: datetime | None
    has_reuse: bool


def to_check(actor: Actor, cursor: str | None = None, limit: int = LIMIT_DEFAULT) -> Page:
    """List the reports in the actor's reach that wait for checking, newest first."""
    seen = scope.visible(actor, Permission.COMMISSIONING_REPORT_CHECK, "contract__project__")
    rows = Report.objects.filter(seen, state=ReportState.SUBMITTED)
    needed = ("contract__project", "contract__organization")
    page = page_of(rows.select_related(*needed), cursor, limit, ("-id",))
    keys = [row.pk for row in page["items"]]
    doubtful = set(
        Spending.objects.filter(report__in=keys, seems_reused=True).values_list("report", flat=True)
    ) | set(
        ReportPhoto.objects.filter(report__in=keys, seems_reused=True).values_list(
            "report", flat=True
        )
    )
    items = [_waiting(row, has_reuse=row.pk in doubtful) for row in page["items"]]
    return {**page, "items": items}


def _waiting(row: Report, *, has_reuse: bool) -> ReportToCheck:
    return ReportToCheck(
        row.number,
        row.contract.project.number,
        row.contract.project.title,
        row.contract.organization.name,
        row.is_final,
        row.period_start,
        row.period_end,
        row.submitted_at,
        has_reuse,
    )
