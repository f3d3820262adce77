"""Roles and what each may do: one table on one screen."""

from enum import StrEnum
from typing import Final

from backend.access.permissions import Permission

P = Permission


class Role(StrEnum):
    """A role 岗位角色 that a post gives within its union and below."""

    UNION_CHAIR = "union_chair"
    STATION_CLERK = "station_clerk"
    DISTRICT_REVIEWER = "district_reviewer"
    DISTRICT_APPROVER = "district_approver"
    FUND_KEEPER = "fund_keeper"
    PAYMENT_CONFIRMER = "payment_confirmer"
    CITY_REVIEWER = "city_reviewer"
    MEDICAL_REVIEWER = "medical_reviewer"
    AUDITOR = "auditor"
    DISCLOSURE_EDITOR = "disclosure_editor"
    PRIVACY_CHECKER = "privacy_checker"
    SIGNATORY = "signatory"
    PLAN_OFFICER = "plan_officer"
    PLAN_APPROVER = "plan_approver"
    PANEL_EXPERT = "panel_expert"
    PROJECT_OFFICER = "project_officer"
    PROJECT_BUYER = "project_buyer"
    PROJECT_APPROVER = "project_approver"
    ACCEPTANCE_OFFICER = "acceptance_officer"


LABELS: Final[dict[Role, str]] = {
    Role.UNION_CHAIR: "基层工会主席",
    Role.STATION_CLERK: "服务站工作人员",
    Role.DISTRICT_REVIEWER: "区总工会审核人",
    Role.DISTRICT_APPROVER: "区总工会审批人",
    Role.FUND_KEEPER: "经费管理人",
    Role.PAYMENT_CONFIRMER: "付款复核人",
    Role.CITY_REVIEWER: "市总工会审核人",
    Role.MEDICAL_REVIEWER: "市级医疗审核人",
    Role.AUDITOR: "经审委员",
    Role.DISCLOSURE_EDITOR: "会务公开编辑",
    Role.PRIVACY_CHECKER: "隐私审查人",
    Role.SIGNATORY: "会务公开签发人",
    Role.PLAN_OFFICER: "互助计划管理人",
    Role.PLAN_APPROVER: "互助计划批准人",
    Role.PANEL_EXPERT: "评审专家",
    Role.PROJECT_OFFICER: "社会组织项目负责人",
    Role.PROJECT_BUYER: "委托服务经办人",
    Role.PROJECT_APPROVER: "委托服务审批人",
    Role.ACCEPTANCE_OFFICER: "委托服务验收人",
}


def post_words(label: str) -> str:
    """Say in words on which post something was done; `label` is what the trail keeps."""
    if label == "member":
        return "会员"
    if label.startswith("系统"):
        return "系统自动办理"
    names = [LABELS[Role(part)] for part in label.split("、") if part in Role.__members__.values()]
    return "、".join(names) or label


_DESK: Final = frozenset(
    {P.CONSOLE_QUEUE_READ, P.NOTIFICATIONS_LIVE_LISTEN, P.UNIONS_UNION_READ, P.UNIONS_STANDARD_READ}
)
# Whoever reads cases reads their papers; handing papers in is another right.
_CASES: Final = _DESK | {P.FILES_ATTACHMENT_READ}
_HARDSHIP_DISTRICT: Final = frozenset(
    {P.HARDSHIP_APPLICATION_READ, P.HARDSHIP_APPLICATION_REFUSE, P.HARDSHIP_OBJECTION_RESOLVE}
)

