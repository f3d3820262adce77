"""The life of a recovery: one person asks for money back, a second one confirms, then it ends."""

from enum import StrEnum

from backend.kernel.states import Machine


class RecoveryState(StrEnum):
    """State of a recovery 追回状态."""

    PROPOSED = "proposed"
    DEMANDED = "demanded"
    REPAID = "repaid"
    FORGIVEN = "forgiven"
    DROPPED = "dropped"


class RecoveryAct(StrEnum):
    """What can happen to a recovery."""

    CONFIRM = "confirm"
    REPAY = "repay"
    FORGIVE = "forgive"
    DROP = "drop"


RECOVERY_LABELS: dict[RecoveryState, str] = {
    RecoveryState.PROPOSED: "待另一人确认",
    RecoveryState.DEMANDED: "追回中",
    RecoveryState.REPAID: "已退回",
    RecoveryState.FORGIVEN: "已免予追回",
    RecoveryState.DROPPED: "不追回",
}
OPEN_RECOVERIES = (RecoveryState.PROPOSED, RecoveryState.DEMANDED)
"""Somebody has the next step; a benefit has at most one of these."""

RECOVERY: Machine[RecoveryState, RecoveryAct] = Machine(
    start=RecoveryState.PROPOSED,
    moves={
        (RecoveryState.PROPOSED, RecoveryAct.CONFIRM): RecoveryState.DEMANDED,
        (RecoveryState.PROPOSED, RecoveryAct.DROP): RecoveryState.DROPPED,
        (RecoveryState.DEMANDED, RecoveryAct.REPAY): RecoveryState.REPAID,
        (RecoveryState.DEMANDED, RecoveryAct.FORGIVE): RecoveryState.FORGIVEN,
    },
    labels=RECOVERY_LABELS,
)
