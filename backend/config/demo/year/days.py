"""The year from day to day: who begins, who goes on, what the schedule and the desk do."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from backend.access import keys
from backend.access.hop import hop
from backend.audit import chain
from backend.config import publication
from backend.config.demo.year.caller import UnexpectedAnswerError
from backend.config.demo.year.desk import Desk
from backend.config.demo.year.moving import Moving
from backend.config.demo.year.part import Today
from backend.config.demo.year.parts import Alone, Helpers
from backend.config.demo.year.stories import FIRST_DAY, LAST_DAY, ONE_DAY, Year
from backend.config.demo.year.tally import Tally
from backend.kernel import clock
from backend.kernel.money import Money
from notifications import relay
from services.mutual_aid.workflow import cover, ending, leaving
from services.mutual_aid.workflow.claims import overdue

FRIDAY = 4
MORNING, EVENING = 9, 18
QUARTERS_BEGIN = (1, 4, 7, 10)
PUBLISHED_ON = 5
Say = Callable[[str], None]


@dataclass(slots=True)
class Days:
    """Plays the year; `say` is told each week how far it has come."""

    parts: Alone | Helpers
    desk: Desk
    year: Year
    moving: Moving
    say: Say
    claims: Tally = field(default_factory=Tally)
    _is_quiet: bool = False

    async def run(self) -> None:
        """Play every day from the first to the publication of the last quarter.

        Raises UnexpectedAnswerError where a claim has not come to its end.
        """
        day = FIRST_DAY
        while day <= LAST_DAY + timedelta(days=PUBLISHED_ON):
            self.moving.to(day, MORNING)
            await self._publish(day)
            stories, changing = self.year.stories.get(day, ()), self.year.changing.get(day, ())
            if stories or changing or (self.claims.open and clock.is_working_day(day)):
                self.claims = await self.parts.play(Today(day, stories, changing))
                self._is_quiet = False
            if day == LAST_DAY or (day.weekday() == FRIDAY and not self._is_quiet):
                await self._end_week(day)
            day += ONE_DAY
        if self.claims.open:
            message = f"{self.claims.open} claims did not come to their end within the year"
            raise UnexpectedAnswerError(message)

    async def _end_week(self, day: date) -> None:
        """Pay, and do what the schedule would have done; weeks of nothing are passed over."""
        self.moving.to(day, EVENING)
        await self.desk.pay(self.claims)
        await _tick()
        self._is_quiet = self.claims.approved == self.desk.tally.paid
        self._tell(day)

    async def _publish(self, day: date) -> None:
        """Publish the quarter that ended within the year, as the schedule does.

        Here a quarterly settlement would run first, if one of the year's plans had a data file.
        """
        is_due = day.month in QUARTERS_BEGIN and day.day == PUBLISHED_ON
        if is_due and day > FIRST_DAY + timedelta(days=PUBLISHED_ON):
            await hop(publication.publish_last_quarter, day)
            self.say(f"{clock.day_words(day)} 上一季度的数字已公开")

    def _tell(self, day: date) -> None:
        claims, desk = self.claims, self.desk.tally
        self.say(
            f"{clock.day_words(day)} 申领 {claims.claims:,}/{self.year.count:,} 份，"
            f"已付 {desk.paid:,} 笔 {Money(desk.paid_fen)} 元"
        )


async def _tick() -> None:
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
