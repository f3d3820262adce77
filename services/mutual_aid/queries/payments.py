"""What waits to be paid, the batches under way and their lines, as the fund keeper sees them.

Accounts show their last four digits, names are masked.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from backend.access import scope
from backend.access.actor import Actor
from backend.access.paging import LIMIT_DEFAULT, Page, page_of
from backend.access.permissions import Permission
from backend.accounts import payees
from backend.accounts.models import PayeeAccount
from backend.accounts.states import PayeeState
from backend.kernel import clock
from backend.ledger import queries as ledger
from backend.ledger.models import PaymentBatch, PaymentOrder
from backend.ledger.queries import BankLine
from services.mutual_aid.models import Benefit, Plan
from services.mutual_aid.states import TO_PAY, BenefitState

PURPOSE = Benefit._meta.label_lower
"""The kind of cause that a batch of benefits pays; shares of a reservation are keys of these."""

NEWEST = ("-id",)
LINES = 100


@dataclass(frozen=True, slots=True)
class ToPay:
    """A benefit that waits to be paid; `note` says what keeps it from being paid now."""

    number: str
    version: int
    state: str
    state_label: str
    claim_number: str
    payee_name: str
    union_name: str
    plan_title: str
    amount_fen: int
    account: str
    return_reason: str
    note: str
    needs_binding: bool


def to_pay(actor: Actor, cursor: str | None = None, limit: int = LIMIT_DEFAULT) -> Page:
    """List due and returned benefits of an officer's subtree, newest first."""
    rows = (
        Benefit.objects.visible_to(actor)
        .filter(state__in=[str(state) for state in TO_PAY])
        .select_related("key", "claim", "payee_person", "union", "plan", "payee")
    )
    page = page_of(rows, cursor, limit)
    standing = payees.verified_of([row.payee_person_id for row in page["items"]])
    return {**page, "items": [_line(row, standing) for row in page["items"]]}


def plans_to_pay(actor: Actor) -> list[Plan]:
    """Give the plans with something to pay whose fund the actor may pay from."""
    may = scope.visible(actor, Permission.MUTUAL_AID_BENEFIT_ORDER, "fund__")
    waiting = Benefit.objects.filter(
        plan=OuterRef("pk"), paid_on=None, state__in=[str(state) for state in TO_PAY]
    )
    plans = Plan.objects.filter(may, Exists(waiting))
    return list(plans.select_related("fund").order_by("title", "pk"))


def batches(actor: Actor, cursor: str | None = None, limit: int = LIMIT_DEFAULT) -> Page:
    """List the batches of benefits in the actor's reach, newest first."""
    return page_of(ledger.batches_of(PURPOSE, actor), cursor, limit, NEWEST)


def batch(number: str, actor: Actor) -> PaymentBatch:
    """Give one batch of benefits; raises NotFound outside the actor's reach."""
    return ledger.batch_of(PURPOSE, number, actor)


def batch_for(number: str, actor: Actor) -> PaymentBatch:
    """Give one batch to who may bring it to the bank; raises NotFound, Refused."""
    return ledger.batch_to_send(PURPOSE, number, actor)


def lines(found: PaymentBatch, cursor: str | None = None, limit: int = LINES) -> Page:
    """List the payments of a batch in their order in the file."""
    orders = found.orders.select_related("payee__organization__key", "person", "mutual_aid_benefit")
    page = page_of(orders, cursor, limit, ("number",))
    return {**page, "items": [_batch_line(one) for one in page["items"]]}


def line_of(row: Benefit) -> ToPay:
    """Give one benefit as the list shows it."""
    return _line(row, payees.verified_of([row.payee_person_id]))


def _line(row: Benefit, standing: Mapping[int, PayeeAccount]) -> ToPay:
    account = standing.get(row.payee_person_id)
    is_bound = row.payee is not None and row.payee.state is PayeeState.VERIFIED
    return ToPay(
        number=row.number,
        version=row.version,
        state=str(row.state),
        state_label=row.state_label,
        claim_number=row.claim.number if row.claim else "",
        payee_name=str(row.payee_person),
        union_name=row.union.name,
        plan_title=row.plan.title,
        amount_fen=row.amount_fen,
        account=str(row.payee) if row.payee else "",
        return_reason=row.unseal("return_reason_sealed")
        if row.state is BenefitState.RETURNED
        else "",
        note=_note(row, account),
        needs_binding=not is_bound and account is not None,
    )


def _note(row: Benefit, account: PayeeAccount | None) -> str:
    """Say what keeps a benefit from being paid now; empty where nothing does."""
    if row.payee is None:
        return "有了核实的账户，待另一人核准" if account else "领款人还没有核实过的收款账户"
    if row.payee.state is not PayeeState.VERIFIED:
        return "核定之后账户变了，待另一人核准" if account else "原账户已停用，等领款人重新登记"
    usable = row.payee.usable_from
    if usable is not None and usable > clock.now():
        local = clock.to_local(usable)
        return f"账户刚变更，{clock.day_words(local)} {local:%H:%M} 以后才能付款"
    return ""


def _batch_line(order: PaymentOrder) -> BankLine:
    benefit = getattr(order, "mutual_aid_benefit", None)
    return ledger.bank_line(order, benefit.number if benefit else "")
