"""Pool, draw, seats, scores and result over the API (R9.6-R9.11)."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from backend.access.schemas import Count, In, Number, Out
from services.commissioning.rules.scoring import Scores

Reason = Annotated[str, Field(min_length=1, max_length=1000)]
MOST_SCORES = 4000


class PanelistIn(In):
    """Somebody with the post of a panelist, for the pool of a union."""

    union_number: Number = Field(title="工会编号")
    user: Number = Field(title="用户编号")
    kind: Annotated[
        str,
        Field(title="类别", examples=["expert"], min_length=1, max_length=8, pattern=r"^[a-z]+$"),
    ]
    field: Annotated[str, Field(title="专业领域", min_length=1, max_length=60)]


class PanelReasonIn(In):
    """A reason that may not be left out."""

    reason: Reason = Field(title="理由")


class FewBidsIn(In):
    """Why few qualified applications go before the panel; published."""

    reason: Annotated[str, Field(title="理由", min_length=1, max_length=300)]


class PanelObjectionIn(In):
    """The words of an objection or of a dissent."""

    text: Reason = Field(title="异议或意见的内容")


class ScoreIn(In):
    """One score in tenths of a point."""

    bid: Number = Field(title="申报书编号")
    place: Count = Field(title="评审标准的序号")
    tenths: Count = Field(title="得分（乘以 10）")


class ScoresIn(In):
    """The whole draft of one's scores; it replaces the draft before it."""

    scores: Annotated[list[ScoreIn], Field(title="评分", max_length=MOST_SCORES)]

    def given(self) -> Scores:
        """Give the scores as the verb takes them."""
        return {(one.bid, one.place): one.tenths for one in self.scores}


class PanelistOut(Out):
    """A panelist of the pool after an act."""

    number: str
    version: int
    kind: str
    field: str
    is_active: bool


class PoolLineOut(Out):
    """A panelist in the list; the name is masked."""

    number: str
    version: int
    name: str
    kind: str
    kind_label: str
    field: str
    union_name: str
    is_active: bool


class PoolOut(Out):
    """The pools of one's subtree."""

    items: list[PoolLineOut]


class CandidateLineOut(Out):
    """Somebody who could be entered; the name is masked."""

    user: str
    name: str
    union_name: str


class CandidatesOut(Out):
    """Who holds the post and stands in no pool yet."""

    items: list[CandidateLineOut]


class PanelStandingOut(Out):
    """Where a project stands after an act."""

    number: str
    version: int
    state: str


class DeclinedOut(Out):
    """Where a project stands after its first place was given up."""

    number: str
    state: str


class SeatStandingOut(Out):
    """Where one's own seat stands after an act."""

    version: int
    state: str


class ResultObjectionOut(Out):
    """An objection that was taken in, and by when it is answered."""

    number: str
    state: str
    answer_by: date


class DeskSeatOut(Out):
    """A seat as the buyer's side sees it."""

    number: str
    panelist: str
    name: str
    kind_label: str
    field: str
    state: str
    state_label: str
    recused_way: str
    recused_because: str
    commitment: str


class DeskObjectionOut(Out):
    """An objection; its words only for who answers it."""

    number: str
    about: str
    text: str
    state: str
    state_label: str
    answer: str
    answer_by: date
    is_overdue: bool


class DeskNoticeOut(Out):
    """The result notice in force."""

    bid: str
    organization: str
    credit_code: str
    amount_fen: int
    score: str
    panel_names: list[str]
    opened_on: date
    until: date


class DeskActOut(Out):
    """An act that belongs to this officer now; a reason when it must wait."""

    act: str
    reason: str


class DeskFixedOut(Out):
    """The pool fixed for a draw still to come, and the commitment to its seed in hex."""

    size: int
    seed_commitment: str
    at: datetime


class DeskFewOut(Out):
    """The decision to go on with few qualified applications."""

    qualified: int
    least: int
    reason: str
    at: datetime


class PanelDeskOut(Out):
    """The panel of a project as the buyer's side sees it."""

    number: str
    version: int
    title: str
    union_name: str
    state: str
    state_label: str
    panel_size: int
    pool_size: int
    applicants: list[str]
    seed_commitment: str
    fixed: DeskFixedOut | None
    few: DeskFewOut | None
    sequence: int
    seed: str
    entropy: str
    order: list[str]
    seats: list[DeskSeatOut]
    objections: list[DeskObjectionOut]
    notice: DeskNoticeOut | None
    acts: list[DeskActOut]
    is_ranked: bool


class WaitingObjectionOut(Out):
    """An objection that waits for its answer."""

    number: str
    project: str
    title: str
    about: str
    made_on: date
    answer_by: date
    is_overdue: bool


class WaitingObjectionsOut(Out):
    """The open objections of one's subtree, overdue ones first."""

    items: list[WaitingObjectionOut]


class ReportSeatOut(Out):
    """A panelist of the report."""

    panelist: str
    name: str
    kind_label: str
    field: str
    commitment: str
    dissent: str


class ReportSumOut(Out):
    """The sum of one panelist for one application, in points."""

    name: str
    points: str
    left_out: bool
    by_criterion: list[str]


class ReportLineOut(Out):
    """A place of the ranking; `sums` in the order of the seats."""

    place: int
    bid: str
    organization: str
    credit_code: str
    amount_fen: int
    total: str
    tie_label: str
    has_union: bool
    sums: list[ReportSumOut]


class ReportCriterionOut(Out):
    """A published criterion."""

    place: int
    title: str
    weight: int


class PanelReportOut(Out):
    """The report of the panel."""

    number: str
    title: str
    union_name: str
    formula: str
    laid_open_on: date | None
    criteria: list[ReportCriterionOut]
    seats: list[ReportSeatOut]
    lines: list[ReportLineOut]
