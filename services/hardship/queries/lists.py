"""Lists for the two APIs: one's own, an officer's subtree, grants that wait for payment."""

from dataclasses import dataclass
from datetime import date

from backend.access.actor import Actor
from backend.access.paging import LIMIT_DEFAULT, Page, page_of
from backend.access.permissions import Permission
from services.hardship.models import Application, Grant
from services.hardship.queries import mine, parts, progress
from services.hardship.queries.queue import waiting_grants
from services.hardship.states import GRANT_LABELS, STAFF_LABELS

MOST_GRANTS = 200


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a list; the name is masked."""

    number: str
    version: int
    state: str
    state_label: str
    union_name: str
    applicant: str
    submitted_on: date | None
    due_on: date | None


@dataclass(frozen=True, slots=True)
class GrantToPay:
    """A grant that waits for payment; the name is masked."""

    number: str
    version: int
    state: str
    state_label: str
    application_number: str
    applicant: str
    union_name: str
    kind_label: str
    amount_fen: int
    fund_name: str
    payee: str
    return_reason: str
    payee_note: str


def my_page(actor: Actor, cursor: str | None = None, limit: int = LIMIT_DEFAULT) -> Page:
    """Give a page of the applications that the actor made, newest first."""
    page = page_of(mine.owned(actor).select_related("person", "union"), cursor, limit)
    return {**page, "items": [_line(row, for_worker=True) for row in page["items"]]}


def case_page(actor: Actor, cursor: str | None = None, limit: int = LIMIT_DEFAULT) -> Page:
    """Give a page of the cases of an officer's subtree, newest first."""
    rows = Application.objects.visible_to(actor).select_related("person", "union")
    page = page_of(rows, cursor, limit)
    return {**page, "items": [_line(row, for_worker=False) for row in page["items"]]}


def grants_to_pay(actor: Actor) -> list[GrantToPay]:
    """List approved and returned grants of a fund keeper's subtree, oldest first."""
    found: dict[int, Grant] = {}
    for post in actor.posts_with(Permission.HARDSHIP_GRANT_PAY):
        rows = waiting_grants(post, MOST_GRANTS).select_related("key")
        found.update((grant.pk, grant) for grant in rows)
    return [_grant(grant) for _, grant in sorted(found.items())]


def _line(row: Application, *, for_worker: bool) -> Line:
    label = progress.state_words(row, None) if for_worker else STAFF_LABELS[row.state]
    return Line(
        number=row.number,
        version=row.version,
        state=str(row.state),
        state_label=label,
        union_name=row.union.name,
        applicant=str(row.person),
        submitted_on=row.submitted_on,
        due_on=row.due_on,
    )


def _grant(grant: Grant) -> GrantToPay:
    return GrantToPay(
        number=grant.number,
        version=grant.version,
        state=str(grant.state),
        state_label=GRANT_LABELS[grant.state],
        application_number=grant.application.number,
        applicant=str(grant.application.person),
        union_name=grant.union.name,
        kind_label=grant.kind_label,
        amount_fen=grant.amount_fen,
        fund_name=str(grant.fund),
        payee=str(grant.payee),
        return_reason=grant.unseal("return_reason_sealed"),
        payee_note=parts.payee_note(grant.payee),
    )
