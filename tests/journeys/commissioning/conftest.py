"""The commissioning world, and a folder of its own for what is published."""

from pathlib import Path

import pytest
from django.urls import get_resolver
from pytest_django import Settings

from tests.conftest import MoveToMoment
from tests.journeys.commissioning.road import Road, Service
from tests.services.commissioning import build, walk
from tests.support import kept


@pytest.fixture
def published(tmp_path: Path, settings: Settings) -> Path:
    """An empty folder that the public files are written to."""
    settings.PUBLISHED_ROOT = tmp_path / "published"
    return tmp_path / "published"


@pytest.fixture
def road(db: None, move_to_moment: MoveToMoment, published: Path, service: Service) -> Road:
    """One project that nobody has asked for yet, on a Monday morning."""
    # Import every page before the first request would do it.
    get_resolver().url_patterns  # noqa: B018
    world = kept.fresh("commissioning", build.world)
    move_to_moment(walk.MONDAY)
    return Road(world, move_to_moment, service)
