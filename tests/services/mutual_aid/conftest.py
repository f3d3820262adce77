"""The cast in their federation with the demo plans signed, and a clock that can be moved."""

from collections.abc import Callable
from datetime import date, datetime

import pytest

from backend.kernel import clock
from services.mutual_aid.models import PlanVersion
from tests import cast
from tests.conftest import MoveToMoment
from tests.services.mutual_aid import build, build_claims_review
from tests.support import kept

MONDAY = date(2026, 11, 23)
MoveTo = Callable[[date], None]


@pytest.fixture
def move_to(move_to_moment: MoveToMoment) -> MoveTo:
    """Move business time to ten o'clock of a day."""

    def move(day: date) -> None:
        move_to_moment(datetime(day.year, day.month, day.day, 10, tzinfo=clock.TZ))

    move(MONDAY)
    return move


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
    kept.again("money in the funds", lambda: _fill_funds(story))
    return story


def _fill_funds(story: build_claims_review.Story) -> None:
    for number in (build_claims_review.HOSPITAL, build_claims_review.WOMEN):
        version = PlanVersion.objects.select_related("plan__fund").get(number=number)
        build_claims_review.fund(version, story)
