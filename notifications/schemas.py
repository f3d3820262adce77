"""What comes in and goes out over the API, field by field."""

from datetime import time
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from backend.access.schemas import BIG, In, Out
from notifications.topics import Category

Position = Annotated[int, Field(strict=True, ge=1, le=BIG)]
Installation = Annotated[UUID, Field(title="安装编号")]
PathPosition = Annotated[int, Field(title="位次", ge=1, le=BIG)]
CursorText = Annotated[str, Field(title="翻页标记", max_length=19, pattern=r"^[1-9][0-9]{0,18}$")]


class MessageOut(Out):
    """A message 消息 of the inbox, or a notice of one of the reader's cohorts."""

    seq: int
    kind: str
    category: Category
    text: str
    link: str
    created_at: str
    is_read: bool
    is_personal: bool


class InboxOut(Out):
    """One page of messages, newest first."""

    items: list[MessageOut]
    next_cursor: str | None
    has_more: bool


class UnreadOut(Out):
    """How many messages are unread; counted up to 100."""

    unread: int
    is_capped: bool


class ReadAllIn(In):
    """Everything up to and including this position has been read."""

    upto: Position = Field(title="已读位次")


class DeviceIn(In):
    """What an installation of the app says of itself at each start."""

    platform: Literal["android", "ios", "harmony", "web"] = Field(title="平台")
    vendor: Annotated[str, Field(title="推送厂商", max_length=20, pattern=r"^[a-z0-9_-]*$")] = ""
    address: Annotated[
        str, Field(title="推送标识", min_length=1, max_length=512, pattern=r"^[\x21-\x7e]+$")
    ]
    address_kind: Literal["token", "fid", "vendor"] = Field(title="推送标识的种类")
    app_version: Annotated[str, Field(title="应用版本", max_length=40)] = ""
    locale: Annotated[str, Field(title="语言", max_length=20, pattern=r"^[A-Za-z0-9-]*$")] = "zh-CN"
    tz: Annotated[str, Field(title="时区", max_length=40)] = "Asia/Shanghai"
    notifications_enabled: Annotated[bool, Field(title="是否允许通知", strict=True)] = True


class DeviceOut(Out):
    """A registered installation."""

    installation_id: UUID
    platform: str
    state: str


class PreferenceIn(In):
    """One cell of the matrix category by channel."""

    category: Category = Field(title="消息类别")
    channel: Literal["push", "sms"] = Field(title="提醒方式")
    mode: Literal["on", "off"] = Field(title="是否提醒")


class QuietHoursIn(In):
    """Hours without push in local time; both empty clears them."""

    starts: time | None = Field(None, title="开始时间")
    ends: time | None = Field(None, title="结束时间")
    timezone: Annotated[str, Field(title="时区", max_length=40)] = "Asia/Shanghai"


class TicketOut(Out):
    """A ticket for one websocket; worthless after `expires_in` seconds or one use."""

    ticket: str
    expires_in: int
