"""Organizations over the API: what comes in, what leaves the house (R9.1, R9.24)."""

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import Field

from backend.access.schemas import Count, Fen, In, Number, Out
from services.commissioning.workflow.organizations import Entry
from services.commissioning.workflow.proofs import Handed
from services.commissioning.workflow.support import Activity

Name = Annotated[str, Field(min_length=1, max_length=100)]
Short = Annotated[str, Field(min_length=1, max_length=60)]
Word = Annotated[str, Field(min_length=1, max_length=20, pattern=r"^[a-z_]+$")]
Reason = Annotated[str, Field(min_length=1, max_length=200)]
RowNumber = Annotated[
    str, Field(title="编号", min_length=1, max_length=40, pattern=r"^[A-Za-z0-9-]+$")
]
Identity = Annotated[str, Field(min_length=1, max_length=40)]


class OrganizationIn(In):
    """An organization as its certificate says; `hub` is the number of its hub organization."""

    union_number: Number = Field(title="工会编号")
    credit_code: Annotated[str, Field(title="统一社会信用代码", min_length=1, max_length=40)]
    name: Name = Field(title="名称")
    kind: Word = Field(title="类别", examples=["social"])
    registered_with: Short = Field(title="登记机关")
    registered_on: date = Field(title="登记日期")
    has_union: bool = Field(False, title="是否已建立工会")
    hub: Annotated[str, Field(title="枢纽型组织", max_length=20)] = ""

    def entry(self) -> Entry:
        """Give the entry as the verb takes it."""
        return Entry(**self.model_dump(exclude={"union_number"}))


class HubIn(In):
    """The number of the hub organization, or nothing."""

    hub: Annotated[str, Field(title="枢纽型组织", max_length=20)] = ""


class OrganizationReasonIn(In):
    """Why."""

    reason: Reason = Field(title="原因")


class BarIn(In):
    """Until when, that day included, and why."""

    until: date = Field(title="禁入截止日期")
    reason: Reason = Field(title="原因")


class PenaltyIn(In):
    """A penalty of an authority."""

    imposed_on: date = Field(title="处罚日期")
    authority: Short = Field(title="处罚机关")
    matter: Reason = Field(title="事由")
    is_major: bool = Field(title="是否属于重大违法记录")


class OfficerIn(In):
    """A person who will act for the organization."""

    id_number: Identity = Field(title="身份证号")
    name: Identity = Field(title="姓名")
    phone: Annotated[str, Field(title="手机号", max_length=20)] = ""


class RelationIn(In):
    """A person tied to the organization, as known from a register."""

    id_number: Identity = Field(title="身份证号")
    name: Identity = Field(title="姓名")
    kind: Word = Field(title="关系", examples=["employment"])
    since: date = Field(title="开始日期")
    until: date | None = Field(None, title="结束日期")


class SupportIn(In):
    """What the union gave."""

    kind: Word = Field(title="扶持方式", examples=["training"])
    given_on: date = Field(title="日期")
    words: Reason = Field(title="支持内容")
    value_fen: Fen = Field(0, title="折合金额（分）")


class ActivityIn(In):
    """An activity; minutes of all volunteers together."""

    held_on: date = Field(title="日期")
    title: Short = Field(title="活动名称")
    volunteers: Count = Field(title="志愿者人数")
    minutes: Count = Field(title="服务总时长（分钟）")
    served: Count = Field(title="服务人数")

    def activity(self) -> Activity:
        """Give the activity as the verb takes it."""
        return Activity(**self.model_dump())


class ProofIn(In):
    """A proof with the number of the upload of its paper."""

    kind: Word = Field(title="资质类别", examples=["registration"])
    valid_from: date = Field(title="有效期起")
    valid_to: date = Field(title="有效期止")
    upload: RowNumber = Field(title="上传编号")

    def handed(self) -> Handed:
        """Give the proof as the verb takes it."""
        return Handed(**self.model_dump())


class OrgOut(Out):
    """Where an organization stands."""

    number: str
    version: int
    name: str
    state: str
    state_reason: str
    barred_until: date | None
    checked_on: date | None


class OrgLineOut(Out):
    """A line of the register."""

    number: str
    name: str
    credit_code: str
    kind_label: str
    state: str
    state_label: str
    checked_on: date | None


class OrgPageOut(Out):
    """A page of the register."""

    items: list[OrgLineOut]
    next_cursor: str | None
    has_more: bool


class ProofOut(Out):
    """Where a proof stands."""

    number: str
    version: int
    kind: str
    state: str
    valid_from: date
    valid_to: date
    reason: str


class ProofLineOut(ProofOut):
    """A proof in the file."""

    kind_label: str
    state_label: str
    submitted_at: datetime
    has_file: bool


class PenaltyOut(Out):
    """A penalty."""

    imposed_on: date
    authority: str
    matter: str
    is_major: bool


class PersonLineOut(Out):
    """A person of the organization, masked."""

    number: str
    name: str
    role_label: str
    since: date
    until: date | None


class RelationLineOut(PersonLineOut):
    """A person tied to the organization, masked; `ended_on` where that was a mistake."""

    is_declared: bool
    ended_on: date | None
    end_reason: str


class OfficerOut(Out):
    """A registered officer."""

    number: str
    since: date
    until: date | None


class RelationOut(Out):
    """A recorded relation."""

    kind: str
    since: date
    until: date | None


class SupportOut(Out):
    """Support that was given."""

    given_on: date
    kind_label: str
    words: str
    value_fen: int

    @staticmethod
    def resolve_kind_label(row: Any) -> str:
        """Name the kind, of a row or of a line."""
        named = row.get_kind_display() if hasattr(row, "get_kind_display") else row.kind_label
        return str(named)


class ActivityOut(Out):
    """An activity with hours in minutes."""

    held_on: date
    title: str
    volunteers: int
    minutes: int
    served: int


class OrgFileOut(OrgOut):
    """The whole file; `reasons` say why it may not apply today."""

    credit_code: str
    kind: str
    kind_label: str
    state_label: str
    registered_with: str
    registered_on: date
    has_union: bool
    union_name: str
    hub_number: str
    hub_name: str
    has_support_file: bool
    reasons: list[str]
    proofs: list[ProofLineOut]
    penalties: list[PenaltyOut]
    officers: list[PersonLineOut]
    relations: list[RelationLineOut]
    supports: list[SupportOut]
    activities: list[ActivityOut]
    minutes_total: int
    may: list[str]
