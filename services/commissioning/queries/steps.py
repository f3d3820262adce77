"""Words for the steps of a project, as officers read them."""

from services.commissioning.states.projects import ProjectAct as Act

LABELS: dict[str, str] = {
    "draft": "立项",
    "save": "修改立项内容",
    "save_call": "填写征集公告",
    "submit_call": "送审征集公告",
    "return_call": "退回征集公告",
    "amend_call": "发布更正公告",
    "qualify_bid": "资格审查：合格",
    "disqualify_bid": "资格审查：不合格",
    Act.OPEN_CALL: "批准并发布征集公告",
    Act.CLOSE_CALL: "征集截止，申报书开封",
    Act.DRAW_PANEL: "抽取评审组",
    Act.CLEAR_RECUSAL: "回避已清",
    Act.REDRAW: "重新抽取评审组",
    Act.OPEN_SCORING: "开始评分",
    Act.RANK: "评分完成并排序",
    Act.OPEN_NOTICE: "公示评审结果",
    Act.DECLINE: "第一名放弃中选资格",
    "notice_over": "公示期满",
    "object_to_panelist": "收到对评审人的异议",
    Act.OBJECT: "收到异议",
    Act.DISMISS_OBJECTION: "异议不成立",
    Act.UPHOLD_OBJECTION: "异议成立",
    Act.AWARD: "确定承接方",
    Act.SIGN_CONTRACT: "签署协议",
    Act.MEET_MIDTERM: "中期通过",
    Act.SUBMIT_FINAL: "提交终期报告",
    Act.RETURN_FINAL: "退回终期报告",
    Act.ASK_RECTIFICATION: "要求整改",
    Act.ACCEPT: "验收通过",
    Act.EVALUATE: "绩效评价",
    Act.PUBLISH: "公布绩效",
    Act.ARCHIVE: "归档",
    Act.CANCEL: "取消项目",
    Act.TERMINATE: "终止项目",
}


def step_label(act: str) -> str:
    """Say what was done; an act without words of its own reads as handling."""
    return LABELS.get(act, "办理")
