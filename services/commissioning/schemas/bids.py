"""Applications over the API: one's own at any time, others after the opening (R9.5)."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from backend.access.schemas import Count, Fen, In, Out
from services.commissioning.rules.bid import Content, Line

Words = Annotated[str, Field(max_length=6000)]


class BidLineIn(In):
    """A line of the budget."""

    title: Annotated[str, Field(title="科目", min_length=1, max_length=40)]
    amount_fen: Fen = Field(title="金额（分）")


class ContentIn(In):
    """An application as it is written; a draft may leave out what is not ready."""

    amount_fen: Fen = Field(0, title="报价（分）")
    persons: Count = Field(0, title="承诺服务人数")
    sessions: Count = Field(0, title="承诺服务场次")
    plan: Words = Field("", title="服务方案")
    team: Words = Field("", title="团队与资质")
    track_record: Words = Field("", title="过往业绩")
    lines: Annotated[list[BidLineIn], Field(title="预算科目", max_length=30)] = []

    def content(self) -> Content:
        """Give the content as the verb takes it."""
        lines = tuple(Line(one.title, one.amount_fen) for one in self.lines)
        return Content(**{**self.model_dump(), "lines": lines})


class BidOut(Out):
    """Where one's own application stands; `receipt` is SHA-256 in hex once it was submitted."""

    number: str
    version: int
    state: str
    receipt: str
    submitted_at: datetime | None

    @staticmethod
    def resolve_receipt(row: Any) -> str:
        """Write the receipt in hex."""
        return row.receipt if isinstance(row.receipt, str) else bytes(row.receipt or b"").hex()


class BidBudgetLineOut(Out):
    """A line of the budget."""

    title: str
    amount_fen: int


class ContentOut(Out):
    """The content of an application."""

    amount_fen: int
    persons: int
    sessions: int
    plan: str
    team: str
    track_record: str
    lines: list[BidBudgetLineOut]


class OwnBidOut(BidOut):
    """One's own application; with `salt` and `content` its receipt is verified."""

    project: str
    project_title: str
    budget_fen: int
    deadline: datetime
    is_over: bool
    state_label: str
    salt: str
    disqualified_because: str
    content: ContentOut
    reasons: list[str]


class OwnLineOut(Out):
    """A line of one's own applications."""

    number: str
    project: str
    project_title: str
    state: str
    state_label: str
    deadline: datetime


class OwnBidsOut(Out):
    """One's own applications."""

    items: list[OwnLineOut]


class BidSheetOut(Out):
    """An opened application in full."""

    number: str
    version: int
    project: str
    project_title: str
    organization: str
    state: str
    state_label: str
    receipt: str
    salt: str
    content: ContentOut


class CheckedOut(Out):
    """How the check of an application ended."""

    number: str
    version: int
    state: str
    disqualified_because: str
