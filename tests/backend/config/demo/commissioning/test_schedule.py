"""Stories told side by side go on in the order of time, whatever order they were named in."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from backend.config.demo.commissioning.schedule import tell_in_order, walk
from backend.kernel import clock

MONDAY = datetime(2026, 3, 2, 10, tzinfo=clock.TZ)


def story(name: str, days: list[int], told: list[tuple[str, int]]) -> Iterator[datetime]:
    for day in days:
        yield MONDAY + timedelta(days=day)
        told.append((name, day))


def test_acts_of_all_stories_come_in_the_order_of_time() -> None:
    told: list[tuple[str, int]] = []
    moved: list[datetime] = []
    stories = [story("late", [5, 6], told), story("long", [1, 5, 9], told), story("no", [], told)]
    tell_in_order(stories, moved.append)
    assert told == [("long", 1), ("late", 5), ("long", 5), ("late", 6), ("long", 9)]
    assert moved == sorted(moved)


def test_one_story_alone_is_walked_to_its_end() -> None:
    told: list[tuple[str, int]] = []
    moved: list[datetime] = []
    walk(story("alone", [2, 3], told), moved.append)
    assert told == [("alone", 2), ("alone", 3)]
    assert moved == [MONDAY + timedelta(days=2), MONDAY + timedelta(days=3)]
