"""From the insurance data file to the members' benefits, quarter by quarter."""

import pytest

from backend.kernel.errors import Conflict, Refused
from notifications.models import Event
from notifications.topics import Topic
from services.mutual_aid.models import Benefit, SettlementLine
from services.mutual_aid.states import FileState, SettlementState
from services.mutual_aid.workflow.benefits import ordering
from services.mutual_aid.workflow.settlements import approval
from tests.services.mutual_aid import build_settlement as build
from tests.services.mutual_aid.build_benefits import Desk

ROWS = [
    ("li_mei", "outpatient", 1, "3800.03"),
    ("li_mei", "inpatient", 1, "2300.00"),
    ("li_mei", "inpatient", 2, "1000.00"),
    ("chen_ping", "outpatient", 1, "1800.00"),
]
# (3800.03 - 1800 + 2300 - 1300 + 1000 - 650) x 20 % = 670.006
PAID_FEN = 67_001


@pytest.mark.requirement("R8.18")
def test_it_pays_year_to_date_due_minus_paid_without_application(desk: Desk) -> None:
    file = build.read(desk, build.content(ROWS))
    assert (file.state, file.rows_read, file.good_count, file.refused_count) == (
        FileState.READ,
        4,
        4,
        0,
    )
    settlement = build.computed(desk, file)
    assert (settlement.state, settlement.person_count, settlement.paid_count) == (
        SettlementState.COMPUTED,
        2,
        1,
    )
    assert (settlement.amount_fen, Benefit.objects.count()) == (PAID_FEN, 0)
    done = build.issued(desk, settlement)
    benefit = Benefit.objects.get()
    assert done.state is SettlementState.ISSUED
    assert benefit.number == f"{settlement.number}-0000001"
    assert (benefit.person, benefit.amount_fen) == (desk.cast.people["li_mei"], PAID_FEN)
    assert benefit.payee is not None
    assert benefit.facts == {
        "events": {"inpatient": ["2300.00", "1000.00"], "outpatient": ["3800.03"]}
    }
    assert desk.balances() == (10_000_000 - PAID_FEN, PAID_FEN, 0)
    told = Event.objects.get(topic=Topic.MUTUAL_AID_BENEFIT_DUE)
    assert (told.person_id, told.params) == (benefit.person_id, {"number": benefit.number})


@pytest.mark.requirement("R8.18")
def test_a_second_run_over_the_same_file_pays_nothing(desk: Desk) -> None:
    file = build.read(desk, build.content(ROWS))
    build.issued(desk, build.computed(desk, file))
    again = build.computed(desk, file)
    assert (again.amount_fen, again.already_paid_fen, again.line_count) == (0, PAID_FEN, 0)
    assert build.issued(desk, again).state is SettlementState.ISSUED
    assert Benefit.objects.count() == 1
    assert desk.balances() == (10_000_000 - PAID_FEN, PAID_FEN, 0)


@pytest.mark.requirement("R8.18")
def test_a_smaller_year_to_date_pays_nothing_and_reports_what_was_overpaid(desk: Desk) -> None:
    paid = []
    for quarter, amount in (("2026Q1", "2400"), ("2026Q2", "2900"), ("2026Q3", "2000")):
        data = build.content([("li_mei", "outpatient", 1, amount)])
        settlement = build.computed(desk, build.read(desk, data, quarter))
        paid.append((settlement.amount_fen, settlement.overpaid_fen))
        build.issued(desk, settlement)
    assert paid == [(12_000, 0), (10_000, 0), (0, 18_000)]
    line = SettlementLine.objects.get(overpaid_fen__gt=0)
    assert (line.due_fen, line.already_paid_fen, line.amount_fen) == (4_000, 22_000, 0)
    assert Benefit.objects.count() == 2


def test_who_made_it_never_approves_it(desk: Desk) -> None:
    settlement = build.computed(desk, build.read(desk, build.content(ROWS)))
    with pytest.raises(Refused) as refused:
        approval.approve(settlement.number, actor=build.maker(desk), version=settlement.version)
    assert refused.value.code == "not_permitted"
    assert build.fresh(settlement).state is SettlementState.COMPUTED
    assert desk.balances() == (10_000_000, 0, 0)


def test_a_result_that_has_become_old_is_not_approved(desk: Desk) -> None:
    file = build.read(desk, build.content(ROWS))
    settlement = build.computed(desk, file)
    Benefit.objects.create(
        number="JF-1",
        key=desk.cast.people["chen_ping"].key,
        person=desk.cast.people["chen_ping"],
        payee_person=desk.cast.people["chen_ping"],
        cover=desk.plan.covers.get(person=desk.cast.people["chen_ping"]),
        plan=desk.plan,
        plan_version=desk.version,
        union=desk.cast.unions["bus"],
        period_first_day="2026-01-01",
        due_fen=1,
        amount_fen=1,
        facts={},
    )
    with pytest.raises(Conflict) as refused:
        approval.approve(settlement.number, actor=build.approver(desk), version=settlement.version)
    assert refused.value.code == "settlement_stale"
    assert desk.balances() == (10_000_000, 0, 0)


def test_the_fund_keeper_orders_all_of_them_at_once(desk: Desk) -> None:
    build.issued(desk, build.computed(desk, build.read(desk, build.content(ROWS))))
    batch = ordering.order_all(build.PLAN, actor=desk.keeper)
    assert (batch.count, batch.total_fen) == (1, PAID_FEN)
