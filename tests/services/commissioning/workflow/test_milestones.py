"""The midterm and the milestones (R9.12, R9.13)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from backend.kernel import clock
from backend.kernel.errors import DomainError
from services.commissioning.models import Contract, Milestone, Project, ProjectStep, Stage
from services.commissioning.states.contracts import MilestoneAct, MilestoneState, StageState
from services.commissioning.states.projects import ProjectState
from services.commissioning.workflow import milestones
from services.commissioning.workflow.milestones import Judgement
from tests.services.commissioning import build_contract
from tests.services.commissioning.build import World

pytestmark = pytest.mark.django_db


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(DomainError) as refusal:
        act()
    return refusal.value.code


def met(place: int, **changed: object) -> Judgement:
    milestone = Milestone.objects.get(place=place)
    usual = Judgement(
        milestone.number, MilestoneAct.MEET, "三十场全部完成", clock.today() - timedelta(days=6)
    )
    return replace(usual, **changed)


def meet(world: World, *judgements: Judgement) -> Contract:
    contract = Contract.objects.get()
    return milestones.meet_midterm(
        contract.number,
        actor=world.actor("project_approver"),
        version=contract.version,
        words="进度正常",
        judgements=judgements,
    )


@pytest.mark.requirement("R9.13")
def test_the_midterm_lets_the_second_stage_fall_due(world: World) -> None:
    contract = build_contract.signed(world)
    build_contract.reported(world, contract)
    meet(world, met(1))
    assert Project.objects.get().state is ProjectState.MIDTERM
    assert build_contract.stage(contract, 2).state is StageState.DUE
    assert build_contract.stage(contract, 3).state is StageState.PLANNED
    milestone = Milestone.objects.get(place=1)
    assert (milestone.state, milestone.words) == (MilestoneState.MET, "三十场全部完成")
    assert ProjectStep.objects.filter(act="meet_midterm", words="进度正常").count() == 1
    assert refused(lambda: meet(world)) == "wrong_state"
    assert Stage.objects.filter(state=StageState.DUE).count() == 2


@pytest.mark.requirement("R9.13")
def test_without_a_checked_report_there_is_no_midterm(world: World) -> None:
    contract = build_contract.signed(world)
    assert refused(lambda: meet(world, met(1))) == "no_report"
    build_contract.submitted(world, build_contract.begun(world, contract))
    assert refused(lambda: meet(world, met(1))) == "report_waiting"
    assert Project.objects.get().state is ProjectState.IN_PROGRESS
    assert build_contract.stage(contract, 2).state is StageState.PLANNED
    assert Milestone.objects.get(place=1).state is MilestoneState.SCHEDULED


@pytest.mark.requirement("R9.12")
def test_a_milestone_that_is_due_is_judged_before_the_midterm(world: World) -> None:
    contract = build_contract.signed(world)
    build_contract.reported(world, contract)
    with pytest.raises(DomainError, match="到期的节点还没有认定：完成前三十场。"):
        meet(world)
    missed = met(1, act=MilestoneAct.MISS, words="只完成二十场", met_on=None)
    meet(world, missed)
    assert Milestone.objects.get(place=1).state is MilestoneState.NOT_MET


def test_a_milestone_is_judged_with_words_and_its_day(world: World) -> None:
    build_contract.signed(world)
    contract = Contract.objects.get()
    judge = lambda one: milestones.judge_milestones(  # noqa: E731
        contract.number,
        actor=world.actor("project_approver"),
        version=contract.version,
        judgements=[one],
    )
    assert refused(lambda: judge(met(1, words=" "))) == "reason_missing"
    assert refused(lambda: judge(met(1, met_on=None))) == "met_on"
    tomorrow = clock.today() + timedelta(days=1)
    assert refused(lambda: judge(met(1, met_on=tomorrow))) == "met_on"
    assert refused(lambda: judge(met(1, milestone="ABSENT"))) == "not_found"
    assert set(Milestone.objects.values_list("state", flat=True)) == {"scheduled"}
    judge(met(1))
    assert Milestone.objects.get(place=1).met_on == clock.today() - timedelta(days=6)


def test_who_drafted_does_not_judge(world: World) -> None:
    contract = build_contract.signed(world)
    drafter = replace(world.actor("project_buyer"), posts=world.actor("project_approver").posts)
    judge = lambda: milestones.judge_milestones(  # noqa: E731
        contract.number, actor=drafter, version=contract.version, judgements=[met(1)]
    )
    assert refused(judge) == "four_eyes"
    assert Milestone.objects.get(place=1).state is MilestoneState.SCHEDULED
