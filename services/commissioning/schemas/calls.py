"""Projects and calls over the API (R9.3, R9.4)."""

from datetime import datetime
from typing import Annotated

from pydantic import AwareDatetime, Field

from backend.access.schemas import Count, Fen, In, Number, Out
from backend.kernel.money import Money
from services.commissioning.rules.call import CriterionDraft
from services.commissioning.schemas.organizations import RowNumber, Word
from services.commissioning.workflow.drafting import CallDraft, Topic

Title = Annotated[str, Field(min_length=1, max_length=80)]
Said = Annotated[str, Field(min_length=1, max_length=300)]
Level = Annotated[str, Field(min_length=1, max_length=100)]


class ProjectIn(In):
    """What a project is about, who pays, which needs it answers."""

    title: Title = Field(title="项目名称")
    kind: Word = Field(title="服务类别", examples=["counselling"])
    purpose: Annotated[str, Field(title="项目目的", min_length=1, max_length=500)]
    fund: RowNumber = Field(title="经费")
    fund_type: Word = Field("union", title="资金性质", examples=["union"])
    budget_fen: Fen = Field(title="预算（分）")
    needs: Annotated[list[RowNumber], Field(title="职工需求", min_length=1, max_length=10)]

    def topic(self) -> Topic:
        """Give the topic as the verb takes it."""
        return Topic(
            self.title,
            self.kind,
            self.purpose,
            self.fund,
            Money(self.budget_fen),
            tuple(self.needs),
            self.fund_type,
        )


class NewProjectIn(ProjectIn):
    """A project of a union."""

    union_number: Number = Field(title="工会编号")


class CriterionIn(In):
    """A criterion with its weight in points."""

    title: Annotated[str, Field(title="标准名称", min_length=1, max_length=60)]
    weight: Count = Field(title="权重")
    levels: Annotated[list[Level], Field(title="分档", max_length=6)] = []


class CallIn(In):
    """A call; the weights of its criteria sum to 100."""

    mode: Word = Field(title="征集方式", examples=["comparison"])
    text: Annotated[str, Field(title="公告正文", min_length=1, max_length=8000)]
    planned_persons: Count = Field(title="计划服务人数")
    planned_sessions: Count = Field(title="计划服务场次")
    panel_size: Count = Field(title="评审组人数")
    deadline: AwareDatetime = Field(title="申报截止时间")
    criteria: Annotated[list[CriterionIn], Field(title="评审标准", min_length=1, max_length=20)]

    def draft(self) -> CallDraft:
        """Give the call as the verb takes it."""
        return CallDraft(
            self.mode,
            self.text,
            self.planned_persons,
            self.planned_sessions,
            self.panel_size,
            self.deadline,
            tuple(
                CriterionDraft(one.title, one.weight, tuple(one.levels)) for one in self.criteria
            ),
        )


class CallReasonIn(In):
    """Why."""

    reason: Said = Field(title="理由")


class AmendIn(In):
    """What is amended, why, and the later deadline."""

    text: Annotated[str, Field(title="更正内容", min_length=1, max_length=2000)]
    reason: Said = Field(title="理由")
    new_deadline: AwareDatetime = Field(title="新的截止时间")


class ProjectOut(Out):
    """Where a project stands."""

    number: str
    version: int
    title: str
    state: str
    state_reason: str


class AmendmentOut(Out):
    """An amendment."""

    sequence: int
    text: str
    reason: str
    old_deadline: datetime
    new_deadline: datetime
    at: datetime


class CriterionOut(Out):
    """A criterion."""

    place: int
    title: str
    weight: int
    levels: list[str]


class AnsweredNeedOut(Out):
    """A need that the project answers."""

    title: str
    voices_then: int


class PublishedCallOut(Out):
    """A call as published; `seed_commitment` is the SHA-256 of the panel's seed, in hex."""

    mode: str
    mode_label: str
    text: str
    planned_persons: int
    planned_sessions: int
    panel_size: int
    formula: str
    deadline: datetime
    is_over: bool
    opened_at: datetime | None
    seed_commitment: str
    criteria: list[CriterionOut]
    amendments: list[AmendmentOut]


class CallOut(PublishedCallOut):
    """A call on the buyer's desk."""

    submitted_at: datetime | None
    returned_because: str


class PublicCallOut(Out):
    """A call with its project, for everybody."""

    number: str
    title: str
    kind: str
    kind_label: str
    purpose: str
    union_name: str
    budget_fen: int
    state: str
    state_label: str
    state_reason: str
    needs: list[AnsweredNeedOut]
    call: PublishedCallOut


class PublicCallsOut(Out):
    """The calls that take applications now."""

    items: list[PublicCallOut]


class ProjectLineOut(Out):
    """A line of the list."""

    number: str
    title: str
    kind_label: str
    union_name: str
    budget_fen: int
    state: str
    state_label: str
    state_since: datetime
    deadline: datetime | None


class ProjectPageOut(Out):
    """A page of projects."""

    items: list[ProjectLineOut]
    next_cursor: str | None
    has_more: bool


class BidLineOut(Out):
    """An opened application."""

    number: str
    version: int
    organization: str
    organization_number: str
    credit_code: str
    state: str
    state_label: str
    amount_fen: int | None
    persons: int | None
    sessions: int | None
    receipt: str
    submitted_at: datetime | None
    disqualified_because: str
    reasons: list[str]


class ProjectStepOut(Out):
    """A step of the project."""

    act: str
    act_label: str
    by_label: str
    at: datetime
    words: str


class ProjectSheetOut(ProjectOut):
    """One project; its applications are listed only once the call has closed."""

    kind: str
    kind_label: str
    purpose: str
    union_name: str
    fund: str
    fund_name: str
    fund_type: str
    fund_type_label: str
    budget_fen: int
    state_label: str
    needs: list[AnsweredNeedOut]
    call: CallOut | None
    bids_are_sealed: bool
    bids: list[BidLineOut]
    hint: str
    steps: list[ProjectStepOut]
    may: list[str]
