"""The dated figures of a place as the panel's rules want them (RX.14)."""

from datetime import date

from backend.unions import standards
from backend.unions.models import Union
from services.commissioning.rules.panel_days import PanelDays

CODES = (
    "commissioning.recusal_objection_workdays",
    "commissioning.dissent_workdays",
    "commissioning.notice_workdays",
    "commissioning.objection_answer_workdays",
    "commissioning.relation_years",
)
"""In the order of the fields of `PanelDays`."""


def panel_days(union: Union, on: date) -> PanelDays:
    """Give the lengths that hold for a union on a day; raises Conflict `standard_missing`."""
    return PanelDays(*standards.wholes(CODES, union, on))
