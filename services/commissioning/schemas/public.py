"""A project as the public reads it over the API (R9.20-R9.23)."""

from datetime import date, datetime

from backend.access.schemas import Out


class FigureDisputeOut(Out):
    """A dispute beside its figure."""

    claimed: str
    words: str
    made_on: date
    state: str
    state_label: str
    answer: str
    ruled: str
    is_pending: bool


class FigureOut(Out):
    """One figure as it is shown."""

    code: str
    label: str
    value: str
    planned: str
    disputes: list[FigureDisputeOut]


class TargetFigureOut(Out):
    """One target of the evaluation."""

    code: str
    kind_label: str
    title: str
    unit: str
    planned: str
    delivered: str
    points: str
    weight: int
    disputes: list[FigureDisputeOut]


class PublicNeedOut(Out):
    """A need that the project answers."""

    title: str
    voices: int


class PublicLineOut(Out):
    """A budget line, in fen."""

    title: str
    agreed_fen: int
    current_fen: int
    spent_fen: int
    unspent_fen: int


class PublicStageOut(Out):
    """A payment stage."""

    place: int
    amount_fen: int
    condition_label: str
    state: str
    state_label: str
    paid_on: date | None


class PublicMilestoneOut(Out):
    """A milestone."""

    title: str
    due_on: date
    state: str
    state_label: str
    met_on: date | None
    words: str


class PublicContractOut(Out):
    """The contract."""

    number: str
    organization: str
    credit_code: str
    amount_fen: int
    signed_on: date
    starts_on: date
    ends_on: date
    ended_on: date | None
    lines: list[PublicLineOut]
    stages: list[PublicStageOut]
    milestones: list[PublicMilestoneOut]


class EarlierVerdictOut(Out):
    """An evaluation that another one superseded."""

    on: date
    band_label: str
    points: str
    reason: str


class VerdictOut(Out):
    """Acceptance and evaluation."""

    outcome_label: str
    opinion: str
    on: date
    rectify_by: date | None
    band: str
    band_label: str
    points: str
    words: str
    evaluated_on: date | None
    evaluation_rectify_by: date | None
    barred_until: date | None
    rectification: str
    targets: list[TargetFigureOut]
    earlier: list[EarlierVerdictOut]


class PublicCorrectionOut(Out):
    """What changed: old, new and why."""

    on: date
    what: str
    old: str
    new: str
    reason: str


class ProjectDutyOut(Out):
    """A publication duty."""

    kind: str
    kind_label: str
    place: int
    due_on: date
    met_on: date | None
    late_days: int


class SimilarCostOut(Out):
    """The middle of what similar projects cost for each person."""

    projects: int
    median_fen: int


class PublicProjectOut(Out):
    """One project."""

    number: str
    title: str
    kind: str
    kind_label: str
    state: str
    state_label: str
    state_reason: str
    union_number: str
    union_name: str
    purpose: str
    opened_at: datetime | None
    needs: list[PublicNeedOut]
    contract: PublicContractOut | None
    quantity: list[FigureOut]
    quality: list[FigureOut]
    money: list[FigureOut]
    confirmed_words: str
    similar: SimilarCostOut | None
    verdict: VerdictOut | None
    changes: list[PublicCorrectionOut]
    corrections: list[PublicCorrectionOut]
    duties: list[ProjectDutyOut]
    ocid: str
    releases: int
    changed_at: datetime


class PublicProjectLineOut(Out):
    """One line of the list."""

    number: str
    title: str
    kind: str
    kind_label: str
    state: str
    state_label: str
    union_name: str
    budget_fen: int
    opened_at: datetime | None
    deadline: datetime | None
    is_late: bool


class PublicProjectsOut(Out):
    """One page of projects."""

    items: list[PublicProjectLineOut]
    next_cursor: str | None
    has_more: bool
