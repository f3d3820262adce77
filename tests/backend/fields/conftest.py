"""The cast for the tests of this room."""

import pytest

from backend.config.demo.cast import Cast
from tests import cast as people_of_tests


@pytest.fixture
def cast(db: None) -> Cast:
    """The whole cast in an empty database."""
    return people_of_tests.create()
