"""The life of a payment order and of a batch, as tables."""

from enum import StrEnum

from backend.kernel.states import Machine


class OrderState(StrEnum):
    """Where one payment stands."""

    REQUESTED = "requested"  # 已下单
    SUBMITTED = "submitted"  # 已送银行
    CONFIRMED = "confirmed"  # 银行已入账
    RETURNED = "returned"  # 银行退回
    UNKNOWN = "unknown"  # 银行未答复
    CANCELLED = "cancelled"  # 已撤单


class OrderAct(StrEnum):
    """What can happen to a payment."""

    SUBMIT = "submit"
    CONFIRM = "confirm"
    RETURN = "return"
    LOSE = "lose"
    CANCEL = "cancel"


ORDER_LABELS = {
    OrderState.REQUESTED: "已下单，待送银行",
    OrderState.SUBMITTED: "已送银行，待回单",
    OrderState.CONFIRMED: "银行已入账",
    OrderState.RETURNED: "银行退回，待更正",
    OrderState.UNKNOWN: "银行处理中，待查明",
    OrderState.CANCELLED: "已撤单",
}

ORDER = Machine[OrderState, OrderAct](
    start=OrderState.REQUESTED,
    moves={
        (OrderState.REQUESTED, OrderAct.SUBMIT): OrderState.SUBMITTED,
        (OrderState.REQUESTED, OrderAct.CANCEL): OrderState.CANCELLED,
        (OrderState.SUBMITTED, OrderAct.CONFIRM): OrderState.CONFIRMED,
        (OrderState.SUBMITTED, OrderAct.RETURN): OrderState.RETURNED,
        (OrderState.SUBMITTED, OrderAct.LOSE): OrderState.UNKNOWN,
        # An unknown payment is settled by a later reply only, never under a new key (D5).
        (OrderState.UNKNOWN, OrderAct.CONFIRM): OrderState.CONFIRMED,
        (OrderState.UNKNOWN, OrderAct.RETURN): OrderState.RETURNED,
    },
    labels=ORDER_LABELS,
)


class BatchState(StrEnum):
    """Where a batch of payments stands."""

    OPEN = "open"  # 收集中
    SUBMITTED = "submitted"  # 已送银行
    SETTLED = "settled"  # 已对账


class BatchAct(StrEnum):
    """What can happen to a batch."""

    SUBMIT = "submit"
    SETTLE = "settle"


BATCH_LABELS = {
    BatchState.OPEN: "收集中",
    BatchState.SUBMITTED: "已送银行，待回单",
    BatchState.SETTLED: "已逐笔对账",
}

BATCH = Machine[BatchState, BatchAct](
    start=BatchState.OPEN,
    moves={
        (BatchState.OPEN, BatchAct.SUBMIT): BatchState.SUBMITTED,
        (BatchState.SUBMITTED, BatchAct.SETTLE): BatchState.SETTLED,
    },
    labels=BATCH_LABELS,
)

# What counts as a payment that may still leave, or has left: one for each reservation.
LIVE = (OrderState.REQUESTED, OrderState.SUBMITTED, OrderState.UNKNOWN, OrderState.CONFIRMED)
# What the bank still owes an answer for.
WAITING = (OrderState.SUBMITTED, OrderState.UNKNOWN)
