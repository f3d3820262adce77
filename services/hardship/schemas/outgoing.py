"""Answers: each names exactly what leaves the house."""

from datetime import date, datetime

from backend.access.schemas import Out
from backend.files.schemas import AdviceOut


class CaseStandingOut(Out):
    """Where a thing stands after an act."""

    number: str
    version: int
    state: str


class EvidenceOut(Out):
    """A photograph that was put into the file."""

    number: str
    kind: str


class DoneOut(Out):
    """An act without a thing of its own to show."""

    signed_on: date


class ObjectionOut(Out):
    """An objection that was made."""

    number: str
    made_at: datetime


class CaseStepOut(Out):
    """A step of the progress."""

    label: str
    progress: str
    when: datetime | date | None


class MemberOut(Out):
    """A household member, masked."""

    number: str
    relation: str
    relation_label: str
    name: str
    id_number: str
    is_adult: bool
    is_authorised: bool


class CasePhotoOut(Out):
    """A photograph of the file."""

    number: str
    kind: str
    kind_label: str
    added_at: datetime
    advice: list[AdviceOut]


class GrantOut(Out):
    """The grant of a case; `payee` ends in the last four digits."""

    number: str
    version: int
    state: str
    state_label: str
    kind: str
    kind_label: str
    amount_fen: int
    payee: str
    paid_on: date | None
    return_reason: str


class RefusalOut(Out):
    """A refusal with its appeal route."""

    reason: str
    clause: str
    appeal_to: str
    appeal_until: date


class MyApplicationOut(Out):
    """A worker's own application."""

    number: str
    version: int
    state: str
    state_label: str
    union_name: str
    is_editable: bool
    can_withdraw: bool
    can_acknowledge: bool
    cause: str
    situation: str
    address: str
    annual_income_fen: int | None
    rigid_expense_fen: int | None
    self_paid_fen: int
    event_on: date | None
    event_cost_fen: int
    event_is_disaster: bool
    members: list[MemberOut]
    photos: list[CasePhotoOut]
    grant: GrantOut | None
    steps: list[CaseStepOut]
    next_step: str
    next_step_until: date | None
    answer_until: date | None
    assessment_reason: str
    return_reason: str
    refusal: RefusalOut | None
    notice_until: date | None


class CaseLineOut(Out):
    """A line of a list; the name is masked."""

    number: str
    version: int
    state: str
    state_label: str
    union_name: str
    applicant: str
    submitted_on: date | None
    due_on: date | None


class LinePageOut(Out):
    """A page of lines."""

    items: list[CaseLineOut]
    next_cursor: str | None
    has_more: bool


class NoticeOut(Out):
    """A public notice: the allow list and its days, nothing else."""

    number: str
    union_name: str
    applicant_text: str
    category_text: str
    aid_text: str
    band_text: str
    opened_on: date
    until: date


class NoticesOut(Out):
    """The notices that hang in the reader's union."""

    items: list[NoticeOut]


class VisitOut(Out):
    """A home visit."""

    visited_on: date
    finding: str


class CaseObjectionOut(Out):
    """An objection of a case; who made it is not told."""

    number: str
    text: str
    made_at: datetime
    outcome: str
    reason: str


class DecisionOut(Out):
    """A step of the history."""

    act: str
    act_label: str
    by: str
    at: datetime
    opinion: str


class ActOut(Out):
    """An act that is possible now, and what keeps this officer from it."""

    act: str
    reason: str


class CaseOut(Out):
    """An officer's view of a case; identity numbers and phones are masked."""

    number: str
    version: int
    state: str
    state_label: str
    applicant: str
    applicant_id_number: str
    applicant_phone: str
    applicant_kind_label: str
    union_name: str
    submitted_on: date | None
    due_on: date | None
    cause_label: str
    situation: str
    address: str
    annual_income_fen: int | None
    rigid_expense_fen: int | None
    self_paid_fen: int
    category: str
    category_label: str
    net_per_head_fen: int | None
    assessment_reason: str
    needs_look: bool
    members: list[MemberOut]
    unsigned: int
    photos: list[CasePhotoOut]
    visits: list[VisitOut]
    check_finding: str
    check_agrees: bool | None
    notice_number: str | None
    notice_until: date | None
    objections: list[CaseObjectionOut]
    refusal: RefusalOut | None
    grant: GrantOut | None
    decisions: list[DecisionOut]
    acts: list[ActOut]


class CaseRevealedOut(Out):
    """One value in full."""

    value: str


class GrantBatchOut(Out):
    """A batch of payments."""

    number: str
    state: str
    count: int
    total_fen: int


class GrantLineOut(Out):
    """A grant that waits for payment."""

    number: str
    version: int
    state: str
    state_label: str
    application_number: str
    applicant: str
    union_name: str
    kind_label: str
    amount_fen: int
    return_reason: str


class GrantsOut(Out):
    """Grants that wait for payment."""

    items: list[GrantLineOut]
