"""What a settlement overpaid is listed person by person and got back by two persons (R8.30)."""

from typing import Any

import pytest
from django.test import Client

from backend.kernel.errors import Conflict, NotFound, Refused
from backend.kernel.identifiers import uuid7
from backend.ledger import book
from services.mutual_aid.models import Benefit, Recovery, Settlement
from services.mutual_aid.queries.covers import personal_data
from services.mutual_aid.queries.overpaid import OverpaidLine, overpaid
from services.mutual_aid.states import BenefitState, RecoveryState
from services.mutual_aid.workflow.benefits import ordering, recovery
from services.mutual_aid.workflow.settlements.overpayment import demand_overpaid
from tests import cast
from tests.services.mutual_aid import build_settlement as build
from tests.services.mutual_aid.build_benefits import Desk, answer

pytestmark = pytest.mark.requirement("R8.18", "R8.30")
WHY = "医保数据更正，前两季度多付。"


def settled(desk: Desk, quarter: str, amount: str) -> Settlement:
    data = build.content([("li_mei", "outpatient", 1, amount)])
    return build.issued(desk, build.computed(desk, build.read(desk, data, quarter)))


def pay(desk: Desk) -> None:
    answer(desk, ordering.order_all(build.PLAN, actor=desk.keeper))


def overpaid_year(desk: Desk) -> Settlement:
    """Pay 120 and 100 yuan, then learn that only 40 are due to date."""
    for quarter, amount in (("2026Q1", "2400"), ("2026Q2", "2900")):
        settled(desk, quarter, amount)
        pay(desk)
    return settled(desk, "2026Q3", "2000")


def line_of(desk: Desk, settlement: Settlement) -> OverpaidLine:
    (line,) = overpaid(desk.keeper, settlement.number)["items"]
    found: OverpaidLine = line
    return found


def test_the_list_names_who_was_overpaid_and_the_last_paid_is_asked_back_first(desk: Desk) -> None:
    third = overpaid_year(desk)
    line = line_of(desk, third)
    assert (line.due_fen, line.already_paid_fen, line.overpaid_fen) == (4_000, 22_000, 18_000)
    assert (line.payable_fen, line.may_demand) == (18_000, True)
    money = desk.balances()
    demand_overpaid(third.number, serial=line.serial, actor=desk.keeper, reason=WHY)
    asked = list(Recovery.objects.select_related("benefit").order_by("id"))
    assert [(one.benefit.amount_fen, one.amount_fen) for one in asked] == [
        (10_000, 10_000),
        (12_000, 8_000),
    ]
    assert {one.state for one in asked} == {RecoveryState.PROPOSED}
    assert desk.balances() == money
    after = line_of(desk, third)
    assert (after.handled_fen, after.left_fen, after.may_demand) == (18_000, 0, False)
    with pytest.raises(Conflict) as again:
        demand_overpaid(third.number, serial=line.serial, actor=desk.keeper, reason=WHY)
    assert again.value.code == "nothing_to_demand"
    assert Recovery.objects.count() == 2


def test_a_second_person_confirms_and_reversing_entries_bring_it_to_what_is_due(
    desk: Desk,
) -> None:
    third = overpaid_year(desk)
    demand_overpaid(third.number, serial=line_of(desk, third).serial, actor=desk.keeper, reason=WHY)
    before = desk.balances()
    for place, one in enumerate(Recovery.objects.order_by("id")):
        with pytest.raises(Refused) as refused:
            recovery.confirm_demand(one.number, actor=desk.keeper, version=one.version)
        assert refused.value.code == "four_eyes"
        second = desk.actor("district_approver")
        confirmed = recovery.confirm_demand(one.number, actor=second, version=one.version)
        recovery.record_recovery(
            one.number,
            actor=desk.keeper,
            version=confirmed.version,
            amount=confirmed.left,
            bank_reference=f"TK-{place}",
            received_on=confirmed.confirmed_at.date(),
        )
    available, reserved, spent = desk.balances()
    assert (available - before[0], reserved - before[1], before[2] - spent) == (18_000, 0, 18_000)
    assert {one.state for one in Benefit.objects.all()} == {
        BenefitState.RECOVERED,
        BenefitState.PAID,
    }
    assert book.verify().findings == []
    file = build.read(desk, build.content([("li_mei", "outpatient", 1, "2000")]), "2026Q4")
    again = build.computed(desk, file)
    assert (again.already_paid_fen, again.amount_fen, again.overpaid_fen) == (4_000, 0, 0)


def test_only_the_newest_approved_settlement_asks_back(desk: Desk) -> None:
    third = overpaid_year(desk)
    serial = line_of(desk, third).serial
    for number, who in ((third.number, "wang_qiang"), ("ABSENT-0", "sun_li")):
        with pytest.raises(NotFound):
            demand_overpaid(number, serial=serial, actor=desk.actor(who), reason=WHY)
    with pytest.raises(NotFound):
        demand_overpaid(third.number, serial=serial + 1, actor=desk.keeper, reason=WHY)
    data = build.content([("li_mei", "outpatient", 1, "1900")])
    newer = build.computed(desk, build.read(desk, data))
    for found, code in ((third, "newer_settlement"), (newer, "wrong_state")):
        with pytest.raises(Conflict) as refused:
            demand_overpaid(found.number, serial=1, actor=desk.keeper, reason=WHY)
        assert refused.value.code == code
    assert not Recovery.objects.exists()


@pytest.mark.requirement("RX.3")
def test_insurance_rows_and_settlement_lines_are_in_the_copy_of_ones_own_data(desk: Desk) -> None:
    settled(desk, "2026Q1", "2400")
    found = personal_data(desk.cast.people["li_mei"])
    (row,) = found["医保数据"]
    assert (row["项目"], row["累计金额（元）"], row["截至"]) == ("门诊", "2,400.00", "2026Q1")
    (line,) = found["季度结算"]
    assert (line["本次给付（元）"], line["结算依据"]) == ("120.00", {"门诊": ["2400.00 元"]})
    other = personal_data(desk.cast.people["chen_ping"])
    assert (other["医保数据"], other["季度结算"]) == ([], [])


def test_the_keeper_sees_the_list_and_asks_back_on_the_page(desk: Desk, settings: Any) -> None:
    third = overpaid_year(desk)
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = cast.sign_in(desk.cast.users["sun_li"])
    here = f"/console/settlements/{third.number}/overpaid/"
    page = client.get(here).content.decode()
    assert ("以前多付 1 人" in page, "追回 180.00 元" in page, "李梅" in page) == (
        True,
        True,
        False,
    )
    serial = line_of(desk, third).serial
    sent = {"idempotency_key": str(uuid7()), "reason": WHY}
    assert client.post(f"{here}{serial}/demand/", sent).headers["Location"] == here
    assert Recovery.objects.count() == 2
    headers = {"X-Session-Token": cast.sign_in(desk.cast.users["sun_li"])}
    listed = client.get(
        f"/api/staff/v1/mutual-aid/settlements/{third.number}/overpaid", headers=headers
    ).json()
    (one,) = listed["items"]
    assert (one["handled"]["amount_fen"], one["may_demand"]) == (18_000, False)
