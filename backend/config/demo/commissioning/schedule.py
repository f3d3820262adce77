"""Telling many stories at once, each act at its own time and all in the order of time.

A story is a generator: it acts, then yields the moment at which it goes on. So the trail, the
ledger and the feeds come out as they would have in a federation that did all this side by side.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from heapq import heappop, heappush

MoveTo = Callable[[datetime], None]
"""Moves business time on to a moment."""

Steps = Iterator[datetime]
"""A story under way: each moment that it yields is when it wants to go on."""


def walk(steps: Steps, move_to: MoveTo) -> None:
    """Tell one story alone to its end."""
    for moment in steps:
        move_to(moment)


def tell_in_order(stories: Sequence[Steps], move_to: MoveTo) -> None:
    """Tell stories side by side to their ends; at the same moment, the one named first goes on."""
    waiting: list[tuple[datetime, int]] = []
    for place, steps in enumerate(stories):
        _go_on(steps, place, waiting)
    while waiting:
        moment, place = heappop(waiting)
        move_to(moment)
        _go_on(stories[place], place, waiting)


def _go_on(steps: Steps, place: int, waiting: list[tuple[datetime, int]]) -> None:
    moment = next(steps, None)
    if moment is not None:
        heappush(waiting, (moment, place))
