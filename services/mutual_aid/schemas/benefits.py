"""What the payment desk takes and gives over the API; accounts by their last digits only."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from backend.access.schemas import In, MoneyIn, Number, Out
from backend.ledger.queries import BankLine

Reason = Annotated[str, Field(min_length=1, max_length=200)]
Period = Annotated[
    str,
    Field(
        title="年份或季度",
        min_length=4,
        max_length=6,
        pattern=r"^[0-9]{4}(Q[1-4])?$",
        examples=["2026Q4"],
    ),
]


class ToPayOut(Out):
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


class ToPayPage(Out):
    """A page of benefits to pay."""

    items: list[ToPayOut]
    next_cursor: str | None
    has_more: bool


class BenefitOut(Out):
    """A benefit after an act of the desk."""

    number: str
    version: int
    state: str
    state_label: str
    amount_fen: int
    recovered_fen: int


class PayBatchOut(Out):
    """A batch of payments for the bank."""

    number: str
    state: str
    state_label: str
    count: int
    total_fen: int
    created_at: datetime
    submitted_at: datetime | None
    settled_at: datetime | None


class PayBatchesOut(Out):
    """A page of batches."""

    items: list[PayBatchOut]
    next_cursor: str | None
    has_more: bool


class PayLineOut(Out):
    """One payment of a batch."""

    order_number: str
    benefit_number: str
    payee_name: str
    account: str
    amount_fen: int
    state: str
    state_label: str
    answer: str

    @staticmethod
    def resolve_benefit_number(line: BankLine) -> str:
        """Name the benefit that is paid."""
        return line.subject


class PayLinesOut(Out):
    """A page of the payments of a batch."""

    items: list[PayLineOut]
    next_cursor: str | None
    has_more: bool


class RecoveryOut(Out):
    """A recovery."""

    number: str
    version: int
    state: str
    state_label: str
    amount_fen: int
    repaid_fen: int


class RecoveryLineOut(RecoveryOut):
    """A recovery in the list of the desk, with its reason."""

    benefit_number: str
    payee_name: str
    reason: str


class RecoveriesOut(Out):
    """A page of recoveries."""

    items: list[RecoveryLineOut]
    next_cursor: str | None
    has_more: bool


class FundFiguresOut(Out):
    """The figures of a plan's fund in a period, in fen, from the ledger."""

    first: date
    last: date
    opening_fen: int
    fees_fen: int
    other_fen: int
    benefits_fen: int
    recovered_fen: int
    administration_fen: int
    reserve_fen: int
    closing_fen: int
    free_fen: int


class BenefitOrderIn(In):
    """The benefits to pay in one batch."""

    benefits: Annotated[list[Number], Field(title="给付", min_length=1, max_length=500)]


class GroundIn(In):
    """Why."""

    reason: Reason = Field(title="理由")


class DemandIn(In):
    """How much is asked back, and why."""

    amount: MoneyIn = Field(title="金额")
    reason: Reason = Field(title="理由")


class RepaymentIn(In):
    """Money that came back, by its line of the bank statement."""

    amount: MoneyIn = Field(title="金额")
    bank_reference: Annotated[str, Field(title="银行流水号", min_length=1, max_length=60)]
    received_on: date = Field(title="到账日期")
