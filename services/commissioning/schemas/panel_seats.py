"""What a panelist and an applicant read (R9.7-R9.11)."""

from datetime import date
from typing import Annotated

from pydantic import Field

from backend.access.schemas import In, Out
from services.commissioning.rules.declaring import DeclaredTie


class DeclaredTieIn(In):
    """How one is tied to an organization that applied."""

    organization: Annotated[
        str, Field(title="统一社会信用代码", min_length=18, max_length=18, pattern=r"^[0-9A-Z]+$")
    ]
    kind: Annotated[
        str,
        Field(
            title="关系", examples=["employment"], min_length=1, max_length=12, pattern=r"^[a-z]+$"
        ),
    ]
    since: date = Field(title="开始日期")
    until: date | None = Field(None, title="结束日期")

    def given(self) -> DeclaredTie:
        """Give the relation as the verb takes it."""
        return DeclaredTie(self.organization, self.kind, self.since, self.until)


class StepBackIn(In):
    """Why one steps back; with the relation, where that is the reason, for later panels too."""

    reason: Annotated[str, Field(title="原因", min_length=1, max_length=1000)]
    relation: DeclaredTieIn | None = Field(None, title="关联关系")


class SeatLineOut(Out):
    """A seat that one holds."""

    project: str
    title: str
    union_name: str
    state_label: str
    to_do: str


class SeatLinesOut(Out):
    """The seats that one holds."""

    items: list[SeatLineOut]


class ApplicantOut(Out):
    """An organization that applied."""

    name: str
    credit_code: str


class SheetCriterionOut(Out):
    """A published criterion with its levels."""

    place: int
    title: str
    weight: int
    levels: list[str]


class OwnScoreOut(Out):
    """One's own score in tenths of a point."""

    bid: str
    place: int
    tenths: int


class SeatSheetOut(Out):
    """Where one's own seat stands."""

    number: str
    version: int
    title: str
    purpose: str
    union_name: str
    state: str
    state_label: str
    project_state: str
    project_state_label: str
    applicants: list[ApplicantOut]
    criteria: list[SheetCriterionOut]
    scores: list[OwnScoreOut]
    signed: int
    panel_size: int
    commitment: str
    can_declare: bool
    can_score: bool
    can_dissent: bool
    dissent: str
    dissent_until: date | None


class PaperLineOut(Out):
    """A line of an application's budget."""

    title: str
    amount_fen: int


class PaperContentOut(Out):
    """What an application says."""

    amount_fen: int
    persons: int
    sessions: int
    plan: str
    team: str
    track_record: str
    lines: list[PaperLineOut]


class PaperOut(Out):
    """An application as the panel reads it."""

    number: str
    organization: str
    credit_code: str
    content: PaperContentOut


class PapersOut(Out):
    """All applications that the panel judges."""

    items: list[PaperOut]


class OwnRelationOut(Out):
    """How one is tied to an organization, by one's own word or by a register."""

    organization: str
    credit_code: str
    kind: str
    kind_label: str
    since: date
    until: date | None
    is_declared: bool
    ended_on: date | None
    end_reason: str


class OwnRelationsOut(Out):
    """One's own relations, the latest first."""

    items: list[OwnRelationOut]


class ShownSeatOut(Out):
    """A panelist by name, for who may object."""

    number: str
    name: str
    kind_label: str
    field: str


class ShownNoticeOut(Out):
    """The result notice."""

    organization: str
    amount_fen: int
    score: str
    panel_names: list[str]
    opened_on: date
    until: date


class OwnObjectionOut(Out):
    """An objection of one's own with its answer."""

    number: str
    about: str
    text: str
    state_label: str
    answer: str
    answer_by: date


class ResultViewOut(Out):
    """Panel and result as an applicant or a member sees them."""

    number: str
    title: str
    state_label: str
    own_bid: str
    own_bid_label: str
    own_place: int | None
    own_score: str
    seats: list[ShownSeatOut]
    notice: ShownNoticeOut | None
    objections: list[OwnObjectionOut]
    can_object_to_panelist: bool
    can_object: bool
    can_decline: bool
