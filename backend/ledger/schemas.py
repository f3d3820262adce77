"""What leaves the ledger through the staff API. Full account numbers never do."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from backend.access.schemas import Fen, In, Line, Out


class BalanceOut(Out):
    """The sums of a fund, in fen."""

    received_fen: int
    available_fen: int
    reserved_fen: int
    spent_fen: int


class UnionOut(Out):
    """The union that a fund belongs to."""

    number: str
    name: str


class FundOut(Out):
    """A fund with its balance."""

    number: str
    code: str
    name: str
    kind: str
    earmarked: str
    is_frozen: bool
    frozen_reason: str
    union: UnionOut
    balance: BalanceOut


class FundsOut(Out):
    """The funds in reach."""

    items: list[FundOut]


class TransferOut(Out):
    """One movement of money."""

    number: str
    kind: str
    kind_label: str
    amount_fen: int
    reason: str
    actor_label: str
    created_at: datetime


class TransfersOut(Out):
    """A page of transfers."""

    items: list[TransferOut]
    next_cursor: str | None
    has_more: bool


class BatchOut(Out):
    """A batch of payments."""

    number: str
    state: str
    state_label: str
    count: int
    total_fen: int
    created_at: datetime
    submitted_at: datetime | None
    settled_at: datetime | None


class BatchesOut(Out):
    """A page of batches."""

    items: list[BatchOut]
    next_cursor: str | None
    has_more: bool


class TakeOutIn(In):
    """One payment that leaves its batch, and why."""

    order: Annotated[str, Field(title="单号", min_length=1, max_length=26, pattern=r"^[A-Z0-9-]+$")]
    reason: Annotated[str, Field(title="撤下的原因", min_length=1, max_length=200)]


class ReplyIn(In):
    """The bank's reply file, as text; a longer one goes through the page, or in parts."""

    content: Annotated[str, Field(title="银行回单", min_length=1, max_length=1_500_000)]


class TakeIn(In):
    """Money that came in: from whom, by which paper, on which day."""

    amount_fen: Annotated[Fen, Field(title="金额（分）", ge=1)]
    payer: Annotated[Line, Field(title="付款方", max_length=120)]
    reference: Annotated[Line, Field(title="凭证号", max_length=80)]
    received_on: date = Field(title="到账日期")
