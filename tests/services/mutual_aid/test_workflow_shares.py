"""Shares, cards, terms: what a roster asks, what is void, what each payer owes (R8.7, R8.11)."""

from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from backend.kernel.errors import Conflict, Invalid
from backend.kernel.money import Money
from backend.ledger.models import Balance
from services.mutual_aid.models import Batch, FeePart, FeeRefund, Line, RefundReason, Upload
from services.mutual_aid.states import BatchState
from services.mutual_aid.workflow import batches, opening
from tests.cast import Cast
from tests.services.mutual_aid import build, plans
from tests.services.mutual_aid.roster.files import HEADER, workbook

pytestmark = pytest.mark.django_db
TWO = {"shares_max": 2}
SPLIT = [{"payer": "member", "amount": 20}, {"payer": "unit", "amount": 80}]


def opened(world: Cast, people: int, **more: Any) -> Batch:
    return opening.open_batch(
        plans.ACCIDENT,
        union_number="GH-0005",
        headcount=people,
        female_headcount=people,
        actor=build.actor(world, "wang_qiang"),
        **more,
    )


def sent(world: Cast, batch: Batch, folder: Path, *rows: tuple[object, ...]) -> Upload:
    path = workbook(folder / "r.xlsx", [(*HEADER, "份数", "会员卡"), *rows])
    return build.send(world, batch, path.read_bytes())


def confirm(world: Cast, batch: Batch) -> Batch:
    chair = build.actor(world, "wang_qiang")
    return batches.confirm_unit(batch.number, actor=chair, version=build.fresh(batch).version)


@pytest.mark.requirement("R8.7")
def test_shares_above_the_maximum_are_void_and_their_fee_goes_back(
    world: Cast, tmp_path: Path
) -> None:
    plans.signed(world, entry=TWO, fee={"per_share": 100, "split": SPLIT})
    one, two, three = build.workers(3)
    batch = opened(world, 3)
    upload = sent(world, batch, tmp_path, (*one, "1", ""), (*two, "2份", ""), (*three, "3", ""))
    assert (upload.kept_count, upload.bad_count, upload.over_count) == (3, 0, 1)
    held = Line.objects.order_by("row_number").values_list("shares", "shares_void")
    assert list(held) == [(1, 0), (2, 0), (2, 1)]
    batch = confirm(world, batch)
    assert (batch.share_count, batch.fee_due_fen) == (5, 50_000)
    parts = dict(FeePart.objects.values_list("payer", "amount_fen"))
    assert parts == {"member": 10_000, "unit": 40_000}
    keeper = build.actor(world, "sun_li")
    for yuan in ("600.01", "599.99"):
        with pytest.raises(Invalid, match="多出"):
            batches.record_fee(
                batch.number,
                actor=keeper,
                version=batch.version,
                amount=Money.from_yuan(yuan),
                bank_reference="YH1",
            )
    batch = batches.record_fee(
        batch.number,
        actor=keeper,
        version=batch.version,
        amount=Money.from_yuan("600"),
        bank_reference="YH1",
    )
    refund = FeeRefund.objects.get()
    assert (refund.amount_fen, refund.reason) == (10_000, RefundReason.VOID_SHARES)
    assert batch.state == BatchState.FEE_MATCHED
    assert Balance.objects.get(fund=batch.plan_version.plan.fund).available_fen == 60_000


@pytest.mark.requirement("R8.7")
def test_equal_shares_are_asked_of_all_persons_of_a_unit(world: Cast, tmp_path: Path) -> None:
    plans.signed(world, entry={**TWO, "equal_shares": True})
    one, two, three = build.workers(3)
    batch = opened(world, 3)
    sent(world, batch, tmp_path, (*one, "2", ""), (*two, "2", ""), (*three, "1", ""))
    with pytest.raises(Conflict, match=r"多数人是 2 份，不同的有：第 4 行赵\*\* 1 份") as caught:
        confirm(world, batch)
    assert caught.value.code == "unequal_shares"
    assert build.fresh(batch).state == BatchState.ROSTER_CHECKED
    again = sent(world, batch, tmp_path, (*three, "2", ""))
    assert (again.kept_count, again.known_count) == (0, 1)
    assert confirm(world, batch).fee_due_fen == 6 * 2_500


