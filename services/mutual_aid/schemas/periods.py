"""What comes in and goes out for people of a batch, the next period, fees and certificates."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from backend.access.schemas import In, Line, MoneyOut, Number, Out
from backend.kernel.money import Money
from services.mutual_aid.models import FeeRefund, FeeStatement
from services.mutual_aid.queries.fees import ReadLine, StatementSheet
from services.mutual_aid.queries.people import PersonLine
from services.mutual_aid.schemas.enrolment import ChosenIn, PlanNumber, UploadNumber

LinePlace = Annotated[int, Field(title="参加人的序号")]
CoverPlace = Annotated[int, Field(title="保障的序号")]
Token = Annotated[str, Field(title="证明的核验码", max_length=60, pattern=r"^[0-9a-z-]+$")]


class JoinIn(ChosenIn):
    """What a member chooses who joins alone."""

    shares: Annotated[int, Field(title="份数", strict=True, ge=1, le=99)] = 1


class RenewIn(ChosenIn):
    """The plan version of the next period."""

    plan: PlanNumber = Field(title="下一期的计划版本")


class DayIn(In):
    """The day on which it happened."""

    on: date = Field(title="日期")


class StatementIn(In):
    """A bank statement that was uploaded by tus with `media` workbook."""

    upload: UploadNumber


class AssignIn(In):
    """The batch that an unmatched line is for."""

    batch: Number = Field(title="名单编号")


class SentIn(In):
    """The bank's reference of the money that was sent back."""

    bank_reference: Line = Field(title="银行流水号")


class EnrolledPersonOut(Out):
    """One person of a batch: the name masked; `line` names her place in the batch."""

    line: int
    row_number: int
    name: str
    shares: int
    shares_void: int
    holds_card: bool
    is_renewal: bool
    fee: MoneyOut
    state: str
    state_label: str
    ended_on: date | None
    first_day: date | None
    last_day: date | None

    @staticmethod
    def resolve_line(row: PersonLine) -> int:
        """Give the key of the line."""
        return row.line_id

    @staticmethod
    def resolve_fee(row: PersonLine) -> MoneyOut:
        """Give the fee of this person."""
        return MoneyOut.of(row.fee)


class PeopleOut(Out):
    """One page of the people of a batch, in the order of the roster."""

    items: list[EnrolledPersonOut]
    next_cursor: str | None
    has_more: bool


class EnrolmentLineOut(Out):
    """A line after somebody left or died."""

    line: int
    state: str
    state_label: str
    ended_on: date | None

    @staticmethod
    def resolve_line(row: object) -> int:
        """Give the key of the line."""
        return int(row.pk)  # type: ignore[attr-defined]


class FeeStatementOut(Out):
    """A bank statement of fees, and how many of its lines found their batch."""

    number: str
    file_name: str
    line_count: int
    matched_count: int
    open_count: int
    total: MoneyOut
    created_at: datetime

    @staticmethod
    def resolve_total(row: FeeStatement) -> MoneyOut:
        """Give the checked total."""
        return MoneyOut.of(Money(row.total_fen))


class StatementsOut(Out):
    """One page of statements, newest first."""

    items: list[FeeStatementOut]
    next_cursor: str | None
    has_more: bool


class StatementLineOut(Out):
    """A line of a statement; `batch` is empty where none was found, `reason` says why."""

    row_number: int
    paid_on: date
    amount: MoneyOut
    bank_reference: str
    payer: str
    remark: str
    batch: str
    reason: str

    @staticmethod
    def resolve_amount(row: ReadLine) -> MoneyOut:
        """Give what arrived."""
        return MoneyOut.of(row.amount)


class StatementSheetOut(Out):
    """A statement with its lines."""

    statement: FeeStatementOut
    open_lines: list[StatementLineOut]
    matched_lines: list[StatementLineOut]

    @staticmethod
    def resolve_statement(sheet: StatementSheet) -> FeeStatement:
        """Give the statement."""
        return sheet.statement


class RefundOut(Out):
    """A fee that goes back."""

    number: str
    version: int
    state: str
    state_label: str
    batch: str
    amount: MoneyOut
    reason: str
    requested_at: datetime

    @staticmethod
    def resolve_batch(row: FeeRefund) -> str:
        """Give the number of the batch."""
        return row.batch.number

    @staticmethod
    def resolve_amount(row: FeeRefund) -> MoneyOut:
        """Give what goes back."""
        return MoneyOut.of(row.amount)


class RefundsOut(Out):
    """One page of fees that wait to be sent back, newest first."""

    items: list[RefundOut]
    next_cursor: str | None
    has_more: bool


class CertificateOut(Out):
    """What a certificate of cover says today; the name is masked."""

    token: str
    title: str
    name: str
    first_day: date
    last_day: date
    state: str
    is_valid: bool
    asked_on: date


class OwnBatchOut(Out):
    """One's own application: its number goes into the remark of the transfer."""

    number: str
    title: str
    shares: int
    due: MoneyOut
    state_label: str

    @staticmethod
    def resolve_due(row: object) -> MoneyOut:
        """Give what is still to be paid."""
        return MoneyOut.of(row.due)  # type: ignore[attr-defined]


class OwnBatchesOut(Out):
    """One's own applications that are not in force yet, newest first."""

    items: list[OwnBatchOut]
