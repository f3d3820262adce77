"""The dated figures of a claim as a place has them (RX.14)."""

from datetime import date

from backend.kernel import clock
from backend.unions import standards
from backend.unions.models import Union


def answer_by(union: Union) -> date:
    """Give the last day to hand in what is missing, counted from today."""
    return _after("mutual_aid.answer_workdays", union)


def appeal_until(union: Union) -> date:
    """Give the last day to appeal, counted from today."""
    return _after("mutual_aid.appeal_workdays", union)


def _after(code: str, union: Union) -> date:
    today = clock.today()
    return clock.add_working_days(today, standards.whole(code, union, today))