GRANTS: Final[dict[Role, frozenset[P]]] = {
    Role.UNION_CHAIR: _CASES
    | {
        P.ACCOUNTS_MEMBER_READ,
        P.ACCOUNTS_PAYEE_PROPOSE,
        P.ACCOUNTS_PHONE_CHANGE,
        P.ACCOUNTS_SECOND_FACTOR_RESET,
        P.FILES_UPLOAD_WRITE,
        P.HARDSHIP_APPLICATION_CREATE,
        P.HARDSHIP_APPLICATION_READ,
        P.HARDSHIP_APPLICATION_RECOMMEND,
        P.HARDSHIP_APPLICATION_REFUSE,
        P.HARDSHIP_APPLICATION_VISIT,
        P.HARDSHIP_NOTICE_OPEN,
        P.HARDSHIP_OBJECTION_RESOLVE,
        P.MUTUAL_AID_BATCH_CONFIRM,
        P.MUTUAL_AID_BATCH_READ,
        P.MUTUAL_AID_BATCH_WRITE,
        P.MUTUAL_AID_CLAIM_FILE,
        P.MUTUAL_AID_CLAIM_READ,
        P.MUTUAL_AID_CLAIM_VERIFY,
        P.MUTUAL_AID_PLAN_READ,
        P.DISCLOSURE_DRAFT_WRITE,
        P.DISCLOSURE_VERSION_READ,
    },
    Role.STATION_CLERK: _CASES
    | {
        P.ACCOUNTS_MEMBER_READ,
        P.ACCOUNTS_PAYEE_PROPOSE,
        P.ACCOUNTS_PHONE_CHANGE,
        P.COMMISSIONING_CONFIRMATION_FILE,
        P.FILES_UPLOAD_WRITE,
        P.HARDSHIP_APPLICATION_CREATE,
        P.HARDSHIP_APPLICATION_READ,
        P.HARDSHIP_APPLICATION_VISIT,
        P.MUTUAL_AID_CLAIM_FILE,
        P.MUTUAL_AID_PLAN_READ,
    },
    Role.DISTRICT_REVIEWER: _CASES
    | _HARDSHIP_DISTRICT
    | {
        P.ACCOUNTS_CORRECTION_DECIDE,
        P.ACCOUNTS_MEMBER_READ,
        P.ACCOUNTS_PAYEE_VERIFY,
        P.ACCOUNTS_PERSON_READ_FULL,
        P.FILES_UPLOAD_WRITE,
        P.HARDSHIP_APPLICATION_APPROVE,
        P.HARDSHIP_ECONOMIC_CHECK,
        P.HARDSHIP_GRANT_APPROVE,
        P.HARDSHIP_NOTICE_OPEN,
        P.LEDGER_FUND_READ,
        P.MUTUAL_AID_BATCH_CONFIRM,
        P.MUTUAL_AID_BATCH_READ,
        P.MUTUAL_AID_CLAIM_READ,
        P.MUTUAL_AID_CLAIM_REVIEW,
        P.MUTUAL_AID_CLAIM_SUSPEND,
        P.MUTUAL_AID_PLAN_READ,
        P.MUTUAL_AID_GROUP_READ,
        P.MUTUAL_AID_GROUP_RECORD,
    },
    Role.DISTRICT_APPROVER: _CASES
    | _HARDSHIP_DISTRICT
    | {
        P.ACCOUNTS_CORRECTION_DECIDE,
        P.ACCOUNTS_PAYEE_VERIFY,
        P.ACCOUNTS_PERSON_READ_FULL,
        P.ACCOUNTS_SECOND_FACTOR_RESET,
        P.HARDSHIP_APPLICATION_APPROVE,
        P.HARDSHIP_ECONOMIC_CHECK,
        P.HARDSHIP_GRANT_APPROVE,
        P.LEDGER_FUND_READ,
        P.MUTUAL_AID_BENEFIT_READ,
        P.MUTUAL_AID_BENEFIT_RECOVER,
        P.MUTUAL_AID_CLAIM_READ,
        P.MUTUAL_AID_CLAIM_REVIEW,
        P.MUTUAL_AID_CLAIM_SUSPEND,
        P.MUTUAL_AID_GROUP_CONFIRM,
        P.MUTUAL_AID_GROUP_READ,
    },
    Role.FUND_KEEPER: _CASES
    | {
        P.COMMISSIONING_PROJECT_READ,
        P.COMMISSIONING_STAGE_PAY,
        P.HARDSHIP_APPLICATION_READ,
        P.HARDSHIP_GRANT_PAY,
        P.LEDGER_BATCH_CONFIRM,
        P.LEDGER_BATCH_READ,
        P.LEDGER_BATCH_SUBMIT,
        P.LEDGER_FUND_READ,
        P.LEDGER_FUND_WRITE,
        P.LEDGER_PAYMENT_ORDER,
        P.MUTUAL_AID_BATCH_READ,
        P.MUTUAL_AID_BENEFIT_ORDER,
        P.MUTUAL_AID_BENEFIT_READ,
        P.MUTUAL_AID_BENEFIT_RECOVER,
        P.MUTUAL_AID_FEE_RECORD,
        P.MUTUAL_AID_SETTLEMENT_READ,
        P.FILES_UPLOAD_WRITE,
    },
    Role.PAYMENT_CONFIRMER: _DESK
    | {
        P.ACCOUNTS_PAYEE_VERIFY,
        P.FILES_UPLOAD_WRITE,
        P.LEDGER_BATCH_CONFIRM,
        P.LEDGER_BATCH_READ,
        P.LEDGER_FUND_READ,
        P.MUTUAL_AID_BENEFIT_READ,
    },
    Role.CITY_REVIEWER: _CASES
    | {
        P.ACCOUNTS_PERSON_READ_FULL,
        P.MUTUAL_AID_BATCH_READ,
        P.MUTUAL_AID_CLAIM_READ,
        P.MUTUAL_AID_CLAIM_REVIEW_CITY,
        P.MUTUAL_AID_CLAIM_SUSPEND,
        P.MUTUAL_AID_PLAN_READ,
    },
    Role.MEDICAL_REVIEWER: _CASES
    | {
        P.ACCOUNTS_PERSON_READ_FULL,
        P.MUTUAL_AID_BATCH_READ,
        P.MUTUAL_AID_CLAIM_READ,
        P.MUTUAL_AID_CLAIM_REVIEW_MEDICAL,
        P.MUTUAL_AID_PLAN_READ,
    },
    Role.AUDITOR: _CASES
    | {
        P.AUDIT_TRAIL_READ,
        P.COMMISSIONING_ORG_READ,
        P.COMMISSIONING_PROJECT_READ,
        P.DISCLOSURE_VERSION_READ,
        P.HARDSHIP_APPLICATION_READ,
        P.LEDGER_BATCH_READ,
        P.LEDGER_FUND_READ,
        P.MUTUAL_AID_BATCH_READ,
        P.MUTUAL_AID_BENEFIT_READ,
        P.MUTUAL_AID_CLAIM_READ,
        P.MUTUAL_AID_PLAN_READ,
        P.MUTUAL_AID_SETTLEMENT_READ,
        P.MUTUAL_AID_GROUP_READ,
    },
    Role.DISCLOSURE_EDITOR: _DESK
    | {
        P.DISCLOSURE_DRAFT_WRITE,
        P.DISCLOSURE_VERSION_READ,
        P.DISCLOSURE_VERSION_WITHDRAW,
        P.FILES_UPLOAD_WRITE,
    },
    Role.PRIVACY_CHECKER: _DESK | {P.DISCLOSURE_PRIVACY_CHECK, P.DISCLOSURE_VERSION_READ},
    Role.SIGNATORY: _DESK
    | {
        P.ACCOUNTS_SECOND_FACTOR_RESET,
        P.DISCLOSURE_VERSION_READ,
        P.DISCLOSURE_VERSION_SIGN,
        P.DISCLOSURE_VERSION_WITHDRAW,
    },
    Role.PLAN_OFFICER: _DESK
    | {
        P.MUTUAL_AID_BATCH_READ,
        P.MUTUAL_AID_FEE_RECORD,
        P.MUTUAL_AID_BENEFIT_READ,
        P.MUTUAL_AID_PLAN_ADOPT,
        P.MUTUAL_AID_PLAN_READ,
        P.MUTUAL_AID_SETTLEMENT_READ,
        P.MUTUAL_AID_SETTLEMENT_RUN,
        P.FILES_UPLOAD_WRITE,
        P.UNIONS_STANDARD_WRITE,
        P.MUTUAL_AID_GROUP_READ,
        P.MUTUAL_AID_GROUP_RECORD,
    },
    Role.PLAN_APPROVER: _DESK
    | {
        P.MUTUAL_AID_BATCH_READ,
        P.MUTUAL_AID_BENEFIT_READ,
        P.MUTUAL_AID_PLAN_APPROVE,
        P.MUTUAL_AID_PLAN_READ,
        P.MUTUAL_AID_SETTLEMENT_APPROVE,
        P.MUTUAL_AID_SETTLEMENT_READ,
        P.MUTUAL_AID_GROUP_CONFIRM,
        P.MUTUAL_AID_GROUP_READ,
    },
    Role.PANEL_EXPERT: frozenset(
        {P.COMMISSIONING_PANEL_SCORE, P.CONSOLE_QUEUE_READ, P.NOTIFICATIONS_LIVE_LISTEN}
    ),
    Role.PROJECT_OFFICER: frozenset(
        {
            P.COMMISSIONING_PROVIDER_ACT,
            P.CONSOLE_QUEUE_READ,
            P.FILES_UPLOAD_WRITE,
            P.NOTIFICATIONS_LIVE_LISTEN,
        }
    ),
    Role.PROJECT_BUYER: _DESK
    | {
        P.COMMISSIONING_CALL_WRITE,
        P.COMMISSIONING_CONTRACT_WRITE,
        P.COMMISSIONING_NEED_WRITE,
        P.COMMISSIONING_ORG_READ,
        P.COMMISSIONING_ORG_WRITE,
        P.COMMISSIONING_PANEL_DRAW,
        P.COMMISSIONING_PROJECT_READ,
        P.COMMISSIONING_REPORT_CHECK,
        P.FILES_UPLOAD_WRITE,
        P.LEDGER_FUND_READ,
    },
    Role.PROJECT_APPROVER: _DESK
    | {
        P.COMMISSIONING_AWARD_DECIDE,
        P.COMMISSIONING_CALL_OPEN,
        P.COMMISSIONING_CONTRACT_SIGN,
        P.COMMISSIONING_OBJECTION_ANSWER,
        P.COMMISSIONING_ORG_CHECK,
        P.COMMISSIONING_ORG_READ,
        P.COMMISSIONING_POOL_WRITE,
        P.COMMISSIONING_PROJECT_READ,
        P.COMMISSIONING_STAGE_APPROVE,
        P.LEDGER_FUND_READ,
    },
    Role.ACCEPTANCE_OFFICER: _DESK
    | {
        P.COMMISSIONING_ACCEPTANCE_WRITE,
        P.COMMISSIONING_ORG_READ,
        P.COMMISSIONING_PROJECT_READ,
    },
}


def roles_with(permission: P) -> frozenset[Role]:
    """Give every role that holds the permission."""
    return frozenset(role for role, held in GRANTS.items() if permission in held)
