"""What an organization's officers see: their projects, their sessions, the code of the moment."""

from dataclasses import dataclass
from datetime import date, datetime

import segno
from django.db.models import QuerySet

from backend.access.actor import Actor
from backend.fields.keys import keyring
from backend.kernel import clock
from backend.kernel.errors import Conflict, NotFound
from backend.unions import standards
from services.commissioning.models import Contract, Rating, Report, Session
from services.commissioning.models.organizations import acted_for
from services.commissioning.rules import codes, quantity
from services.commissioning.rules.quantity import Share
from services.commissioning.states.delivery import REPORT, SESSION, SessionState
from services.commissioning.states.projects import STAFF_LABELS

SMALLEST = "statistics.smallest_cell"
MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class ProvidedLine:
    """A project that an organization carries out."""

    project_number: str
    project_title: str
    state: str
    state_label: str
    contract_number: str
    amount_fen: int
    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class SessionLine:
    """A session; `confirmed` is known once it is closed, and stands beside the provider's count."""

    number: str
    version: int
    title: str
    place: str
    starts_at: datetime
    ends_at: datetime
    state: str
    state_label: str
    provider_count: int | None
    confirmed: int | None
    share: Share | None


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A report in the list of its contract."""

    number: str
    period_start: date
    period_end: date
    is_final: bool
    persons: int
    sessions: int
    state: str
    state_label: str
    answer: str


@dataclass(frozen=True, slots=True)
class Shown:
    """What the screen of an open session shows now; the address is for the QR picture."""

    number: str
    title: str
    place: str
    address: str
    picture: str
    code: str
    seconds_left: int


def projects(actor: Actor) -> list[ProvidedLine]:
    """List the projects of the organization that one acts for, newest first."""
    rows = Contract.objects.filter(organization_id__in=acted_for(actor)).select_related("project")
    return [
        ProvidedLine(
            row.project.number,
            row.project.title,
            str(row.project.state),
            STAFF_LABELS[row.project.state],
            row.number,
            row.amount_fen,
            row.starts_on,
            row.ends_on,
        )
        for row in rows.order_by("-id")[:MOST_SHOWN]
    ]


def sessions(contract: Contract) -> list[SessionLine]:
    """List the sessions of a contract, newest first."""
    rows = Session.objects.filter(contract=contract).order_by("-starts_at", "-id")
    return [line_of(row) for row in rows[:MOST_SHOWN]]


def reports(contract: Contract) -> list[ReportLine]:
    """List the reports of a contract, newest first."""
    rows = Report.objects.filter(contract=contract).order_by("-period_start")
    return [
        ReportLine(
            row.number,
            row.period_start,
            row.period_end,
            row.is_final,
            row.persons,
            row.sessions,
            str(row.state),
            REPORT.labels[row.state],
            row.answer,
        )
        for row in rows[:MOST_SHOWN]
    ]


def line_of(row: Session) -> SessionLine:
    """Give a session as the lists show it, with the confirmed share and its interval."""
    both = row.provider_count is not None and row.confirmed is not None
    return SessionLine(
        row.number,
        row.version,
        row.title,
        row.place,
        row.starts_at,
        row.ends_at,
        str(row.state),
        SESSION.labels[row.state],
        row.provider_count,
        row.confirmed,
        quantity.confirmed_share(row.confirmed or 0, row.provider_count or 0) if both else None,
    )


def own_session(actor: Actor, number: str) -> Session:
    """Give a session of the organization that one acts for; raises NotFound."""
    found = _own(actor).filter(number=number).first()
    if found is None:
        raise NotFound
    return found


def shown(actor: Actor, number: str, *, address: str) -> Shown:
    """Give the code of this moment with its QR picture; raises NotFound, Conflict `not_open`.

    `address` is where a worker's phone confirms, absolute, without the query.
    """
    session = own_session(actor, number)
    if session.state is not SessionState.OPEN or session.secret_sealed is None:
        words = SESSION.labels[session.state]
        raise Conflict("not_open", f"这场服务现在是“{words}”，没有验证码。")
    secret, now = keyring().unwrap(bytes(session.secret_sealed)), clock.now()
    window = codes.window_at(now)
    whole = f"{address}?s={session.number}&c={codes.long_code(secret, window)}"
    typed = codes.typed_code(secret, window)
    picture = segno.make(whole, error="m", micro=False).svg_inline(
        omitsize=True, border=4, dark="#000", light="#fff", svgclass=None, lineclass=None
    )
    return Shown(
        session.number,
        session.title,
        session.place,
        whole,
        picture,
        f"{typed[:4]} {typed[4:]}",
        codes.seconds_left(now),
    )


def opinions(contract: Contract) -> list[Rating]:
    """Give the ratings with words in the order of their random keys; none while there are few.

    With fewer than the smallest public number somebody might be recognised by who was there.
    """
    rows = Rating.objects.filter(session__contract=contract)
    union, today = contract.project.union, clock.today()
    if rows.count() < standards.whole(SMALLEST, union, today):
        return []
    return list(rows.exclude(words="").order_by("pk")[:MOST_SHOWN])


def _own(actor: Actor) -> QuerySet[Session]:
    return Session.objects.filter(contract__organization_id__in=acted_for(actor)).select_related(
        "contract__project"
    )
