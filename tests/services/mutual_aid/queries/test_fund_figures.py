"""The figures of a plan's fund are the ledger's, to the fen, and go before the public (R8.32)."""

from datetime import date

import pytest

from backend.config import publication
from backend.kernel.errors import Conflict, Invalid
from backend.kernel.money import Money
from backend.ledger.models import Balance
from services.disclosure import workflow as disclosure
from services.disclosure.forms import MUTUAL_AID_QUARTERLY, shipped
from services.disclosure.models import Version
from services.mutual_aid.queries import fund_figures
from services.mutual_aid.workflow.benefits import ordering, recovery
from tests.cast import Cast
from tests.services.mutual_aid import build
from tests.services.mutual_aid.build_benefits import (
    Desk,
    account_of,
    answer,
    desk_of,
    due,
    due_of_settlement,
    fresh,
)
from tests.services.mutual_aid.conftest import MoveTo

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(world: Cast) -> Desk:
    """100,000.00 yuan of fees came in; 李梅 and 陈平 have accounts."""
    made = desk_of(world)
    account_of(made, "li_mei")
    account_of(made, "chen_ping", "6222020200998877665")
    return made


def recovered(desk: Desk, fen: int) -> None:
    """Pay 李梅 two claims and get a part of one back."""
    first = due(desk, 120_430)
    batch = ordering.order(actor=desk.keeper, benefits=[first.number, due(desk, 33).number])
    answer(desk, batch)
    asked = recovery.demand_back(
        first.number,
        actor=desk.keeper,
        version=fresh(first).version,
        amount=Money(fen),
        reason="多付",
    )
    asked = recovery.confirm_demand(
        asked.number, actor=desk.actor("district_approver"), version=asked.version
    )
    recovery.record_recovery(
        asked.number,
        actor=desk.keeper,
        version=asked.version,
        amount=Money(fen),
        bank_reference="T1",
        received_on=date(2026, 11, 23),
    )


@pytest.mark.requirement("R8.32")
def test_opening_and_what_came_and_went_give_the_balance_of_the_ledger(
    desk: Desk, move_to: MoveTo
) -> None:
    recovered(desk, 430)
    move_to(date(2027, 1, 4))
    answer(desk, ordering.order(actor=desk.keeper, benefits=[due(desk, 7, "chen_ping").number]))
    last = fund_figures.of_plan(desk.plan, "2026Q4")
    assert (last.first, last.last) == (date(2026, 10, 1), date(2026, 12, 31))
    assert (last.opening_fen, last.fees_fen, last.other_fen) == (0, 10_000_000, 0)
    assert (last.benefits_fen, last.recovered_fen) == (120_463, 430)
    assert last.closing_fen == 10_000_000 - 120_463 + 430
    assert (last.administration_fen, last.reserve_fen) == (500_000, 1_000_000)
    assert last.free_fen == last.closing_fen - 1_500_000
    this = fund_figures.of_plan(desk.plan, "2027")
    assert (this.opening_fen, this.fees_fen, this.benefits_fen) == (last.closing_fen, 0, 7)
    held = Balance.objects.get(fund=desk.plan.fund)
    assert this.closing_fen == held.available_fen + held.reserved_fen


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("2026Q1", date(2026, 1, 1), date(2026, 3, 31)),
        ("2026Q3", date(2026, 7, 1), date(2026, 9, 30)),
        ("2026Q4", date(2026, 10, 1), date(2026, 12, 31)),
    ],
)
def test_a_period_is_a_year_or_a_quarter(text: str, first: date, last: date) -> None:
    assert fund_figures.bounds(text) == (first, last)


@pytest.mark.parametrize("text", ["", "2026Q5", "2026-Q4", "26", "0000", "２０２６"])
def test_anything_else_is_no_period(text: str) -> None:
    with pytest.raises(Invalid) as caught:
        fund_figures.bounds(text)
    assert caught.value.code == "bad_period"


@pytest.fixture
def signed(world: Cast) -> None:
    """The form of mutual aid, passed by its three people."""
    disclosure.load_catalogue(starts_on=date(2026, 1, 1))
    author, checker, signer = (
        build.actor(world, key) for key in ("wu_tong", "privacy_checker", "signatory")
    )
    words = shipped(MUTUAL_AID_QUARTERLY)
    draft = disclosure.open_form("GH-0001", actor=author, **words)
    draft = disclosure.submit(draft.number, actor=author, version=draft.version)
    draft = disclosure.pass_check(draft.number, actor=checker, version=draft.version)
    disclosure.sign_off(draft.number, actor=signer, version=draft.version)


@pytest.mark.requirement("R12.3", "R8.32")
def test_the_quarter_goes_before_the_public_by_itself_without_small_cells(
    desk: Desk, signed: None, move_to: MoveTo
) -> None:
    recovered(desk, 430)
    due_of_settlement(desk, [("chen_ping", 99)])
    move_to(date(2027, 1, 2))
    assert publication.publish_last_quarter() == ["GH-0001"]
    shown = Version.objects.get()
    assert shown.title == "示范市总工会2026年第四季度医疗互助收支与给付"
    assert "|会费收入（已减退费）|100,000.00|" in shown.body
    assert "|管理费限额|5,000.00|" in shown.body
    for hidden in ("1,204", "0.33", "4.30", "98,7"):
        assert hidden not in shown.body
    assert "|期末结余|人数较少，不列|" in shown.body
    assert publication.publish_last_quarter() == []


@pytest.mark.requirement("R12.3", "R8.32")
def test_published_figures_are_the_ledgers_at_that_moment(
    desk: Desk, signed: None, monkeypatch: pytest.MonkeyPatch, move_to: MoveTo
) -> None:
    recovered(desk, 430)
    figures = fund_figures.quarterly(desk.plan.sponsor, "2026Q4")
    sums = fund_figures.of_plan(desk.plan, "2026Q4")
    assert figures is not None
    assert figures["amount_fen"] == sums.benefits_fen == figures["claim_amount_fen"]
    assert figures["recovered_fen"] == sums.recovered_fen
    held = Balance.objects.get(fund=desk.plan.fund)
    assert figures["balance_fen"] == held.available_fen + held.reserved_fen
    assert (figures["persons"], figures["recovered_persons"], figures["plans"]) == (1, 1, 3)


def test_a_union_without_a_plan_has_nothing_to_publish(desk: Desk, signed: None) -> None:
    assert fund_figures.quarterly(desk.cast.unions["district"], "2026Q4") is None
    with pytest.raises(Conflict) as caught:
        publication.publish_quarter("GH-0002", "2026Q4", code=MUTUAL_AID_QUARTERLY)
    assert caught.value.code == "no_figures"
