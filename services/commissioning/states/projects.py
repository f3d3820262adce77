"""Life cycle of a commissioned project 委托项目, from topic to archive."""

from enum import StrEnum

from backend.kernel.states import Machine


class ProjectState(StrEnum):
    """Where a project stands."""

    TOPIC = "topic"
    CALL_OPEN = "call_open"
    QUALIFICATION = "qualification"
    PANEL_DRAWN = "panel_drawn"
    RECUSAL_CLEARED = "recusal_cleared"
    SCORING = "scoring"
    RANKED = "ranked"
    NOTICE = "notice"
    OBJECTION = "objection"
    AWARDED = "awarded"
    IN_PROGRESS = "in_progress"
    MIDTERM = "midterm"
    FINAL_REPORT = "final_report"
    FINAL_RETURNED = "final_returned"
    RECTIFYING = "rectifying"
    ACCEPTED = "accepted"
    EVALUATED = "evaluated"
    PUBLISHED = "published"
    ARCHIVED = "archived"
    CANCELLED = "cancelled"
    TERMINATED = "terminated"


class ProjectAct(StrEnum):
    """What can be done to a project; one verb of `workflow` for each."""

    OPEN_CALL = "open_call"
    CLOSE_CALL = "close_call"
    DRAW_PANEL = "draw_panel"
    CLEAR_RECUSAL = "clear_recusal"
    REDRAW = "redraw"
    OPEN_SCORING = "open_scoring"
    RANK = "rank"
    OPEN_NOTICE = "open_notice"
    DECLINE = "decline"
    OBJECT = "object"
    DISMISS_OBJECTION = "dismiss_objection"
    UPHOLD_OBJECTION = "uphold_objection"
    AWARD = "award"
    SIGN_CONTRACT = "sign_contract"
    MEET_MIDTERM = "meet_midterm"
    SUBMIT_FINAL = "submit_final"
    RETURN_FINAL = "return_final"
    ASK_RECTIFICATION = "ask_rectification"
    ACCEPT = "accept"
    EVALUATE = "evaluate"
    REEVALUATE = "reevaluate"
    PUBLISH = "publish"
    ARCHIVE = "archive"
    CANCEL = "cancel"
    TERMINATE = "terminate"


S, A = ProjectState, ProjectAct

STAFF_LABELS = {
    S.TOPIC: "立项",
    S.CALL_OPEN: "征集中",
    S.QUALIFICATION: "资格审查",
    S.PANEL_DRAWN: "评审组已抽取，待回避声明",
    S.RECUSAL_CLEARED: "回避已清，待开封评分",
    S.SCORING: "评分中",
    S.RANKED: "已排序，待公示",
    S.NOTICE: "结果公示中",
    S.OBJECTION: "异议处理中",
    S.AWARDED: "已确定承接组织，待签协议",
    S.IN_PROGRESS: "履约中",
    S.MIDTERM: "中期已通过",
    S.FINAL_REPORT: "终期报告已交，待验收",
    S.FINAL_RETURNED: "终期报告已退回，待补正",
    S.RECTIFYING: "整改中",
    S.ACCEPTED: "已验收，待评价",
    S.EVALUATED: "已评价，待公布",
    S.PUBLISHED: "绩效已公布",
    S.ARCHIVED: "已归档",
    S.CANCELLED: "已取消",
    S.TERMINATED: "已终止",
}

PUBLIC_LABELS = STAFF_LABELS | {
    S.TOPIC: "筹备中",
    S.QUALIFICATION: "正在审查资格",
    S.PANEL_DRAWN: "评审组已抽取",
    S.RECUSAL_CLEARED: "准备评分",
    S.RANKED: "评分完成",
    S.AWARDED: "已确定承接组织",
    S.IN_PROGRESS: "服务进行中",
    S.MIDTERM: "服务进行中，中期已通过",
    S.FINAL_REPORT: "服务结束，等待验收",
    S.FINAL_RETURNED: "终期报告已退回，承接组织补正中",
    S.ACCEPTED: "已验收",
    S.EVALUATED: "已评价",
}

