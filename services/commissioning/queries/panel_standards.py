"""The dated figures of a place as the panel's rules want them (RX.14)."""

from datetime import date

from backend.unions import standards
from backend.unions.models import Union
from services.commissioning.rules.panel_days import PanelDays


def panel_days(union: Union, on: date) -> PanelDays:
    """Give the lengths that hold for a union on a day; raises Conflict `standard_missing`."""
    return PanelDays(
        recusal_objection=standards.whole("commissioning.recusal_objection_workdays", union, on),
        dissent=standards.whole("commissioning.dissent_workdays", union, on),
        notice=standards.whole("commissioning.notice_workdays", union, on),
        objection_answer=standards.whole("commissioning.objection_answer_workdays", union, on),
        relation_years=standards.whole("commissioning.relation_years", union, on),
    )
