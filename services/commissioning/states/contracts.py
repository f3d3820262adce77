"""Life cycles inside a contract 协议: its milestones, payment stages and asked changes."""

from enum import StrEnum

from backend.kernel.states import Machine


class MilestoneState(StrEnum):
    """Where a milestone 节点 stands; the words are those of the open-contracting codelist."""

    SCHEDULED = "scheduled"
    MET = "met"
    PARTIALLY_MET = "partially_met"
    NOT_MET = "not_met"


class MilestoneAct(StrEnum):
    """What can happen to a milestone."""

    MEET = "meet"
    MEET_PARTLY = "meet_partly"
    MISS = "miss"


MILESTONE_LABELS = {
    MilestoneState.SCHEDULED: "未到期",
    MilestoneState.MET: "已完成",
    MilestoneState.PARTIALLY_MET: "部分完成",
    MilestoneState.NOT_MET: "未完成",
}
MILESTONE: Machine[MilestoneState, MilestoneAct] = Machine(
    start=MilestoneState.SCHEDULED,
    moves={
        (MilestoneState.SCHEDULED, MilestoneAct.MEET): MilestoneState.MET,
        (MilestoneState.SCHEDULED, MilestoneAct.MEET_PARTLY): MilestoneState.PARTIALLY_MET,
        (MilestoneState.SCHEDULED, MilestoneAct.MISS): MilestoneState.NOT_MET,
        (MilestoneState.NOT_MET, MilestoneAct.MEET): MilestoneState.MET,
        (MilestoneState.NOT_MET, MilestoneAct.MEET_PARTLY): MilestoneState.PARTIALLY_MET,
        (MilestoneState.PARTIALLY_MET, MilestoneAct.MEET): MilestoneState.MET,
    },
    labels=MILESTONE_LABELS,
)


def milestone_label(state: MilestoneState, *, is_due: bool) -> str:
    """Name where a milestone stands; one whose day has come is not called early."""
    waits = state is MilestoneState.SCHEDULED and is_due
    return "已到期，待认定" if waits else MILESTONE_LABELS[state]


class StageState(StrEnum):
    """Where a payment stage 付款阶段 stands."""

    PLANNED = "planned"
    DUE = "due"
    APPROVED = "approved"
    ORDERED = "ordered"
    RETURNED = "returned"
    PAID = "paid"
    WITHHELD = "withheld"


class StageAct(StrEnum):
    """What can happen to a payment stage."""

    FALL_DUE = "fall_due"
    APPROVE = "approve"
    REAPPROVE = "reapprove"
    ORDER = "order"
    TAKE_OUT = "take_out"
    RETURN = "return"
    CONFIRM = "confirm"
    WITHHOLD = "withhold"
    RELEASE = "release"


T, B = StageState, StageAct

STAGE_LABELS = {
    T.PLANNED: "条件未到",
    T.DUE: "条件已到，待核准",
    T.APPROVED: "已核准，待付款",
    T.ORDERED: "已交银行",
    T.RETURNED: "银行退回",
    T.PAID: "已支付",
    T.WITHHELD: "不予支付",
}
STAGE: Machine[StageState, StageAct] = Machine(
    start=T.PLANNED,
    moves={
        (T.PLANNED, B.FALL_DUE): T.DUE,
        (T.DUE, B.APPROVE): T.APPROVED,
        (T.APPROVED, B.ORDER): T.ORDERED,
        (T.ORDERED, B.TAKE_OUT): T.APPROVED,
        (T.ORDERED, B.CONFIRM): T.PAID,
        (T.ORDERED, B.RETURN): T.RETURNED,
        (T.RETURNED, B.ORDER): T.ORDERED,
        # A changed account voids the approval of the payee: it is approved anew.
        (T.APPROVED, B.REAPPROVE): T.APPROVED,
        (T.RETURNED, B.REAPPROVE): T.APPROVED,
        (T.PLANNED, B.WITHHOLD): T.WITHHELD,
        (T.DUE, B.WITHHOLD): T.WITHHELD,
        (T.APPROVED, B.WITHHOLD): T.WITHHELD,
        (T.RETURNED, B.WITHHOLD): T.WITHHELD,
        # The evaluation that withheld it was superseded: its money is reserved anew.
        (T.WITHHELD, B.RELEASE): T.PLANNED,
    },
    labels=STAGE_LABELS,
)


class ChangeState(StrEnum):
    """Where an asked change 变更 of a contract stands."""

    ASKED = "asked"
    APPROVED = "approved"
    REFUSED = "refused"


class ChangeAct(StrEnum):
    """What can happen to an asked change."""

    APPROVE = "approve"
    REFUSE = "refuse"


CHANGE_LABELS = {
    ChangeState.ASKED: "待审批",
    ChangeState.APPROVED: "已同意",
    ChangeState.REFUSED: "未同意",
}
CHANGE: Machine[ChangeState, ChangeAct] = Machine(
    start=ChangeState.ASKED,
    moves={
        (ChangeState.ASKED, ChangeAct.APPROVE): ChangeState.APPROVED,
        (ChangeState.ASKED, ChangeAct.REFUSE): ChangeState.REFUSED,
    },
    labels=CHANGE_LABELS,
)
