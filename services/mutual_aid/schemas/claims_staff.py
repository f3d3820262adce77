"""The reviewers' claims over the API, field by field."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from backend.access.schemas import In, MoneyIn, Out
from services.mutual_aid.rules.shape import ENTRY_TEXT_LIMIT
from services.mutual_aid.schemas.claims_member import RejectionOut

ClaimNumber = Annotated[
    str, Field(title="申领编号", min_length=1, max_length=20, pattern=r"^[A-Z0-9-]+$")
]
Opinion = Annotated[str, Field(max_length=1000)]
Reason = Annotated[str, Field(min_length=1, max_length=1000)]
Code = Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[a-z0-9_:-]+$")]
Paper = Annotated[str, Field(min_length=1, max_length=ENTRY_TEXT_LIMIT)]
Variant = Annotated[Literal["thumb", "preview", "original"], Field(title="照片大小")]
LineNumber = Annotated[str, Field(pattern=r"^[0-9a-f-]{36}$")]


class ClaimRowOut(Out):
    """A claim of a desk 申领; the name is masked."""

    number: str
    version: int
    state: str
    state_label: str
    desk: str
    union_name: str
    person: str
    plan_title: str
    submitted_at: datetime | None
    due_on: date | None
    is_overdue: bool
    needs_look: bool
    is_sampled: bool


class ClaimPageOut(Out):
    """A page of a desk."""

    items: list[ClaimRowOut]
    next_cursor: str | None
    has_more: bool


class DeskStandingOut(Out):
    """Where a claim stands after an act."""

    number: str
    version: int
    state: str
    desk: str
    due_on: date | None
    needs_look: bool
    is_sampled: bool


class ItemLineOut(Out):
    """One line of a claim in words; the invoice shows its last digits only."""

    number: str
    title: str
    happened_on: date
    ended_on: date | None
    words: str
    invoice: str


class DocumentLineOut(Out):
    """A needed paper and how many photographs of it there are."""

    code: str
    label: str
    count: int


class FilePhotoOut(Out):
    """A photograph of a paper."""

    number: str
    kind_label: str
    added_at: datetime


class ArithmeticLineOut(Out):
    """One event of the arithmetic: its steps in words, what it comes to."""

    title: str
    steps: list[str]
    amount_fen: int


class ArithmeticOut(Out):
    """The arithmetic of the period to date, in fen."""

    lines: list[ArithmeticLineOut]
    rounding: str
    due_fen: int
    already_paid_fen: int
    payment_fen: int
    overpaid_fen: int
    warnings: list[str]


class ChangedAmountOut(Out):
    """What a reviewer made of the computed amount, and why."""

    computed_fen: int
    decided_fen: int
    reason: str


class DoubleOut(Out):
    """Another claim with something in common: its number and its union, nothing else of it."""

    key: str
    label: str
    number: str
    union_name: str
    is_own: bool


class ReturnListOut(Out):
    """What was missing, and until when."""

    serial: int
    missing: list[str]
    reason: str
    answer_by: date


class OutcomeOut(Out):
    """What a claim came to and when; `change` is what would have made the plan pay, if unpaid."""

    outcome: str
    outcome_label: str
    decided_on: date
    change: str


class MandateOut(Out):
    """How the paper of a relative stands."""

    state: str
    label: str


class BenefitLineOut(Out):
    """What was decided to be paid, in fen; `version` goes into the If-Match of a demand back."""

    number: str
    version: int
    amount_fen: int
    state: str
    state_label: str


class ClaimFileStepOut(Out):
    """A step of the history; `by` is the post, never the person."""

    act: str
    act_label: str
    by: str
    at: datetime
    opinion: str


class ClaimActOut(Out):
    """An act that the officer's posts reach; `reason` says what keeps her from it."""

    act: str
    reason: str


class ClaimFileOut(Out):
    """Everything an officer sees of a claim; names and numbers are masked."""

    number: str
    version: int
    state: str
    state_label: str
    desk: str
    person: str
    person_id_number: str
    person_phone: str
    union_name: str
    claimant_kind_label: str
    relation: str
    plan_number: str
    plan_title: str
    cover_first_day: date
    cover_last_day: date
    event_on: date | None
    submitted_at: datetime | None
    submitted_late: bool
    due_on: date | None
    note: str
    is_sampled: bool
    needs_look: bool
    waits_for_second_look: bool
    items: list[ItemLineOut]
    documents: list[DocumentLineOut]
    photos: list[FilePhotoOut]
    arithmetic: ArithmeticOut | None
    not_computable: str
    changed_amount: ChangedAmountOut | None
    doubles: list[DoubleOut]
    returns: list[ReturnListOut]
    rejection: RejectionOut | None
    decision: OutcomeOut | None
    mandate: MandateOut | None
    benefit: BenefitLineOut | None
    steps: list[ClaimFileStepOut]
    acts: list[ClaimActOut]


class ClaimOpinionIn(In):
    """An opinion, which may be empty."""

    opinion: Opinion = Field("", title="意见")


class ClaimReasonIn(In):
    """A reason, finding or opinion that must be said."""

    reason: Reason = Field(title="理由")


class ReturnIn(In):
    """Everything that is missing; `reason` is needed for a further return."""

    documents: Annotated[list[Paper], Field(title="缺少的材料", max_length=30)] = []
    others: Annotated[
        list[Annotated[str, Field(max_length=200)]], Field(title="其他要补的内容", max_length=20)
    ] = []
    reason: Opinion = Field("", title="理由")


class AdjustIn(In):
    """The amount a reviewer decides on, and why."""

    amount: MoneyIn = Field(title="调整后的金额")
    reason: Reason = Field(title="理由")


class OverrideIn(In):
    """The exclusion that does not apply here, and why."""

    exclusion: Code = Field(title="除外责任")
    reason: Reason = Field(title="理由")


class RejectIn(In):
    """Clause, fact and remedy of a rejection."""

    clause: Code = Field(title="依据条款")
    fact: Reason = Field(title="事实")
    remedy: Reason = Field(title="补救办法")


class ClaimRevealIn(In):
    """What to open in full, and what for; `line` for an invoice number."""

    field: Annotated[
        str,
        Field(
            title="查看项目",
            examples=["id_number"],
            min_length=1,
            max_length=20,
            pattern=r"^[a-z_]+$",
        ),
    ]
    purpose: Annotated[str, Field(title="查看用途", min_length=1, max_length=200)]
    line: LineNumber | None = Field(
        None, title="申领项目的编号", examples=["0198c0de-7c1e-7a3b-9f2d-5b6e8a4c1d20"]
    )


class PhotoLinkOut(Out):
    """What fetches a photograph at `/files/{token}`: 60 seconds, in this session only."""

    token: str


class ClaimRevealedOut(Out):
    """One value in full."""

    value: str
