"""What a settlement overpaid, over the API."""

from pydantic import Field

from backend.access.schemas import In, Line, MoneyOut, Out
from backend.kernel.money import Money
from services.mutual_aid.queries.overpaid import OverpaidLine


class OverpaidOut(Out):
    """One person to whom more was paid than is due: the name masked."""

    serial: int
    person_name: str
    due: MoneyOut
    already_paid: MoneyOut
    overpaid: MoneyOut
    handled: MoneyOut
    payable: MoneyOut
    benefits: list[str]
    may_demand: bool

    @staticmethod
    def resolve_due(row: OverpaidLine) -> MoneyOut:
        """Write what is due to date."""
        return MoneyOut.of(Money(row.due_fen))

    @staticmethod
    def resolve_already_paid(row: OverpaidLine) -> MoneyOut:
        """Write what was paid or owed before."""
        return MoneyOut.of(Money(row.already_paid_fen))

    @staticmethod
    def resolve_overpaid(row: OverpaidLine) -> MoneyOut:
        """Write the difference."""
        return MoneyOut.of(Money(row.overpaid_fen))

    @staticmethod
    def resolve_handled(row: OverpaidLine) -> MoneyOut:
        """Write what was demanded, came back or was forgiven since."""
        return MoneyOut.of(Money(row.handled_fen))

    @staticmethod
    def resolve_payable(row: OverpaidLine) -> MoneyOut:
        """Write what can be asked back now."""
        return MoneyOut.of(Money(row.payable_fen))


class OverpaidListOut(Out):
    """A page of overpayments."""

    items: list[OverpaidOut]
    next_cursor: str | None
    has_more: bool


class OverpaidDemandIn(In):
    """Why it is asked back; the payee reads it."""

    reason: Line = Field(title="理由")


class OverpaidDemandedOut(Out):
    """That the demand waits for a second person."""

    serial: int
