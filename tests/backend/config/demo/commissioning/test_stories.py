"""The demo holds a project at each stage, and none of its stories runs into the future."""

from datetime import date, datetime, time, timedelta

import pytest

from backend.config.demo.commissioning import calls, stories
from backend.config.demo.commissioning.stories import STORIES, Story
from backend.kernel import clock
from services.commissioning.states.projects import ProjectState
from tests.conftest import MoveToMoment

S = ProjectState
AFTER_DISSENT = {S.NOTICE, S.OBJECTION, S.AWARDED}
AFTER_RECUSAL = {S.RECUSAL_CLEARED, S.SCORING, S.RANKED, *AFTER_DISSENT}
NOTICE_WORKDAYS = 5


@pytest.mark.requirement("R9.1")
def test_a_project_stands_at_every_stage_but_those_that_pass_by_themselves() -> None:
    standing = {one.stands for one in STORIES}
    assert standing | stories.PASSES_BY_ITSELF == set(ProjectState)
    assert not standing & stories.PASSES_BY_ITSELF


def test_a_small_city_tells_only_what_has_just_begun() -> None:
    assert [one.stands for one in stories.stories_for(40)] == ["call_open", "topic"]
    assert stories.stories_for(stories.WHOLE_FROM_MEMBERS) == STORIES


def test_a_finished_project_of_each_kind_and_a_late_one_are_among_the_stories() -> None:
    finished = {one.kind for one in STORIES if one.stands in {"published", "archived"}}
    assert finished == {"counselling", "skills", "family", "mutual_help"}
    assert [one.stands for one in STORIES if one.is_late] == [ProjectState.ACCEPTED]


def test_the_stories_are_listed_in_the_order_in_which_they_began() -> None:
    begun = [one.begins_at for one in STORIES]
    assert begun == sorted(begun)


def days_of_a_year() -> list[date]:
    return [date(2026, 1, 1) + timedelta(days=step) for step in range(0, 365, 3)]


@pytest.mark.parametrize("stands", ["qualification", "ranked", "notice", "objection", "awarded"])
def test_no_holiday_carries_a_panel_into_the_future(
    stands: str, move_to_moment: MoveToMoment
) -> None:
    story = next(one for one in STORIES if one.stands == stands)
    for day in days_of_a_year():
        move_to_moment(datetime.combine(day, time(8), tzinfo=clock.TZ))
        assert stands_since(story) <= day


def stands_since(story: Story) -> date:
    """Walk the waits of a story as its verbs do, from its beginning."""
    day = story.begins_at.date() + timedelta(days=calls.OPEN_DAYS)
    if story.stands in AFTER_RECUSAL:
        day = clock.add_working_days(day, 3)
    if story.stands in AFTER_DISSENT:
        day = clock.add_working_days(day, 3)
    if story.stands is ProjectState.AWARDED:
        day = clock.add_working_days(day, NOTICE_WORKDAYS) + timedelta(days=1)
    return day
