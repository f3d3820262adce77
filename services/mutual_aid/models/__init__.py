"""Nouns of mutual aid: plans, batches and their lines, rosters, covers, claims, benefits."""

from services.mutual_aid.models.batches import Batch, Line
from services.mutual_aid.models.benefits import Benefit
from services.mutual_aid.models.claims import Claim, ClaimantKind, ClaimLine, ClaimPhoto
from services.mutual_aid.models.covers import Cover
from services.mutual_aid.models.dry_runs import DryRun
from services.mutual_aid.models.fees import FeePart, FeeReceipt, FeeRefund, RefundReason
from services.mutual_aid.models.groups import GroupSource, GroupStanding
from services.mutual_aid.models.insurance import DataFile, InsuranceRow, RefusedRow
from services.mutual_aid.models.mandates import Mandate
from services.mutual_aid.models.plans import Plan, PlanStep, PlanVersion
from services.mutual_aid.models.recoveries import Recovery, Repayment
from services.mutual_aid.models.reviews import (
    Adjustment,
    ClaimStep,
    Rejection,
    ReturnList,
    Shortfall,
)
from services.mutual_aid.models.rosters import BadRow, StagedRow, Upload
from services.mutual_aid.models.settlements import Settlement, SettlementLine
from services.mutual_aid.models.statements import FeeStatement, StatementLine

__all__ = [
    "Adjustment",
    "BadRow",
    "Batch",
    "Benefit",
    "Claim",
    "ClaimLine",
    "ClaimPhoto",
    "ClaimStep",
    "ClaimantKind",
    "Cover",
    "DataFile",
    "DryRun",
    "FeePart",
    "FeeReceipt",
    "FeeRefund",
    "FeeStatement",
    "GroupSource",
    "GroupStanding",
    "InsuranceRow",
    "Line",
    "Mandate",
    "Plan",
    "PlanStep",
    "PlanVersion",
    "Recovery",
    "RefundReason",
    "RefusedRow",
    "Rejection",
    "Repayment",
    "ReturnList",
    "Settlement",
    "SettlementLine",
    "Shortfall",
    "StagedRow",
    "StatementLine",
    "Upload",
]
