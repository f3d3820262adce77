"""What a claimant sends, field by field."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field

from backend.access.schemas import In, MoneyIn, Number
from services.mutual_aid.queries.estimates import Supposed
from services.mutual_aid.schemas.enrolment import PlanNumber, UploadNumber
from services.mutual_aid.workflow.claims.lines import Answers, Invoice

Name = Annotated[str, Field(max_length=60, pattern=r"^[a-z0-9][a-z0-9_]*$")]
Yuan = Annotated[str, Field(max_length=20, examples=["1204.30"])]
Days = Annotated[int, Field(strict=True, ge=0, le=3660)]
Purposes = Annotated[list[Literal["health"]], Field(max_length=1)]
IdNumber = Annotated[str, Field(min_length=1, max_length=40)]
PersonName = Annotated[str, Field(min_length=1, max_length=40)]
Relation = Annotated[str, Field(min_length=1, max_length=20)]


class BeginIn(In):
    """A claim to begin: by which plan, for which day; `purposes` are agreed to one by one."""

    plan: PlanNumber = Field(title="互助计划")
    event_on: date = Field(title="事件日期")
    purposes: Purposes = Field([], title="同意事项")


class BeginForIn(BeginIn):
    """A claim for a worker of one's union, who signed the consents on paper."""

    union: Number = Field(title="工会编号")
    id_number: IdNumber = Field(title="身份证号")
    name: PersonName = Field(title="姓名")


class BeginForFamilyIn(BeginIn):
    """A claim for a relative; `paper` is the upload of her signed consent."""

    id_number: IdNumber = Field(title="家人身份证号")
    name: PersonName = Field(title="家人姓名")
    relation: Relation = Field(title="与本人的关系")
    paper: UploadNumber = Field(title="委托和同意书的上传编号")


class BeginAsHeirIn(BeginIn):
    """A claim after a death."""

    id_number: IdNumber = Field(title="逝者身份证号")
    name: PersonName = Field(title="逝者姓名")
    relation: Relation = Field(title="与本人的关系")


class FillIn(In):
    """Answers about the whole claim; what is left out stays as it is."""

    event_on: date | None = Field(None, title="事件日期")
    note: Annotated[str, Field(max_length=1000)] | None = Field(None, title="情况说明")
    relation: Relation | None = Field(None, title="与本人的关系")


class ConsentsIn(In):
    """Purposes that are agreed to again."""

    purposes: Annotated[
        list[Literal["health"]], Field(title="同意事项", min_length=1, max_length=1)
    ]


class EntryIn(In):
    """The entry of an item, as FORMAT.md section 10 wants it for its kind.

    Money is decimal text in yuan. `day` is not asked: it follows from the dates.
    """

    amount: Yuan | None = Field(None, title="金额")
    cycles: Annotated[list[Yuan], Field(max_length=400)] | None = Field(
        None, title="各结算周期的金额"
    )
    daily: Annotated[list[Yuan], Field(max_length=400)] | None = Field(None, title="每天的金额")
    days: Days | None = Field(None, title="天数")
    row_class: Annotated[str | None, Field(title="类别", alias="class", max_length=64)] = None
    grade: Annotated[str, Field(max_length=64)] | None = Field(None, title="等级")
    offsets: Annotated[dict[Name, Yuan], Field(max_length=20)] | None = Field(
        None, title="其他保障已付的金额"
    )

    def entry(self) -> dict[str, Any]:
        """Give the entry with the fields that were sent."""
        return self.model_dump(by_alias=True, exclude_none=True)


class InvoiceIn(In):
    """What an invoice says."""

    number: Annotated[str, Field(title="发票号码", min_length=1, max_length=60)]
    amount: MoneyIn = Field(title="发票金额")
    on: date = Field(title="开票日期")


class ClaimLineIn(In):
    """One line: an event of an item. `invoice` lets the same invoice be recognised elsewhere."""

    item: Name = Field(title="申领项目", examples=["inpatient"])
    happened_on: date = Field(title="发生日期")
    ended_on: date | None = Field(None, title="结束日期")
    entry: EntryIn = Field(title="填报内容")
    invoice: InvoiceIn | None = Field(None, title="发票")

    def answers(self) -> Answers:
        """Read the line as the verb wants it."""
        invoice = self.invoice
        return Answers(
            item=self.item,
            happened_on=self.happened_on,
            ended_on=self.ended_on,
            entry=self.entry.entry(),
            invoice=Invoice(invoice.number, invoice.amount.money(), invoice.on)
            if invoice
            else None,
        )


class ClaimPhotoIn(In):
    """An uploaded photograph of a paper; `line` where it belongs to one line."""

    upload: UploadNumber
    document: Name = Field(title="材料类别", examples=["settlement_sheet"])
    line: Number | None = Field(None, title="申领项目的编号")


class WithdrawIn(In):
    """Why it is withdrawn; may be empty."""

    reason: Annotated[str, Field(title="撤回的原因", max_length=500)] = ""


class SupposedIn(In):
    """One supposed event."""

    item: Name = Field(title="申领项目", examples=["inpatient"])
    entry: EntryIn = Field(title="填报内容")

    def supposed(self) -> Supposed:
        """Read it as the query wants it."""
        return Supposed(self.item, self.entry.entry())


class EstimateIn(In):
    """Facts that are only supposed; nothing of them is stored."""

    plan: PlanNumber = Field(title="互助计划")
    on: date | None = Field(None, title="假设的日期")
    events: Annotated[list[SupposedIn], Field(title="假设的项目", min_length=1, max_length=30)]
