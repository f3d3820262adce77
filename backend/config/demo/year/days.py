"""The year from day to day: who begins, who goes on, what the schedule and the desk do."""

from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from backend.access import keys
from backend.access.hop import hop
from backend.audit import chain
from backend.config import publication
from backend.config.demo.year.accounts import enter_account
from backend.config.demo.year.caller import Product
from backend.config.demo.year.crowd import crowd
from backend.config.demo.year.desk import Desk
from backend.config.demo.year.lives import Life
from backend.config.demo.year.moving import Moving
from backend.config.demo.year.photos import Photos
from backend.config.demo.year.stories import FIRST_DAY, LAST_DAY, ONE_DAY, Year
from backend.config.demo.year.tally import Tally
from backend.config.demo.year.workers import City
from backend.kernel import clock
from backend.kernel.money import Money
from notifications import relay
from services.mutual_aid.workflow import cover, ending, leaving
from services.mutual_aid.workflow.claims import overdue

FRIDAY = 4
MORNING, EVENING = 9, 18
QUARTER_MONTHS = (1, 4, 7, 10)
PUBLISHED_ON = 5
Say = Callable[[str], None]


@dataclass(slots=True)
class Days:
    """Plays the year; `say` is told each week how far it has come."""

    product: Product
    city: City
    year: Year
    tally: Tally
    moving: Moving
    say: Say
    photos: Photos = field(default_factory=Photos)
    _lives: list[tuple[int, AsyncIterator[None]]] = field(default_factory=list)

    async def run(self) -> None:
        """Play every day from the first to the last, then what follows in January."""
        desk = Desk(self.product, self.city, self.tally, self.year.closed, self.year.busy)
        day = FIRST_DAY
        while day <= LAST_DAY + timedelta(days=PUBLISHED_ON):
            self.moving.to(day, MORNING)
            await self._publish(day)
            await self._change_accounts(day)
            await self._go_on(day)
            if day.weekday() == FRIDAY or day == LAST_DAY:
                self.moving.to(day, EVENING)
                await desk.pay()
                await self._tick()
                self._tell(day)
            day += ONE_DAY
        # The last days of December belong to January's desk where a holiday kept it closed.
        await self._tick()

    async def _go_on(self, day: date) -> None:
        """Let the lives of the day begin and, on a working day, all others go on.

        The claims of one person take turns in the order of the stories, so that what her caps
        leave never depends on who was faster.
        """
        begun = [
            (
                story.worker,
                Life(story, self.product, self.city, self.photos, self.tally).run(),
            )
            for story in self.year.stories.get(day, [])
        ]
        moving = (self._lives if clock.is_working_day(day) else []) + begun
        resting = [] if clock.is_working_day(day) else self._lives
        by_person: dict[int, list[AsyncIterator[None]]] = defaultdict(list)
        for worker, life in moving:
            by_person[worker].append(life)
        ended: set[int] = set()
        await crowd(_each(lives, ended) for lives in by_person.values())
        self._lives = resting + [one for one in moving if id(one[1]) not in ended]

    async def _change_accounts(self, day: date) -> None:
        workers = [self.city.workers[place] for place in self.year.changing.get(day, [])]
        known = [worker for worker in workers if worker.accounts]
        await crowd(enter_account(worker, self.product, self.city) for worker in known)
        self.tally.changed_accounts += len(known)

    async def _publish(self, day: date) -> None:
        """Publish the quarter that ended, as the schedule does; the covers of today begin."""
        await hop(cover.begin_due) if day == FIRST_DAY else None
        if day.month in QUARTER_MONTHS and day.day == PUBLISHED_ON and day > FIRST_DAY.replace(month=2):
            await hop(publication.publish_last_quarter, day)
            self.say(f"{clock.day_words(day)} 上一季度的数字已公开")

    async def _tick(self) -> None:
        """Do what the schedule would have done meanwhile."""
        for work in (
            cover.begin_due,
            overdue.alert_due,
            ending.look_ahead,
            leaving.follow_memberships,
            relay.drain,
            chain.link_pending,
            keys.prune,
        ):
            await hop(work)

    def _tell(self, day: date) -> None:
        tally = self.tally
        self.say(
            f"{clock.day_words(day)} 申领 {tally.claims:,}/{self.year.count:,} 份，"
            f"已付 {tally.paid:,} 笔 {Money(tally.paid_fen)} 元"
        )


async def _each(lives: Iterable[AsyncIterator[None]], ended: set[int]) -> None:
    for life in lives:
        try:
            await anext(life)
        except StopAsyncIteration:
            ended.add(id(life))
