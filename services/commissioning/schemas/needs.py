"""Needs over the API (R9.26)."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from backend.access.schemas import In, Number, Out
from services.commissioning.schemas.organizations import Reason, Word

Title = Annotated[str, Field(min_length=1, max_length=60)]
Detail = Annotated[str, Field(max_length=300)]


class SuggestIn(In):
    """What one needs, in one sentence; all members of the city read it."""

    kind: Word = Field(title="服务类别", examples=["counselling"])
    title: Title = Field(title="需求")
    detail: Detail = Field("", title="补充说明")


class EnterNeedIn(SuggestIn):
    """A need that was collected elsewhere."""

    union_number: Number = Field(title="工会编号")


class CloseNeedIn(In):
    """Why a need takes no further voices."""

    reason: Reason = Field(title="理由")


class NeedOut(Out):
    """A need and how many share it."""

    number: str
    kind: str
    title: str
    detail: str
    voices: int
    is_open: bool
    closed_because: str


class NeedLineOut(NeedOut):
    """A need in the list; `project` is the public project that answers it."""

    kind_label: str
    is_mine: bool
    is_answered: bool
    project: str
    created_at: datetime


class NeedsOut(Out):
    """The ranked list."""

    items: list[NeedLineOut]
