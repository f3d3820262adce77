"""Life cycle of an application 申报书 to a call (R9.2-R9.5)."""

from enum import StrEnum

from backend.kernel.states import Machine


class BidState(StrEnum):
    """Where an application stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    WITHDRAWN = "withdrawn"
    OPENED = "opened"
    QUALIFIED = "qualified"
    DISQUALIFIED = "disqualified"
    WON = "won"
    LOST = "lost"


class BidAct(StrEnum):
    """What can be done to an application."""

    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    OPEN = "open"
    QUALIFY = "qualify"
    DISQUALIFY = "disqualify"
    WIN = "win"
    LOSE = "lose"


S, A = BidState, BidAct

BID_LABELS = {
    S.DRAFT: "草稿",
    S.SUBMITTED: "已提交，密封中",
    S.WITHDRAWN: "已撤回",
    S.OPENED: "已开封，待资格审查",
    S.QUALIFIED: "资格合格",
    S.DISQUALIFIED: "资格不合格",
    S.WON: "中选",
    S.LOST: "未中选",
}
BID: Machine[BidState, BidAct] = Machine(
    start=S.DRAFT,
    moves={
        (S.DRAFT, A.SUBMIT): S.SUBMITTED,
        # Until the deadline a sealed application may be replaced or taken back.
        (S.SUBMITTED, A.SUBMIT): S.SUBMITTED,
        (S.SUBMITTED, A.WITHDRAW): S.WITHDRAWN,
        (S.DRAFT, A.WITHDRAW): S.WITHDRAWN,
        (S.WITHDRAWN, A.SUBMIT): S.SUBMITTED,
        (S.SUBMITTED, A.OPEN): S.OPENED,
        (S.OPENED, A.QUALIFY): S.QUALIFIED,
        (S.OPENED, A.DISQUALIFY): S.DISQUALIFIED,
        (S.QUALIFIED, A.WIN): S.WON,
        (S.QUALIFIED, A.LOSE): S.LOST,
    },
    labels=BID_LABELS,
)
