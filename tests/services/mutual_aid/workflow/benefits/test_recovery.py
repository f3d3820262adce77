"""A wrong payment comes back by transfers of its own; nothing in the book is edited (R8.30)."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from backend.kernel.errors import Conflict, DomainError, Invalid, Refused
from backend.kernel.money import Money
from backend.ledger import book
from backend.ledger.entries import Kind
from backend.ledger.models import Transfer
from notifications.models import Event
from notifications.topics import Topic
from services.mutual_aid.models import Benefit, Cover, Recovery
from services.mutual_aid.states import BenefitState, RecoveryState
from services.mutual_aid.workflow.benefits import ordering, recovery
from tests.services.mutual_aid.build_benefits import Desk, answer, due, due_of_settlement, fresh

pytestmark = pytest.mark.django_db

CAME = date(2026, 11, 20)


def paid(desk: Desk, fen: int = 10_000, key: str = "li_mei") -> Benefit:
    """Give a benefit that the bank has confirmed."""
    benefit = due(desk, fen, key)
    answer(desk, ordering.order(actor=desk.keeper, benefits=[benefit.number]))
    return fresh(benefit)


def demanded(desk: Desk, benefit: Benefit, fen: int) -> Recovery:
    """Give a demand that two persons made."""
    asked = recovery.demand_back(
        benefit.number,
        actor=desk.keeper,
        version=benefit.version,
        amount=Money(fen),
        reason="结算数据更正后多付",
    )
    return recovery.confirm_demand(
        asked.number, actor=desk.actor("district_approver"), version=asked.version
    )


def came_back(desk: Desk, asked: Recovery, fen: int, reference: str = "T1") -> Recovery:
    """Enter money that came back."""
    return recovery.record_recovery(
        asked.number,
        actor=desk.keeper,
        version=asked.version,
        amount=Money(fen),
        bank_reference=reference,
        received_on=CAME,
    )


@pytest.mark.requirement("R8.30")
def test_the_whole_amount_comes_back_in_parts_and_the_payment_stays_in_the_book(desk: Desk) -> None:
    benefit = paid(desk)
    payment = Transfer.objects.get(kind=Kind.POST)
    asked = demanded(desk, benefit, 10_000)
    assert fresh(benefit).state is BenefitState.RECOVERING
    asked = came_back(desk, asked, 4_000)
    assert (asked.state, asked.left) == (RecoveryState.DEMANDED, Money(6_000))
    asked = came_back(desk, asked, 6_000, "T2")
    assert asked.state is RecoveryState.REPAID
    after = fresh(benefit)
    assert (after.state, after.net) == (BenefitState.RECOVERED, Money(0))
    assert desk.balances() == (10_000_000, 0, 0)
    parts = Transfer.objects.filter(kind=Kind.REVERSE, part_of=payment).order_by("id")
    assert [one.amount_fen for one in parts] == [4_000, 6_000]
    assert {one.because_type for one in parts} == {"mutual_aid.repayment"}
    assert Transfer.objects.get(pk=payment.pk).digest == payment.digest
    assert Cover.objects.get(person=benefit.person).paid_fen == 0
    topics = list(Event.objects.order_by("id").values_list("topic", flat=True))
    assert topics[-2:] == [
        Topic.MUTUAL_AID_BENEFIT_RECOVERING,
        Topic.MUTUAL_AID_BENEFIT_RECOVERED,
    ]
    assert book.verify().findings == []


@pytest.mark.requirement("R8.30")
def test_what_a_settlement_overpaid_comes_back_and_the_rest_stays_paid(desk: Desk) -> None:
    lines = due_of_settlement(desk, [("li_mei", 9_000), ("chen_ping", 4_000)])
    answer(desk, ordering.order_all(desk.plan.code, actor=desk.keeper))
    asked = demanded(desk, fresh(lines[0]), 2_500)
    came_back(desk, asked, 2_500)
    after = fresh(lines[0])
    assert (after.state, after.net) == (BenefitState.PAID, Money(6_500))
    assert desk.balances() == (10_000_000 - 10_500, 0, 10_500)
    assert book.verify().findings == []


def test_one_person_alone_demands_and_forgives_nothing(desk: Desk) -> None:
    benefit = paid(desk)
    approver = desk.actor("district_approver")
    asked = recovery.demand_back(
        benefit.number, actor=approver, version=benefit.version, amount=Money(1), reason="多付"
    )
    with pytest.raises(Refused) as caught:
        recovery.confirm_demand(asked.number, actor=approver, version=asked.version)
    assert caught.value.code == "four_eyes"
    assert fresh(benefit).state is BenefitState.PAID
    asked = recovery.confirm_demand(asked.number, actor=desk.keeper, version=asked.version)
    with pytest.raises(IntegrityError, match="recovery_four_eyes"), transaction.atomic():
        Recovery.objects.update(confirmed_by=desk.cast.users["district_approver"])
    with pytest.raises(Refused) as again:
        recovery.forgive(asked.number, actor=desk.keeper, version=asked.version, reason="困难")
    assert again.value.code == "four_eyes"
    recovery.forgive(asked.number, actor=approver, version=asked.version, reason="本人特别困难")
    assert fresh(benefit).state is BenefitState.PAID
    assert Recovery.objects.get().state is RecoveryState.FORGIVEN


def test_a_demand_that_nobody_confirmed_is_dropped_and_can_be_made_anew(desk: Desk) -> None:
    benefit = paid(desk)
    words = {"actor": desk.keeper, "version": benefit.version, "amount": Money(1), "reason": "错"}
    asked = recovery.demand_back(benefit.number, **words)  # type: ignore[arg-type]
    with pytest.raises(Conflict) as caught:
        recovery.demand_back(benefit.number, **words)  # type: ignore[arg-type]
    assert caught.value.code == "already_demanded"
    recovery.drop_demand(asked.number, actor=desk.keeper, version=asked.version, reason="核对无误")
    again = recovery.demand_back(benefit.number, **words)  # type: ignore[arg-type]
    assert again.number == f"{benefit.number}-2"


@pytest.mark.parametrize(
    ("code", "fen", "reference", "day"),
    [
        ("bad_amount", 0, "T1", CAME),
        ("bad_amount", 3_001, "T1", CAME),
        ("reference_missing", 100, " ", CAME),
        ("received_in_future", 100, "T1", date(2026, 12, 1)),
    ],
)
def test_wrong_money_that_came_back_is_refused(
    desk: Desk, code: str, fen: int, reference: str, day: date
) -> None:
    asked = demanded(desk, paid(desk), 3_000)
    before = desk.balances()
    with pytest.raises(Invalid) as caught:
        recovery.record_recovery(
            asked.number,
            actor=desk.keeper,
            version=asked.version,
            amount=Money(fen),
            bank_reference=reference,
            received_on=day,
        )
    assert caught.value.code == code
    assert desk.balances() == before


def test_the_same_statement_line_counts_once_and_only_what_was_paid_is_asked_back(
    desk: Desk,
) -> None:
    benefit = paid(desk)
    with pytest.raises(Invalid) as too_much:
        demanded(desk, benefit, 10_001)
    assert too_much.value.code == "bad_amount"
    asked = came_back(desk, demanded(desk, benefit, 3_000), 1_000)
    with pytest.raises(DomainError) as known:
        came_back(desk, asked, 1_000)
    assert known.value.code == "repayment_known"
    assert desk.balances()[2] == 9_000
