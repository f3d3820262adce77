"""What a release is built from: the public facts of a project, as plain values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Body:
    """An organization or a union: its code under a scheme, and its name."""

    scheme: str
    code: str
    name: str

    @property
    def key(self) -> str:
        """Its id in a release."""
        return f"{self.scheme}-{self.code}"


@dataclass(frozen=True, slots=True)
class Planning:
    """Why, from which money, and how much."""

    rationale: str
    fund_name: str
    budget_fen: int
    needs: Sequence[tuple[str, int]] = ()


@dataclass(frozen=True, slots=True)
class Extension:
    """A published amendment of the call, which moves the deadline on."""

    sequence: int
    at: datetime
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Tender:
    """The call for applications."""

    status: str
    mode: str
    mode_label: str
    text: str
    opened_at: datetime
    deadline: datetime
    persons: int
    sessions: int
    criteria: Sequence[tuple[str, int]] = ()
    tenderers: Sequence[Body] = ()
    number_of_tenderers: int | None = None
    extensions: Sequence[Extension] = ()


@dataclass(frozen=True, slots=True)
class Award:
    """Who was chosen, for how much."""

    supplier: Body
    amount_fen: int
    at: datetime
    persons: int
    sessions: int
    is_final: bool = True


@dataclass(frozen=True, slots=True)
class Goal:
    """One target: planned figure and, once evaluated, what was delivered."""

    code: str
    title: str
    unit: str
    planned_hundredths: int
    delivered_hundredths: int | None = None
    missing: str = ""
    """Why an evaluated target has no figure to show: too few persons, or no data."""


@dataclass(frozen=True, slots=True)
class Step:
    """One milestone; status in the words of the codelist."""

    key: str
    kind: str
    title: str
    status: str
    due_on: date
    met_on: date | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Payment:
    """One stage that the bank has paid."""

    key: str
    place: int
    amount_fen: int
    paid_on: date


@dataclass(frozen=True, slots=True)
class LineSpent:
    """One budget line with what the provider spent of it."""

    key: str
    title: str
    agreed_fen: int
    current_fen: int
    spent_fen: int


@dataclass(frozen=True, slots=True)
class Change:
    """One approved change of the contract."""

    key: str
    on: date
    what: str
    old: str
    new: str
    reason: str


@dataclass(frozen=True, slots=True)
class Correction:
    """One published figure that was put right: as it was told, as it is, and why (R9.22)."""

    on: date
    what: str
    old: str
    new: str
    reason: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """The verdict: acceptance and evaluation."""

    accepted_on: date | None
    words: str
    points_hundredths: int | None = None
    band_label: str = ""


@dataclass(frozen=True, slots=True)
class Agreement:
    """The contract and what became of it."""

    number: str
    amount_fen: int
    starts_on: date
    ends_on: date
    signed_on: date
    status: str
    ended_on: date | None = None
    lines: Sequence[LineSpent] = ()
    goals: Sequence[Goal] = ()
    steps: Sequence[Step] = ()
    payments: Sequence[Payment] = ()
    changes: Sequence[Change] = ()
    outcome: Outcome | None = None
    corrections: Sequence[Correction] = ()
    metrics: Sequence[Goal] = ()
    """Counted figures beside the targets: confirmed persons, sessions, ratings."""


@dataclass(frozen=True, slots=True)
class Facts:
    """One project as the public may know it."""

    number: str
    title: str
    kind: str
    kind_label: str
    page: str
    buyer: Body
    planning: Planning
    tender: Tender | None = None
    award: Award | None = None
    agreement: Agreement | None = None
