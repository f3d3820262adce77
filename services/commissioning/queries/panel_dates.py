"""The last days that a panel waits for (R9.7, R9.10)."""

from collections.abc import Iterable
from datetime import date

from backend.kernel import clock
from services.commissioning.models import Project, Seat
from services.commissioning.queries import panel
from services.commissioning.queries.panel_standards import panel_days
from services.commissioning.rules.panel_days import last_of


def objection_last_day(project: Project, seats: Iterable[Seat]) -> date:
    """Give the last day on which an applicant may object to who was seated last."""
    newest = max(clock.to_local(seat.drawn_at).date() for seat in seats)
    return last_of(newest, panel_days(project.union, clock.today()).recusal_objection)


def dissent_last_day(project: Project) -> date:
    """Give the last day on which a panelist may dissent, counted from the laying open."""
    step = panel.ranked_step(project)
    begun = clock.to_local(step.at).date() if step else clock.today()
    return last_of(begun, panel_days(project.union, begun).dissent)
