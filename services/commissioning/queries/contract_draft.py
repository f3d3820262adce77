"""What the draft of an awarded project's contract begins from (R9.12)."""

from dataclasses import dataclass
from datetime import date, timedelta

from backend.access.actor import Actor
from backend.kernel import clock
from backend.kernel.errors import NotFound
from backend.unions import standards
from services.commissioning.models import Bid, Project
from services.commissioning.rules.contract import CONDITIONS, StageTerms
from services.commissioning.states.bids import BidState
from services.commissioning.states.projects import ProjectState

CONTRACT_DAYS = "commissioning.contract_days"
STAGES_PERCENT = "commissioning.payment_stages_percent"


@dataclass(frozen=True, slots=True)
class Blank:
    """What a draft begins from: the winning amount, the days left, the usual stages."""

    project_number: str
    project_version: int
    project_title: str
    organization: str
    amount_fen: int
    last_day: date
    is_late: bool
    stages: tuple[StageTerms, ...]


def blank(actor: Actor, project_number: str) -> Blank:
    """Give what the draft of an awarded project begins from; raises NotFound."""
    project = (
        Project.objects.visible_to(actor)
        .filter(number=project_number, state=ProjectState.AWARDED)
        .select_related("union")
        .first()
    )
    bid = (
        Bid.objects.select_related("organization")
        .filter(call__project=project, state=BidState.WON)
        .first()
        if project
        else None
    )
    if project is None or bid is None:
        raise NotFound
    today = clock.today()
    days = standards.whole(CONTRACT_DAYS, project.union, today)
    last_day = clock.to_local(project.state_since).date() + timedelta(days=days)
    percents: list[int] = standards.value(STAGES_PERCENT, project.union, today)
    return Blank(
        project_number=project.number,
        project_version=project.version,
        project_title=project.title,
        organization=bid.organization.name,
        amount_fen=bid.amount_fen or 0,
        last_day=last_day,
        is_late=today > last_day,
        stages=tuple(
            StageTerms(percent, CONDITIONS[min(place, len(CONDITIONS) - 1)])
            for place, percent in enumerate(percents)
        ),
    )
