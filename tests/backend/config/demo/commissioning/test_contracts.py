"""A demo project is carried from its award to its final report by the verbs alone."""

import pytest

from backend.config.demo.commissioning import contracts
from backend.config.demo.commissioning.contracts import Carried
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


def carried(world: World, move_to_moment: MoveToMoment) -> Carried:
    members = [world.actor(key) for key in MEMBERS]
    return Carried(world.cast, "feng_xue", members, move_to_moment)


def test_a_project_is_carried_to_its_final_report(
    world: World, move_to_moment: MoveToMoment
) -> None:
    project = build.awarded(world)
    contracts.carry(project.number, carried(world, move_to_moment), days=80)
    assert Project.objects.get().state is ProjectState.FINAL_REPORT
    contract = Contract.objects.get()
    found = delivered.figures(contract)
    assert (found.persons, found.confirmations, found.sessions) == (2, 6, 3)
    assert (found.paid_fen, found.spent_fen) == (14_400_000, 16_200_000)
    assert (Rating.objects.count(), Report.objects.filter(state="confirmed").count()) == (6, 2)
    assert found.provider_count == 9
    assert verify.verify().ok


@pytest.mark.parametrize(
    ("until", "state"),
    [("in_progress", ProjectState.IN_PROGRESS), ("midterm", ProjectState.MIDTERM)],
)
def test_a_project_stops_where_the_demo_wants_it(
    world: World, move_to_moment: MoveToMoment, until: str, state: ProjectState
) -> None:
    project = build.awarded(world)
    contracts.carry(project.number, carried(world, move_to_moment), days=80, until=until)
    assert Project.objects.get().state is state
    assert Session.objects.filter(state="closed").count() == (2 if until == "midterm" else 1)
