"""A part of the city: some of its people with their claims, gone through day by day."""

from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from backend.config.demo.year.accounts import enter_account
from backend.config.demo.year.caller import Product
from backend.config.demo.year.crowd import crowd
from backend.config.demo.year.lives import Life
from backend.config.demo.year.photos import Photos
from backend.config.demo.year.stories import Story
from backend.config.demo.year.tally import Tally
from backend.config.demo.year.workers import City
from backend.kernel import clock


@dataclass(frozen=True, slots=True)
class Today:
    """What begins on a day: claims, and people (by place) who enter another bank account."""

    day: date
    stories: Sequence[Story] = ()
    changing: Sequence[int] = ()


@dataclass(slots=True)
class Part:
    """Lives the claims of its people, from day to day."""

    product: Product
    city: City
    tally: Tally = field(default_factory=Tally)
    _photos: Photos = field(default_factory=Photos)
    _lives: list[tuple[int, AsyncIterator[None]]] = field(default_factory=list)

    async def play(self, today: Today) -> Tally:
        """Begin what begins today and on a working day let the rest go on; gives the counts so far.

        The claims of one person take turns in the order of the stories, so that what her caps
        leave never depends on who was faster.
        """
        await self._change_accounts(today.changing)
        is_working = clock.is_working_day(today.day)
        begun = [(story.payee, self._begin(story)) for story in today.stories]
        moving = [*self._lives, *begun] if is_working else begun
        by_person: dict[int, list[AsyncIterator[None]]] = defaultdict(list)
        for place, life in moving:
            by_person[place].append(life)
        ended: set[int] = set()
        await crowd(_each(lives, ended) for lives in by_person.values())
        going_on = [one for one in moving if id(one[1]) not in ended]
        self._lives = going_on if is_working else [*self._lives, *going_on]
        self.tally.open = len(self._lives)
        return self.tally

    def _begin(self, story: Story) -> AsyncIterator[None]:
        return Life(story, self.product, self.city, self._photos, self.tally).run()

    async def _change_accounts(self, places: Iterable[int]) -> None:
        workers = [self.city.workers[place] for place in places]
        known = [worker for worker in workers if worker.accounts]
        await crowd(enter_account(worker, self.product, self.city) for worker in known)
        self.tally.changed_accounts += len(known)


async def _each(lives: Iterable[AsyncIterator[None]], ended: set[int]) -> None:
    for life in lives:
        try:
            await anext(life)
        except StopAsyncIteration:
            ended.add(id(life))
