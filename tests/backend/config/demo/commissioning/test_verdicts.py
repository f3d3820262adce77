"""The demo's verdicts: one project published with a dispute, one late and saying so."""

from datetime import timedelta

import pytest

from backend.config.demo.commissioning import stories, verdicts
from backend.config.demo.commissioning.schedule import walk
from backend.kernel import clock
from services.commissioning.queries.public.sheet import sheet
from services.commissioning.states.projects import ProjectState
from services.commissioning.workflow import public_face
from tests.conftest import MoveToMoment
from tests.services.commissioning import build, build_verdict
from tests.services.commissioning.build import World
from tests.support import kept


@pytest.fixture
def world(db: None) -> World:
    """The commissioning world with its standing forms passed."""
    made = kept.fresh("commissioning", build.world)
    build_verdict.sign_forms(made)
    return made


def test_a_project_is_published_with_its_dispute_beside_the_figure(world: World) -> None:
    number = build_verdict.finished(world).number
    verdicts.publish(world.cast, number, officer="feng_xue")
    shown = sheet(number)
    assert (shown.state, shown.late) == ("published", [])
    persons = next(one for one in shown.quantity if one.code == "persons")
    assert [one.state_label for one in persons.disputes] == ["不成立"]


def test_a_forgotten_project_says_by_itself_that_it_is_late(
    world: World, move_to_moment: MoveToMoment
) -> None:
    number = build_verdict.finished(world).number
    verdicts.accept(world.cast, number)
    verdicts.settle(number)
    walk(verdicts.be_late(number, days=3), move_to_moment)
    verdicts.settle(number)
    assert [(one.kind, one.late_days) for one in sheet(number).late] == [("final", 3)]
    assert public_face.overdue() == []
    assert public_face.overdue(clock.today() + timedelta(days=1)) == [number]


def test_an_evaluated_project_is_published_by_itself_before_anybody_acts(world: World) -> None:
    """Why the demo holds no project at `evaluated` (`stories.PASSES_BY_ITSELF`)."""
    number = build_verdict.finished(world).number
    verdicts.accept(world.cast, number)
    verdicts.evaluate(world.cast, number)
    assert sheet(number).state == "evaluated"
    public_face.settle(number)
    assert sheet(number).state == "published"
    assert {ProjectState.EVALUATED} == stories.PASSES_BY_ITSELF
