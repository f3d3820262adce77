"""Life cycles of a membership and of a payee account."""

from enum import StrEnum

from backend.kernel.states import Machine


class MembershipState(StrEnum):
    """State of a membership 会籍状态."""

    ACTIVE = "active"
    RETAINED = "retained"
    TRANSFERRED = "transferred"
    LEFT = "left"
    LAPSED = "lapsed"
    EXPELLED = "expelled"
    DECEASED = "deceased"


class MembershipAct(StrEnum):
    """What can happen to a membership."""

    RETAIN = "retain"
    RESTORE = "restore"
    TRANSFER = "transfer"
    LEAVE = "leave"
    LAPSE = "lapse"
    EXPEL = "expel"
    DIE = "die"


MEMBERSHIP_LABELS = {
    MembershipState.ACTIVE: "在籍",
    MembershipState.RETAINED: "保留会籍",
    MembershipState.TRANSFERRED: "已转出",
    MembershipState.LEFT: "已退会",
    MembershipState.LAPSED: "视为退会",
    MembershipState.EXPELLED: "已除名",
    MembershipState.DECEASED: "已去世",
}

_ENDS = {
    MembershipAct.TRANSFER: MembershipState.TRANSFERRED,
    MembershipAct.LEAVE: MembershipState.LEFT,
    MembershipAct.LAPSE: MembershipState.LAPSED,
    MembershipAct.EXPEL: MembershipState.EXPELLED,
    MembershipAct.DIE: MembershipState.DECEASED,
}

MEMBERSHIP = Machine(
    start=MembershipState.ACTIVE,
    moves={
        (MembershipState.ACTIVE, MembershipAct.RETAIN): MembershipState.RETAINED,
        (MembershipState.RETAINED, MembershipAct.RESTORE): MembershipState.ACTIVE,
        **{(MembershipState.ACTIVE, act): end for act, end in _ENDS.items()},
        **{(MembershipState.RETAINED, act): end for act, end in _ENDS.items()},
    },
    labels=MEMBERSHIP_LABELS,
)


class PayeeState(StrEnum):
    """State of a bank account to pay to 收款账户状态."""

    PROPOSED = "proposed"
    VERIFIED = "verified"
    REFUSED = "refused"
    REPLACED = "replaced"


class PayeeAct(StrEnum):
    """What can happen to a payee account."""

    VERIFY = "verify"
    REFUSE = "refuse"
    REPLACE = "replace"


PAYEE = Machine(
    start=PayeeState.PROPOSED,
    moves={
        (PayeeState.PROPOSED, PayeeAct.VERIFY): PayeeState.VERIFIED,
        (PayeeState.PROPOSED, PayeeAct.REFUSE): PayeeState.REFUSED,
        (PayeeState.PROPOSED, PayeeAct.REPLACE): PayeeState.REPLACED,
        (PayeeState.VERIFIED, PayeeAct.REPLACE): PayeeState.REPLACED,
    },
    labels={
        PayeeState.PROPOSED: "待核实",
        PayeeState.VERIFIED: "已核实",
        PayeeState.REFUSED: "核实未通过",
        PayeeState.REPLACED: "已停用",
    },
)
