"""Reading bank accounts: one's own, and the work list of those who verify."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from backend.access.actor import Actor
from backend.access.paging import LIMIT_DEFAULT, Page, page_of
from backend.access.permissions import Permission
from backend.access.scope import visible
from backend.accounts.models import Consent, ConsentPurpose, Membership, PayeeAccount
from backend.accounts.models.member import STANDING
from backend.accounts.states import PAYEE, PayeeState
from backend.kernel import clock
from backend.kernel.errors import NotFound
from backend.web.parts import QueueItem, Tone

MAY = Permission.ACCOUNTS_PAYEE_VERIFY
MINE_ORDER = ("-proposed_at", "-id")
WAITING_ORDER = ("proposed_at", "id")
SHOWN = 100
TONES: dict[PayeeState, Tone] = {
    PayeeState.PROPOSED: "wait",
    PayeeState.VERIFIED: "good",
    PayeeState.REFUSED: "stop",
    PayeeState.REPLACED: "plain",
}


@dataclass(frozen=True, slots=True)
class Line:
    """An account as an officer sees it: masked."""

    number: str
    version: int
    state: PayeeState
    state_label: str
    holder: str
    is_organization: bool
    union_name: str
    bank: str
    account_last4: str
    proposed_at: datetime
    by_holder: bool
    is_change: bool
    reason: str


def mine(actor: Actor) -> QuerySet[PayeeAccount]:
    """Give one's own accounts."""
    return PayeeAccount.objects.filter(person_id=actor.own_person_id)


def my_page(actor: Actor, cursor: str | None = None, limit: int = LIMIT_DEFAULT) -> Page:
    """List one's own accounts, newest first."""
    return page_of(mine(actor), cursor, limit, MINE_ORDER)


def my_consent(actor: Actor) -> Consent | None:
    """Give the consent to bank data that stands."""
    return Consent.objects.filter(
        person_id=actor.own_person_id, purpose=ConsentPurpose.BANK.value, withdrawn_at=None
    ).first()


def in_reach(actor: Actor) -> QuerySet[PayeeAccount]:
    """Give the accounts of the people and organizations in the subtrees where the actor verifies.

    Who belongs to no union is looked after by the topmost one.
    """
    rows = PayeeAccount.objects.select_related("person", "organization__key", "proposed_by")
    rows = rows.select_related("organization__union")
    if any(post.level == 1 for post in actor.posts_with(MAY)):
        return rows
    members = Membership.objects.filter(
        visible(actor, MAY), person=OuterRef("person_id"), state__in=STANDING
    )
    return rows.filter(Exists(members) | visible(actor, MAY, "organization__"))


def waiting_page(actor: Actor, cursor: str | None = None, limit: int = LIMIT_DEFAULT) -> Page:
    """List the accounts that the actor can verify now, the oldest first."""
    page = page_of(_waiting(actor), cursor, limit, WAITING_ORDER)
    page["items"] = _lines(page["items"])
    return page


def one(number: str, actor: Actor) -> Line:
    """Show one account in reach; raises NotFound."""
    found = in_reach(actor).filter(number=number).first()
    if found is None:
        raise NotFound
    return _lines([found])[0]


def queue_items(actor: Actor) -> list[QueueItem]:
    """Give what waits for this officer's verification."""
    if not actor.holds(MAY):
        return []
    rows = list(_waiting(actor).order_by(*WAITING_ORDER)[:SHOWN])
    return [
        QueueItem(
            due=None,
            category="收款账户",
            number=line.number[-12:],
            who=line.holder,
            union=line.union_name,
            state="变更待核实" if line.is_change else "待核实",
            url=reverse("console-payee-account", args=[line.number]),
        )
        for line in _lines(rows)
    ]


def _waiting(actor: Actor) -> QuerySet[PayeeAccount]:
    """Leave out what somebody else has to verify: one's own account, and what one entered."""
    return (
        in_reach(actor)
        .filter(state=PayeeState.PROPOSED)
        .exclude(Q(proposed_by_id=actor.user_id) | _own(actor))
    )


def _lines(rows: Iterable[PayeeAccount]) -> list[Line]:
    """Lay out rows with the unions and the earlier accounts of their people, in two queries."""
    found = list(rows)
    people = [row.person_id for row in found if row.person_id]
    unions = {
        member.person_id: member.union.name
        for member in Membership.objects.filter(
            person_id__in=people, state__in=STANDING
        ).select_related("union")
    }
    firms = [row.organization_id for row in found if row.organization_id]
    before = set(
        PayeeAccount.objects.filter(
            Q(person_id__in=people) | Q(organization_id__in=firms), verified_at__isnull=False
        ).values_list("person_id", "organization_id", "pk")
    )
    return [
        Line(
            number=row.number,
            version=row.version,
            state=row.state,
            state_label=PAYEE.labels[row.state],
            holder=_holder(row),
            is_organization=row.organization is not None,
            union_name=_union(row, unions),
            bank=row.bank,
            account_last4=row.account_last4,
            proposed_at=clock.to_local(row.proposed_at),
            by_holder=row.person_id is not None and row.proposed_by.person_id == row.person_id,
            is_change=any(
                (person, firm) == (row.person_id, row.organization_id) and key != row.pk
                for person, firm, key in before
            ),
            reason=row.reason,
        )
        for row in found
    ]


def _own(actor: Actor) -> Q:
    return Q(person_id=actor.person_id, person__isnull=False)


def _holder(row: PayeeAccount) -> str:
    """Name a person by her mask, an organization in full: that is no personal data."""
    if row.organization is not None:
        return row.organization.name
    return row.person.display_name if row.person else ""


def _union(row: PayeeAccount, unions: Mapping[int, str]) -> str:
    if row.organization is not None:
        return row.organization.union.name
    return unions.get(row.person_id or 0, "没有在籍的工会")
