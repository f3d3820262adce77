"""What a claimant sends, field by field."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field

from backend.access.schemas import In, MoneyIn, Number
from services.mutual_aid.queries.estimates import Supposed
from services.mutual_aid.schemas.enrolment import PlanNumber, UploadNumber
from services.mutual_aid.workflow.claims.lines import Answers, Invoice

Name = Annotated[str, Field(max_length=60, pattern=r"^[a-z0-9][a-z0-9_]*$")]
Yuan = Annotated[str, Field(max_length=20)]
Days = Annotated[int, Field(strict=True, ge=0, le=3660)]
Purposes = Annotated[list[Literal["health"]], Field(max_length=1)]
IdNumber = Annotated[str, Field(min_length=1, max_length=40)]
PersonName = Annotated[str, Field(min_length=1, max_length=40)]
Relation = Annotated[str, Field(min_length=1, max_length=20)]


class BeginIn(In):
    """A claim to begin: by which plan, for which day; `purposes` are agreed to one by one."""

    plan: PlanNumber
    event_on: date
    purposes: Purposes = []


class BeginForIn(BeginIn):
    """A claim for a worker of one's union, who signed the consents on paper."""

    union: Number
    id_number: IdNumber
    name: PersonName


class BeginForFamilyIn(BeginIn):
    """A claim for a relative; `paper` is the upload of her signed consent."""

    id_number: IdNumber
    name: PersonName
    relation: Relation
    paper: UploadNumber


class BeginAsHeirIn(BeginIn):
    """A claim after a death."""

    id_number: IdNumber
    name: PersonName
    relation: Relation


class FillIn(In):
    """Answers about the whole claim; what is left out stays as it is."""

    event_on: date | None = None
    note: Annotated[str, Field(max_length=1000)] | None = None
    relation: Relation | None = None


class ConsentsIn(In):
    """Purposes that are agreed to again."""

    purposes: Annotated[list[Literal["health"]], Field(min_length=1, max_length=1)]


class EntryIn(In):
    """The entry of an item, as FORMAT.md section 10 wants it for its kind.

    Money is decimal text in yuan. `day` is not asked: it follows from the dates.
    """

    amount: Yuan | None = None
    cycles: Annotated[list[Yuan], Field(max_length=400)] | None = None
    daily: Annotated[list[Yuan], Field(max_length=400)] | None = None
    days: Days | None = None
    row_class: Annotated[str | None, Field(alias="class", max_length=64)] = None
    grade: Annotated[str, Field(max_length=64)] | None = None
    offsets: Annotated[dict[Name, Yuan], Field(max_length=20)] | None = None

    def entry(self) -> dict[str, Any]:
        """Give the entry with the fields that were sent."""
        return self.model_dump(by_alias=True, exclude_none=True)


class InvoiceIn(In):
    """What an invoice says."""

    number: Annotated[str, Field(min_length=1, max_length=60)]
    amount: MoneyIn
    on: date


class ClaimLineIn(In):
    """One line: an event of an item. `invoice` lets the same invoice be recognised elsewhere."""

    item: Name
    happened_on: date
    ended_on: date | None = None
    entry: EntryIn
    invoice: InvoiceIn | None = None

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
    document: Name
    line: Number | None = None


class WithdrawIn(In):
    """Why it is withdrawn; may be empty."""

    reason: Annotated[str, Field(max_length=500)] = ""


class SupposedIn(In):
    """One supposed event."""

    item: Name
    entry: EntryIn

    def supposed(self) -> Supposed:
        """Read it as the query wants it."""
        return Supposed(self.item, self.entry.entry())


class EstimateIn(In):
    """Facts that are only supposed; nothing of them is stored."""

    plan: PlanNumber
    on: date | None = None
    events: Annotated[list[SupposedIn], Field(min_length=1, max_length=30)]
