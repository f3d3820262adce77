"""Nouns of commissioned services. No verbs here: `workflow` alone writes state and money."""

from services.commissioning.models.calls import (
    Amendment,
    Bid,
    Call,
    CallMode,
    Criterion,
    FewBidsDecision,
)
from services.commissioning.models.changes import ChangeKind, ContractChange
from services.commissioning.models.contracts import (
    BudgetLine,
    Contract,
    Target,
    TargetKind,
    TargetSource,
)
from services.commissioning.models.delivery import Confirmation, ConfirmWay, Rating, Session
from services.commissioning.models.needs import Need, NeedVoice, ServiceKind
from services.commissioning.models.organizations import (
    Organization,
    OrgKind,
    OrgOfficer,
    Penalty,
    Proof,
    ProofKind,
)
from services.commissioning.models.panel import (
    Draw,
    FixedPool,
    Panelist,
    PanelKind,
    RecusalWay,
    Seat,
)
from services.commissioning.models.projects import FundType, Project, ProjectNeed, ProjectStep
from services.commissioning.models.publication import (
    Duty,
    DutyKind,
    FigureCheck,
    FigureCorrection,
    PublicWork,
    PublishedFigures,
    Release,
)
from services.commissioning.models.relations import Relation, RelationEnding, RelationKind
from services.commissioning.models.reports import Report, ReportPhoto, Spending, StatedFigure
from services.commissioning.models.results import (
    RankLine,
    ResultNotice,
    ResultObjection,
    Score,
    TieRule,
)
from services.commissioning.models.serial import CommissionSerial
from services.commissioning.models.stages import Milestone, MilestoneKind, Stage, StageCondition
from services.commissioning.models.support import Support, SupportKind, VolunteerActivity
from services.commissioning.models.verdicts import (
    Acceptance,
    AcceptanceOutcome,
    Band,
    Dispute,
    Evaluation,
    EvaluationLine,
    Rectification,
)

__all__ = [
    "Acceptance",
    "AcceptanceOutcome",
    "Amendment",
    "Band",
    "Bid",
    "BudgetLine",
    "Call",
    "CallMode",
    "ChangeKind",
    "CommissionSerial",
    "ConfirmWay",
    "Confirmation",
    "Contract",
    "ContractChange",
    "Criterion",
    "Dispute",
    "Draw",
    "Duty",
    "DutyKind",
    "Evaluation",
    "EvaluationLine",
    "FewBidsDecision",
    "FigureCheck",
    "FigureCorrection",
    "FixedPool",
    "FundType",
    "Milestone",
    "MilestoneKind",
    "Need",
    "NeedVoice",
    "OrgKind",
    "OrgOfficer",
    "Organization",
    "PanelKind",
    "Panelist",
    "Penalty",
    "Project",
    "ProjectNeed",
    "ProjectStep",
    "Proof",
    "ProofKind",
    "PublicWork",
    "PublishedFigures",
    "RankLine",
    "Rating",
    "Rectification",
    "RecusalWay",
    "Relation",
    "RelationEnding",
    "RelationKind",
    "Release",
    "Report",
    "ReportPhoto",
    "ResultNotice",
    "ResultObjection",
    "Score",
    "Seat",
    "ServiceKind",
    "Session",
    "Spending",
    "Stage",
    "StageCondition",
    "StatedFigure",
    "Support",
    "SupportKind",
    "Target",
    "TargetKind",
    "TargetSource",
    "TieRule",
    "VolunteerActivity",
]
