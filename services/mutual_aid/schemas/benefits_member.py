"""What a person reads of her benefits and of an estimate, field by field."""

from datetime import date, datetime

from backend.access.schemas import MoneyOut, Out
from backend.kernel.money import Money
from services.mutual_aid.queries.benefits_mine import MyBenefit
from services.mutual_aid.queries.estimates import Estimate
from services.mutual_aid.queries.receipts import ReceiptLine


class BenefitBriefOut(Out):
    """A line of "my benefits"."""

    number: str
    plan_title: str
    claim: str | None
    amount: MoneyOut
    state: str
    state_label: str
    created_at: datetime
    paid_on: date | None


class BenefitsOut(Out):
    """One page of the reader's benefits, newest first."""

    items: list[BenefitBriefOut]
    next_cursor: str | None
    has_more: bool


class ReceiptLineOut(Out):
    """One event of an item: its sentences in order, and what it came to."""

    title: str
    amount: MoneyOut
    sentences: list[str]

    @staticmethod
    def resolve_amount(line: ReceiptLine) -> MoneyOut:
        """Give what the event came to."""
        return MoneyOut.of(Money(line.amount_fen))


class ReceiptOut(Out):
    """A receipt in plain words; `digest` names the rules it was computed with."""

    lines: list[ReceiptLineOut]
    closing: list[str]
    digest: str
    is_estimate: bool


class MyBenefitOut(Out):
    """One benefit with how its amount came about."""

    number: str
    plan: str
    plan_title: str
    claim: str
    state: str
    state_label: str
    period_first_day: date
    due: MoneyOut
    already_paid: MoneyOut
    amount: MoneyOut
    created_at: datetime
    paid_on: date | None
    payee: str
    payee_missing: bool
    return_reason: str
    receipt: ReceiptOut | None

    @staticmethod
    def resolve_due(row: MyBenefit) -> MoneyOut:
        """Give what is due to date."""
        return MoneyOut.of(Money(row.due_fen))

    @staticmethod
    def resolve_already_paid(row: MyBenefit) -> MoneyOut:
        """Give what was paid before."""
        return MoneyOut.of(Money(row.already_paid_fen))

    @staticmethod
    def resolve_amount(row: MyBenefit) -> MoneyOut:
        """Give what is paid this time."""
        return MoneyOut.of(Money(row.amount_fen))


class EstimateOut(Out):
    """What would be paid; `remark` says that it is only an estimate.

    `change` names the nearest single change that would make the plan pay, where it pays nothing.
    """

    plan: str
    plan_title: str
    is_covered: bool
    payment: MoneyOut
    receipt: ReceiptOut
    change: str
    remark: str

    @staticmethod
    def resolve_payment(found: Estimate) -> MoneyOut:
        """Give what would be paid."""
        return MoneyOut.of(Money(found.payment_fen))
