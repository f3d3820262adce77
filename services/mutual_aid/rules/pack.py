"""A rule pack as values: every number read, every default filled in, nothing left to look up.

Rates are ten-thousandths, money is fen (`exact`). Sections refer to `docs/packs/FORMAT.md`.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """The six benefit kinds 给付类型."""

    EXCESS_RATE = "excess_rate"
    RATIO = "ratio"
    PER_DIEM = "per_diem"
    CLASS_TABLE = "class_table"
    GRADED_TABLE = "graded_table"
    LOSS_RATIO = "loss_ratio"


class Stacking(StrEnum):
    """How the events of a table add up within a period."""

    SUM = "sum"
    HIGHEST = "highest"
    ONCE = "once"


class Mode(StrEnum):
    """How one joins a plan 参加方式 (R8.3)."""

    AUTOMATIC = "automatic"
    UNIT = "unit"
    INDIVIDUAL = "individual"


@dataclass(frozen=True, slots=True)
class Band:
    """A slice of the excess up to `upto_fen` (None: open) at its own rate."""

    upto_fen: int | None
    rate: int


@dataclass(frozen=True, slots=True)
class Benefit:
    """One benefit 给付项目 with the fields of its kind; the other fields keep their defaults."""

    kind: Kind
    item: str
    title: str
    per_period: bool = False
    offsets: frozenset[str] = frozenset()
    cap_event_fen: int | None = None
    cap_period_fen: int | None = None
    cap_life_fen: int | None = None
    exclusive_group: str | None = None
    deductible_first_fen: int = 0
    deductible_next_fen: int = 0
    split_days: int | None = None
    bands: tuple[Band, ...] = ()
    rate: int = 0
    rates_by_group: Mapping[str, tuple[int, ...]] | None = None
    max_days: int | None = None
    day_rate_fen: int = 0
    free_days: int = 0
    max_days_period: int | None = None
    per_share: bool = False
    stacking: Stacking = Stacking.SUM
    table: Mapping[str, int] = field(default_factory=dict)
    table_sum_fen: int | None = None
    threshold_fen: int = 0
    least_fen: int = 0
    most_fen: int | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """The days of a year on which one may join, as (month, day), both inclusive."""

    first: tuple[int, int]
    last: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Entry:
    """Who may join 参加条件 (section 3)."""

    mode: Mode = Mode.UNIT
    requires: tuple[str, ...] = ()
    window: Window | None = None
    ages: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    sex: str | None = None
    statuses: frozenset[str] | None = None
    participation: tuple[tuple[int | None, int], ...] = ()
    shares_max: int = 1
    equal_shares: bool = False
    late_close_days: int = 0
    new_hire_days: int | None = None
    duplicate_scope: str = "plan"


@dataclass(frozen=True, slots=True)
class Payer:
    """One part of a fee: an amount for each share, a ratio, or the remainder."""

    name: str
    amount_fen: int | None
    ratio: int | None
    takes_remainder: bool


@dataclass(frozen=True, slots=True)
class Fee:
    """What joining costs 会费 (section 4), in fen for each share."""

    per_share_fen: int = 0
    with_card_fen: int | None = None
    by_risk_class: Mapping[str, int] = field(default_factory=dict)
    by_months: Mapping[int, int] = field(default_factory=dict)
    refund: str = "none"
    split: tuple[Payer, ...] = ()


@dataclass(frozen=True, slots=True)
class Cover:
    """When cover begins and ends 保障期 (section 5)."""

    start: str = "next_day"
    first: dt.date | None = None
    last: dt.date | None = None
    months: int | None = None
    months_options: tuple[int, ...] = ()
    wait_days: int = 0
    reduced_days: int | None = None
    reduced_factor: int = 0
    renewal_grace_days: int | None = None
    portable: bool = True


@dataclass(frozen=True, slots=True)
class Deadline:
    """Until when one may claim: so many days after a date, or a day of the next year."""

    after: str | None = None
    days: int = 0
    next_year: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class ClaimTerms:
    """How one claims 申领规定 (section 6); `levels` are those of the pack, in order."""

    deadline: Deadline | None = None
    deadline_by_item: Mapping[str, Deadline] = field(default_factory=dict)
    documents: tuple[tuple[str, tuple[str, ...]], ...] = ()
    levels: tuple[str, ...] = ()
    auto_source: str | None = None
    is_quarterly: bool = False
    sla_days: int = 10


@dataclass(frozen=True, slots=True)
class Exclusion:
    """What is not paid 除外责任; an overridable one may be decided against, with a reason."""

    code: str
    text: str
    is_overridable: bool


@dataclass(frozen=True, slots=True)
class Pack:
    """One plan version 互助计划版本 as data."""

    code: str
    version: int
    title: str
    valid_from: dt.date
    valid_to: dt.date | None
    region: str
    sponsor_org: str
    source: tuple[str, ...]
    is_verified: bool
    holes: tuple[tuple[str, str], ...]
    entry: Entry
    fee: Fee
    cover: Cover
    claim: ClaimTerms
    benefits: tuple[Benefit, ...]
    rate_by_group: Mapping[str, int]
    cap_period_fen: int | None
    cap_life_fen: int | None
    exclusions: tuple[Exclusion, ...]
    stacking_with: tuple[tuple[str, str], ...]
    raw: Mapping[str, object]

    @property
    def file_name(self) -> str:
        """The name that section 1 gives the file."""
        return f"{self.code}.json" if self.version == 1 else f"{self.code}.v{self.version}.json"
