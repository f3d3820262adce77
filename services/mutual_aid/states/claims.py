"""The life of a claim: from the phone through the plan's review levels to a decision (R8.24)."""

from enum import StrEnum

from backend.kernel.states import Machine


class Level(StrEnum):
    """Review level 审核层级 of a plan, in the words of the rule pack (FORMAT.md 6)."""

    UNIT = "unit"
    DISTRICT = "district"
    CITY = "city"
    CITY_MEDICAL = "city_medical"


class ClaimState(StrEnum):
    """State of a claim 申领状态."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    UNIT_VERIFIED = "unit_verified"
    DISTRICT_REVIEWED = "district_reviewed"
    CITY_REVIEWED = "city_reviewed"
    MEDICALLY_REVIEWED = "medically_reviewed"
    SUSPENDED = "suspended"
    APPROVED = "approved"
    REJECTED = "rejected"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class Outcome(StrEnum):
    """What a decided claim came to 核定结果."""

    GRANTED = "granted"
    NOTHING = "nothing"
    REJECTED = "rejected"


class ClaimAct(StrEnum):
    """What can happen to a claim; one verb of `workflow.claims` for each."""

    SUBMIT = "submit"
    RETURN = "return"
    VERIFY_UNIT = "verify_unit"
    REVIEW_DISTRICT = "review_district"
    REVIEW_CITY = "review_city"
    REVIEW_MEDICAL = "review_medical"
    APPROVE = "approve"
    REJECT = "reject"
    SUSPEND = "suspend"
    RESUME = "resume"
    CLOSE = "close"
    WITHDRAW = "withdraw"


CLAIM_LABELS: dict[ClaimState, str] = {
    ClaimState.DRAFT: "草稿",
    ClaimState.SUBMITTED: "待审核",
    ClaimState.RETURNED: "已退回补正",
    ClaimState.UNIT_VERIFIED: "单位已核实",
    ClaimState.DISTRICT_REVIEWED: "区总工会已审核",
    ClaimState.CITY_REVIEWED: "市总工会已审核",
    ClaimState.MEDICALLY_REVIEWED: "医疗审核已完成",
    ClaimState.SUSPENDED: "调查中",
    ClaimState.APPROVED: "已核定",
    ClaimState.REJECTED: "不予给付",
    ClaimState.CLOSED: "已办结",
    ClaimState.WITHDRAWN: "已撤回",
}
CLAIM_WORKER_LABELS: dict[ClaimState, str] = {
    ClaimState.DRAFT: "还没有提交",
    ClaimState.SUBMITTED: "已提交，等待审核",
    ClaimState.RETURNED: "请补充材料",
    ClaimState.UNIT_VERIFIED: "单位已核实，上级正在审核",
    ClaimState.DISTRICT_REVIEWED: "区总工会已审核，市总工会正在审核",
    ClaimState.CITY_REVIEWED: "市总工会已审核，正在做医疗审核",
    ClaimState.MEDICALLY_REVIEWED: "医疗审核已完成，等待核定",
    ClaimState.SUSPENDED: "正在进一步核实",
    ClaimState.APPROVED: "已核定",
    ClaimState.REJECTED: "这次没有通过",
    ClaimState.CLOSED: "已办结",
    ClaimState.WITHDRAWN: "您已撤回",
}
OUTCOME_LABELS: dict[Outcome, str] = {
    Outcome.GRANTED: "给付",
    Outcome.NOTHING: "核定为零",
    Outcome.REJECTED: "不予给付",
}
NOTHING_DUE = "已核定，这次没有可付的金额"
"""What the claimant reads of a claim that was approved and came to nothing."""

EDITABLE_CLAIMS = (ClaimState.DRAFT, ClaimState.RETURNED)
"""The claimant may still change answers."""

WAITING_CLAIMS = (
    ClaimState.SUBMITTED,
    ClaimState.UNIT_VERIFIED,
    ClaimState.DISTRICT_REVIEWED,
    ClaimState.CITY_REVIEWED,
    ClaimState.MEDICALLY_REVIEWED,
)
"""A reviewer has the next step; `Claim.desk` says of which level."""

DECIDED_CLAIMS = (ClaimState.APPROVED, ClaimState.CLOSED, ClaimState.REJECTED)
"""Somebody said what it comes to."""

CLOSED_CLAIMS = (ClaimState.REJECTED, ClaimState.CLOSED, ClaimState.WITHDRAWN)
"""Nothing more happens to it."""

REVIEWED: dict[Level, tuple[ClaimAct, ClaimState]] = {
    Level.UNIT: (ClaimAct.VERIFY_UNIT, ClaimState.UNIT_VERIFIED),
    Level.DISTRICT: (ClaimAct.REVIEW_DISTRICT, ClaimState.DISTRICT_REVIEWED),
    Level.CITY: (ClaimAct.REVIEW_CITY, ClaimState.CITY_REVIEWED),
    Level.CITY_MEDICAL: (ClaimAct.REVIEW_MEDICAL, ClaimState.MEDICALLY_REVIEWED),
}
"""What each level does and where the claim stands then; the plan's last level approves instead."""

# A plan names its levels in its own order, so a level may follow any other, never itself.
_REVIEWS = {
    (state, act): reached
    for state in WAITING_CLAIMS
    for act, reached in REVIEWED.values()
    if state is not reached
}
CLAIM: Machine[ClaimState, ClaimAct] = Machine(
    start=ClaimState.DRAFT,
    moves={
        (ClaimState.DRAFT, ClaimAct.SUBMIT): ClaimState.SUBMITTED,
        (ClaimState.RETURNED, ClaimAct.SUBMIT): ClaimState.SUBMITTED,
        **_REVIEWS,
        **{(state, ClaimAct.RETURN): ClaimState.RETURNED for state in WAITING_CLAIMS},
        **{(state, ClaimAct.APPROVE): ClaimState.APPROVED for state in WAITING_CLAIMS},
        **{(state, ClaimAct.REJECT): ClaimState.REJECTED for state in WAITING_CLAIMS},
        **{(state, ClaimAct.SUSPEND): ClaimState.SUSPENDED for state in WAITING_CLAIMS},
        # After an investigation the review begins anew.
        (ClaimState.SUSPENDED, ClaimAct.RESUME): ClaimState.SUBMITTED,
        (ClaimState.SUSPENDED, ClaimAct.REJECT): ClaimState.REJECTED,
        (ClaimState.APPROVED, ClaimAct.CLOSE): ClaimState.CLOSED,
        **{
            (state, ClaimAct.WITHDRAW): ClaimState.WITHDRAWN
            for state in (*EDITABLE_CLAIMS, *WAITING_CLAIMS)
        },
    },
    labels=CLAIM_LABELS,
)
