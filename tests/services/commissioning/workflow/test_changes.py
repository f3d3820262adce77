"""Changes of a contract: small transfers at once, everything else by another person (R9.15)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from backend.audit.models import Entry
from backend.kernel import clock
from backend.kernel.errors import Conflict, DomainError, Invalid
from backend.kernel.money import Money
from notifications.models import Event
from services.commissioning.models import (
    BudgetLine,
    ChangeKind,
    Contract,
    ContractChange,
    Session,
    Target,
)
from services.commissioning.states.contracts import ChangeState
from services.commissioning.workflow import changes, sessions
from services.commissioning.workflow.changes import Asked
from tests.services.commissioning import build_contract, proof
from tests.services.commissioning.build import World

pytestmark = pytest.mark.django_db
SHARE = 1_800_000  # ten percent of the contract


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(DomainError) as refusal:
        act()
    return refusal.value.code


def lines() -> list[int]:
    return list(BudgetLine.objects.order_by("place").values_list("amount_fen", flat=True))


def ask(world: World, asked: Asked, who: str = "feng_xue") -> ContractChange:
    contract = Contract.objects.get()
    return changes.ask_change(
        contract.number, actor=world.actor(who), version=contract.version, asked=asked
    )


def transfer(fen: int, **changed: object) -> Asked:
    usual = Asked(ChangeKind.LINE_TRANSFER, "场地免费", from_place=2, to_place=1, amount=Money(fen))
    return replace(usual, **changed)


@pytest.mark.requirement("R9.15")
def test_a_transfer_within_the_share_counts_at_once(world: World) -> None:
    build_contract.signed(world)
    change = ask(world, transfer(SHARE))
    assert (change.state, change.needs_approval) == (ChangeState.APPROVED, False)
    assert lines() == [11_800_000, 4_200_000, 2_000_000]
    assert (change.old, change.new, change.reason) == (
        "场地与物料 60,000.00 元，人员费用 100,000.00 元",
        "场地与物料 42,000.00 元，人员费用 118,000.00 元",
        "场地免费",
    )
    assert set(BudgetLine.objects.values_list("agreed_fen", flat=True)) == {
        10_000_000, 6_000_000, 2_000_000,
    }  # fmt: skip


@pytest.mark.requirement("R9.15")
def test_a_transfer_above_the_share_waits_for_another_person(world: World) -> None:
    build_contract.signed(world)
    change = ask(world, transfer(SHARE + 1))
    assert (change.state, change.needs_approval) == (ChangeState.ASKED, True)
    assert lines() == [10_000_000, 6_000_000, 2_000_000]
    assert Event.objects.filter(topic="commissioning.change_asked").exists()
    changes.approve_change(
        change.number, actor=world.actor("project_approver"), version=1, answer="同意"
    )
    assert lines() == [11_800_001, 4_199_999, 2_000_000]
    told = Event.objects.get(topic="commissioning.change_decided")
    assert told.person_id == world.cast.users["feng_xue"].person_id


@pytest.mark.requirement("R9.15")
def test_cutting_a_large_transfer_into_small_ones_does_not_get_round_the_share(
    world: World,
) -> None:
    build_contract.signed(world)
    assert ask(world, transfer(SHARE // 2)).state is ChangeState.APPROVED
    assert ask(world, transfer(SHARE // 2)).state is ChangeState.APPROVED
    assert ask(world, transfer(1)).state is ChangeState.ASKED
    assert lines() == [11_800_000, 4_200_000, 2_000_000]


@pytest.mark.requirement("R9.15")
def test_a_refused_change_changes_nothing(world: World) -> None:
    build_contract.signed(world)
    change = ask(world, transfer(SHARE + 1))
    refuse = lambda words: changes.refuse_change(  # noqa: E731
        change.number, actor=world.actor("project_approver"), version=1, answer=words
    )
    assert refused(lambda: refuse("")) == "reason_missing"
    refuse("理由不足")
    change.refresh_from_db()
    assert (change.state, change.answer) == (ChangeState.REFUSED, "理由不足")
    assert lines() == [10_000_000, 6_000_000, 2_000_000]


@pytest.mark.requirement("R9.15")
def test_the_end_and_a_target_always_need_another_person(world: World) -> None:
    contract = build_contract.signed(world)
    later = contract.ends_on + timedelta(days=30)
    end = ask(world, Asked(ChangeKind.END_DATE, "疫情顺延", new_day=later))
    goal = ask(world, Asked(ChangeKind.TARGET, "需求增加", target="persons", new_hundredths=70_000))
    assert Contract.objects.get().ends_on == contract.ends_on
    assert (goal.old, goal.new) == ("600 人", "700 人")
    for one in (end, goal):
        changes.approve_change(
            one.number, actor=world.actor("project_approver"), version=1, answer=""
        )
    assert Contract.objects.get().ends_on == later
    assert Target.objects.get(code="persons").planned_hundredths == 70_000


@pytest.mark.requirement("R9.15")
def test_who_asked_does_not_decide(world: World) -> None:
    build_contract.signed(world)
    change = ask(world, transfer(SHARE + 1), "project_buyer")
    buyer = replace(world.actor("project_buyer"), posts=world.actor("project_approver").posts)
    decide = lambda: changes.approve_change(  # noqa: E731
        change.number, actor=buyer, version=1, answer=""
    )
    assert refused(decide) == "four_eyes"
    with pytest.raises(IntegrityError, match="change_four_eyes"), transaction.atomic():
        ContractChange.objects.update(decided_by=change.asked_by)
    assert lines() == [10_000_000, 6_000_000, 2_000_000]


@pytest.mark.requirement("R9.15")
@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (transfer(0), "amount_zero"),
        (transfer(-1), "amount_zero"),
        (transfer(6_000_001), "line_short"),
        (transfer(1, to_place=2), "same_line"),
        (transfer(1, to_place=9), "bad_line"),
        (transfer(1, reason=" "), "reason_missing"),
        (Asked(ChangeKind.END_DATE, "早些结束"), "bad_day"),
        (Asked(ChangeKind.TARGET, "少做", target="none", new_hundredths=1), "bad_target"),
    ],
)
def test_a_wrong_change_is_refused_by_name(world: World, asked: Asked, code: str) -> None:
    build_contract.signed(world)
    assert refused(lambda: ask(world, asked)) == code
    assert not ContractChange.objects.exists()
    assert lines() == [10_000_000, 6_000_000, 2_000_000]


@pytest.mark.requirement("R9.15")
def test_money_that_a_report_spent_is_not_moved_away(world: World) -> None:
    contract = build_contract.signed(world)
    build_contract.spent(world, build_contract.begun(world, contract), 5_000_000, line=2)
    assert refused(lambda: ask(world, transfer(1_000_001))) == "line_short"
    assert ask(world, transfer(1_000_000)).state is ChangeState.APPROVED


def test_before_the_signature_nothing_is_changed(world: World) -> None:
    build_contract.drafted(world)
    assert refused(lambda: ask(world, transfer(1))) == "project_closed"


def planned(world: World, contract: Contract, day: date) -> Session:
    """Give a session that is planned for ten o'clock of a day."""
    begin = clock.start_of(day) + timedelta(hours=10)
    return sessions.plan_session(
        contract.number,
        actor=world.actor("feng_xue"),
        title="心理减压团体辅导",
        place="河东街道工会服务站",
        starts_at=begin,
        ends_at=begin + timedelta(hours=2),
    )


