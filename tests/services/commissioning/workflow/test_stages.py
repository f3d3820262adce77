"""Payment stages: due by condition, approved, ordered, paid once and never too much (R9.13)."""

import threading
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F

from backend.accounts import payees
from backend.kernel.errors import DomainError
from backend.kernel.money import Money
from backend.ledger import verify
from backend.ledger.formats import Outcome
from backend.ledger.models import Balance, PaymentBatch, PaymentOrder
from notifications.models import Event
from services.commissioning.models import Contract, OrgOfficer, Stage, StageCondition
from services.commissioning.states.contracts import StageState
from services.commissioning.workflow import stage_orders, stages
from tests.services.commissioning import build, build_contract
from tests.services.commissioning.build import World

pytestmark = pytest.mark.django_db


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(DomainError) as refusal:
        act()
    return refusal.value.code


def states() -> list[str]:
    return list(Stage.objects.order_by("place").values_list("state", flat=True))


@pytest.mark.requirement("R9.13")
def test_a_stage_is_approved_ordered_and_paid_by_the_banks_word(world: World) -> None:
    contract = build_contract.signed(world)
    build_contract.account(world)
    stage = build_contract.approved(world, contract)
    batch = build_contract.ordered(world, stage)
    assert states() == [StageState.ORDERED, StageState.PLANNED, StageState.PLANNED]
    assert Contract.objects.get().paid_fen == 0
    build_contract.answered(world, batch)
    assert states() == [StageState.PAID, StageState.PLANNED, StageState.PLANNED]
    assert Contract.objects.get().paid_fen == 9_000_000
    balance = Balance.objects.get(fund=world.fund)
    assert (balance.reserved_fen, balance.spent_fen) == (9_000_000, 9_000_000)
    assert verify.verify().ok
    keeper = Event.objects.get(topic="commissioning.stage_to_pay")
    assert keeper.person_id == world.cast.users["sun_li"].person_id
    told = Event.objects.get(topic="commissioning.stage_paid")
    assert told.person_id == world.cast.users["feng_xue"].person_id


@pytest.mark.requirement("R9.13")
def test_the_same_reply_twice_pays_once(world: World) -> None:
    contract = build_contract.signed(world)
    build_contract.account(world)
    batch = build_contract.ordered(world, build_contract.approved(world, contract))
    build_contract.answered(world, batch)
    build_contract.answered(world, batch)
    assert Contract.objects.get().paid_fen == 9_000_000
    assert Balance.objects.get(fund=world.fund).spent_fen == 9_000_000


@pytest.mark.requirement("R9.13")
def test_a_stage_whose_condition_is_not_met_is_not_approved(world: World) -> None:
    contract = build_contract.signed(world)
    build_contract.account(world)
    assert refused(lambda: build_contract.approved(world, contract, 2)) == "wrong_state"
    assert refused(lambda: build_contract.approved(world, contract, 3)) == "wrong_state"
    assert states() == [StageState.DUE, StageState.PLANNED, StageState.PLANNED]


@pytest.mark.requirement("R9.13")
def test_a_stage_paid_once_is_not_ordered_again(world: World) -> None:
    contract = build_contract.signed(world)
    build_contract.account(world)
    stage = build_contract.approved(world, contract)
    assert build_contract.ordered(world, stage).count == 1
    assert refused(lambda: build_contract.ordered(world, stage)) == "wrong_state"
    build_contract.answered(world, PaymentBatch.objects.get())
    assert refused(lambda: build_contract.ordered(world, stage)) == "wrong_state"
    assert PaymentOrder.objects.count() == 1


@pytest.mark.requirement("R9.13")
def test_the_table_itself_refuses_to_pay_beyond_the_contract(world: World) -> None:
    build_contract.signed(world)
    with pytest.raises(IntegrityError, match="never_paid_beyond"), transaction.atomic():
        Contract.objects.update(paid_fen=F("amount_fen") + 1)


@pytest.mark.requirement("R9.13")
def test_who_drafted_does_not_approve_and_who_approved_does_not_order(world: World) -> None:
    contract = build_contract.signed(world)
    build_contract.account(world)
    due = build_contract.stage(contract, 1)
    approver = world.actor("project_approver")
    drafter = replace(world.actor("project_buyer"), posts=approver.posts)
    approve = lambda: stages.approve_stage(due.number, actor=drafter, version=due.version)  # noqa: E731
    assert refused(approve) == "four_eyes"
    with pytest.raises(IntegrityError, match="by_its_drafter"), transaction.atomic():
        Stage.objects.update(approved_by=contract.drafted_by)
    stage = build_contract.approved(world, contract)
    keeper = replace(approver, posts=world.actor("sun_li").posts)
    order = lambda: stage_orders.order_stages(actor=keeper, stages=[stage.number])  # noqa: E731
    assert refused(order) == "four_eyes"
    with pytest.raises(IntegrityError, match="by_its_approver"), transaction.atomic():
        Stage.objects.filter(pk=stage.pk).update(ordered_by=stage.approved_by)
    assert not PaymentOrder.objects.exists()


@pytest.mark.requirement("R9.13")
def test_without_a_verified_account_nothing_is_approved(world: World) -> None:
    contract = build_contract.signed(world)
    assert refused(lambda: build_contract.approved(world, contract)) == "no_account"
    assert states()[0] == StageState.DUE


@pytest.mark.requirement("R9.13")
def test_a_changed_account_needs_a_new_approval(world: World) -> None:
    contract = build_contract.signed(world)
    build_contract.account(world)
    stage = build_contract.approved(world, contract)
    again = lambda: build_contract.approved(world, contract)  # noqa: E731
    assert refused(again) == "same_account"
    build_contract.account(world, last="0002")
    assert refused(lambda: build_contract.ordered(world, stage)) == "payee_changed"
    renewed = build_contract.approved(world, contract)
    assert renewed.payee is not None
    assert renewed.payee.account_last4 == "0002"
    # The changed account cools off before money goes there.
    assert refused(lambda: build_contract.ordered(world, renewed)) == "payee_cooling"
    assert not PaymentOrder.objects.exists()


