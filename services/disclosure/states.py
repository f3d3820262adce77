"""The two life cycles of open union affairs: the public thing, and the text on its way to it."""

from enum import StrEnum

from backend.kernel.states import Machine


class State(StrEnum):
    """Where a disclosure 公开事项 stands for the public."""

    PREPARING = "preparing"  # 编写中
    PUBLISHED = "published"  # 已公开
    WITHDRAWN = "withdrawn"  # 已撤回


class Act(StrEnum):
    """What happens to a disclosure."""

    PUBLISH = "publish"
    CORRECT = "correct"
    WITHDRAW = "withdraw"


MACHINE = Machine(
    start=State.PREPARING,
    moves={
        (State.PREPARING, Act.PUBLISH): State.PUBLISHED,
        (State.PUBLISHED, Act.CORRECT): State.PUBLISHED,
        (State.PUBLISHED, Act.WITHDRAW): State.WITHDRAWN,
    },
    labels={
        State.PREPARING: "编写中",
        State.PUBLISHED: "已公开",
        State.WITHDRAWN: "已撤回",
    },
)


class DraftState(StrEnum):
    """Where a draft 稿件 stands between its author, the privacy checker and the signatory."""

    WRITING = "writing"  # 起草中
    IN_CHECK = "in_check"  # 待隐私审查
    IN_SIGN_OFF = "in_sign_off"  # 待签发
    SIGNED = "signed"  # 已签发
    DROPPED = "dropped"  # 已作废


class DraftAct(StrEnum):
    """What the three people do with a draft."""

    REVISE = "revise"
    SUBMIT = "submit"
    PASS_CHECK = "pass_check"  # noqa: S105 (an act, not a password)
    RETURN = "return"
    SIGN_OFF = "sign_off"
    DROP = "drop"


DRAFT_MACHINE = Machine(
    start=DraftState.WRITING,
    moves={
        (DraftState.WRITING, DraftAct.REVISE): DraftState.WRITING,
        (DraftState.WRITING, DraftAct.SUBMIT): DraftState.IN_CHECK,
        (DraftState.WRITING, DraftAct.DROP): DraftState.DROPPED,
        (DraftState.IN_CHECK, DraftAct.PASS_CHECK): DraftState.IN_SIGN_OFF,
        (DraftState.IN_CHECK, DraftAct.RETURN): DraftState.WRITING,
        (DraftState.IN_SIGN_OFF, DraftAct.SIGN_OFF): DraftState.SIGNED,
        (DraftState.IN_SIGN_OFF, DraftAct.RETURN): DraftState.WRITING,
    },
    labels={
        DraftState.WRITING: "起草中",
        DraftState.IN_CHECK: "待隐私审查",
        DraftState.IN_SIGN_OFF: "待签发",
        DraftState.SIGNED: "已签发",
        DraftState.DROPPED: "已作废",
    },
)


class Category(StrEnum):
    """What a disclosure is about 公开类别; the order is that of the board's filter."""

    FINANCE = "finance"
    AID = "aid"
    COMMISSION = "commission"
    DECISION = "decision"
    PLAN = "plan"
    SUMMARY = "summary"
    ACTIVITY = "activity"
    HONOUR = "honour"
    DONATION = "donation"
    INTEREST = "interest"
    RULES = "rules"
    DUTIES = "duties"
    OTHER = "other"


CATEGORY_LABELS = {
    Category.FINANCE: "经费",
    Category.AID: "帮扶",
    Category.COMMISSION: "委托",
    Category.DECISION: "决议",
    Category.PLAN: "计划",
    Category.SUMMARY: "总结",
    Category.ACTIVITY: "活动",
    Category.HONOUR: "荣誉",
    Category.DONATION: "捐赠",
    Category.INTEREST: "切身利益",
    Category.RULES: "制度",
    Category.DUTIES: "职责",
    Category.OTHER: "其他",
}


class Frequency(StrEnum):
    """How often an item of the catalogue falls due 公开频次."""

    STANDING = "standing"  # 长期公开
    YEARLY = "yearly"  # 每年
    QUARTERLY = "quarterly"  # 每季度
    EVENT = "event"  # 事项发生后


FREQUENCY_LABELS = {
    Frequency.STANDING: "长期",
    Frequency.YEARLY: "每年",
    Frequency.QUARTERLY: "每季度",
    Frequency.EVENT: "一事一公开",
}


class Ground(StrEnum):
    """Why something was withdrawn 撤回缘由; on PRIVACY its words leave every public page too."""

    MISTAKE = "mistake"
    EXPIRED = "expired"
    PRIVACY = "privacy"


GROUND_LABELS = {
    Ground.MISTAKE: "内容有误",
    Ground.EXPIRED: "内容已失效",
    Ground.PRIVACY: "涉及个人信息",
}
