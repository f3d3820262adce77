"""The cast in their federation with the demo plans signed, and a clock that can be moved."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from backend.kernel import clock
from services.mutual_aid.models import PlanVersion
from tests import cast
from tests.services.mutual_aid import build, build_claims_review

MONDAY = date(2026, 11, 23)
MoveTo = Callable[[date], None]


@pytest.fixture
def move_to(tmp_path: Path) -> Iterator[MoveTo]:
    """Move business time to ten o'clock of a day; real time again afterwards."""
    file = tmp_path / "offset"

    def move(day: date) -> None:
        wanted = datetime(day.year, day.month, day.day, 10, tzinfo=clock.TZ)
        file.unlink(missing_ok=True)
        clock.use_offset_file(None)
        seconds = int((wanted - clock.now()).total_seconds())
        file.write_text(str(seconds), encoding="utf-8")
        clock.use_offset_file(str(file))

    move(MONDAY)
    yield move
    clock.use_offset_file(None)


@pytest.fixture
def world(db: None, move_to: MoveTo) -> cast.Cast:
    """The federation with its people and its three signed plans."""
    made = cast.fresh()
    build.load_plans(made)
    return made


@pytest.fixture
def desk(world: cast.Cast) -> build_claims_review.Story:
    """The reviewers at their desks, and money in the fund of every plan."""
    story = build_claims_review.Story(world)
    for number in (build_claims_review.HOSPITAL, build_claims_review.WOMEN):
        version = PlanVersion.objects.select_related("plan__fund").get(number=number)
        build_claims_review.fund(version, story)
    return story