def until(day: date) -> Asked:
    return Asked(ChangeKind.END_DATE, "提前完成", new_day=day)


@pytest.mark.requirement("R9.12", "R9.15")
def test_an_earlier_end_waits_until_later_sessions_are_called_off(world: World) -> None:
    contract = build_contract.signed(world)
    last = clock.today() + timedelta(days=30)
    planned(world, contract, last)
    after = planned(world, contract, last + timedelta(days=1))
    with proof.refused(Conflict, "sessions_later") as refusal:
        ask(world, until(last))
    assert after.number in refusal.value.message
    assert "1 场" in refusal.value.message
    officer = world.actor("feng_xue")
    sessions.drop_session(after.number, actor=officer, version=after.version, reason="提前结束")
    change = ask(world, until(last))
    again = planned(world, contract, last + timedelta(days=2))
    with proof.refused(Conflict, "sessions_later"):
        changes.approve_change(
            change.number, actor=world.actor("project_approver"), version=1, answer="同意"
        )
    sessions.drop_session(again.number, actor=officer, version=again.version, reason="提前结束")
    changes.approve_change(
        change.number, actor=world.actor("project_approver"), version=1, answer="同意"
    )
    assert Contract.objects.get().ends_on == last


@pytest.mark.requirement("R9.12", "R9.15")
def test_milestones_come_forward_with_an_earlier_end_and_the_change_says_so(world: World) -> None:
    contract = build_contract.signed(world)
    last = clock.today() + timedelta(days=30)
    before = list(contract.milestones.order_by("place").values_list("due_on", flat=True))
    change = ask(world, until(last))
    assert change.new == f"{last:%Y-%m-%d}；这些节点随之改到这一天：交终期报告"
    assert list(contract.milestones.values_list("due_on", flat=True)) == before
    changes.approve_change(
        change.number, actor=world.actor("project_approver"), version=1, answer="同意"
    )
    assert list(contract.milestones.values_list("due_on", flat=True)) == [before[0], last]
    acts = Entry.objects.filter(act="commissioning.move_milestone")
    assert [one.field_names for one in acts] == [["due_on"]]


@pytest.mark.requirement("R9.18")
def test_a_target_in_persons_stays_a_whole_number(world: World) -> None:
    build_contract.signed(world)
    asked = Asked(ChangeKind.TARGET, "略减", target="persons", new_hundredths=59_950)
    with proof.refused(Invalid, "bad_target"):
        ask(world, asked)
