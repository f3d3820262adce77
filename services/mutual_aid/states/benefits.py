"""The life of a benefit: what was decided, until the bank confirms it, and back if it was wrong."""

from enum import StrEnum

from backend.kernel.states import Machine


class BenefitState(StrEnum):
    """State of a benefit 给付状态."""

    DUE = "due"
    ORDERED = "ordered"
    PAID = "paid"
    RETURNED = "returned"
    RECOVERING = "recovering"
    RECOVERED = "recovered"
    CANCELLED = "cancelled"


class BenefitAct(StrEnum):
    """What can happen to a benefit."""

    ORDER = "order"
    TAKE_OUT = "take_out"
    CONFIRM = "confirm"
    RETURN = "return"
    DEMAND = "demand"
    FORGIVE = "forgive"
    KEEP = "keep"
    RECOVER = "recover"
    CANCEL = "cancel"


BENEFIT_LABELS: dict[BenefitState, str] = {
    BenefitState.DUE: "待付款",
    BenefitState.ORDERED: "已交银行",
    BenefitState.PAID: "已到账",
    BenefitState.RETURNED: "银行退回",
    BenefitState.RECOVERING: "追回中",
    BenefitState.RECOVERED: "已追回",
    BenefitState.CANCELLED: "已取消",
}
BENEFIT_WORKER_LABELS: dict[BenefitState, str] = {
    BenefitState.DUE: "已核定，准备打款",
    BenefitState.ORDERED: "已交银行，等银行回单",
    BenefitState.PAID: "已到账",
    BenefitState.RETURNED: "银行没有打成，请核对收款账户",
    BenefitState.RECOVERING: "付错了，请按通知退回",
    BenefitState.RECOVERED: "付错的款已退回",
    BenefitState.CANCELLED: "已取消",
}
TO_PAY = (BenefitState.DUE, BenefitState.RETURNED)
"""A fund keeper has the next step."""

BENEFIT: Machine[BenefitState, BenefitAct] = Machine(
    start=BenefitState.DUE,
    moves={
        (BenefitState.DUE, BenefitAct.ORDER): BenefitState.ORDERED,
        (BenefitState.RETURNED, BenefitAct.ORDER): BenefitState.ORDERED,
        # Taken out of a batch that has not gone to the bank, as when the account changed.
        (BenefitState.ORDERED, BenefitAct.TAKE_OUT): BenefitState.DUE,
        (BenefitState.ORDERED, BenefitAct.CONFIRM): BenefitState.PAID,
        (BenefitState.ORDERED, BenefitAct.RETURN): BenefitState.RETURNED,
        (BenefitState.PAID, BenefitAct.DEMAND): BenefitState.RECOVERING,
        (BenefitState.RECOVERING, BenefitAct.FORGIVE): BenefitState.PAID,
        # A part was paid too much: it has come back, and the rest stays paid.
        (BenefitState.RECOVERING, BenefitAct.KEEP): BenefitState.PAID,
        (BenefitState.RECOVERING, BenefitAct.RECOVER): BenefitState.RECOVERED,
        (BenefitState.DUE, BenefitAct.CANCEL): BenefitState.CANCELLED,
        (BenefitState.RETURNED, BenefitAct.CANCEL): BenefitState.CANCELLED,
    },
    labels=BENEFIT_LABELS,
)
