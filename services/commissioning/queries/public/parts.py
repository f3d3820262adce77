"""What a public project page is made of: plain values, written once for page, API and file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class DisputeLine:
    """A dispute beside its figure: the provider's figure and words, the answer, what it led to.

    `ruled` is the recognized figure once it counts; `is_pending` while a new evaluation is waited
    for.
    """

    claimed: str
    words: str
    made_on: date
    state: str
    state_label: str
    answer: str
    ruled: str = ""
    is_pending: bool = False


@dataclass(frozen=True, slots=True)
class NeedLine:
    """A need that the project answers, with how many asked for it then."""

    title: str
    voices: int


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One figure: planned and actual where it has both, and what is disputed about it."""

    code: str
    label: str
    value: str
    planned: str = ""
    disputes: Sequence[DisputeLine] = ()


@dataclass(frozen=True, slots=True)
class TargetLine:
    """One target of the evaluation."""

    code: str
    kind_label: str
    title: str
    unit: str
    planned: str
    delivered: str
    points: str
    weight: int
    disputes: Sequence[DisputeLine] = ()


@dataclass(frozen=True, slots=True)
class SpentLine:
    """One budget line, in fen."""

    title: str
    agreed_fen: int
    current_fen: int
    spent_fen: int
    unspent_fen: int


@dataclass(frozen=True, slots=True)
class StageLine:
    """One payment stage."""

    place: int
    amount_fen: int
    condition_label: str
    state: str
    state_label: str
    paid_on: date | None


@dataclass(frozen=True, slots=True)
class MilestoneLine:
    """One milestone."""

    title: str
    due_on: date
    state: str
    state_label: str
    met_on: date | None
    words: str


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One thing that changed: an approved change of the contract, or a corrected figure."""

    on: date
    what: str
    old: str
    new: str
    reason: str


@dataclass(frozen=True, slots=True)
class DutyLine:
    """One publication duty: met, still to come, or late."""

    kind: str
    kind_label: str
    place: int
    due_on: date
    met_on: date | None
    late_days: int


@dataclass(frozen=True, slots=True)
class ContractSheet:
    """The contract and its money."""

    number: str
    organization: str
    credit_code: str
    amount_fen: int
    signed_on: date
    starts_on: date
    ends_on: date
    ended_on: date | None
    lines: Sequence[SpentLine]
    stages: Sequence[StageLine]
    milestones: Sequence[MilestoneLine]


@dataclass(frozen=True, slots=True)
class EarlierLine:
    """An evaluation that another one superseded: as it was, and why."""

    on: date
    band_label: str
    points: str
    reason: str


@dataclass(frozen=True, slots=True)
class VerdictSheet:
    """Acceptance, evaluation, and what followed."""

    outcome_label: str
    opinion: str
    on: date
    rectify_by: date | None
    band: str = ""
    band_label: str = ""
    points: str = ""
    words: str = ""
    evaluated_on: date | None = None
    evaluation_rectify_by: date | None = None
    barred_until: date | None = None
    rectification: str = ""
    targets: Sequence[TargetLine] = ()
    earlier: Sequence[EarlierLine] = ()


@dataclass(frozen=True, slots=True)
class SimilarCost:
    """The middle of what similar projects cost for each person."""

    projects: int
    median_fen: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One project as the public sees it."""

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
    needs: Sequence[NeedLine]
    contract: ContractSheet | None
    quantity: Sequence[FigureLine]
    quality: Sequence[FigureLine]
    money: Sequence[FigureLine]
    confirmed_words: str
    similar: SimilarCost | None
    verdict: VerdictSheet | None
    changes: Sequence[ChangeLine]
    corrections: Sequence[ChangeLine]
    duties: Sequence[DutyLine]
    other_disputes: Sequence[FigureLine]
    ocid: str
    releases: int
    changed_at: datetime

    @property
    def late(self) -> Sequence[DutyLine]:
        """What is owed and not there yet though its last day is past."""
        return [one for one in self.duties if one.late_days and one.met_on is None]
