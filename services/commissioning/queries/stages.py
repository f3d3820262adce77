"""What waits to be paid, the batches under way and their lines, as the fund keeper sees them."""

from dataclasses import dataclass

from backend.access.actor import Actor
from backend.access.paging import LIMIT_DEFAULT, Page, page_of
from backend.accounts.states import PayeeState
from backend.ledger import queries
from backend.ledger.models import PaymentBatch
from backend.ledger.queries import BankLine
from services.commissioning.models import Stage
from services.commissioning.states.contracts import STAGE, StageState

PURPOSE = Stage._meta.label_lower
"""The kind of cause that a batch of stages pays."""

TO_PAY = (StageState.APPROVED, StageState.RETURNED)


@dataclass(frozen=True, slots=True)
class StageToPay:
    """A stage that waits to be paid; `note` says what keeps it from being paid now."""

    number: str
    version: int
    place: int
    contract_number: str
    project_number: str
    project_title: str
    organization: str
    fund_name: str
    amount_fen: int
    account: str
    state: str
    state_label: str
    words: str
    note: str


def to_pay(actor: Actor, cursor: str | None = None, limit: int = LIMIT_DEFAULT) -> Page:
    """List approved and returned stages of an officer's subtree, newest first."""
    rows = Stage.objects.visible_to(actor).filter(state__in=[str(state) for state in TO_PAY])
    needed = ("contract__project__fund", "contract__organization", "payee")
    page = page_of(rows.select_related(*needed), cursor, limit, ("-id",))
    return {**page, "items": [_line(row) for row in page["items"]]}


def batches(actor: Actor, cursor: str | None = None, limit: int = LIMIT_DEFAULT) -> Page:
    """List the batches of stages in the actor's reach, newest first."""
    return page_of(queries.batches_of(PURPOSE, actor), cursor, limit, ("-id",))


def batch(number: str, actor: Actor) -> PaymentBatch:
    """Give one batch; raises NotFound outside the actor's reach."""
    return queries.batch_of(PURPOSE, number, actor)


def lines(found: PaymentBatch) -> list[BankLine]:
    """List the payments of a batch with the projects that they belong to."""
    orders = found.orders.select_related("payee__organization__key", "person").order_by("number")
    numbers = dict(
        Stage.objects.filter(reservation__orders__batch=found).values_list(
            "reservation_id", "contract__project__number"
        )
    )
    return [queries.bank_line(one, numbers.get(one.transfer_id, "")) for one in orders]


def _line(row: Stage) -> StageToPay:
    changed = row.payee is None or row.payee.state is not PayeeState.VERIFIED
    return StageToPay(
        number=row.number,
        version=row.version,
        place=row.place,
        contract_number=row.contract.number,
        project_number=row.contract.project.number,
        project_title=row.contract.project.title,
        organization=row.contract.organization.name,
        fund_name=row.contract.project.fund.name,
        amount_fen=row.amount_fen,
        account=str(row.payee) if row.payee else "",
        state=str(row.state),
        state_label=STAGE.labels[row.state],
        words=row.words,
        note="核准之后收款账户变了，请先重新核准" if changed else "",
    )
