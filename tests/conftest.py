"""What tests of every room share: the cast, a clock to move, a quick way back to no rows."""

import math
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from django.test import TransactionTestCase

from backend.kernel import clock
from tests import cast as people
from tests.support import kept

# How fast examples are made says how busy the machine is, nothing of the program.
hypothesis.settings.register_profile(
    "suite", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("suite")

MoveToMoment = Callable[[datetime], None]


def _empty(case: TransactionTestCase) -> None:
    kept.empty()


@pytest.fixture(autouse=True, scope="session")
def _quick_flush() -> Iterator[None]:
    """Empty the tables after a test that committed as `flush` would, in a tenth of its time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", _empty)
        yield


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """Leave the database behind where the whole server is thrown away: dropping waits for disks."""
    return bool(settings.TEMPLATE)


@pytest.fixture
def cast(db: None) -> people.Cast:
    """The whole cast in an empty database."""
    return people.fresh()


@pytest.fixture
def move_to_moment(tmp_path: Path) -> Iterator[MoveToMoment]:
    """Move business time to a moment, to the second; real time again afterwards."""
    file = tmp_path / "offset"

    def move(moment: datetime) -> None:
        file.unlink(missing_ok=True)
        clock.use_offset_file(None)
        seconds = math.ceil((moment - clock.now()).total_seconds())
        file.write_text(str(seconds), encoding="utf-8")
        clock.use_offset_file(str(file))

    yield move
    clock.use_offset_file(None)
