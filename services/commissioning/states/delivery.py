"""Life cycles of a session 服务场次 and of a work report 进展报告 (R9.14, R9.16)."""

from enum import StrEnum

from backend.kernel.states import Machine


class SessionState(StrEnum):
    """Where a session stands."""

    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"
    DROPPED = "dropped"


class SessionAct(StrEnum):
    """What can happen to a session."""

    OPEN = "open"
    CLOSE = "close"
    DROP = "drop"


SESSION_LABELS = {
    SessionState.PLANNED: "未开始",
    SessionState.OPEN: "正在签到",
    SessionState.CLOSED: "已结束",
    SessionState.DROPPED: "已取消",
}
SESSION: Machine[SessionState, SessionAct] = Machine(
    start=SessionState.PLANNED,
    moves={
        (SessionState.PLANNED, SessionAct.OPEN): SessionState.OPEN,
        (SessionState.OPEN, SessionAct.CLOSE): SessionState.CLOSED,
        (SessionState.PLANNED, SessionAct.DROP): SessionState.DROPPED,
    },
    labels=SESSION_LABELS,
)


class ReportState(StrEnum):
    """Where a work report stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    CONFIRMED = "confirmed"


class ReportAct(StrEnum):
    """What can happen to a work report."""

    SUBMIT = "submit"
    RETURN = "return"
    CONFIRM = "confirm"
    REOPEN = "reopen"


REPORT_LABELS = {
    ReportState.DRAFT: "草稿",
    ReportState.SUBMITTED: "已提交，待核对",
    ReportState.RETURNED: "已退回补正",
    ReportState.CONFIRMED: "已核对",
}
REPORT: Machine[ReportState, ReportAct] = Machine(
    start=ReportState.DRAFT,
    moves={
        (ReportState.DRAFT, ReportAct.SUBMIT): ReportState.SUBMITTED,
        (ReportState.SUBMITTED, ReportAct.RETURN): ReportState.RETURNED,
        (ReportState.RETURNED, ReportAct.SUBMIT): ReportState.SUBMITTED,
        (ReportState.SUBMITTED, ReportAct.CONFIRM): ReportState.CONFIRMED,
        # A final report is taken up again where the delivery has to be put right.
        (ReportState.SUBMITTED, ReportAct.REOPEN): ReportState.RETURNED,
        (ReportState.CONFIRMED, ReportAct.REOPEN): ReportState.RETURNED,
    },
    labels=REPORT_LABELS,
)