@pytest.mark.requirement("R9.13")
def test_a_returned_payment_is_ordered_again_and_paid_once(world: World) -> None:
    contract = build_contract.signed(world)
    build_contract.account(world)
    stage = build_contract.approved(world, contract)
    batch = build_contract.ordered(world, stage)
    build_contract.answered(world, batch, Outcome.RETURNED)
    back = build_contract.stage(contract, 1)
    assert (back.state, back.words) == (StageState.RETURNED, "账号户名不符")
    assert Contract.objects.get().paid_fen == 0
    assert Event.objects.filter(topic="commissioning.stage_returned").count() == 1
    build_contract.answered(world, build_contract.ordered(world, back))
    assert build_contract.stage(contract, 1).state is StageState.PAID
    assert Contract.objects.get().paid_fen == 9_000_000
    assert verify.verify().ok


def test_a_payment_is_taken_out_before_it_goes_to_the_bank(world: World) -> None:
    contract = build_contract.signed(world)
    build_contract.account(world)
    stage = build_contract.approved(world, contract)
    batch = stage_orders.order_stages(actor=world.actor("sun_li"), stages=[stage.number])
    order = PaymentOrder.objects.get()
    stage_orders.take_out_stage(
        batch.number, actor=world.actor("payment_confirmer"), order=order.number, reason="待核对"
    )
    back = build_contract.stage(contract, 1)
    assert (back.state, back.payment_order, back.ordered_by) == (StageState.APPROVED, None, None)
    build_contract.answered(world, build_contract.ordered(world, back))
    assert build_contract.stage(contract, 1).state is StageState.PAID


@pytest.mark.requirement("R9.19")
def test_a_withheld_stage_frees_its_money_and_is_never_paid(world: World) -> None:
    contract = build_contract.signed(world)
    build_contract.account(world)
    with transaction.atomic():
        locked = Contract.objects.locked(contract.number)
        held = stages.withhold(
            locked,
            actor=world.actor("acceptance_officer"),
            reason="绩效评价为差",
            condition=StageCondition.ACCEPTED,
        )
        assert stages.fall_due(locked, StageCondition.ACCEPTED, actor=world.actor("sun_li")) == []
    assert [one.place for one in held] == [3]
    assert states() == [StageState.DUE, StageState.PLANNED, StageState.WITHHELD]
    assert Balance.objects.get(fund=world.fund).reserved_fen == 14_400_000
    assert refused(lambda: build_contract.approved(world, contract, 3)) == "wrong_state"
    assert verify.verify().ok


def test_a_related_officer_steps_back(world: World) -> None:
    contract = build_contract.signed(world)
    build_contract.account(world)
    OrgOfficer.objects.create(
        organization=world.organizations["heart"],
        user=world.cast.users["project_approver"],
        entered_by=world.cast.users["project_buyer"],
    )
    assert refused(lambda: build_contract.approved(world, contract)) == "related"


def test_an_unverified_account_is_no_account(world: World) -> None:
    contract = build_contract.signed(world)
    account = build_contract.account(world)
    with transaction.atomic():
        payees.stop(account.holder, actor=world.actor("payment_confirmer"))
    assert refused(lambda: build_contract.approved(world, contract)) == "no_account"


@pytest.mark.requirement("R9.13")
def test_thirds_of_a_fen_go_to_the_last_stage(world: World) -> None:
    usual = build_contract.terms().lines
    project = build.awarded(world)
    project.call.bids.filter(state="won").update(amount_fen=10_000_001)
    lines = (replace(usual[0], amount=Money(10_000_001)),)
    build_contract.drafted(world, project, lines=lines)
    amounts = list(Stage.objects.order_by("place").values_list("amount_fen", flat=True))
    assert amounts == [5_000_000, 3_000_000, 2_000_001]


@pytest.mark.requirement("R9.13")
@pytest.mark.django_db(transaction=True)
def test_two_keepers_at_once_order_one_payment(world: World) -> None:
    contract = build_contract.signed(world)
    build_contract.account(world)
    stage = build_contract.approved(world, contract)
    keeper, start = world.actor("sun_li"), threading.Barrier(2)
    outcomes: list[str] = []

    def order() -> None:
        start.wait()
        try:
            stage_orders.order_stages(actor=keeper, stages=[stage.number])
            outcomes.append("ordered")
        except DomainError as refusal:
            outcomes.append(refusal.code)
        finally:
            connection.close()

    racers = [threading.Thread(target=order) for _ in range(2)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    assert sorted(outcomes) == ["ordered", "wrong_state"]
    assert PaymentOrder.objects.count() == 1
    assert Balance.objects.get(fund=world.fund).reserved_fen == 18_000_000


@pytest.mark.requirement("R9.13")
@pytest.mark.django_db(transaction=True)
def test_two_replies_at_once_pay_once(world: World) -> None:
    contract = build_contract.signed(world)
    build_contract.account(world)
    batch = build_contract.ordered(world, build_contract.approved(world, contract))
    start = threading.Barrier(2)

    def answer() -> None:
        start.wait()
        try:
            build_contract.answered(world, batch)
        finally:
            connection.close()

    racers = [threading.Thread(target=answer) for _ in range(2)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    assert Contract.objects.get().paid_fen == 9_000_000
    assert Balance.objects.get(fund=world.fund).spent_fen == 9_000_000
    assert verify.verify().ok
