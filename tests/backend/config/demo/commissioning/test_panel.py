"""The demo world's panel goes by the real verbs, from the pool to the award."""

from backend.config.demo.commissioning import panel
from backend.config.demo.commissioning.schedule import walk as tell
from services.commissioning.models import Panelist, RankLine
from services.commissioning.states.projects import ProjectState
from tests import cast as people
from tests.conftest import MoveToMoment
from tests.services.commissioning import build, walk
from tests.support import kept


def test_the_pool_holds_the_panelists_of_the_cast_once(cast: people.Cast) -> None:
    assert panel.fill_pool(cast) == 8
    assert panel.fill_pool(cast) == 0
    assert Panelist.objects.filter(kind="expert").count() == 6


def test_a_project_is_carried_step_by_step_to_its_award(
    db: None, move_to_moment: MoveToMoment
) -> None:
    world = kept.fresh("commissioning", build.world)
    move_to_moment(walk.MONDAY)
    number = walk.checked(walk.Story(world, move_to_moment)).number

    def state() -> ProjectState:
        return type(project).objects.get(pk=project.pk).state

    project = build.Project.objects.get(number=number)
    panel.draw(world.cast, number)
    assert state() is ProjectState.PANEL_DRAWN
    seats: panel.Seats = {}
    tell(panel.clear(world.cast, number, seats), move_to_moment)
    assert len(seats) == 5
    assert state() is ProjectState.RECUSAL_CLEARED
    panel.start_scoring(world.cast, number)
    assert state() is ProjectState.SCORING
    panel.score(world.cast, number, seats, leave=2)
    assert state() is ProjectState.SCORING
    panel.score(world.cast, number, seats)
    assert state() is ProjectState.RANKED
    tell(panel.hang_out(world.cast, number), move_to_moment)
    assert state() is ProjectState.NOTICE
    tell(panel.award(world.cast, number), move_to_moment)
    assert state() is ProjectState.AWARDED
    totals = [line.total for line in RankLine.objects.order_by("place")]
    assert totals == sorted(set(totals), reverse=True)
