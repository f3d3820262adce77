"""The public file of a panel, field by field; nothing else leaves the house."""

from datetime import date, datetime

from backend.access.schemas import Out


class PublishedCriterionOut(Out):
    """A published criterion with its weight in whole points."""

    place: int
    title: str
    weight: int


class CandidateOut(Out):
    """A panelist of the pool: public number and kind."""

    number: str
    kind: str


class FileSeatOut(Out):
    """A seat: whose, whether and how she stepped back, and the commitment to her scores."""

    panelist: str
    recused: str
    commitment: str


class FileFewBidsOut(Out):
    """The decision to go before the panel with few qualified applications."""

    qualified: int
    least: int
    reason: str
    at: datetime


class FileFixedPoolOut(Out):
    """The pool that was fixed for a later draw, with the commitment to its seed in hex."""

    sequence: int
    seed_commitment: str
    pool: list[CandidateOut]
    fixed_at: datetime


class FileDrawOut(Out):
    """A draw with all that it follows from; bytes in hex."""

    sequence: int
    seed: str
    pool: list[CandidateOut]
    receipts: list[str]
    entropy: str
    order: list[str]
    drawn_at: datetime
    seats: list[FileSeatOut]


class FileScoreOut(Out):
    """A score in tenths of a point."""

    bid: str
    place: int
    tenths: int


class FileScoresOut(Out):
    """The scores of one panelist with the salt of her commitment."""

    panelist: str
    salt: str
    scores: list[FileScoreOut]


class FileBidOut(Out):
    """A ranked application: whose, at what price, and what equal totals go by."""

    number: str
    organization: str
    credit_code: str
    receipt: str
    amount_fen: int
    has_union: bool
    withdrew: bool


class FileRankOut(Out):
    """A line of the ranking; the total is exact, in tenths of a point."""

    place: int
    bid: str
    total_numerator: int
    total_denominator: int
    tie: str


class FileNoticeOut(Out):
    """The result notice."""

    bid: str
    amount_fen: int
    panel: list[str]
    opened_on: date
    until: date


class PanelFileOut(Out):
    """The whole file, `zhijia-panel/2`."""

    format: str
    project: str
    title: str
    formula: str
    panel_size: int
    seed_commitment: str
    few_bids: FileFewBidsOut | None
    criteria: list[PublishedCriterionOut]
    fixed_pools: list[FileFixedPoolOut]
    draws: list[FileDrawOut]
    scores: list[FileScoresOut]
    bids: list[FileBidOut]
    ranking: list[FileRankOut]
    notice: FileNoticeOut | None
