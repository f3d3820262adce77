"""Work reports over the API (R9.14)."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from backend.access.schemas import Count, In, Number, Out
from backend.kernel.money import Money
from services.commissioning.schemas.contracts import Code, Hundredths, Place
from services.commissioning.workflow.reports import Content

Signed = Annotated[int, Field(strict=True, ge=-1_000_000_000_000, le=1_000_000_000_000)]


class PeriodIn(In):
    """The period of a report."""

    period_start: date = Field(title="期间起")
    period_end: date = Field(title="期间止")
    is_final: bool = Field(False, title="是否终期报告")


class ReportIn(In):
    """What a report says; `stated` by the code of the target, in hundredths of its unit."""

    persons: Count = Field(title="服务人数")
    sessions: Count = Field(title="完成场次")
    words: Annotated[str, Field(title="进展说明", max_length=4000)] = ""
    stated: Annotated[dict[Code, Hundredths], Field(title="填报指标值", max_length=20)] = {}

    def content(self) -> Content:
        """Give the content as the verb takes it."""
        return Content(self.persons, self.sessions, self.words, dict(self.stated))


class SpendingIn(In):
    """What was spent on a budget line; the voucher is the number of an upload."""

    line: Place = Field(title="预算科目的序号")
    amount_fen: Signed = Field(title="金额（分）")
    spent_on: date = Field(title="支出日期")
    words: Annotated[str, Field(title="用途", min_length=1, max_length=80)]
    voucher: Annotated[str, Field(title="凭证的上传编号", max_length=40)] = ""

    def money(self) -> Money:
        """Give the amount."""
        return Money(self.amount_fen)


class VoucherIn(In):
    """The upload of a voucher."""

    voucher: Number = Field(title="凭证的上传编号")


class ReportPhotoIn(In):
    """The upload of a photograph."""

    upload: Number = Field(title="上传编号")
    caption: Annotated[str, Field(title="说明", max_length=80)] = ""


class ReportCheckIn(In):
    """What the checker says."""

    words: Annotated[str, Field(title="核对意见", max_length=500)] = ""


class ReportOut(Out):
    """A report after an act."""

    number: str
    version: int
    state: str
    is_final: bool
    period_start: date
    period_end: date
    persons: int
    sessions: int
    answer: str


class SpendingOut(Out):
    """A spending after an act."""

    number: str
    amount_fen: int
    spent_on: date
    words: str


class ReportPhotoOut(Out):
    """A photograph after an act."""

    number: str
    caption: str


class LineUseOut(Out):
    """A budget line: allowed, spent by all reports, spent by this one."""

    place: int
    title: str
    amount_fen: int
    spent_fen: int
    here_fen: int


class SpendingLineOut(Out):
    """A spending of a report."""

    number: str
    line_place: int
    line_title: str
    amount_fen: int
    spent_on: date
    words: str
    has_voucher: bool
    seems_reused: bool


class PhotoLineOut(Out):
    """A photograph of a report."""

    number: str
    caption: str
    seems_reused: bool


class StatedOut(Out):
    """A target that nothing counts, with what the report states."""

    code: str
    title: str
    unit: str
    planned: int
    stated: int | None


class ReuseOut(Out):
    """A paper that looks like one of another report."""

    report: str
    project: str
    is_same: bool
    is_voucher: bool


class ReportSheetOut(Out):
    """One report for its writer or its checker."""

    number: str
    version: int
    state: str
    state_label: str
    project_number: str
    project_title: str
    organization: str
    is_final: bool
    period_start: date
    period_end: date
    persons: int
    sessions: int
    words: str
    answer: str
    submitted_at: datetime | None
    counted_sessions: int
    counted: int
    confirmed: int
    lines: list[LineUseOut]
    spendings: list[SpendingLineOut]
    photos: list[PhotoLineOut]
    stated: list[StatedOut]
    reuses: list[ReuseOut]
    may: list[str]


class ReportToCheckOut(Out):
    """A report that waits for checking."""

    number: str
    project_number: str
    project_title: str
    organization: str
    is_final: bool
    period_start: date
    period_end: date
    submitted_at: datetime | None
    has_reuse: bool


class ReportsToCheckOut(Out):
    """A page of reports that wait for checking."""

    items: list[ReportToCheckOut]
    next_cursor: str | None
    has_more: bool
