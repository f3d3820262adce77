"""Sessions, confirmations and ratings over the API (R9.16)."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from backend.access.schemas import Count, In, Out
from services.commissioning.schemas.contract_sheets import ShareOut


class ProvidedOut(Out):
    """A project that one's organization carries out."""

    project_number: str
    project_title: str
    state: str
    state_label: str
    contract_number: str
    amount_fen: int
    starts_on: date
    ends_on: date


class ProvidedListOut(Out):
    """The projects of one's organization."""

    items: list[ProvidedOut]


class SessionIn(In):
    """A session that is planned."""

    title: Annotated[str, Field(title="服务内容", min_length=1, max_length=60)]
    place: Annotated[str, Field(title="地点", min_length=1, max_length=80)]
    starts_at: AwareDatetime = Field(title="开始时间")
    ends_at: AwareDatetime = Field(title="结束时间")


class CloseIn(In):
    """How many people the provider counted."""

    provider_count: Count = Field(title="承接组织计数")


class SessionOut(Out):
    """A session after an act."""

    number: str
    version: int
    state: str
    title: str
    place: str
    starts_at: datetime
    ends_at: datetime
    provider_count: int | None
    confirmed: int | None


class SessionLineOut(SessionOut):
    """A session in the list of its contract."""

    state_label: str
    share: ShareOut | None


class SessionsOut(Out):
    """The sessions of a contract."""

    items: list[SessionLineOut]


class ShownOut(Out):
    """What the screen of an open session shows now."""

    number: str
    title: str
    place: str
    address: str
    code: str
    seconds_left: int


class ConfirmIn(In):
    """The code that the session shows now."""

    code: Annotated[str, Field(title="验证码", min_length=1, max_length=40)]
    way: Literal["qr", "code"] = Field("code", title="确认方式")


class ConfirmForIn(In):
    """Whom a station confirms for."""

    id_number: Annotated[str, Field(title="身份证号", min_length=18, max_length=24)]
    name: Annotated[str, Field(title="姓名", min_length=1, max_length=40)]


class ConfirmedOut(Out):
    """The session that was confirmed; `again` where it had been before."""

    number: str
    title: str
    place: str
    again: bool


class RatingIn(In):
    """One to five, with words if one likes."""

    stars: Annotated[int, Field(title="评价", strict=True, ge=1, le=5)]
    words: Annotated[str, Field(title="意见", max_length=200)] = ""


class UsedOut(Out):
    """A service that one confirmed."""

    number: str
    title: str
    place: str
    starts_at: datetime
    confirmed_at: datetime
    way_label: str
    project_number: str
    project_title: str
    organization: str
    has_rated: bool
    may_rate: bool


class UsedPage(Out):
    """A page of one's services."""

    items: list[UsedOut]
    next_cursor: str | None
    has_more: bool
