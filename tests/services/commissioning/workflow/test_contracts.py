"""The contract: drafted, agreed, signed by another, its money reserved (R9.12)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from backend.audit.models import Entry
from backend.kernel import clock
from backend.kernel.errors import Conflict, DomainError, Invalid
from backend.kernel.money import Money
from backend.ledger import book, verify
from backend.ledger.models import Balance, Transfer
from notifications.models import Event
from services.commissioning.models import BudgetLine, Contract, Project, Stage, Target
from services.commissioning.rules.contract import LineTerms, MilestoneTerms, StageTerms
from services.commissioning.states.contracts import StageState
from services.commissioning.states.projects import ProjectState
from services.commissioning.workflow import contracts
from tests.conftest import MoveToMoment
from tests.services.commissioning import build, build_contract, proof
from tests.services.commissioning.build import World

pytestmark = pytest.mark.django_db
BEFORE_TODAY = (MilestoneTerms("delivery", "完成前三十场", clock.today() - timedelta(days=10)),)


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(DomainError) as refusal:
        act()
    return refusal.value.code


@pytest.mark.requirement("R9.12")
def test_a_contract_is_drafted_from_the_winning_application(world: World) -> None:
    contract = build_contract.drafted(world)
    assert (contract.amount_fen, contract.organization.name) == (
        18_000_000,
        "示范市心桥社会工作服务中心",
    )
    assert sum(BudgetLine.objects.values_list("amount_fen", flat=True)) == 18_000_000
    assert sum(Target.objects.values_list("weight", flat=True)) == 100
    assert list(Stage.objects.values_list("percent", "amount_fen", "condition")) == [
        (50, 9_000_000, "signed"),
        (30, 5_400_000, "midterm"),
        (20, 3_600_000, "accepted"),
    ]
    assert not Transfer.objects.filter(kind="reserve").exists()
    told = Event.objects.get(topic="commissioning.contract_to_agree")
    assert told.person_id == world.cast.users["feng_xue"].person_id


@pytest.mark.requirement("R9.12", "R9.13")
def test_signing_reserves_each_stage_and_lets_the_first_fall_due(world: World) -> None:
    contract = build_contract.signed(world)
    stages = list(Stage.objects.order_by("place"))
    assert [one.state for one in stages] == [
        StageState.DUE, StageState.PLANNED, StageState.PLANNED,
    ]  # fmt: skip
    assert [one.reservation.amount_fen for one in stages if one.reservation] == [
        9_000_000, 5_400_000, 3_600_000,
    ]  # fmt: skip
    assert Balance.objects.get(fund=world.fund).reserved_fen == 18_000_000
    assert verify.verify().ok
    project = Project.objects.get()
    assert project.state is ProjectState.IN_PROGRESS
    assert (contract.signed_by, contract.agreed_by) == (
        world.cast.users["project_approver"],
        world.cast.users["feng_xue"],
    )
    assert Entry.objects.filter(act="commissioning.sign_contract").count() == 1
    assert Event.objects.filter(topic="commissioning.stage_due").exists()


@pytest.mark.requirement("R9.12")
def test_who_drafted_does_not_sign(world: World) -> None:
    contract = build_contract.agreed(world)
    buyer = replace(world.actor("project_buyer"), posts=world.actor("project_approver").posts)
    sign = lambda: contracts.sign_contract(  # noqa: E731
        contract.number, actor=buyer, version=contract.version
    )
    assert refused(sign) == "four_eyes"
    assert not Transfer.objects.filter(kind="reserve").exists()
    assert Project.objects.get().state is ProjectState.AWARDED
    with pytest.raises(IntegrityError, match="four_eyes"), transaction.atomic():
        Contract.objects.update(signed_by=contract.drafted_by)


@pytest.mark.requirement("R9.12")
def test_it_is_not_signed_before_the_organization_agreed(world: World) -> None:
    contract = build_contract.drafted(world)
    approver = world.actor("project_approver")
    sign = lambda: contracts.sign_contract(  # noqa: E731
        contract.number, actor=approver, version=contract.version
    )
    assert refused(sign) == "not_agreed"
    assert not Transfer.objects.filter(kind="reserve").exists()


def test_drafting_anew_takes_the_agreement_back(world: World) -> None:
    contract = build_contract.agreed(world)
    again = build_contract.drafted(world, Project.objects.get())
    assert (again.pk, again.agreed_by, again.version) == (contract.pk, None, contract.version + 1)
    assert Stage.objects.count() == 3
    late = lambda: contracts.sign_contract(  # noqa: E731
        contract.number, actor=world.actor("project_approver"), version=contract.version
    )
    assert refused(late) == "stale_version"


@pytest.mark.requirement("R9.13")
def test_a_fund_that_is_short_refuses_and_nothing_changes(world: World) -> None:
    contract = build_contract.agreed(world)
    approver = world.actor("project_approver")
    with transaction.atomic():
        spare = Balance.objects.get(fund=world.fund).available_fen - 17_999_999
        book.reserve(world.fund, Money(spare), because=world.fund, actor=approver)
    sign = lambda: contracts.sign_contract(  # noqa: E731
        contract.number, actor=approver, version=contract.version
    )
    assert refused(sign) == "fund_short"
    assert Balance.objects.get(fund=world.fund).available_fen == 17_999_999
    assert set(Stage.objects.values_list("state", "reservation")) == {("planned", None)}
    assert Contract.objects.get().signed_on is None
    assert Project.objects.get().state is ProjectState.AWARDED


@pytest.mark.requirement("R9.12")
@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"lines": (LineTerms("人员费用", Money(17_999_999)),)}, "lines_sum"),
        ({"lines": ()}, "lines_count"),
        ({"stages": (StageTerms(50, "signed"), StageTerms(49, "accepted"))}, "percents_sum"),
        ({"stages": (StageTerms(50, "signed"), StageTerms(51, "accepted"))}, "percents_sum"),
        ({"stages": (StageTerms(50, "accepted"), StageTerms(50, "signed"))}, "conditions_order"),
        ({"stages": (StageTerms(100, "signed"),)}, "last_stage"),
        ({"targets": build_contract.TARGETS[:5]}, "weights_sum"),
        ({"targets": build_contract.TARGETS[:5]}, "kinds_missing"),
        ({"milestones": ()}, "milestones_count"),
    ],
)
def test_terms_that_do_not_add_up_are_refused_by_name(
    world: World, changed: dict[str, object], code: str
) -> None:
    project = build.awarded(world)
    with pytest.raises(DomainError) as refusal:
        build_contract.drafted(world, project, **changed)
    assert code in {one.code for one in refusal.value.fields}
    assert not Contract.objects.exists()


@pytest.mark.parametrize("weight", [9, 11])
@pytest.mark.requirement("R9.18")
def test_weights_of_99_and_101_are_refused(world: World, weight: int) -> None:
    targets = (*build_contract.TARGETS[:5], replace(build_contract.TARGETS[5], weight=weight))
    with pytest.raises(DomainError) as refusal:
        build_contract.drafted(world, targets=targets)
    assert [one.message for one in refusal.value.fields] == [
        f"绩效指标的权重合计应为 100，现在是 {90 + weight}"
    ]


def test_a_milestone_outside_the_term_is_refused(world: World) -> None:
    usual = build_contract.terms()
    far = replace(usual.milestones[0], due_on=usual.ends_on + timedelta(days=1))
    with pytest.raises(DomainError, match="节点日期不在服务期内：完成前三十场"):
        build_contract.drafted(world, milestones=(far,))


def test_a_foreign_organization_does_not_see_the_contract(world: World) -> None:
    contract = build_contract.drafted(world)
    agree = lambda: contracts.agree_contract(  # noqa: E731
        contract.number, actor=world.actor("second_officer"), version=contract.version
    )
    assert refused(agree) == "not_found"
    assert not Contract.objects.visible_to(world.actor("second_officer")).exists()
    assert Contract.objects.visible_to(world.actor("feng_xue")).exists()
    assert Contract.objects.visible_to(world.actor("zhou_lan")).exists()


def test_a_terminated_contract_gives_the_money_back(world: World) -> None:
    contract = build_contract.signed(world)
    contracts.terminate(
        contract.number,
        actor=world.actor("project_approver"),
        version=contract.version,
        reason="机构注销",
    )
    assert Balance.objects.get(fund=world.fund).reserved_fen == 0
    assert set(Stage.objects.values_list("state", flat=True)) == {"withheld"}
    project = Project.objects.get()
    assert (project.state, project.state_reason) == (ProjectState.TERMINATED, "机构注销")


@pytest.mark.requirement("R9.12")
def test_the_term_is_neither_over_nor_begins_before_the_award(world: World) -> None:
    project = build.awarded(world)
    awarded_on = clock.to_local(project.state_since).date()
    today = clock.today()
    for term, where, code in (
        ({"starts_on": awarded_on - timedelta(days=1)}, "/starts_on", "before_award"),
        (
            {"ends_on": today - timedelta(days=1), "milestones": BEFORE_TODAY},
            "/ends_on", "term_over",
        ),
    ):  # fmt: skip
        with proof.refused(Invalid, "terms") as refusal:
            build_contract.drafted(world, project, **term)
        assert [(one.pointer, one.code) for one in refusal.value.fields] == [(where, code)]
    made = build_contract.drafted(
        world, project, starts_on=awarded_on, ends_on=today, milestones=BEFORE_TODAY
    )
    assert (made.starts_on, made.ends_on) == (awarded_on, today)


@pytest.mark.requirement("R9.12")
def test_a_contract_whose_term_ran_out_on_the_desk_is_not_signed(
    world: World, move_to_moment: MoveToMoment
) -> None:
    contract = build_contract.agreed(world, ends_on=clock.today(), milestones=BEFORE_TODAY)
    move_to_moment(clock.end_of(contract.ends_on) + timedelta(hours=9))
    with proof.refused(Conflict, "term_over") as refusal:
        contracts.sign_contract(
            contract.number, actor=world.actor("project_approver"), version=contract.version
        )
    assert [one.pointer for one in refusal.value.fields] == ["/ends_on"]


@pytest.mark.requirement("R9.18")
def test_a_target_in_persons_is_a_whole_number(world: World) -> None:
    targets = (replace(build_contract.TARGETS[0], planned=60_050), *build_contract.TARGETS[1:])
    project = build.awarded(world)
    with proof.refused(Invalid, "terms") as refusal:
        build_contract.drafted(world, project, targets=targets)
    assert [one.code for one in refusal.value.fields] == ["planned_whole"]
    assert "服务职工人数" in refusal.value.message