UNDER_CONTRACT = (
    S.IN_PROGRESS, S.MIDTERM, S.FINAL_REPORT, S.FINAL_RETURNED, S.RECTIFYING,
)  # fmt: skip
"""The contract runs: sessions, reports, changes and payments are possible."""

DELIVERING = (S.IN_PROGRESS, S.MIDTERM, S.FINAL_RETURNED, S.RECTIFYING)
"""The provider still delivers."""

BEFORE_AWARD = (
    S.TOPIC, S.CALL_OPEN, S.QUALIFICATION, S.PANEL_DRAWN, S.RECUSAL_CLEARED, S.SCORING,
    S.RANKED, S.NOTICE,
)  # fmt: skip

PROJECT: Machine[ProjectState, ProjectAct] = Machine(
    start=S.TOPIC,
    moves={
        (S.TOPIC, A.OPEN_CALL): S.CALL_OPEN,
        (S.CALL_OPEN, A.CLOSE_CALL): S.QUALIFICATION,
        (S.QUALIFICATION, A.DRAW_PANEL): S.PANEL_DRAWN,
        # A seat that stepped back is filled by the next of the draw; none left: drawn anew.
        (S.PANEL_DRAWN, A.REDRAW): S.QUALIFICATION,
        (S.PANEL_DRAWN, A.CLEAR_RECUSAL): S.RECUSAL_CLEARED,
        (S.RECUSAL_CLEARED, A.REDRAW): S.QUALIFICATION,
        (S.RECUSAL_CLEARED, A.OPEN_SCORING): S.SCORING,
        (S.SCORING, A.RANK): S.RANKED,
        (S.RANKED, A.OPEN_NOTICE): S.NOTICE,
        # The first of the ranking steps back: the next one is put up, with a notice of its own.
        (S.RANKED, A.DECLINE): S.RANKED,
        (S.NOTICE, A.DECLINE): S.RANKED,
        (S.NOTICE, A.OBJECT): S.OBJECTION,
        (S.OBJECTION, A.OBJECT): S.OBJECTION,
        (S.OBJECTION, A.DISMISS_OBJECTION): S.NOTICE,
        (S.OBJECTION, A.UPHOLD_OBJECTION): S.CANCELLED,
        (S.NOTICE, A.AWARD): S.AWARDED,
        (S.AWARDED, A.SIGN_CONTRACT): S.IN_PROGRESS,
        (S.IN_PROGRESS, A.MEET_MIDTERM): S.MIDTERM,
        (S.IN_PROGRESS, A.SUBMIT_FINAL): S.FINAL_REPORT,
        (S.MIDTERM, A.SUBMIT_FINAL): S.FINAL_REPORT,
        (S.RECTIFYING, A.SUBMIT_FINAL): S.FINAL_REPORT,
        # What was true before it was handed in stays told by its own step: sent back is sent back.
        (S.FINAL_REPORT, A.RETURN_FINAL): S.FINAL_RETURNED,
        (S.FINAL_RETURNED, A.SUBMIT_FINAL): S.FINAL_REPORT,
        (S.FINAL_REPORT, A.ASK_RECTIFICATION): S.RECTIFYING,
        (S.FINAL_REPORT, A.ACCEPT): S.ACCEPTED,
        (S.ACCEPTED, A.EVALUATE): S.EVALUATED,
        # A figure was disputed with success: a new evaluation supersedes the one before.
        (S.EVALUATED, A.REEVALUATE): S.EVALUATED,
        (S.PUBLISHED, A.REEVALUATE): S.PUBLISHED,
        (S.EVALUATED, A.PUBLISH): S.PUBLISHED,
        (S.TERMINATED, A.PUBLISH): S.PUBLISHED,
        (S.PUBLISHED, A.ARCHIVE): S.ARCHIVED,
        **{(state, A.CANCEL): S.CANCELLED for state in BEFORE_AWARD},
        **{(state, A.TERMINATE): S.TERMINATED for state in (S.AWARDED, *UNDER_CONTRACT)},
    },
    labels=STAFF_LABELS,
)
