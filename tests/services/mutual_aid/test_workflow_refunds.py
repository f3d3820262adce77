"""Fees that go back: who may ask, who sends, and what the ledger says afterwards."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from backend.kernel.errors import Conflict, Refused
from backend.kernel.money import Money
from backend.ledger.models import Balance, Transfer
from backend.ledger.verify import verify
from services.mutual_aid.models import Batch, FeeRefund, Line, RefundReason
from services.mutual_aid.states import BatchState, LineState, RefundState
from services.mutual_aid.workflow import batches, refunds
from tests.cast import Cast
from tests.services.mutual_aid import build, plans

pytestmark = pytest.mark.django_db


def void(world: Cast, batch: Batch, by: str) -> Batch:
    version = build.fresh(batch).version
    actor = build.actor(world, by)
    return refunds.void_with_refund(batch.number, actor=actor, version=version, reason="报错单位")


def send(world: Cast, refund: FeeRefund, by: str, reference: str = "TK1") -> FeeRefund:
    return refunds.send_refund(
        refund.number,
        actor=build.actor(world, by),
        version=refund.version,
        bank_reference=reference,
    )


def available(batch: Batch) -> int:
    return int(Balance.objects.get(fund=batch.plan_version.plan.fund).available_fen)


def test_a_batch_that_came_too_late_for_its_term_goes_back_with_its_fee(
    world: Cast, tmp_path: Path, move_to: Callable[[date], None]
) -> None:
    batch = build.paid(world, build.confirmed(world, tmp_path, build.workers(3)))
    move_to(date(2027, 11, 1))
    upper = build.actor(world, "zhao_min")
    batches.confirm_upper(batch.number, actor=upper, version=batch.version)
    done = void(world, batch, "wang_qiang")
    assert done.state == BatchState.VOID
    assert set(Line.objects.values_list("state", flat=True)) == {LineState.WITHDRAWN}
    refund = FeeRefund.objects.get()
    assert (refund.amount_fen, refund.reason) == (15_000, RefundReason.BATCH_VOID)
    assert available(batch) == 15_000
    sent = send(world, refund, "sun_li")
    assert (sent.state, available(batch)) == (RefundState.SENT, 0)
    assert verify().ok


def test_a_complete_fee_is_given_back_by_the_plans_rule_or_by_the_upper_union(
    world: Cast, tmp_path: Path
) -> None:
    batch = build.paid(world, build.confirmed(world, tmp_path, build.workers(3)))
    with pytest.raises(Conflict, match="由上级作废退费") as caught:
        void(world, batch, "wang_qiang")
    assert caught.value.code == "no_refund"
    assert (build.fresh(batch).state, FeeRefund.objects.count()) == (BatchState.FEE_MATCHED, 0)
    assert void(world, batch, "zhao_min").state == BatchState.VOID
    plans.signed(world, fee={"refund": "before_start"})
    other = build.confirmed(world, tmp_path, build.workers(2, first=50), plan=plans.ACCIDENT)
    assert void(world, build.paid(world, other), "wang_qiang").state == BatchState.VOID


def test_a_part_of_the_fee_goes_back_whatever_the_plan_says(world: Cast, tmp_path: Path) -> None:
    batch = build.confirmed(world, tmp_path, build.workers(3))
    with pytest.raises(Conflict) as caught:
        void(world, batch, "wang_qiang")
    assert caught.value.code == "nothing_received"
    batches.record_fee(
        batch.number,
        actor=build.actor(world, "sun_li"),
        version=build.fresh(batch).version,
        amount=Money(100),
        bank_reference="YH1",
    )
    void(world, batch, "wang_qiang")
    assert FeeRefund.objects.get().amount_fen == 100


def test_who_asked_for_a_refund_does_not_send_it(world: Cast, tmp_path: Path) -> None:
    batch = build.paid(world, build.confirmed(world, tmp_path, build.workers(2)))
    refund = FeeRefund.objects.create(
        batch=batch,
        amount_fen=100,
        reason=RefundReason.OVERPAID,
        requested_by=world.users["sun_li"],
    )
    with pytest.raises(Refused) as caught:
        send(world, refund, "sun_li")
    assert caught.value.code == "four_eyes"
    refund.refresh_from_db()
    assert (refund.state, available(batch)) == (RefundState.REQUESTED, 10_000)


def test_part_of_a_receipt_goes_back_by_reversing_and_receiving_the_rest(
    world: Cast, tmp_path: Path
) -> None:
    batch = build.paid(world, build.confirmed(world, tmp_path, build.workers(2)))
    first = FeeRefund.objects.create(
        batch=batch,
        amount_fen=2_500,
        reason=RefundReason.DUPLICATES,
        requested_by=world.users["zhao_min"],
    )
    send(world, first, "sun_li")
    assert available(batch) == 7_500
    kinds = Transfer.objects.order_by("pk").values_list("kind", "amount_fen")
    assert list(kinds) == [("receive", 10_000), ("reverse", 10_000), ("receive", 7_500)]
    second = FeeRefund.objects.create(
        batch=batch,
        amount_fen=7_500,
        reason=RefundReason.BATCH_VOID,
        requested_by=world.users["zhao_min"],
    )
    with pytest.raises(Conflict) as caught:
        send(world, second, "plan_officer", "TK1")
    assert caught.value.code == "refund_known"
    send(world, second, "plan_officer", "TK2")
    assert available(batch) == 0
    assert verify().ok


@pytest.mark.requirement("R8.8")
def test_the_fee_of_a_line_that_turned_out_double_goes_back(
    world: Cast, tmp_path: Path, move_to: Callable[[date], None]
) -> None:
    plans.signed(
        world,
        entry={"duplicate_scope": "none"},
        fee={"per_share": 100, "split": [{"payer": "unit", "remainder": True}]},
    )
    people = build.workers(2)
    build.in_force(world, build.confirmed(world, tmp_path, people, plan=plans.ACCIDENT))
    again = build.confirmed(
        world,
        tmp_path,
        [people[0], *build.workers(1, first=9)],
        plan=plans.ACCIDENT,
        by="restaurant_chair",
    )
    done = build.in_force(world, again)
    assert done.line_count == 1
    refund = FeeRefund.objects.get()
    assert (refund.batch_id, refund.amount_fen) == (done.pk, 10_000)
    assert refund.reason == RefundReason.DUPLICATES
    assert refund.requested_by == world.users["zhao_min"]
