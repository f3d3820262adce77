"""The commissioning world, made once by each worker and put back for each test."""

import pytest

from tests.services.commissioning import build
from tests.support import kept


@pytest.fixture
def world(db: None) -> build.World:
    """Three checked organizations, eight panelists, a fund with a million yuan."""
    return kept.fresh("commissioning", build.world)
