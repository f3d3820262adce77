"""Payment stages and their batches over the API; accounts by their last digits only (R9.13)."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from backend.access.schemas import In, Number, Out


class StageOut(Out):
    """A stage after an act."""

    number: str
    version: int
    state: str
    amount_fen: int


class StageToPayOut(Out):
    """A stage that waits to be paid; `note` says what keeps it from being paid now."""

    number: str
    version: int
    place: int
    contract_number: str
    project_number: str
    project_title: str
    organization: str
    fund_name: str
    amount_fen: int
    account: str
    state: str
    state_label: str
    words: str
    note: str


class StagesToPayOut(Out):
    """A page of stages to pay."""

    items: list[StageToPayOut]
    next_cursor: str | None
    has_more: bool


class StageOrderIn(In):
    """The stages to pay in one batch."""

    stages: Annotated[list[Number], Field(title="付款阶段", min_length=1, max_length=200)]


class StageBatchOut(Out):
    """A batch of stages for the bank."""

    number: str
    state: str
    state_label: str
    count: int
    total_fen: int
    created_at: datetime
    submitted_at: datetime | None
    settled_at: datetime | None


class StageBatchesOut(Out):
    """A page of batches."""

    items: list[StageBatchOut]
    next_cursor: str | None
    has_more: bool


class AccountIn(In):
    """The bank account of one's organization, as its opening permit says."""

    bank: Annotated[str, Field(title="开户银行", min_length=1, max_length=60)]
    account: Annotated[str, Field(title="银行账号", min_length=10, max_length=40)]


class ProviderAccountOut(Out):
    """An account after it was entered, by its last digits."""

    number: str
    version: int
    state: str
    bank: str
    account_last4: str
