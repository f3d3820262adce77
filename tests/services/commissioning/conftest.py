"""The commissioning world, made once by each worker and put back for each test."""

import pytest
from django.urls import get_resolver

from tests.conftest import MoveToMoment
from tests.services.commissioning import build, build_panel, walk
from tests.support import kept


@pytest.fixture(scope="session", autouse=True)
def _addresses() -> None:
    """Import every page before a test's transaction would stand idle for it."""
    get_resolver().url_patterns  # noqa: B018


@pytest.fixture
def world(db: None) -> build.World:
    """Three checked organizations, eight panelists, a fund with a million yuan."""
    return kept.fresh("commissioning", build.world)


@pytest.fixture
def story(move_to_moment: MoveToMoment, world: build.World) -> walk.Story:
    """The world on a Monday morning, with a clock that can be moved."""
    move_to_moment(walk.MONDAY)
    return walk.Story(world, move_to_moment)


@pytest.fixture
def review(world: build.World, move_to_moment: MoveToMoment) -> build_panel.Story:
    """A project with three qualified applications, ready for the draw."""
    return build_panel.begun(world, move_to_moment)
