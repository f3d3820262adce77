"""Plan versions of officers over the API: the sheet, the comparison, the trial."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from backend.access.schemas import In, Out
from services.mutual_aid.models import DryRun, PlanStep
from services.mutual_aid.queries.dry_runs import TrialReading
from services.mutual_aid.queries.plan_sheets import PlanSheet

Said = Annotated[str, Field(min_length=1, max_length=1000)]
Opinion = Annotated[str, Field(max_length=1000)]
RunNumber = Annotated[
    str, Field(title="试算编号", min_length=1, max_length=36, pattern=r"^[A-Za-z0-9-]+$")
]


class PlanReasonIn(In):
    """Why."""

    reason: Said = Field(title="理由")


class PlanOpinionIn(In):
    """An opinion, which may be empty."""

    opinion: Opinion = Field("", title="意见")


class DaysIn(In):
    """The days of the decisions that a trial goes through, both inclusive."""

    first_day: date = Field(title="核定日期起")
    last_day: date = Field(title="核定日期止")


class VersionOut(Out):
    """Where a plan version stands."""

    number: str
    title: str
    state: str
    state_label: str
    valid_from: date
    valid_to: date | None
    pays: bool


class NamedLineOut(Out):
    """A line of the plan in plain words."""

    name: str
    value: str


class HoleOut(Out):
    """A value of the pack that is assumed or missing."""

    at: str
    note: str


class VectorOut(Out):
    """A vector of the pack: what it expects and what comes out."""

    place: int
    note: str
    expected: str
    got: str
    passed: bool


class PlanStepOut(Out):
    """An act in the life of a version."""

    act: str
    act_label: str
    by_label: str
    reason: str
    at: datetime


class DryRunOut(Out):
    """How far a trial is."""

    number: str
    state: str
    first_day: date
    last_day: date
    rows_total: int
    rows_done: int
    created_at: datetime


class PlanSheetOut(Out):
    """A version read out, with source, holes, vectors, history, trials and the next steps."""

    version: VersionOut
    digest: str
    region: str
    source: list[str]
    is_final: bool
    holes: list[HoleOut]
    entry: list[NamedLineOut]
    cost: list[NamedLineOut]
    benefits: list[NamedLineOut]
    claim: list[NamedLineOut]
    exclusions: list[str]
    vectors: list[VectorOut]
    steps: list[PlanStepOut]
    runs: list[DryRunOut]
    may: list[str]

    @staticmethod
    def resolve_holes(row: PlanSheet) -> list[HoleOut]:
        """Write the holes."""
        return [HoleOut(at=at, note=note) for at, note in row.holes]

    @staticmethod
    def resolve_entry(row: PlanSheet) -> object:
        """Who may join."""
        return row.reading.entry

    @staticmethod
    def resolve_cost(row: PlanSheet) -> object:
        """What it costs and when it covers."""
        return row.reading.cost

    @staticmethod
    def resolve_benefits(row: PlanSheet) -> object:
        """What is paid."""
        return row.reading.benefits

    @staticmethod
    def resolve_claim(row: PlanSheet) -> object:
        """How to claim."""
        return row.reading.claim

    @staticmethod
    def resolve_exclusions(row: PlanSheet) -> list[str]:
        """What is not paid."""
        return row.reading.exclusions

    @staticmethod
    def resolve_steps(row: PlanSheet) -> list[PlanStep]:
        """The history."""
        return row.steps

    @staticmethod
    def resolve_runs(row: PlanSheet) -> list[DryRun]:
        """The trials."""
        return row.runs

    @staticmethod
    def resolve_may(row: PlanSheet) -> list[str]:
        """What the reader may do now."""
        return sorted(row.may)


class PairOut(Out):
    """A line of both versions."""

    name: str
    old: str
    new: str
    is_changed: bool


class PartOut(Out):
    """A section of the comparison."""

    title: str
    changes: int
    pairs: list[PairOut]


class ComparisonOut(Out):
    """Two versions line by line; only the lines that differ unless the whole was asked for."""

    old: VersionOut
    new: VersionOut
    changes: int
    is_whole: bool
    parts: list[PartOut]


class BandOut(Out):
    """How many gain and lose an amount of a size."""

    words: str
    gains: int
    losses: int


class LargestChangeOut(Out):
    """One of the largest changes; `url` is empty where the reader may not open the claim."""

    number: str
    before_fen: int
    after_fen: int
    url: str


class CountOut(Out):
    """A reason or an item, and how often."""

    name: str
    count: int


class TotalsOut(Out):
    """What a trial came to; amounts in fen.

    `after_fen` is what the draft would have paid for the same; what it cannot compute stands in
    neither sum but in `uncomputable_fen`, as it was paid.
    """

    rows: int
    left_out: int
    gains: int
    losses: int
    same: int
    newly_paid: int
    no_longer_paid: int
    gain_fen: int
    loss_fen: int
    before_fen: int
    after_fen: int
    uncomputable_fen: int


class TrialOut(Out):
    """A trial: progress, digests of rules and inputs, and the result once it is done."""

    run: DryRunOut
    version: VersionOut
    version_digest: str
    inputs_digest: str
    failure: str
    totals: TotalsOut | None
    bands: list[BandOut]
    largest: list[LargestChangeOut]
    uncomputable: list[CountOut]
    dropped: list[CountOut]

    @staticmethod
    def resolve_version_digest(row: TrialReading) -> str:
        """Write the digest of the rules."""
        return bytes(row.run.version_digest).hex()

    @staticmethod
    def resolve_inputs_digest(row: TrialReading) -> str:
        """Write the digest of the inputs; empty until it is done."""
        return bytes(row.run.inputs_digest or b"").hex()

    @staticmethod
    def resolve_failure(row: TrialReading) -> str:
        """Why it could not be computed."""
        return row.run.failure

    @staticmethod
    def resolve_totals(row: TrialReading) -> object:
        """The sums; None until it is done."""
        return row.result or None

    @staticmethod
    def resolve_uncomputable(row: TrialReading) -> list[CountOut]:
        """Why some cannot be computed."""
        return [CountOut(name=name, count=count) for name, count in row.uncomputable]

    @staticmethod
    def resolve_dropped(row: TrialReading) -> list[CountOut]:
        """Which items the draft no longer has."""
        return [CountOut(name=name, count=count) for name, count in row.dropped]
