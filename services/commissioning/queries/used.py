"""A worker's own services: what she confirmed, and whether she has rated it (R9.16)."""

from dataclasses import dataclass
from datetime import datetime

from backend.access.actor import Actor
from backend.access.paging import LIMIT_DEFAULT, Page, page_of
from backend.kernel.errors import NotFound
from services.commissioning.models import Confirmation, Session
from services.commissioning.states.delivery import SESSION
from services.commissioning.states.projects import UNDER_CONTRACT

NEEDED = ("session__contract__project", "session__contract__organization")


@dataclass(frozen=True, slots=True)
class Used:
    """A service that one confirmed; `may_rate` while it is not rated and the project runs."""

    number: str
    title: str
    place: str
    starts_at: datetime
    confirmed_at: datetime
    way_label: str
    project_number: str
    project_title: str
    organization: str
    has_rated: bool
    may_rate: bool


@dataclass(frozen=True, slots=True)
class Offered:
    """A session as somebody sees it who is about to confirm."""

    number: str
    title: str
    place: str
    starts_at: datetime
    organization: str
    state: str
    state_label: str


def page(actor: Actor, cursor: str | None = None, limit: int = LIMIT_DEFAULT) -> Page:
    """List one's own confirmed services, newest first."""
    rows = Confirmation.objects.filter(person=actor.own_person_id).select_related(*NEEDED)
    found = page_of(rows, cursor, limit, ("-id",))
    return {**found, "items": [_used(row) for row in found["items"]]}


def one(actor: Actor, number: str) -> Used:
    """Give one service that one confirmed oneself; raises NotFound."""
    rows = Confirmation.objects.filter(person=actor.own_person_id, session__number=number)
    found = rows.select_related(*NEEDED).first()
    if found is None:
        raise NotFound
    return _used(found)


def offered(number: str) -> Offered:
    """Give a session by its number, to confirm it; raises NotFound."""
    rows = Session.objects.select_related("contract__organization")
    found = rows.filter(number=number.strip().upper()).first()
    if found is None:
        raise NotFound("session_not_found", "没有这个场次，请核对屏幕上的场次编号。")
    return Offered(
        found.number,
        found.title,
        found.place,
        found.starts_at,
        found.contract.organization.name,
        str(found.state),
        SESSION.labels[found.state],
    )


def _used(row: Confirmation) -> Used:
    session, project = row.session, row.session.contract.project
    return Used(
        number=session.number,
        title=session.title,
        place=session.place,
        starts_at=session.starts_at,
        confirmed_at=row.at,
        way_label=row.get_way_display(),
        project_number=project.number,
        project_title=project.title,
        organization=session.contract.organization.name,
        has_rated=row.has_rated,
        may_rate=not row.has_rated and project.state in UNDER_CONTRACT,
    )
