"""Joining late, joining again, joining alone: the days on both sides of every boundary."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from backend.kernel import clock
from backend.kernel.errors import Conflict
from services.mutual_aid.rules import enrolment
from services.mutual_aid.rules.pack import Entry, Pack

ONE_DAY = dt.timedelta(days=1)
OLDEST = 150
# What `entry.requires` may name that the platform itself knows (FORMAT section 3).
KNOWN_CONDITIONS = frozenset({"membership_active"})


@dataclass(frozen=True, slots=True)
class HireRule:
    """Who may still be added: hired after the start and at most so many days before `day`."""

    start: dt.date
    day: dt.date
    most_days: int

    def admits(self, hired_on: dt.date) -> bool:
        """Tell whether somebody hired on that day may be added (R8.16)."""
        return self.start < hired_on <= self.day and (self.day - hired_on).days <= self.most_days


@dataclass(frozen=True, slots=True)
class BirthLimit:
    """First and last birth date of one sex that a plan admits, both inclusive."""

    sex: str
    earliest: dt.date
    latest: dt.date


def hire_rule(entry: Entry, start: dt.date, day: dt.date) -> HireRule | None:
    """Give what an addition on `day` to a cover from `start` asks of each person; None: nothing.

    Up to `late_close_days` after the start everybody may be added, later only new hires. Raises
    Conflict `joined_too_late` where the plan takes nobody any more.
    """
    latest = start + dt.timedelta(days=entry.late_close_days)
    if day <= latest:
        return None
    if entry.new_hire_days is None:
        raise Conflict(
            "joined_too_late",
            f"本期保障从 {clock.day_words(start)}开始，最迟 {clock.day_words(latest)}可以加人；"
            "现在不能再加，请参加下一期。",
        )
    return HireRule(start, day, entry.new_hire_days)


def must_admit(pack: Pack, sex: str, birth_date: dt.date | None, first_day: dt.date) -> None:
    """Refuse who may not join alone: wrong sex, too young or too old on the first day (R8.6).

    Raises Conflict `wrong_sex`, `wrong_age`.
    """
    entry = pack.entry
    if entry.sex is not None and sex != entry.sex:
        who = {"F": "女", "M": "男"}[entry.sex]
        raise Conflict("wrong_sex", f"这个计划只接收{who}职工，您不能参加。")
    limits = entry.ages.get(sex)
    if limits is None or birth_date is None:
        return
    age = years_on(birth_date, first_day)
    if not limits[0] <= age <= limits[1]:
        raise Conflict(
            "wrong_age",
            f"这个计划要求保障开始日（{clock.day_words(first_day)}）满 {limits[0]} 至 {limits[1]} "
            f"周岁，您那天满 {age} 周岁，不能参加。",
        )


def birth_limits(entry: Entry, first_day: dt.date) -> list[BirthLimit]:
    """Give for each sex that may join the first and last birth date that the plan admits (R8.6)."""
    sexes = (entry.sex,) if entry.sex else ("F", "M")
    limits = []
    for sex in sexes:
        youngest, oldest = entry.ages.get(sex, (0, OLDEST))
        limits.append(
            BirthLimit(sex, earliest_birth(first_day, oldest), latest_birth(first_day, youngest))
        )
    return limits


def years_on(birth: dt.date, day: dt.date) -> int:
    """Give the completed years on a day."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def latest_birth(day: dt.date, years: int) -> dt.date:
    """Give the last birth date of somebody who has completed so many years on `day`."""
    return _same_day(day, day.year - years)


def earliest_birth(day: dt.date, years: int) -> dt.date:
    """Give the first birth date of somebody who has not completed one year more on `day`."""
    return _same_day(day, day.year - years - 1) + ONE_DAY


def unknown_conditions(requires: Collection[str]) -> list[str]:
    """Give the conditions of a plan of which the platform has no data."""
    return [one for one in requires if one not in KNOWN_CONDITIONS]


def first_day_after(pack: Pack, complete_on: dt.date, former_last: dt.date | None) -> dt.date:
    """Give the first day of a cover that never begins before the former one is over."""
    first = enrolment.expected_start(pack.cover, complete_on)
    return first if former_last is None else max(first, former_last + ONE_DAY)


def _same_day(day: dt.date, year: int) -> dt.date:
    """Give the day of the same name in another year; 29 February gives the 28th.

    Who was born on 29 February completes a year on 1 March of a common year, so on the 28th the
    birth date of the last who has completed it is the 28th.
    """
    try:
        return day.replace(year=year)
    except ValueError:
        return dt.date(year, 2, 28)
