"""Evaluation: points by the contract's weights, and what each band leads to."""

from datetime import timedelta

import pytest

from backend.kernel import clock
from backend.kernel.errors import Conflict, NotFound, Refused
from backend.ledger.models import Balance
from services.commissioning.models import Evaluation, Project, Rectification, Target
from services.commissioning.rules.evaluation import years_later
from services.commissioning.states.contracts import StageState
from services.commissioning.states.organizations import OrgState
from services.commissioning.states.projects import ProjectState
from services.commissioning.workflow import evaluation
from tests.conftest import MoveToMoment
from tests.services.commissioning import build_contract as bc
from tests.services.commissioning import build_verdict as bv
from tests.services.commissioning.build import World

pytestmark = pytest.mark.django_db
LAST = 3


def _evaluate(world: World, project: Project, key: str = "acceptance_officer") -> Evaluation:
    return evaluation.evaluate(
        project.number, actor=world.actor(key), version=bv.row(project).version, words=""
    )


@pytest.mark.requirement("R9.18")
def test_points_follow_from_rows_and_nothing_is_typed_in(world: World) -> None:
    made = bv.evaluated(world)
    lines = {one.target.code: one for one in made.lines.select_related("target")}
    assert {code: one.delivered_hundredths for code, one in lines.items()} == {
        "persons": 1_200,
        "sessions": 100,
        "on-time": 10_000,
        "unit-cost": 200_000,
        "helped": 4_000,
        "satisfaction": 500,
    }
    assert (made.points_hundredths, made.band) == (10_000, "excellent")
    assert {one.target.kind for one in lines.values()} == {
        "quantity", "quality", "timeliness", "cost", "effect", "satisfaction",
    }  # fmt: skip


@pytest.mark.requirement("R9.19")
def test_a_good_delivery_lets_the_last_stage_fall_due(world: World) -> None:
    made = bv.evaluated(world)
    assert bc.stage(made.contract, LAST).state is StageState.DUE
    assert bv.row(made.contract.project).state is ProjectState.EVALUATED
    made.contract.organization.refresh_from_db()
    assert made.contract.organization.state is OrgState.CHECKED


@pytest.mark.requirement("R9.19")
def test_a_poor_delivery_withholds_the_last_stage_and_bars_the_organization(world: World) -> None:
    project = bv.finished(world, wanted=bv.POOR)
    stage = bc.stage(project.contract, LAST)
    before = Balance.objects.get(fund=world.fund).available_fen
    made = bv.evaluated(world, project)
    assert made.band == "poor"
    assert bc.stage(made.contract, LAST).state is StageState.WITHHELD
    assert Balance.objects.get(fund=world.fund).available_fen == before + stage.amount_fen
    made.contract.organization.refresh_from_db()
    until = years_later(clock.today(), 2)
    assert made.contract.organization.state is OrgState.BARRED
    assert made.contract.organization.barred_until == until == made.barred_until


@pytest.mark.requirement("R9.19")
def test_a_medium_delivery_is_put_right_before_the_last_stage_falls_due(world: World) -> None:
    made = bv.evaluated(world, wanted=bv.MEDIUM)
    assert (made.band, made.points_hundredths) == ("medium", 7_500)
    assert made.rectify_by == clock.today() + timedelta(days=30)
    assert bc.stage(made.contract, LAST).state is StageState.PLANNED
    project = bv.row(made.contract.project)
    evaluation.close_rectification(
        project.number,
        actor=world.actor("acceptance_officer"),
        version=project.version,
        is_done=True,
        words="已补足场次。",
    )
    assert bc.stage(made.contract, LAST).state is StageState.DUE


@pytest.mark.requirement("R9.19")
def test_what_was_not_put_right_by_its_day_withholds_the_last_stage(
    world: World, move_to_moment: MoveToMoment
) -> None:
    made = bv.evaluated(world, wanted=bv.MEDIUM)
    assert made.rectify_by is not None
    project = bv.row(made.contract.project)

    def close() -> Rectification:
        return evaluation.close_rectification(
            project.number,
            actor=world.actor("acceptance_officer"),
            version=project.version,
            is_done=False,
            words="没有补足。",
        )

    with pytest.raises(Conflict) as refusal:
        close()
    assert refusal.value.code == "still_time"
    assert not Rectification.objects.exists()
    move_to_moment(clock.start_of(made.rectify_by + timedelta(days=1)))
    close()
    assert bc.stage(made.contract, LAST).state is StageState.WITHHELD


@pytest.mark.requirement("R9.18")
def test_weights_that_do_not_sum_to_a_hundred_are_refused(world: World) -> None:
    project = bv.finished(world)
    bv.accepted(world, project)
    Target.objects.filter(contract=project.contract, code="persons").update(weight=26)
    with pytest.raises(Conflict) as refusal:
        _evaluate(world, project)
    assert refusal.value.code == "weights_sum"
    assert not Evaluation.objects.exists()
    assert bv.row(project).state is ProjectState.ACCEPTED


@pytest.mark.requirement("R9.18")
def test_a_target_of_which_nothing_is_known_gives_no_points(world: World) -> None:
    contract = bc.signed(world, targets=bv.EXCELLENT)
    bc.reported(world, contract, ago=65)
    bv.midterm(world, contract)
    bc.reported(world, contract, is_final=True, ago=31)
    made = bv.evaluated(world, bv.row(contract.project))
    line = made.lines.get(target__code="satisfaction")
    assert (line.delivered_hundredths, line.points_hundredths) == (None, 0)
    assert line.words == "没有可用的数据，不计分"


def test_it_is_evaluated_once(world: World) -> None:
    project = bv.finished(world)
    bv.evaluated(world, project)
    with pytest.raises(Conflict) as refusal:
        _evaluate(world, project)
    assert refusal.value.code == "wrong_state"
    assert Evaluation.objects.count() == 1


@pytest.mark.requirement("R9.17")
@pytest.mark.parametrize("key", ["project_buyer", "project_approver", "feng_xue"])
def test_who_bought_or_provided_does_not_evaluate(world: World, key: str) -> None:
    project = bv.finished(world)
    bv.accepted(world, project)
    with pytest.raises((Refused, NotFound)):
        _evaluate(world, project, key)
    assert not Evaluation.objects.exists()
