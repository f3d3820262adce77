"""What data files and settlements take and give over the API; no name and no amount of a person."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from backend.access.schemas import Count, In, MoneyIn, MoneyOut, Number, Out
from backend.kernel.money import Money
from services.mutual_aid.models import DataFile, Settlement
from services.mutual_aid.queries.settlements import bands, refused_kinds
from services.mutual_aid.schemas.enrolment import PlanNumber, UploadNumber

Reason = Annotated[str, Field(min_length=1, max_length=200)]
QuarterText = Annotated[str, Field(min_length=6, max_length=6, pattern=r"^20[0-9]{2}Q[1-4]$")]


class DataFileIn(In):
    """A data file that came as an upload; `rows` and `total` where it does not say them itself."""

    upload: UploadNumber
    plan: PlanNumber = Field(title="互助计划")
    quarter: QuarterText = Field(title="截至季度", examples=["2026Q4"])
    rows: Count | None = Field(None, title="总行数")
    total: MoneyIn | None = Field(None, title="合计金额")


class RefusedKind(Out):
    """A reason, and how many rows it refused."""

    reason: str
    count: int


class DataFileOut(Out):
    """A data file 医保数据文件: how far it is read and what came out."""

    number: str
    version: int
    state: str
    state_label: str
    plan: str
    quarter: str
    percent: int
    rows_total: int
    rows_read: int
    good_count: int
    refused_count: int
    total: MoneyOut
    failure: str
    refused_kinds: list[RefusedKind]
    created_at: datetime
    read_at: datetime | None

    @staticmethod
    def resolve_plan(row: DataFile) -> str:
        """Name the plan."""
        return row.plan.code

    @staticmethod
    def resolve_quarter(row: DataFile) -> str:
        """Write the quarter up to which the amounts count."""
        return row.upto

    @staticmethod
    def resolve_total(row: DataFile) -> MoneyOut:
        """Write the sum."""
        return MoneyOut.of(row.total)

    @staticmethod
    def resolve_refused_kinds(row: DataFile) -> list[RefusedKind]:
        """Count the refused rows by reason."""
        return [RefusedKind(reason=reason, count=count) for reason, count in refused_kinds(row)]


class RefusedRowOut(Out):
    """A refused row: where and why, none of its cells."""

    row_number: int
    code: str
    reason: str


class RefusedRowsOut(Out):
    """A page of refused rows."""

    items: list[RefusedRowOut]
    next_cursor: str | None
    has_more: bool


class SettlementIn(In):
    """The data file to settle."""

    data_file: Number = Field(title="数据文件编号")


class CancelIn(In):
    """Why a settlement is cancelled."""

    reason: Reason = Field(title="理由")


class PaymentBandOut(Out):
    """How many payments lie in a band of amounts."""

    label: str
    count: int
    amount: MoneyOut


class SettlementOut(Out):
    """A settlement 结算: progress, counts, sums, and how its amounts are spread."""

    number: str
    version: int
    state: str
    state_label: str
    plan: str
    plan_version: str
    quarter: str
    data_file: str
    percent: int
    person_count: int
    paid_count: int
    overpaid_count: int
    due: MoneyOut
    already_paid: MoneyOut
    amount: MoneyOut
    overpaid: MoneyOut
    bands: list[PaymentBandOut]
    largest: list[MoneyOut]
    created_at: datetime
    computed_at: datetime | None
    approved_at: datetime | None

    @staticmethod
    def resolve_plan(row: Settlement) -> str:
        """Name the plan."""
        return row.plan.code

    @staticmethod
    def resolve_plan_version(row: Settlement) -> str:
        """Name the version that computed it."""
        return row.plan_version.number

    @staticmethod
    def resolve_quarter(row: Settlement) -> str:
        """Write the quarter up to which it counts."""
        return row.upto

    @staticmethod
    def resolve_data_file(row: Settlement) -> str:
        """Name the file it was computed from."""
        return row.data_file.number

    @staticmethod
    def resolve_due(row: Settlement) -> MoneyOut:
        """Write what is due to date."""
        return MoneyOut.of(Money(row.due_fen))

    @staticmethod
    def resolve_already_paid(row: Settlement) -> MoneyOut:
        """Write what was paid before."""
        return MoneyOut.of(Money(row.already_paid_fen))

    @staticmethod
    def resolve_amount(row: Settlement) -> MoneyOut:
        """Write what is paid now."""
        return MoneyOut.of(row.amount)

    @staticmethod
    def resolve_overpaid(row: Settlement) -> MoneyOut:
        """Write what was paid too much."""
        return MoneyOut.of(Money(row.overpaid_fen))

    @staticmethod
    def resolve_bands(row: Settlement) -> list[PaymentBandOut]:
        """Count the payments by bands."""
        return [
            PaymentBandOut(label=one.label, count=one.count, amount=MoneyOut.of(one.amount))
            for one in bands(row)
        ]

    @staticmethod
    def resolve_largest(row: Settlement) -> list[MoneyOut]:
        """Write the largest amounts."""
        return [MoneyOut.of(Money(fen)) for fen in row.summary.get("largest", [])]


class DataFilesOut(Out):
    """A page of data files, newest first."""

    items: list[DataFileOut]
    next_cursor: str | None
    has_more: bool


class SettlementsOut(Out):
    """A page of settlements, newest first."""

    items: list[SettlementOut]
    next_cursor: str | None
    has_more: bool
