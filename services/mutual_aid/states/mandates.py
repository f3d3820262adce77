"""The life of a mandate: a relative's paper counts once an officer has looked at it (RX.1)."""

from enum import StrEnum

from backend.kernel.states import Machine


class MandateState(StrEnum):
    """State of a mandate 委托和同意书状态."""

    WAITING = "waiting"
    CONFIRMED = "confirmed"
    REVOKED = "revoked"


class MandateAct(StrEnum):
    """What can happen to a mandate: an officer's look, a new paper, the person's own no."""

    CONFIRM = "confirm_mandate"
    RENEW = "renew_mandate"
    REVOKE = "revoke_mandate"


MANDATE_LABELS: dict[MandateState, str] = {
    MandateState.WAITING: "委托和同意书待核对",
    MandateState.CONFIRMED: "委托和同意书已核对",
    MandateState.REVOKED: "本人已撤回同意",
}
MANDATE: Machine[MandateState, MandateAct] = Machine(
    start=MandateState.WAITING,
    moves={
        (MandateState.WAITING, MandateAct.CONFIRM): MandateState.CONFIRMED,
        (MandateState.WAITING, MandateAct.REVOKE): MandateState.REVOKED,
        (MandateState.CONFIRMED, MandateAct.REVOKE): MandateState.REVOKED,
        # A fresh paper has to be looked at, whatever was said of the one before.
        (MandateState.WAITING, MandateAct.RENEW): MandateState.WAITING,
        (MandateState.CONFIRMED, MandateAct.RENEW): MandateState.WAITING,
        (MandateState.REVOKED, MandateAct.RENEW): MandateState.WAITING,
    },
    labels=MANDATE_LABELS,
)
