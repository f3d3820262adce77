"""A demo project is carried from its award to its final report by the verbs alone."""

import pytest

from backend.config.demo.commissioning import contracts
from backend.config.demo.commissioning.reporting import Carried
from backend.config.demo.commissioning.schedule import walk
from backend.ledger import verify
from services.commissioning.models import Contract, Project, Rating, Report, Session
from services.commissioning.queries import delivered
from services.commissioning.states.projects import ProjectState
from tests.conftest import MoveToMoment
from tests.services.commissioning import build
from tests.services.commissioning.build import World

pytestmark = pytest.mark.django_db
MEMBERS = ("li_mei", "chen_ping")


@pytest.fixture
def world(db: None) -> World:
    """The commissioning world of the tests."""
    return build.world()


def test_a_project_is_carried_stage_by_stage_to_its_final_report(
    world: World, move_to_moment: MoveToMoment
) -> None:
    project = build.awarded(world)
    who = Carried(world.cast, "feng_xue", [world.actor(key) for key in MEMBERS], days=80)

    def state() -> ProjectState:
        return Project.objects.get().state

    walk(contracts.begin(project.number, who), move_to_moment)
    assert state() is ProjectState.IN_PROGRESS
    assert Session.objects.filter(state="closed").count() == 1
    walk(contracts.go_halfway(project.number, who), move_to_moment)
    assert state() is ProjectState.MIDTERM
    assert Session.objects.filter(state="closed").count() == 2
    walk(contracts.finish(project.number, who), move_to_moment)
    assert state() is ProjectState.FINAL_REPORT
    found = delivered.figures(Contract.objects.get())
    assert (found.persons, found.confirmations, found.sessions) == (2, 6, 3)
    assert (found.paid_fen, found.spent_fen) == (14_400_000, 16_200_000)
    assert (Rating.objects.count(), Report.objects.filter(state="confirmed").count()) == (6, 2)
    assert found.provider_count == 9
    assert verify.verify().ok
