"""The life of a standing in a rate group: recorded by one, confirmed by another, ended by two."""

from enum import StrEnum

from backend.kernel.states import Machine


class GroupState(StrEnum):
    """State of a standing in a rate group 照顾身份状态."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    ENDING = "ending"
    ENDED = "ended"
    DROPPED = "dropped"


class GroupAct(StrEnum):
    """What can happen to a standing in a rate group."""

    CONFIRM = "confirm"
    DROP = "drop"
    END = "end"
    KEEP = "keep"
    CONFIRM_END = "confirm_end"
    FOLLOW_END = "follow_end"


GROUP_STATE_LABELS: dict[GroupState, str] = {
    GroupState.PROPOSED: "待另一人确认",
    GroupState.CONFIRMED: "有效",
    GroupState.ENDING: "待确认终止",
    GroupState.ENDED: "已终止",
    GroupState.DROPPED: "未确认",
}
COUNTED_GROUPS = (GroupState.CONFIRMED, GroupState.ENDING, GroupState.ENDED)
"""A second person confirmed it: it counts on its days."""

GROUP: Machine[GroupState, GroupAct] = Machine(
    start=GroupState.PROPOSED,
    moves={
        (GroupState.PROPOSED, GroupAct.CONFIRM): GroupState.CONFIRMED,
        (GroupState.PROPOSED, GroupAct.DROP): GroupState.DROPPED,
        (GroupState.CONFIRMED, GroupAct.END): GroupState.ENDING,
        (GroupState.ENDING, GroupAct.KEEP): GroupState.CONFIRMED,
        (GroupState.ENDING, GroupAct.CONFIRM_END): GroupState.ENDED,
        (GroupState.CONFIRMED, GroupAct.FOLLOW_END): GroupState.ENDED,
    },
    labels=GROUP_STATE_LABELS,
)