def test_a_roster_without_the_columns_changes_no_shares(world: Cast, tmp_path: Path) -> None:
    plans.signed(world, entry=TWO)
    (one,) = build.workers(1)
    batch = opened(world, 1)
    sent(world, batch, tmp_path, (*one, "2", "是"))
    build.send_rows(world, batch, tmp_path, [one])
    line = Line.objects.get()
    assert (line.shares, line.holds_card) == (2, True)


def test_card_holders_and_the_risk_class_have_their_own_fee(world: Cast, tmp_path: Path) -> None:
    fee = {"per_share": 50, "with_card": 40, "by_risk_class": {"normal": 30, "high": 60}}
    plans.signed(world, fee={**fee, "split": [{"payer": "unit", "remainder": True}]})
    with pytest.raises(Invalid, match="请选择单位的风险类别"):
        opened(world, 3)
    batch = opened(world, 3, risk_class="high")
    one, two, three = build.workers(3)
    sent(world, batch, tmp_path, (*one, "", "是"), (*two, "", "否"), (*three, "", ""))
    assert confirm(world, batch).fee_due_fen == 4_000 + 2 * 6_000


def test_the_chosen_term_sets_fee_and_last_day(world: Cast, tmp_path: Path) -> None:
    plans.signed(
        world,
        cover={"months_options": [12, 24], "months": None},
        fee={"term_options": [{"months": 12, "fee": 25}, {"months": 24, "fee": 45}]},
    )
    batch = opened(world, 1, months=24)
    build.send_rows(world, batch, tmp_path, build.workers(1))
    batch = confirm(world, batch)
    assert batch.fee_due_fen == 4_500
    done = build.in_force(world, batch)
    assert (f"{done.first_day}", f"{done.last_day}") == ("2026-11-24", "2028-11-23")


@pytest.mark.requirement("R8.11")
def test_the_database_refuses_parts_that_do_not_sum_to_the_fee(world: Cast, tmp_path: Path) -> None:
    batch = build.confirmed(world, tmp_path, build.workers(2))
    for statement in (
        "UPDATE mutual_aid_feepart SET amount_fen = amount_fen + 1 WHERE payer = 'unit'",
        "DELETE FROM mutual_aid_feepart WHERE payer = 'unit'",
        "UPDATE mutual_aid_batch SET fee_due_fen = fee_due_fen + 1",
    ):
        with pytest.raises(IntegrityError):
            _at_commit(statement)
    assert build.fresh(batch).fee_due_fen == 10_000


def _at_commit(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_plan_without_a_fee_counts_as_paid_at_once(world: Cast, tmp_path: Path) -> None:
    plans.signed(world, fee={"per_share": 0, "split": [{"payer": "city"}]})
    batch = opened(world, 1)
    build.send_rows(world, batch, tmp_path, build.workers(1))
    assert confirm(world, batch).state == BatchState.FEE_MATCHED


def test_confirming_a_large_unit_takes_as_many_statements_as_a_small_one(
    world: Cast, tmp_path: Path, django_assert_num_queries: Any
) -> None:
    plans.signed(world, entry=TWO)
    counts = []
    for first, people in ((0, 2), (50, 40)):
        batch = opened(world, people)
        build.send_rows(world, batch, tmp_path, build.workers(people, first=first))
        with django_assert_num_queries(20, exact=False) as sent_now:
            confirm(world, batch)
        counts.append(len(sent_now))
        fresh = build.fresh(batch)
        batches.make_void(
            batch.number,
            actor=build.actor(world, "wang_qiang"),
            version=fresh.version,
            reason="重报",
        )
    assert counts[0] == counts[1]
