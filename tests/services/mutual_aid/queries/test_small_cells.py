"""What few people got cannot be worked out from the balances published around it."""

from collections.abc import Callable
from datetime import date
from itertools import pairwise

import pytest

from backend.config import publication
from backend.unions import standards
from services.disclosure import queries as disclosure
from services.disclosure.forms import MUTUAL_AID_QUARTERLY
from services.mutual_aid.queries import fund_figures
from services.mutual_aid.workflow.benefits import ordering
from tests.services.mutual_aid.build_benefits import Desk, answer, due
from tests.services.mutual_aid.conftest import MoveTo
from tests.services.mutual_aid.queries.test_fund_figures import desk, recovered, signed

__all__ = ["desk", "signed"]
pytestmark = pytest.mark.django_db
QUARTERS = {
    "2026Q4": date(2026, 11, 24),
    "2027Q1": date(2027, 2, 1),
    "2027Q2": date(2027, 5, 3),
    "2027Q3": date(2027, 8, 2),
    "2027Q4": date(2027, 11, 1),
}
AFTER = date(2028, 1, 10)
Paid = dict[str, list[tuple[str, int]]]


def pay(desk: Desk, key: str, fen: int) -> None:
    """Pay somebody, by the bank's word."""
    answer(desk, ordering.order(actor=desk.keeper, benefits=[due(desk, fen, key).number]))


@pytest.fixture
def year(desk: Desk, signed: None, move_to: MoveTo) -> Callable[[Paid], None]:
    """Pay people quarter by quarter, and publish each quarter when all is over."""

    def live(paid: Paid) -> None:
        for quarter, day in QUARTERS.items():
            move_to(day)
            for key, fen in paid.get(quarter, []):
                pay(desk, key, fen)
        move_to(AFTER)
        for quarter in QUARTERS:
            publication.publish_quarter("GH-0001", quarter, code=MUTUAL_AID_QUARTERLY)

    return live


def derived(desk: Desk) -> dict[tuple[str, ...], int]:
    """What a reader works out: for quarters whose amounts are hidden, what they sum to.

    From each two balances that stand, with the income between them and the amounts that are told.
    """
    told = disclosure.standing_figures(MUTUAL_AID_QUARTERLY, desk.plan.sponsor, list(QUARTERS))
    quarters = list(QUARTERS)
    # The fund was empty before its first quarter: everybody knows that.
    stands = [(-1, 0)] + [
        (place, int(told[quarter]["balance_fen"]))
        for place, quarter in enumerate(quarters)
        if "balance_fen" in told[quarter]
    ]
    found = {}
    for (before, opening), (now, closing) in pairwise(stands):
        rows = {quarter: told[quarter] for quarter in quarters[before + 1 : now + 1]}
        change = closing - opening
        for figures in rows.values():
            change -= int(figures["fees_fen"]) + int(figures["other_fen"])
            change += int(figures.get("amount_fen", 0)) - int(figures.get("recovered_fen", 0))
        hidden = tuple(
            quarter
            for quarter, figures in rows.items()
            if "amount_fen" not in figures or "recovered_fen" not in figures
        )
        if hidden:
            found[hidden] = -change
    return found


def smallest_of(desk: Desk, persons: int) -> None:
    """Let the federation publish cells of so many persons."""
    standards.enter(
        "statistics.smallest_cell",
        desk.plan.sponsor,
        persons,
        valid_from=date(2026, 6, 1),
        unit="人",
        source="示范市总工会会务公开办法",
        actor=desk.actor("sun_li"),
    )


@pytest.mark.requirement("R12.31", "R8.32")
def test_the_balances_either_side_of_a_hidden_quarter_do_not_tell_its_amount(
    desk: Desk, year: Callable[[Paid], None]
) -> None:
    year({"2027Q1": [("li_mei", 120_430)]})
    assert derived(desk) == {}
    told = disclosure.standing_figures(MUTUAL_AID_QUARTERLY, desk.plan.sponsor, list(QUARTERS))
    assert told["2026Q4"]["balance_fen"] == 10_000_000
    assert [quarter for quarter in QUARTERS if "balance_fen" in told[quarter]] == ["2026Q4"]
    assert told["2027Q2"]["amount_fen"] == 0


@pytest.mark.requirement("R12.31")
def test_the_balance_comes_back_when_enough_people_stand_behind_what_it_tells(
    desk: Desk, year: Callable[[Paid], None]
) -> None:
    smallest_of(desk, 2)
    year(
        {
            "2026Q4": [("li_mei", 100), ("chen_ping", 200)],
            "2027Q1": [("li_mei", 3_000)],
            "2027Q2": [("li_mei", 500)],
            "2027Q3": [("chen_ping", 70_000)],
        }
    )
    assert derived(desk) == {("2027Q1", "2027Q2", "2027Q3"): 73_500}
    told = disclosure.standing_figures(MUTUAL_AID_QUARTERLY, desk.plan.sponsor, list(QUARTERS))
    standing = [quarter for quarter in QUARTERS if "balance_fen" in told[quarter]]
    assert standing == ["2026Q4", "2027Q3", "2027Q4"]


@pytest.mark.requirement("R12.31")
def test_one_person_a_few_times_is_still_one_person(
    desk: Desk, year: Callable[[Paid], None]
) -> None:
    smallest_of(desk, 2)
    year({quarter: [("li_mei", 100)] for quarter in QUARTERS})
    assert derived(desk) == {}


@pytest.mark.requirement("R12.31")
def test_what_one_person_paid_back_is_not_told_by_a_quarter_whose_payments_are(
    desk: Desk, signed: None, move_to: MoveTo
) -> None:
    smallest_of(desk, 2)
    pay(desk, "chen_ping", 50)
    recovered(desk, 430)
    move_to(AFTER)
    figures = fund_figures.quarterly(desk.plan.sponsor, "2026Q4")
    assert figures is not None
    assert (figures["persons"], figures["recovered_persons"]) == (2, 1)
    assert figures["fewest_persons"] == 1
    for quarter in QUARTERS:
        publication.publish_quarter("GH-0001", quarter, code=MUTUAL_AID_QUARTERLY)
    assert derived(desk) == {}
