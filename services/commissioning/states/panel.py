"""Life cycle of a panelist's seat 评审席位 (R9.6-R9.8)."""

from enum import StrEnum

from backend.kernel.states import Machine


class SeatState(StrEnum):
    """Where a seat stands."""

    DRAWN = "drawn"
    CLEARED = "cleared"
    RECUSED = "recused"
    SIGNED = "signed"


class SeatAct(StrEnum):
    """What can happen to a seat."""

    CLEAR = "clear"
    RECUSE = "recuse"
    SIGN = "sign"


S, A = SeatState, SeatAct

SEAT_LABELS = {
    S.DRAWN: "待声明",
    S.CLEARED: "无需回避",
    S.RECUSED: "已回避",
    S.SIGNED: "已评分签字",
}
SEAT: Machine[SeatState, SeatAct] = Machine(
    start=S.DRAWN,
    moves={
        (S.DRAWN, A.CLEAR): S.CLEARED,
        (S.DRAWN, A.RECUSE): S.RECUSED,
        (S.CLEARED, A.RECUSE): S.RECUSED,
        (S.CLEARED, A.SIGN): S.SIGNED,
    },
    labels=SEAT_LABELS,
)
