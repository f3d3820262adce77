"""The life of an insurance data file, and of the settlement that is computed from it."""

from enum import StrEnum

from backend.kernel.states import Machine


class FileState(StrEnum):
    """State of an insurance data file 医保数据文件."""

    QUEUED = "queued"
    READING = "reading"
    READ = "read"
    FAILED = "failed"


class FileAct(StrEnum):
    """What can happen to a data file."""

    BEGIN = "begin"
    FINISH = "finish"
    FAIL = "fail"


FILE_LABELS: dict[FileState, str] = {
    FileState.QUEUED: "等待读取",
    FileState.READING: "正在读取",
    FileState.READ: "已读完",
    FileState.FAILED: "没有读成",
}
FILE: Machine[FileState, FileAct] = Machine(
    start=FileState.QUEUED,
    moves={
        (FileState.QUEUED, FileAct.BEGIN): FileState.READING,
        # A reader that was cut off begins again where the last kept chunk ended.
        (FileState.READING, FileAct.BEGIN): FileState.READING,
        (FileState.READING, FileAct.FINISH): FileState.READ,
        (FileState.QUEUED, FileAct.FAIL): FileState.FAILED,
        (FileState.READING, FileAct.FAIL): FileState.FAILED,
    },
    labels=FILE_LABELS,
)


class SettlementState(StrEnum):
    """State of a settlement 结算."""

    DRAFT = "draft"
    COMPUTING = "computing"
    COMPUTED = "computed"
    APPROVED = "approved"
    ISSUED = "issued"
    CANCELLED = "cancelled"


class SettlementAct(StrEnum):
    """What can happen to a settlement."""

    BEGIN = "begin"
    FINISH = "finish"
    APPROVE = "approve"
    ISSUE = "issue"
    CANCEL = "cancel"


SETTLEMENT_LABELS: dict[SettlementState, str] = {
    SettlementState.DRAFT: "等待计算",
    SettlementState.COMPUTING: "正在计算",
    SettlementState.COMPUTED: "已算完，待批准",
    SettlementState.APPROVED: "已批准，正在生成给付",
    SettlementState.ISSUED: "已生成给付，待付款",
    SettlementState.CANCELLED: "已取消",
}
OPEN_SETTLEMENTS = (
    SettlementState.DRAFT,
    SettlementState.COMPUTING,
    SettlementState.COMPUTED,
    SettlementState.APPROVED,
)
"""A plan and year has one of these at most: the next one must count what this one will pay."""

SETTLEMENT: Machine[SettlementState, SettlementAct] = Machine(
    start=SettlementState.DRAFT,
    moves={
        (SettlementState.DRAFT, SettlementAct.BEGIN): SettlementState.COMPUTING,
        (SettlementState.COMPUTING, SettlementAct.BEGIN): SettlementState.COMPUTING,
        (SettlementState.COMPUTING, SettlementAct.FINISH): SettlementState.COMPUTED,
        (SettlementState.COMPUTED, SettlementAct.APPROVE): SettlementState.APPROVED,
        (SettlementState.APPROVED, SettlementAct.ISSUE): SettlementState.ISSUED,
        (SettlementState.DRAFT, SettlementAct.CANCEL): SettlementState.CANCELLED,
        (SettlementState.COMPUTING, SettlementAct.CANCEL): SettlementState.CANCELLED,
        (SettlementState.COMPUTED, SettlementAct.CANCEL): SettlementState.CANCELLED,
    },
    labels=SETTLEMENT_LABELS,
)
