"""From an empty database to the end of the year, and the table of its figures."""

import time
from collections.abc import Callable
from datetime import date

from asgiref.sync import async_to_sync

from backend.config.demo.cast import Cast
from backend.config.demo.year import plans, stories, workers
from backend.config.demo.year.caller import Product
from backend.config.demo.year.days import Days, Say
from backend.config.demo.year.desk import Desk
from backend.config.demo.year.enrolment import Enrolment
from backend.config.demo.year.moving import Moving, moving_clock
from backend.config.demo.year.parts import in_parts
from backend.config.demo.year.stories import Year
from backend.config.demo.year.workers import City

ENROLMENT_DAY = date(2024, 12, 2)
CLAIMS_A_MEMBER = 2
# Processes beside this one; none: everything in this thread and its transaction (tests).
HELPERS = 3
MORNING = 9


def play(
    members: int,
    begin: Callable[[], Cast],
    say: Say,
    *,
    claims: int = 0,
    helpers: int = HELPERS,
) -> Cast:
    """Play the year in the world that `begin` makes on the first day of enrolment.

    Twice as many claims as members unless told otherwise. Without `helpers` everything stays on
    this thread and in its transaction. Raises UnexpectedAnswerError when the
    product answers otherwise than it should, Refused under production settings.
    """
    started = time.monotonic()
    wanted = claims or members * CLAIMS_A_MEMBER
    with moving_clock() as moving:
        moving.to(ENROLMENT_DAY, MORNING)
        cast = begin()
        plans.adopt(cast, wanted)
        city = workers.settle_in(cast, members)
        year = stories.write(_ordinary(city), wanted)
        calls = async_to_sync(_play)(city, year, moving, say, helpers)
    seconds = time.monotonic() - started
    say(f"模拟的一年：{calls:,} 次接口调用，{seconds:.0f} 秒")
    return cast


def _ordinary(city: City) -> list[int]:
    """Give the places of all who hold no post: officers do not claim here."""
    posts = {city.users[unit.chair].pk for unit in city.units.values()}
    posts.add(city.users["west_approver"].pk)
    return [one.place for one in city.workers if city.user_of(one).pk not in posts]


async def _play(city: City, year: Year, moving: Moving, say: Say, helpers: int) -> int:
    async with Product().open(serving=bool(helpers)) as product:
        enrolment = Enrolment(product, city)
        await enrolment.units()
        say("单位参加名单：已确认、已收费")
        moving.to(stories.FIRST_DAY, MORNING)
        await enrolment.alone([city.workers[place] for place in year.joiners])
        say(f"个人参加：{len(year.joiners):,} 人")
        desk = Desk(product, city, year.closed, year.busy)
        async with in_parts(city, product, str(moving.path), helpers) as parts:
            days = Days(parts, desk, year, moving, say)
            await days.run()
        say((days.claims + desk.tally).words())
        return product.calls
