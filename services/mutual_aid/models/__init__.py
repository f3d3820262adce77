"""Nouns of mutual aid: plans and their versions, batches and their lines, rosters, covers."""

from services.mutual_aid.models.batches import Batch, FeeReceipt, Line
from services.mutual_aid.models.covers import Cover
from services.mutual_aid.models.plans import Plan, PlanVersion
from services.mutual_aid.models.rosters import BadRow, StagedRow, Upload

__all__ = [
    "BadRow",
    "Batch",
    "Cover",
    "FeeReceipt",
    "Line",
    "Plan",
    "PlanVersion",
    "StagedRow",
    "Upload",
]
