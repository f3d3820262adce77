"""What happens in the year: who claims what and when, and what becomes of it. Values only.

The same for a given number of members and claims, whatever the machine.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import Enum
from typing import Any

FIRST_DAY, LAST_DAY = date(2025, 1, 1), date(2025, 12, 31)
LAST_EVENT = date(2025, 9, 20)
LONGEST_DELAY = 25
ONE_DAY = timedelta(days=1)
SEED = 2025


class Plan(Enum):
    """The six plans, one of each kind: version number, item, share of the claims, levels."""

    HOSPITAL = ("YEAR-HOSP-2025", "inpatient", 34, ("unit", "district"))
    COST = ("YEAR-COST-2025", "outpatient", 32, ("district",))
    DAYS = ("YEAR-DAY-2025", "bed_days", 18, ("unit", "district"))
    ILLNESS = ("YEAR-ILL-2025", "illness", 4, ("district", "city_medical"))
    ACCIDENT = ("YEAR-ACC-2025", "accident", 6, ("unit", "district", "city"))
    HOME = ("YEAR-HOME-2025", "house_loss", 6, ("district",))

    def __init__(self, number: str, item: str, share: int, levels: tuple[str, ...]) -> None:
        self.number = number
        self.item = item
        self.share = share
        self.levels = levels


UNIT_PLANS = (Plan.COST, Plan.DAYS, Plan.ACCIDENT)


class Turn(Enum):
    """What becomes of a claim, and how often in a thousand."""

    PLAIN = 842
    RETURNED = 50
    REJECTED = 40
    CUT = 18
    WITHDRAWN = 12
    FILED = 15
    SUSPENDED = 5
    TWIN = 10
    RECOVERED = 8
    DEATH = 0


# Even the smallest year has each turn once, by the plan whose claims can come to all of them, and
# each plan once.
ONCE = (
    *((Plan.COST, turn) for turn in Turn if turn not in {Turn.PLAIN, Turn.DEATH}),
    *((plan, Turn.PLAIN) for plan in Plan),
)


@dataclass(slots=True)
class Story:
    """One claim: whose, for what, when it begins and what becomes of it."""

    serial: int
    worker: int
    plan: Plan
    turn: Turn
    event_on: date
    starts_on: date
    entry: dict[str, Any]
    ended_on: date | None = None
    invoice: dict[str, Any] | None = None
    heir: int = 0

    @property
    def payee(self) -> int:
        """The place of who gets the money: the worker, or who inherits from her."""
        return self.heir if self.turn is Turn.DEATH else self.worker


@dataclass(slots=True)
class Year:
    """The year of one city: its claims by day, and what happens to bank accounts.

    `closed` accounts take no money until another one is entered, `busy` ones return the first
    payment, `changing` people enter another account on a day. `joiners` ask to join alone.
    """

    stories: dict[date, list[Story]]
    joiners: list[int]
    closed: frozenset[int]
    busy: frozenset[int]
    changing: dict[date, list[int]]
    count: int = 0
    turns: dict[Turn, int] = field(default_factory=dict)


def write(members: Sequence[int], claims: int) -> Year:
    """Write the year of these workers (by place) with so many claims."""
    dice = random.Random(SEED)  # noqa: S311 - the same year every time, not a secret
    claimants = sorted(dice.sample(members, max(4, len(members) * 3 // 10)))
    deaths = max(1, claims // 400)
    dying, living = claimants[:deaths], claimants[deaths:]
    joiners = [place for place in living if place % 5 == 0] or living[:1]
    heirs = [dice.choice(living) for _ in dying]
    found = [
        _death(serial, dice, pair) for serial, pair in enumerate(zip(dying, heirs, strict=True))
    ]
    plans = [plan for plan in Plan for _ in range(plan.share)]
    turns = [turn for turn in Turn for _ in range(turn.value)]
    for serial in range(deaths, claims):
        plan, turn = dice.choice(plans), dice.choice(turns)
        if serial - deaths < len(ONCE):
            plan, turn = ONCE[serial - deaths]
        found.append(_story(serial, dice, plan, turn, joiners if plan is Plan.ILLNESS else living))
    _pair_twins(found, dice)
    stories: dict[date, list[Story]] = {}
    for story in found:
        stories.setdefault(story.starts_on, []).append(story)
    rest = living[:]
    dice.shuffle(rest)
    few = max(1, len(rest) // 80)
    closed, busy, moved = rest[:few], rest[few : 2 * few], rest[2 * few : 4 * few]
    changing: dict[date, list[int]] = {}
    for place in moved:
        changing.setdefault(_some_day(dice, date(2025, 3, 1), LAST_EVENT), []).append(place)
    counts = {turn: sum(one.turn is turn for one in found) for turn in Turn}
    return Year(stories, joiners, frozenset(closed), frozenset(busy), changing, len(found), counts)


def _some_day(dice: random.Random, first: date, last: date) -> date:
    return first + timedelta(days=dice.randrange((last - first).days + 1))


def _story(serial: int, dice: random.Random, plan: Plan, turn: Turn, among: Sequence[int]) -> Story:
    # Who joined alone waits thirty days; the rest is covered from the first day.
    first = date(2025, 3, 15) if plan is Plan.ILLNESS else FIRST_DAY
    event = _some_day(dice, first, LAST_EVENT)
    days = dice.randrange(2, 25)
    entry = _entry(dice, plan, days)
    ended = event + timedelta(days=days) if plan in {Plan.HOSPITAL, Plan.DAYS} else None
    starts = (ended or event) + timedelta(days=dice.randrange(1, LONGEST_DELAY))
    if turn is Turn.FILED and plan.levels[0] == "unit":
        turn = Turn.PLAIN  # the chair who files may not verify
    invoice = None
    if plan is Plan.COST:
        fen = int(entry["amount"].replace(".", ""))
        invoice = {
            "number": f"25{serial:08d}",
            "amount": {"amount_fen": fen, "currency": "CNY"},
            "on": f"{event}",
        }
    elif turn is Turn.TWIN:
        turn = Turn.PLAIN  # only invoices are found twice
    return Story(serial, dice.choice(among), plan, turn, event, starts, entry, ended, invoice)


def _entry(dice: random.Random, plan: Plan, days: int) -> dict[str, Any]:
    match plan:
        case Plan.HOSPITAL:
            return {"amount": _yuan(dice, 800, 16_000)}
        case Plan.COST:
            return {"amount": _yuan(dice, 50, 2_400)}
        case Plan.DAYS:
            return {"days": days}
        case Plan.ILLNESS:
            return {"class": dice.choice("abbcccc")}
        case Plan.ACCIDENT:
            return {"grade": dice.choice(("g4", "g7", "g7", "g10", "g10", "g10"))}
        case Plan.HOME:
            return {"amount": _yuan(dice, 500, 30_000)}


def _death(serial: int, dice: random.Random, pair: tuple[int, int]) -> Story:
    died = _some_day(dice, date(2025, 2, 1), LAST_EVENT)
    starts = died + timedelta(days=dice.randrange(3, LONGEST_DELAY))
    person, heir = pair
    return Story(
        serial, person, Plan.ACCIDENT, Turn.DEATH, died, starts, {"grade": "death"}, heir=heir
    )


def _yuan(dice: random.Random, least: int, most: int) -> str:
    fen = dice.randrange(least * 100, most * 100)
    return f"{fen // 100}.{fen % 100:02d}"


def _pair_twins(found: list[Story], dice: random.Random) -> None:
    """Let each double bear the invoice of an earlier claim of somebody else."""
    honest = [one for one in found if one.invoice and one.turn is Turn.PLAIN]
    for story in found:
        if story.turn is not Turn.TWIN:
            continue
        other = dice.choice(honest) if honest else None
        if other is None or other.worker == story.worker:
            story.turn = Turn.PLAIN
            continue
        story.invoice, story.entry = other.invoice, other.entry
        story.event_on = other.event_on
        story.starts_on = max(other.starts_on, story.event_on) + timedelta(days=3)
