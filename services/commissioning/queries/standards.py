"""The dated figures of commissioned services that a union has in force on a day."""

from datetime import date

from backend.kernel import clock
from backend.unions import standards
from backend.unions.models import Union
from services.commissioning.models import FundType, Project
from services.commissioning.rules.call import OpenFor
from services.commissioning.rules.qualification import Periods

AWARD_TITLES = {
    "need_and_fit": "需求契合",
    "plan": "服务方案",
    "team": "团队与资质",
    "track_record": "过往业绩",
    "budget": "预算合理",
}


def open_for(union: Union, day: date) -> OpenFor:
    """How long calls stay open."""
    codes = ("commissioning.call_open_days", "commissioning.documents_workdays")
    return OpenFor(*standards.wholes(codes, union, day))


def org_periods(union: Union, day: date) -> Periods:
    """How long a penalty counts and how often a file is checked."""
    codes = ("commissioning.penalty_years", "commissioning.org_check_months")
    return Periods(*standards.wholes(codes, union, day))


def panel_size(union: Union, day: date) -> int:
    """Give the smallest panel."""
    return standards.whole("commissioning.panel_size", union, day)


def least_bids(union: Union, day: date) -> int:
    """Give the number of qualified applications below which no panel is drawn by itself."""
    return standards.whole("commissioning.least_bids", union, day)


def may_go_on(project: Project, qualified: int) -> bool:
    """Tell whether an approver may let so few qualified applications go before the panel.

    Never for public money, to which procurement law applies, nor where nothing is left to compare.
    """
    least = standards.whole("commissioning.least_bids_by_decision", project.union, clock.today())
    return project.fund_type == FundType.UNION and qualified >= least


def award_weights(union: Union, day: date) -> list[tuple[str, int]]:
    """Give the shipped criteria with their weights, as a draft begins with them."""
    weights: dict[str, int] = standards.value("commissioning.award_weights", union, day)
    return [(AWARD_TITLES.get(code, code), weight) for code, weight in weights.items()]


def progress_remind_days(union: Union, day: date) -> int:
    """How many days before progress is owed the organization is reminded."""
    return _days("commissioning.progress_remind_days", union, day)


def proof_remind_days(union: Union, day: date) -> int:
    """How many days before a proof runs out the organization is told."""
    return _days("commissioning.proof_remind_days", union, day)


def _days(code: str, union: Union, day: date) -> int:
    """Give a lead in days; 0, the day itself, where an older installation has not entered one."""
    return standards.whole(code, union, day) if standards.find(code, union, day) else 0
