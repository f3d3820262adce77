"""A contract as it leaves the house: its sheet, with what was delivered so far (R9.12)."""

from datetime import date, datetime

from backend.access.schemas import Out


class ShareOut(Out):
    """Confirmed of counted in hundredths of a percent, with its interval at 95 %."""

    share: int
    low: int
    high: int


class SpentOut(Out):
    """A budget line with what was spent on it."""

    title: str
    agreed_fen: int
    amount_fen: int
    spent_fen: int
    unspent_fen: int


class DeliveredOut(Out):
    """What was delivered so far."""

    persons: int
    confirmations: int
    sessions: int
    provider_count: int
    confirmed_share: ShareOut | None
    reported_persons: int
    reported_sessions: int
    ratings: int
    stars_hundredths: int | None
    milestones: int
    milestones_on_time: int
    contract_fen: int
    paid_fen: int
    spent_fen: int
    unspent_fen: int
    unit_cost_fen: int | None
    lines: list[SpentOut]


class TargetOut(Out):
    """A target, planned and delivered in hundredths of its unit."""

    code: str
    kind: str
    kind_label: str
    source: str
    source_label: str
    title: str
    unit: str
    planned: int
    delivered: int | None
    weight: int


class StageLineOut(Out):
    """A payment stage."""

    number: str
    version: int
    place: int
    percent: int
    amount_fen: int
    condition: str
    condition_label: str
    state: str
    state_label: str
    account: str
    paid_on: date | None
    words: str
    may: list[str]


class MilestoneOut(Out):
    """A milestone."""

    number: str
    place: int
    kind: str
    title: str
    due_on: date
    state: str
    state_label: str
    met_on: date | None
    words: str


class ChangeLineOut(Out):
    """A change in the list of its contract."""

    number: str
    version: int
    kind: str
    what: str
    old: str
    new: str
    reason: str
    needs_approval: bool
    state: str
    state_label: str
    asked_at: datetime
    answer: str
    may_decide: bool


class ContractSheetOut(Out):
    """A contract for one of its two sides."""

    number: str
    version: int
    project_number: str
    project_version: int
    project_title: str
    project_state: str
    project_state_label: str
    organization: str
    credit_code: str
    amount_fen: int
    starts_on: date
    ends_on: date
    is_agreed: bool
    signed_on: date | None
    account: str
    account_label: str
    delivered: DeliveredOut
    targets: list[TargetOut]
    stages: list[StageLineOut]
    milestones: list[MilestoneOut]
    changes: list[ChangeLineOut]
    may: list[str]
