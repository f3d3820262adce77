"""Life cycle of a fee that goes back: one officer asks for it, another one sends it."""

from enum import StrEnum

from backend.kernel.states import Machine


class RefundState(StrEnum):
    """State of a refund 退费状态."""

    REQUESTED = "requested"
    SENT = "sent"


class RefundAct(StrEnum):
    """What can happen to a refund."""

    SEND = "send"


REFUND_LABELS = {RefundState.REQUESTED: "待退还", RefundState.SENT: "已退还"}
REFUND = Machine(
    start=RefundState.REQUESTED,
    moves={(RefundState.REQUESTED, RefundAct.SEND): RefundState.SENT},
    labels=REFUND_LABELS,
)
