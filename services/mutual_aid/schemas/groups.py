"""What rate-group standings take and give over the API."""

from datetime import date
from typing import Annotated

from pydantic import Field

from backend.access.schemas import In, Line, Out

IdNumber = Annotated[str, Field(min_length=15, max_length=30)]
GroupName = Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[a-z0-9][a-z0-9_]*$")]
PersonName = Annotated[str, Field(min_length=1, max_length=40)]


class StandingIn(In):
    """Who belongs to which group from when to when, and the paper it rests on."""

    id_number: IdNumber = Field(title="身份证号")
    name: PersonName = Field(title="姓名")
    group: GroupName = Field(title="人群", examples=["model_worker"])
    basis: Line = Field(title="依据")
    first_day: date = Field(title="第一天")
    last_day: date | None = Field(None, title="最后一天")


class StandingEndIn(In):
    """The last day; the day before the first says that it should never have stood."""

    last_day: date = Field(title="最后一天")


class StandingDoneOut(Out):
    """A standing after a step."""

    number: str
    version: int
    state: str
    state_label: str
    group: str
    first_day: date
    last_day: date | None
    end_on: date | None


class StandingOut(StandingDoneOut):
    """A standing 照顾身份 as an officer reads it: the name masked."""

    person_name: str
    union_name: str
    group_label: str
    source_label: str
    basis: str
    may: list[str]


class StandingsOut(Out):
    """A page of standings."""

    items: list[StandingOut]
    next_cursor: str | None
    has_more: bool


class OwnStandingOut(Out):
    """A standing as the person herself reads it."""

    group_label: str
    first_day: date
    last_day: date | None
    source_label: str
    is_now: bool


class OwnStandingsOut(Out):
    """All standings of a person."""

    items: list[OwnStandingOut]
