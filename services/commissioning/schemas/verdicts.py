"""Acceptance, evaluation, disputes and the audit of a project over the API (R9.16-R9.19, R9.22)."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from backend.access.schemas import In, Out
from services.commissioning.schemas.public import (
    ProjectDutyOut,
    PublicCorrectionOut,
    TargetFigureOut,
    VerdictOut,
)

Opinion = Annotated[str, Field(min_length=1, max_length=1000)]
PublicWords = Annotated[str, Field(min_length=1, max_length=500)]


class AcceptanceIn(In):
    """An opinion; it will be public."""

    opinion: Opinion = Field(title="验收意见")


class RectifyIn(AcceptanceIn):
    """What is missing, and the day by which it is put right."""

    rectify_by: date = Field(title="整改截止日期")


class EvaluateIn(In):
    """Words beside the computed points; no figure is typed in."""

    words: Annotated[str, Field(title="评价说明", max_length=1000)] = ""


class RectifiedIn(In):
    """Whether it was put right."""

    is_done: bool = Field(title="核查结果")
    words: PublicWords = Field(title="核查情况")


class DisputeIn(In):
    """A figure that the provider holds for wrong."""

    figure: Annotated[str, Field(title="有异议的数字", min_length=1, max_length=60)]
    claimed: Annotated[str, Field(title="贵组织认为对的数字", min_length=1, max_length=60)]
    words: PublicWords = Field(title="理由")


class DisputeAnswerIn(In):
    """The answer to a dispute; it will be public."""

    answer: PublicWords = Field(title="答复")


class DisputeUpholdIn(DisputeAnswerIn):
    """The answer that the provider is right, and the figure recognized, without its unit."""

    ruled: Annotated[
        str,
        Field(
            title="认定的数字",
            max_length=12,
            description="按这个数字的单位填写，最多两位小数；由协议、账目或其他指标得出的数字不填。",
        ),
    ] = ""


class AcceptanceOut(Out):
    """An acceptance with the workers' opinion as it stood."""

    outcome: str
    opinion: str
    rectify_by: date | None
    ratings: int
    stars_hundredths: int | None
    at: datetime


class EvaluationOut(Out):
    """An evaluation and what follows from it."""

    number: str
    points_hundredths: int
    band: str
    words: str
    rectify_by: date | None
    barred_until: date | None
    at: datetime


class RectificationOut(Out):
    """Whether a rectification was found done."""

    is_done: bool
    words: str
    at: datetime


class DisputeOut(Out):
    """A dispute."""

    number: str
    version: int
    figure: str
    claimed: str
    words: str
    state: str
    answer: str
    made_at: datetime


class DisputeRowOut(DisputeOut):
    """A dispute with its project."""

    project_number: str
    project_title: str
    organization: str
    figure_label: str
    state_label: str
    ruled: str
    ruled_label: str
    is_taken: bool


class DisputePageOut(Out):
    """One page of disputes."""

    items: list[DisputeRowOut]
    next_cursor: str | None
    has_more: bool


class VerdictDeskOut(Out):
    """A delivery on the judge's desk."""

    number: str
    version: int
    title: str
    union_name: str
    organization: str
    contract_number: str
    state: str
    state_label: str
    final_report: str
    is_final_checked: bool
    ratings: int
    stars: str
    targets: list[TargetFigureOut]
    points: str
    verdict: VerdictOut | None
    disputes: list[DisputeRowOut]
    rectify_by: date | None
    may: list[str]
    refusal: str


class ArchivedOut(Out):
    """A project on file."""

    number: str
    version: int
    state: str


class AuditStepOut(Out):
    """A step under audit."""

    act: str
    act_label: str
    by_label: str
    at: datetime
    words: str


class AuditStageOut(Out):
    """A stage under audit."""

    place: int
    amount_fen: int
    state_label: str
    transfer: str
    words: str


class AuditReleaseOut(Out):
    """A release under audit."""

    sequence: int
    tags: str
    at: datetime
    digest: str


class AuditOut(Out):
    """A project under audit: rows beside the ledger, recomputed now."""

    number: str
    title: str
    union_name: str
    state_label: str
    steps: list[AuditStepOut]
    stages: list[AuditStageOut]
    paid_by_rows_fen: int
    paid_by_ledger_fen: int
    problems: list[str]
    checked_at: datetime | None
    kept_problems: list[str]
    duties: list[ProjectDutyOut]
    corrections: list[PublicCorrectionOut]
    releases: list[AuditReleaseOut]
