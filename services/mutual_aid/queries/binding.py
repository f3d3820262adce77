"""Benefits whose account another person has to approve anew: a narrow view for who verifies them.

Verifying accounts does not open the benefits of a district: neither amounts nor what the bank said
are read here, and nothing but what waits for the account (least privilege, R8.28).
"""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from backend.access import scope
from backend.access.actor import Actor
from backend.access.paging import LIMIT_DEFAULT, Page, page_of
from backend.access.permissions import Permission
from backend.accounts.models import PayeeAccount
from backend.accounts.states import PayeeState
from services.mutual_aid.models import Benefit


@dataclass(frozen=True, slots=True)
class ToBind:
    """A benefit that waits for its account; accounts show their last digits only."""

    number: str
    version: int
    payee_name: str
    union_name: str
    plan_title: str
    old_account: str
    new_account: str
    proposed_by_me: bool


def to_bind(actor: Actor, cursor: str | None = None, limit: int = LIMIT_DEFAULT) -> Page:
    """List what waits for an account within the actor's subtrees, newest first."""
    page = page_of(waiting(actor).select_related("payee_person", "union", "plan"), cursor, limit)
    people = [row.payee_person_id for row in page["items"]]
    rows = PayeeAccount.objects.filter(person_id__in=people, state=PayeeState.VERIFIED)
    standing = {row.person_id: row for row in rows}
    return {
        **page,
        "items": [_line(row, standing[row.payee_person_id], actor) for row in page["items"]],
    }


def waiting(actor: Actor) -> QuerySet[Benefit]:
    """Give unpaid benefits of others whose account is not the one that stands verified now."""
    standing = PayeeAccount.objects.filter(
        person_id=OuterRef("payee_person_id"), state=PayeeState.VERIFIED
    )
    return (
        Benefit.objects.unpaid(scope.visible(actor, Permission.ACCOUNTS_PAYEE_VERIFY))
        .filter(Q(payee=None) | ~Q(payee__state=PayeeState.VERIFIED))
        .filter(Exists(standing))
        .exclude(payee_person_id=actor.person_id or 0)
        .select_related("payee")
    )


def _line(row: Benefit, account: PayeeAccount, actor: Actor) -> ToBind:
    return ToBind(
        number=row.number,
        version=row.version,
        payee_name=str(row.payee_person),
        union_name=row.union.name,
        plan_title=row.plan.title,
        old_account=str(row.payee) if row.payee else "",
        new_account=str(account),
        proposed_by_me=account.proposed_by_id == actor.user_id,
    )
