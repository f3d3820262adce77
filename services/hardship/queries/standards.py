"""The dated figures of a place as the rules want them (R8.36, R8.37, RX.14)."""

from datetime import date
from fractions import Fraction

from backend.kernel.errors import Conflict
from backend.kernel.money import Money
from backend.unions import standards
from backend.unions.models import Union
from services.hardship.rules.category import Line
from services.hardship.rules.deadline import Periods
from services.hardship.rules.grant import Ceilings

LINE = "hardship.dibao_line_fen"


def line(union: Union, on: date) -> Line:
    """Give the subsistence line of the year with its multipliers.

    Raises Conflict `standard_missing` when no line of this year is loaded: last year's line is
    never used in its place (R8.37). A line with a stated end holds until that end.
    """
    found = standards.find(LINE, union, on)
    if found is None or (found.valid_to is None and found.valid_from.year != on.year):
        raise Conflict(
            "standard_missing",
            f"还没有录入 {on.year} 年的低保标准，不能认定困难类别。请联系上级工会录入后再办理。",
        )
    shares = standards.value("hardship.category_multipliers", union, on)
    event_share = standards.exact("hardship.accidental_event_cost_over_income", union, on)
    return Line(
        monthly=Money(standards.whole(LINE, union, on)),
        year=on.year,
        deep=Fraction(shares["deep"]),
        relative=Fraction(shares["relative"]),
        accidental=Fraction(shares["accidental"]),
        event_share=Fraction(event_share),
    )


def periods(union: Union, on: date) -> Periods:
    """Give the lengths of the steps."""
    return Periods(
        visit_days=standards.whole("hardship.visit_workdays", union, on),
        recommend_days=standards.whole("hardship.recommend_workdays", union, on),
        check_days=standards.whole("hardship.check_workdays", union, on),
        notice_days=standards.whole("hardship.notice_workdays", union, on),
        approve_days=standards.whole("hardship.approve_workdays", union, on),
        payment_days=standards.whole("hardship.payment_workdays", union, on),
        objection_calendar_days=standards.whole("hardship.objection_answer_days", union, on),
    )


def appeal_days(union: Union, on: date) -> int:
    """Give the working days within which a refusal may be appealed."""
    return standards.whole("hardship.appeal_workdays", union, on)


def smallest_cell(union: Union, on: date) -> int:
    """Give the number of persons below which no figure is published."""
    return standards.whole("statistics.smallest_cell", union, on)


def ceilings(union: Union, on: date) -> Ceilings:
    """Give the upper limits in months of the line."""
    return Ceilings(
        living_months=standards.whole("hardship.living_max_months", union, on),
        study_higher_months=standards.whole("hardship.study_higher_max_months", union, on),
        study_secondary_months=standards.whole("hardship.study_secondary_max_months", union, on),
    )


def band_edges(union: Union, on: date) -> tuple[Money, ...]:
    """Give the edges of the amount bands that a public notice names, ascending."""
    edges = standards.value("hardship.amount_band_edges_fen", union, on)
    return tuple(Money(edge) for edge in edges)
