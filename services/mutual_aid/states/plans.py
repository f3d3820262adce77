"""Life cycles of a plan version and of a dry run over decided claims (R8.1, R8.2)."""

from enum import StrEnum

from backend.kernel.states import Machine


class PlanState(StrEnum):
    """State of a plan version 计划版本状态."""

    LOADED = "loaded"
    PROPOSED = "proposed"
    IN_FORCE = "in_force"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class PlanAct(StrEnum):
    """What can happen to a plan version."""

    PROPOSE = "propose"
    APPROVE = "approve"
    DECLINE = "decline"
    WITHDRAW = "withdraw"


PLAN_LABELS = {
    PlanState.LOADED: "未核定",
    PlanState.PROPOSED: "待批准",
    PlanState.IN_FORCE: "已核定",
    PlanState.DECLINED: "未批准",
    PlanState.WITHDRAWN: "已撤回",
}
PLAN_ACT_LABELS = {
    "load": "载入",
    PlanAct.PROPOSE: "提请批准",
    PlanAct.APPROVE: "批准施行",
    PlanAct.DECLINE: "不予批准",
    PlanAct.WITHDRAW: "撤回",
    "succeed": "由新版本接替",
    "ask_withdrawal": "提请撤回",
    "reopen": "后一版本撤回，恢复有效",
}
PLAN = Machine(
    start=PlanState.LOADED,
    moves={
        (PlanState.LOADED, PlanAct.PROPOSE): PlanState.PROPOSED,
        (PlanState.PROPOSED, PlanAct.APPROVE): PlanState.IN_FORCE,
        (PlanState.PROPOSED, PlanAct.DECLINE): PlanState.DECLINED,
        (PlanState.LOADED, PlanAct.WITHDRAW): PlanState.WITHDRAWN,
        (PlanState.PROPOSED, PlanAct.WITHDRAW): PlanState.WITHDRAWN,
        (PlanState.IN_FORCE, PlanAct.WITHDRAW): PlanState.WITHDRAWN,
    },
    labels=PLAN_LABELS,
)


class DryRunState(StrEnum):
    """State of a dry run 试算状态."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class DryRunAct(StrEnum):
    """What can happen to a dry run."""

    BEGIN = "begin"
    FINISH = "finish"
    FAIL = "fail"


DRY_RUN_LABELS = {
    DryRunState.QUEUED: "等待试算",
    DryRunState.RUNNING: "正在试算",
    DryRunState.DONE: "已算完",
    DryRunState.FAILED: "没有算成",
}
DRY_RUN = Machine(
    start=DryRunState.QUEUED,
    moves={
        (DryRunState.QUEUED, DryRunAct.BEGIN): DryRunState.RUNNING,
        (DryRunState.RUNNING, DryRunAct.BEGIN): DryRunState.RUNNING,
        (DryRunState.RUNNING, DryRunAct.FINISH): DryRunState.DONE,
        (DryRunState.QUEUED, DryRunAct.FAIL): DryRunState.FAILED,
        (DryRunState.RUNNING, DryRunAct.FAIL): DryRunState.FAILED,
    },
    labels=DRY_RUN_LABELS,
)
