"""What comes in and goes out over the API, field by field."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from backend.access.schemas import Count, In, Line, MoneyIn, MoneyOut, Number, Out
from backend.kernel.money import Money
from services.mutual_aid.models import Batch, PlanVersion, Upload
from services.mutual_aid.queries.rosters import RosterResult

PlanNumber = Annotated[
    str, Field(title="计划版本", min_length=1, max_length=80, pattern=r"^[A-Za-z0-9.-]+$")
]
Reason = Annotated[str, Field(min_length=1, max_length=500)]
Months = Annotated[int, Field(strict=True, ge=1, le=120)]
RiskClass = Annotated[str, Field(max_length=40, pattern=r"^[a-z0-9_]*$")]
UploadNumber = Annotated[
    str,
    Field(
        title="上传编号",
        pattern=r"^[0-9a-f-]{36}$",
        examples=["0198c0de-7c1e-7a3b-9f2d-5b6e8a4c1d20"],
    ),
]


class CoverOut(Out):
    """One cover 保障 of the reader; ends at 24:00 of `last_day`.

    `waiting_days_left` counts from the day of the answer, today included; 0 when none is left.
    `cap_left` is what the period may still pay, `life_left` what all periods may; null: no limit.
    """

    plan: str
    title: str
    first_day: date
    last_day: date
    waiting_until: date | None
    waiting_days_left: int
    shares: int
    cap_left: MoneyOut | None
    life_left: MoneyOut | None
    cover: int


class CoversOut(Out):
    """All covers of the reader, the latest first."""

    items: list[CoverOut]


class PlanOut(Out):
    """A plan version 计划版本; only one that `pays` takes enrolments."""

    number: str
    title: str
    state: str
    mode: str
    valid_from: date
    valid_to: date | None
    pays: bool

    @classmethod
    def of(cls, row: PlanVersion) -> "PlanOut":
        """Write a version."""
        return cls.model_validate(row, from_attributes=True)


class PlansOut(Out):
    """Plan versions."""

    items: list[PlanOut]


class ChosenIn(In):
    """What is chosen where the plan offers a choice: the term in months, the risk class."""

    months: Months | None = Field(default=None, title="保障期限（月）")
    risk_class: RiskClass = Field(default="", title="风险类别")


class BatchIn(ChosenIn):
    """A batch to open for a union; a flexible one is for workers without an employer."""

    plan: PlanNumber = Field(title="互助计划")
    union: Number = Field(title="工会编号")
    headcount: Count = Field(0, title="职工人数")
    female_headcount: Count = Field(0, title="女职工人数")
    is_flexible: bool = Field(False, title="是否为灵活就业人员报名")


class HeadcountIn(In):
    """The corrected headcount of a union."""

    headcount: Count = Field(title="职工人数")
    female_headcount: Count = Field(title="女职工人数")


class EnrolmentReasonIn(In):
    """Why."""

    reason: Reason = Field(title="理由")


class RosterIn(In):
    """A workbook that was uploaded by tus with `media` workbook."""

    upload: UploadNumber


class FeeIn(In):
    """Money that arrived, as the bank statement names it."""

    amount: MoneyIn = Field(title="收到金额")
    bank_reference: Line = Field(title="银行流水号")


class EnrolmentBatchOut(Out):
    """A batch 参加名单 as it stands."""

    number: str
    version: int
    state: str
    state_label: str
    plan: str
    title: str
    union: str
    union_name: str
    period: str
    is_individual: bool
    is_flexible: bool
    follows: str | None
    supplements: str | None
    months: int | None
    risk_class: str
    headcount: int
    female_headcount: int
    line_count: int
    share_count: int
    fee_due: MoneyOut
    fee_received: MoneyOut
    first_day: date | None
    last_day: date | None
    return_reason: str
    created_at: datetime

    @staticmethod
    def resolve_plan(row: Batch) -> str:
        """Give the number of the plan version."""
        return row.plan_version.number

    @staticmethod
    def resolve_title(row: Batch) -> str:
        """Give the title of the plan."""
        return row.plan_version.title

    @staticmethod
    def resolve_union(row: Batch) -> str:
        """Give the number of the union."""
        return row.union.number

    @staticmethod
    def resolve_union_name(row: Batch) -> str:
        """Give the name of the union."""
        return row.union.name

    @staticmethod
    def resolve_follows(row: Batch) -> str | None:
        """Give the number of the batch that this one renews."""
        return row.follows.number if row.follows else None

    @staticmethod
    def resolve_supplements(row: Batch) -> str | None:
        """Give the number of the batch that this one adds people to."""
        return row.supplements.number if row.supplements else None

    @staticmethod
    def resolve_fee_due(row: Batch) -> MoneyOut:
        """Give the fee that is due."""
        return MoneyOut.of(Money(row.fee_due_fen))

    @staticmethod
    def resolve_fee_received(row: Batch) -> MoneyOut:
        """Give the fee that arrived."""
        return MoneyOut.of(Money(row.fee_received_fen))


class EnrolmentBatchesOut(Out):
    """One page of batches, newest first."""

    items: list[EnrolmentBatchOut]
    next_cursor: str | None
    has_more: bool


class RosterUploadOut(Out):
    """A roster upload 名单文件 and how far it is read."""

    number: str
    state: str
    state_label: str
    file_name: str
    origin: str
    percent: int
    rows_read: int
    rows_total: int
    kept_count: int
    known_count: int
    bad_count: int
    over_count: int
    failure: str

    @classmethod
    def of(cls, row: Upload) -> "RosterUploadOut":
        """Write an upload."""
        return cls.model_validate(row, from_attributes=True)


class ProblemOut(Out):
    """One mistake of a row: where, why, what to do; never the value itself."""

    code: str
    label: str
    letter: str
    title: str
    reason: str
    remedy: str


class BadRowOut(Out):
    """A row that went back."""

    row_number: int
    problems: list[ProblemOut]


class ResultOut(Out):
    """What came of a roster; `next_row` leads to the next bad rows."""

    upload: RosterUploadOut
    rows: list[BadRowOut]
    next_row: int | None

    @staticmethod
    def resolve_upload(result: RosterResult) -> RosterUploadOut:
        """Give the upload."""
        return RosterUploadOut.of(result.upload)
