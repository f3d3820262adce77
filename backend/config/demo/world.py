"""The demo world 演示世界: a fictitious federation at work, in an empty database.

Everything is done by the same verbs that people use, in the order in which a federation would do
it and in the order of time, so that the world is as consistent as a real one. Deterministic for a
given number of members.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta

from django.db import connection

from backend.accounts.models import Person
from backend.config.demo import (
    affairs,
    cases,
    cast,
    federation,
    plans,
    reading,
    settlements,
    workforce,
)
from backend.config.demo.cast import Cast
from backend.config.demo.commissioning import story as commissioning
from backend.config.demo.commissioning.stories import stories_for
from backend.config.demo.year import playing as year
from backend.config.demo.year import totals
from backend.config.demo.year.moving import moving_clock
from backend.kernel.errors import Conflict
from backend.unions.models import Union
from services.disclosure.workflow import load_catalogue

Say = Callable[[str], None]
A_DAY = timedelta(days=1)


def is_empty() -> bool:
    """Tell whether nobody is known to this installation yet."""
    return not Person.objects.exists()


def load(members: int, say: Say) -> bool:
    """Load the world with so many generated members; raises Conflict `not_empty`.

    `say` is told each step with its time, for who waits. Gives True: nothing can disagree.
    """
    step = _timed(say)
    owed_since = affairs.owed_since()
    with without_waiting_for_the_disk():
        with moving_clock() as moving:
            moving.to_moment(commissioning.known_since() - A_DAY)
            people, unions = begin(members, say, step, owed_since)
        tell_projects(people, members, say, step)
        go_on(people, unions, say, step)
    return True


def load_year(members: int, say: Say) -> bool:
    """Load the world and let a whole simulated year pass in it before today.

    Gives whether all totals of the year agree. Raises Conflict `not_empty`, Refused under
    production settings.
    """
    step = _timed(say)
    unions: list[Union] = []

    def start() -> Cast:
        people, found = begin(members, say, step, affairs.owed_since())
        unions.extend(found)
        return people

    people = year.play(members, start, say)
    step("模拟的一年")
    tell_projects(people, members, say, step)
    go_on(people, unions, say, step)
    found = totals.count()
    for line in found.lines():
        say(line)
    return not found.faults


def begin(members: int, say: Say, step: Say, owed_since: date) -> tuple[Cast, list[Union]]:
    """Found the federation with its members, standards, funds and public forms.

    It owes its public what the catalogue lists from a day on.
    """
    if not is_empty():
        raise Conflict("not_empty", "数据库里已有数据，演示数据只能装入空的数据库。")
    people = cast.create()
    step("组织与演示人物")
    federation.set_up(people)
    load_catalogue(starts_on=owed_since)
    step("标准、经费与收款账户")
    affairs.sign_forms(people)
    step("会务公开的固定格式")
    unions = workforce.enter(people, members, say)
    step("会员")
    return people, unions


def tell_projects(people: Cast, members: int, say: Say, step: Say) -> None:
    """Tell the commissioned projects, in order of time, up to where they stand today."""
    told = commissioning.tell(people, stories_for(members), say)
    say(f"委托服务：{told} 个项目")
    step("委托服务")


def go_on(people: Cast, unions: list[Union], say: Say, step: Say) -> None:
    """Bring the federation to what it is doing today."""
    affairs.publish_opinion(people)
    affairs.publish_notices(people)
    affairs.publish_quarter(people)
    step("会务公开")
    signed = plans.adopt(people)
    plans.cover_members(people, signed, unions, say)
    step("互助计划与参保")
    say(f"季度结算：{settlements.settle_quarter(people)} 人有给付，等待付款")
    step("季度结算")
    cases.open_cases(people, people.unions["factory"], say)
    step("困难帮扶")
    reading.read_old(people)
    step("看过的消息")


@contextmanager
def without_waiting_for_the_disk() -> Iterator[None]:
    """Let commits return before they are on the disk: a world half loaded is loaded anew anyway."""
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit TO off")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET synchronous_commit")


def _timed(say: Say) -> Callable[[str], None]:
    started = [time.monotonic()]

    def step(words: str) -> None:
        now = time.monotonic()
        say(f"{words}（{now - started[0]:.1f} 秒）")
        started[0] = now

    return step
