"""What comes in and what goes out of open union affairs."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from backend.access.schemas import In, Number, Out
from services.disclosure.rules.figures import FigureKind
from services.disclosure.rules.text import BODY_LIMIT, TITLE_LIMIT
from services.disclosure.states import Category, Ground

Title = Annotated[str, Field(min_length=1, max_length=TITLE_LIMIT)]
Body = Annotated[str, Field(min_length=1, max_length=BODY_LIMIT)]
Reason = Annotated[str, Field(min_length=1, max_length=300)]
Code = Annotated[str, Field(max_length=40, pattern=r"^[a-z0-9_]*$")]
Period = Annotated[str, Field(max_length=8, pattern=r"^(?:\d{4}(?:Q[1-4])?)?$")]
Answer = Annotated[str, Field(min_length=1, max_length=200)]


class DraftIn(In):
    """A new text; the category comes from the item where one is named."""

    union_number: Number = Field(title="工会编号")
    title: Title = Field(title="标题")
    body: Body = Field(title="正文")
    category: Category | Literal[""] = Field("", title="类别")
    item_code: Code = Field("", title="公开目录事项", examples=["finance_quarterly"])
    period: Period = Field("", title="所属期", examples=["2026Q4"])


class FigureIn(In):
    """One slot of a standing form."""

    name: Annotated[
        str, Field(title="名字", examples=["aided_persons"], pattern=r"^[a-z][a-z0-9_]{0,39}$")
    ]
    label: Annotated[str, Field(title="数的内容", min_length=1, max_length=40)]
    kind: FigureKind = Field(title="种类")
    of: Annotated[str, Field(title="所属人数", max_length=40)] = ""
    parts: Annotated[
        list[Annotated[str, Field(max_length=40)]], Field(title="分项数字", max_length=100)
    ] = []
    choices: Annotated[
        list[Annotated[str, Field(max_length=20)]], Field(title="可选的词", max_length=20)
    ] = []


class FormIn(In):
    """A new standing form, or its next version."""

    union_number: Number = Field(title="工会编号")
    code: Annotated[
        str,
        Field(title="固定格式代码", examples=["aid_quarterly"], pattern=r"^[a-z][a-z0-9_]{1,39}$"),
    ]
    title: Title = Field(title="标题")
    body: Body = Field(title="正文")
    figures: Annotated[list[FigureIn], Field(title="数字表", min_length=1, max_length=200)]
    category: Category | Literal[""] = Field("", title="类别")
    item_code: Code = Field("", title="公开目录事项", examples=["finance_quarterly"])


class RevisionIn(In):
    """New words for a draft."""

    title: Title = Field(title="标题")
    body: Body = Field(title="正文")


class PrivacyCheckIn(In):
    """The privacy checker's answers, each under its finding's key."""

    answers: dict[Annotated[str, Field(max_length=40)], Answer] = Field({}, title="逐处说明")
    opinion: Annotated[str, Field(title="审查意见", max_length=500)] = ""


class DraftOpinionIn(In):
    """An opinion that the author works by."""

    opinion: Annotated[str, Field(title="意见", min_length=1, max_length=500)]


class SignIn(In):
    """The signatory's opinion, where there is one."""

    opinion: Annotated[str, Field(title="签发意见", max_length=500)] = ""


class CorrectionReasonIn(In):
    """Why something is corrected; it is published with the correction."""

    reason: Reason = Field(title="理由")


class WithdrawalIn(In):
    """Why something is withdrawn; ground and reason are published."""

    ground: Ground = Field(title="撤回缘由")
    reason: Reason = Field(title="理由")


class ListIn(In):
    """Filters of the public list; empty is no filter. `month` reads 2026-11."""

    union: Annotated[str, Field(title="工会编号", max_length=20)] = ""
    category: Category | Literal[""] = Field("", title="类别")
    q: Annotated[str, Field(title="标题里有", max_length=60)] = ""
    month: Annotated[
        str,
        Field(
            title="最近变动的月份",
            examples=["2026-11"],
            max_length=7,
            pattern=r"^(?:\d{4}-(?:0[1-9]|1[0-2]))?$",
        ),
    ] = ""


class FindingOut(Out):
    """One place that the scan found; a number of somebody's is never repeated."""

    key: str
    kind: str
    label: str
    excerpt: str
    is_blocking: bool


class ReviewOut(Out):
    """What a checker or a signatory decided."""

    act: str
    opinion: str
    findings: list[dict[str, Any]]
    reviewed_at: datetime


class DraftLineOut(Out):
    """A draft in a list."""

    number: str
    title: str
    category: str
    category_label: str
    state: str
    state_label: str
    form_code: str
    is_correction: bool
    version: int
    created_at: datetime
    changed_at: datetime


class DraftOut(DraftLineOut):
    """A draft with its words."""

    body: str
    reason: str


class SheetOut(DraftOut):
    """A draft with its scan and its reviews."""

    findings: list[FindingOut]
    reviews: list[ReviewOut]


class DraftPageOut(Out):
    """One page of drafts."""

    items: list[DraftLineOut]
    next_cursor: str | None
    has_more: bool


class LineOut(Out):
    """A disclosure in a public list."""

    number: str
    title: str
    category: str
    category_label: str
    union_name: str
    union_number: str
    period_label: str
    sequence: int
    published_at: datetime
    changed_at: datetime
    correction: str
    withdrawn: str


class LinePageOut(Out):
    """One page of public disclosures."""

    items: list[LineOut]
    next_cursor: str | None
    has_more: bool


class VersionOut(Out):
    """One version; `digest` is the SHA-256 of title and body in hex."""

    sequence: int
    title: str
    html: str
    reason: str
    published_at: datetime
    digest: str
    figures: dict[str, int | str]
    is_current: bool


class TombstoneOut(Out):
    """Why and when something was withdrawn."""

    ground: str
    ground_label: str
    reason: str
    withdrawn_at: datetime


class DisclosureOut(Out):
    """A disclosure with all its versions; `reading` is the one that was asked for."""

    number: str
    title: str
    union_name: str
    union_number: str
    category: str
    category_label: str
    period_label: str
    published_at: datetime
    changed_at: datetime
    versions: list[VersionOut]
    reading: VersionOut | None
    withdrawal: TombstoneOut | None


class DisclosureStateOut(Out):
    """A disclosure after an act on it."""

    number: str
    title: str
    state: str
    state_label: str
    version: int


class DutyOut(Out):
    """One item of the catalogue for one period: its last day and what stands on the board."""

    title: str
    category: str
    period: str
    due: date
    number: str
    overdue_days: int


class DutiesOut(Out):
    """What a union owes the public this year."""

    union_number: str
    items: list[DutyOut]
