"""The roles there are and what each is called."""

from enum import StrEnum
from typing import Final


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
