"""Taking a plan version back: by one person before it begins, by two after; the former reopens."""

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from backend.kernel.errors import Conflict, Invalid, Refused
from services.mutual_aid import queries
from services.mutual_aid.models import PlanVersion
from services.mutual_aid.queries.plan_sheets import sheet_of
from services.mutual_aid.workflow import plan_life, plan_withdrawal
from tests.cast import Cast
from tests.services.mutual_aid import build as cast_build
from tests.services.mutual_aid import build_claims_review as build
from tests.services.mutual_aid.workflow.test_plan_life import (
    approver,
    load,
    must_refuse,
    officer,
    proposed,
    state,
)

pytestmark = pytest.mark.requirement("R8.2")
withdraw, ask = plan_withdrawal.withdraw, plan_withdrawal.ask_withdrawal


def in_force(world: Cast, **fields: object) -> str:
    """Give the number of a version in force."""
    return cast_build.put_in_force(world, load(world, **fields).number).number


def test_a_version_that_was_never_in_force_goes_back_by_who_loaded_it(world: Cast) -> None:
    number = proposed(world).number
    must_refuse(Invalid, "reason_missing", withdraw, number, actor=officer(world), reason=" ")
    withdraw(number, actor=officer(world), reason="另拟一版。")
    assert state(number)[0] == "withdrawn"


def test_before_it_begins_one_person_withdraws_a_successor_and_the_former_is_open_again(
    world: Cast,
) -> None:
    first = in_force(world)
    second = in_force(world, version=2, valid_from="2026-12-01", rate="0.6")
    assert state(first)[1] == date(2026, 11, 30)
    must_refuse(Refused, "not_permitted", withdraw, second, actor=officer(world), reason="x")
    withdraw(second, actor=approver(world), reason="比例印错了。")
    assert state(second)[0] == "withdrawn"
    row = PlanVersion.objects.get(number=first)
    assert (row.state, row.valid_to, row.pays) == ("in_force", None, True)
    last = row.steps.latest("pk")
    assert (last.act, last.reason, last.act_label) == (
        "reopen",
        f"{second} 撤回",
        "后一版本撤回，恢复有效",
    )
    third = in_force(world, version=3, valid_from="2027-01-01", rate="0.6")
    assert (state(first)[1], state(third)[1]) == (date(2026, 12, 31), None)


def test_where_a_later_version_stands_the_former_ends_before_that_one(world: Cast) -> None:
    first = in_force(world)
    second = in_force(world, version=2, valid_from="2026-12-01", rate="0.6")
    in_force(world, version=3, valid_from="2027-03-01", rate="0.7")
    withdraw(second, actor=approver(world), reason="不再施行。")
    assert state(first)[1] == date(2027, 2, 28)
    with pytest.raises(DatabaseError), transaction.atomic():
        PlanVersion.objects.filter(number=first).update(valid_to=None)
    with pytest.raises(DatabaseError), transaction.atomic():
        PlanVersion.objects.filter(number=first).update(valid_to=date(2027, 1, 31))


def test_a_version_that_ends_by_itself_is_not_opened(world: Cast) -> None:
    first = in_force(world, valid_to="2026-11-30")
    second = in_force(world, version=2, valid_from="2026-12-01", rate="0.6")
    withdraw(second, actor=approver(world), reason="另拟一版。")
    assert state(first)[1] == date(2026, 11, 30)


def test_once_it_has_begun_two_persons_withdraw_it(world: Cast) -> None:
    first = in_force(world)
    second = in_force(world, version=2, valid_from="2026-07-01", rate="0.6")
    signs, may = approver(world), officer(world)
    must_refuse(Conflict, "withdrawal_not_asked", withdraw, second, actor=signs, reason="x")
    must_refuse(Refused, "not_permitted", ask, second, actor=signs, reason="x")
    must_refuse(Invalid, "reason_missing", ask, second, actor=may, reason="")
    assert "ask_withdrawal" in sheet_of(may, second).may
    assert "withdraw" not in sheet_of(signs, second).may
    ask(second, actor=may, reason="比例印错了。")
    must_refuse(Conflict, "withdrawal_asked", ask, second, actor=may, reason="x")
    waiting = [(one.number, one.state) for one in queries.queue_items(signs)]
    assert (second, "待撤回") in waiting
    with pytest.raises(IntegrityError, match="withdrawal_has_four_eyes"), transaction.atomic():
        PlanVersion.objects.filter(number=second).update(withdrawn_by=may.user_id)
    row = PlanVersion.objects.get(number=second)
    PlanVersion.objects.filter(pk=row.pk).update(withdrawal_asked_by=signs.user_id)
    must_refuse(Refused, "four_eyes", withdraw, second, actor=signs, reason="x")
    PlanVersion.objects.filter(pk=row.pk).update(withdrawal_asked_by=may.user_id)
    withdraw(second, actor=signs, reason="属实。")
    assert (state(second)[0], state(first)[1]) == ("withdrawn", None)
    row.refresh_from_db()
    assert [one.act for one in row.steps.order_by("pk")][-2:] == ["ask_withdrawal", "withdraw"]
    assert (row.withdrawal_asked_by_id, row.withdrawn_by_id) == (may.user_id, signs.user_id)


def test_what_somebody_used_is_never_withdrawn(desk: build.Story) -> None:
    world = desk.made
    number = in_force(world)
    soon = in_force(world, code="TEST-2", valid_from="2026-12-01")
    must_refuse(Conflict, "wrong_state", ask, soon, actor=officer(world), reason="x")
    build.cover(desk, plan=number)
    must_refuse(Conflict, "version_used", ask, number, actor=officer(world), reason="x")
    must_refuse(Conflict, "version_used", withdraw, number, actor=approver(world), reason="x")
    assert PlanVersion.objects.get(number=number).pays


def test_nobody_opens_an_ended_version_by_hand(world: Cast) -> None:
    first = in_force(world)
    in_force(world, version=2, valid_from="2026-12-01", rate="0.6")
    with pytest.raises(DatabaseError, match="follows"), transaction.atomic():
        PlanVersion.objects.filter(number=first).update(valid_to=None)
    declined = proposed(world, version=3, valid_from="2027-01-01", rate="0.7")
    plan_life.decline(declined.number, actor=approver(world), reason="再议。")
    assert state(first)[1] == date(2026, 11, 30)
