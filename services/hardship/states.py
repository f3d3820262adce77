"""The two life cycles of hardship assistance: the application and the grant. Pure."""

from enum import StrEnum

from backend.kernel.states import Machine


class State(StrEnum):
    """Where an application 申请 stands (domain: file states)."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    VISITED = "visited"
    RECOMMENDED = "recommended"
    ECONOMIC_CHECK = "economic_check"
    CHECKED = "checked"
    NOTICE = "notice"
    OBJECTION = "objection"
    DISTRICT_APPROVED = "district_approved"
    ON_FILE = "on_file"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Act(StrEnum):
    """What can be done to an application; one verb of `workflow` for each."""

    SUBMIT = "submit"
    RETURN = "return"
    VISIT = "visit"
    RECOMMEND = "recommend"
    START_CHECK = "start_check"
    RECORD_CHECK = "record_check"
    OPEN_NOTICE = "open_notice"
    OBJECT = "object"
    DISMISS_OBJECTION = "dismiss_objection"
    UPHOLD_OBJECTION = "uphold_objection"
    APPROVE = "approve"
    PUT_ON_FILE = "put_on_file"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"


STAFF_LABELS: dict[State, str] = {
    State.DRAFT: "草稿",
    State.SUBMITTED: "待走访",
    State.RETURNED: "已退回补正",
    State.VISITED: "待推荐",
    State.RECOMMENDED: "待发起核对",
    State.ECONOMIC_CHECK: "经济状况核对中",
    State.CHECKED: "待公示",
    State.NOTICE: "公示中",
    State.OBJECTION: "异议核查中",
    State.DISTRICT_APPROVED: "已审批，待建档",
    State.ON_FILE: "已建档",
    State.REFUSED: "不予帮扶",
    State.WITHDRAWN: "已撤回",
}

WORKER_LABELS: dict[State, str] = {
    State.DRAFT: "还没有提交",
    State.SUBMITTED: "已提交，等工会上门走访",
    State.RETURNED: "请补充材料",
    State.VISITED: "工会已走访",
    State.RECOMMENDED: "工会已推荐",
    State.ECONOMIC_CHECK: "正在核对家庭经济状况",
    State.CHECKED: "核对完成，准备公示",
    State.NOTICE: "公示中",
    State.OBJECTION: "有人提出异议，正在核查",
    State.DISTRICT_APPROVED: "已批准",
    State.ON_FILE: "已批准并建档",
    State.REFUSED: "这次没有通过",
    State.WITHDRAWN: "您已撤回",
}

MACHINE: Machine[State, Act] = Machine(
    start=State.DRAFT,
    moves={
        (State.DRAFT, Act.SUBMIT): State.SUBMITTED,
        (State.SUBMITTED, Act.RETURN): State.RETURNED,
        (State.RETURNED, Act.SUBMIT): State.SUBMITTED,
        (State.SUBMITTED, Act.VISIT): State.VISITED,
        (State.VISITED, Act.RECOMMEND): State.RECOMMENDED,
        (State.RECOMMENDED, Act.START_CHECK): State.ECONOMIC_CHECK,
        (State.ECONOMIC_CHECK, Act.RECORD_CHECK): State.CHECKED,
        (State.CHECKED, Act.OPEN_NOTICE): State.NOTICE,
        (State.NOTICE, Act.OBJECT): State.OBJECTION,
        (State.OBJECTION, Act.OBJECT): State.OBJECTION,
        (State.OBJECTION, Act.DISMISS_OBJECTION): State.NOTICE,
        (State.OBJECTION, Act.UPHOLD_OBJECTION): State.REFUSED,
        (State.NOTICE, Act.APPROVE): State.DISTRICT_APPROVED,
        (State.DISTRICT_APPROVED, Act.PUT_ON_FILE): State.ON_FILE,
        (State.SUBMITTED, Act.REFUSE): State.REFUSED,
        (State.VISITED, Act.REFUSE): State.REFUSED,
        (State.RECOMMENDED, Act.REFUSE): State.REFUSED,
        (State.CHECKED, Act.REFUSE): State.REFUSED,
        (State.NOTICE, Act.REFUSE): State.REFUSED,
        (State.DRAFT, Act.WITHDRAW): State.WITHDRAWN,
        (State.SUBMITTED, Act.WITHDRAW): State.WITHDRAWN,
        (State.RETURNED, Act.WITHDRAW): State.WITHDRAWN,
        (State.VISITED, Act.WITHDRAW): State.WITHDRAWN,
        (State.RECOMMENDED, Act.WITHDRAW): State.WITHDRAWN,
        (State.ECONOMIC_CHECK, Act.WITHDRAW): State.WITHDRAWN,
        (State.CHECKED, Act.WITHDRAW): State.WITHDRAWN,
        (State.NOTICE, Act.WITHDRAW): State.WITHDRAWN,
        (State.OBJECTION, Act.WITHDRAW): State.WITHDRAWN,
    },
    labels=STAFF_LABELS,
)

CLOSED_STATES = (State.REFUSED, State.WITHDRAWN)
"""No file any more: the household may apply again."""

EDITABLE_STATES = (State.DRAFT, State.RETURNED)
"""The applicant may still change answers."""

WAITING_STATES = (
    State.SUBMITTED,
    State.VISITED,
    State.RECOMMENDED,
    State.ECONOMIC_CHECK,
    State.CHECKED,
    State.NOTICE,
    State.OBJECTION,
    State.DISTRICT_APPROVED,
)
"""An officer has the next step: these stand in a work queue."""


class Desk(StrEnum):
    """Whose desk 办理台 an application lies on."""

    BASIC = "basic"
    DISTRICT = "district"


DESKS: dict[State, Desk] = {
    State.SUBMITTED: Desk.BASIC,
    State.VISITED: Desk.BASIC,
    State.RECOMMENDED: Desk.DISTRICT,
    State.ECONOMIC_CHECK: Desk.DISTRICT,
    State.CHECKED: Desk.BASIC,
    State.NOTICE: Desk.DISTRICT,
    State.OBJECTION: Desk.DISTRICT,
    State.DISTRICT_APPROVED: Desk.DISTRICT,
}
"""Who has the next step in each waiting state."""


class GrantState(StrEnum):
    """Where a grant 帮扶金 stands."""

    PROPOSED = "proposed"
    CEILING_CHECKED = "ceiling_checked"
    APPROVED = "approved"
    ORDERED = "ordered"
    PAID = "paid"
    RETURNED = "returned"
    RECEIPTED = "receipted"
    CANCELLED = "cancelled"


class GrantAct(StrEnum):
    """What can be done to a grant."""

    CHECK_CEILING = "check_ceiling"
    APPROVE = "approve"
    REAPPROVE = "reapprove"
    ORDER = "order"
    CONFIRM = "confirm"
    RETURN = "return"
    TAKE_OUT = "take_out"
    RECEIPT = "receipt"
    CANCEL = "cancel"


GRANT_LABELS: dict[GrantState, str] = {
    GrantState.PROPOSED: "已提出",
    GrantState.CEILING_CHECKED: "限额已核",
    GrantState.APPROVED: "已核准，待付款",
    GrantState.ORDERED: "已交银行",
    GrantState.PAID: "已发放",
    GrantState.RETURNED: "银行退回",
    GrantState.RECEIPTED: "已签收",
    GrantState.CANCELLED: "已取消",
}

GRANT_WORKER_LABELS: dict[GrantState, str] = {
    GrantState.PROPOSED: "工会已提出帮扶建议",
    GrantState.CEILING_CHECKED: "工会已提出帮扶建议",
    GrantState.APPROVED: "已批准，准备打款",
    GrantState.ORDERED: "已交银行，等银行回单",
    GrantState.PAID: "已到账",
    GrantState.RETURNED: "银行没有打成，请核对收款账户",
    GrantState.RECEIPTED: "已到账并签收",
    GrantState.CANCELLED: "已取消",
}

GRANT_MACHINE: Machine[GrantState, GrantAct] = Machine(
    start=GrantState.PROPOSED,
    moves={
        (GrantState.PROPOSED, GrantAct.CHECK_CEILING): GrantState.CEILING_CHECKED,
        (GrantState.CEILING_CHECKED, GrantAct.APPROVE): GrantState.APPROVED,
        (GrantState.APPROVED, GrantAct.ORDER): GrantState.ORDERED,
        (GrantState.ORDERED, GrantAct.CONFIRM): GrantState.PAID,
        (GrantState.ORDERED, GrantAct.RETURN): GrantState.RETURNED,
        (GrantState.RETURNED, GrantAct.ORDER): GrantState.ORDERED,
        # Taken out of a batch that has not gone to the bank, as when the account changed.
        (GrantState.ORDERED, GrantAct.TAKE_OUT): GrantState.APPROVED,
        # A changed account voids the approval of the payee: it is approved anew.
        (GrantState.APPROVED, GrantAct.REAPPROVE): GrantState.APPROVED,
        (GrantState.RETURNED, GrantAct.REAPPROVE): GrantState.APPROVED,
        (GrantState.PAID, GrantAct.RECEIPT): GrantState.RECEIPTED,
        (GrantState.PROPOSED, GrantAct.CANCEL): GrantState.CANCELLED,
        (GrantState.CEILING_CHECKED, GrantAct.CANCEL): GrantState.CANCELLED,
    },
    labels=GRANT_LABELS,
)
