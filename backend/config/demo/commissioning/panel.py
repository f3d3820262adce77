"""The panel in the demo world: a pool, and projects carried from the check to the award."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from backend.access.actor import Actor
from backend.access.write import Verb
from backend.config.demo.actors import acting
from backend.config.demo.cast import Cast
from backend.config.demo.commissioning.ideas import APPLICANTS
from backend.config.demo.commissioning.schedule import Steps
from backend.kernel import clock
from backend.kernel.errors import NotFound
from services.commissioning.queries import panel_desk, panelist, pool
from services.commissioning.queries.public.sheet import public_project
from services.commissioning.workflow import drawing, objections, papers, recusal, result, scoring
from services.commissioning.workflow import pool as pool_verbs

Seats = dict[str, int]
"""Who of the cast sits on a panel and has yet to sign, with the version of each seat."""

DRAWN = 1
"""The version of a seat that was just drawn."""

POOL: Final = (
    ("zheng_he", "expert", "心理学"),
    ("second_expert", "expert", "社会工作"),
    ("third_expert", "expert", "财务"),
    ("fourth_expert", "expert", "职业教育"),
    ("fifth_expert", "expert", "法律"),
    ("sixth_expert", "expert", "公共管理"),
    ("union_panelist", "union", "工会工作"),
    ("worker_panelist", "worker", "职工代表"),
)
LIKED: Final = [one.name for one in APPLICANTS]
BEST, STEP = 95, 4
"""The first application gets 95 of a hundred, each further one 4 less."""


def fill_pool(people: Cast) -> int:
    """Enter the panelists of the cast into the federation's pool; gives how many were new."""
    approver = acting(people, "project_approver")
    free = {one.user for one in pool.candidates(approver)}
    entered = 0
    for key, kind, field in POOL:
        user = people.users[key].number
        if user in free:
            pool_verbs.enter_panelist(
                actor=approver,
                union_number=people.unions["federation"].number,
                user=user,
                kind=kind,
                field=field,
            )
            entered += 1
    return entered


def draw(people: Cast, number: str) -> None:
    """Draw the panel of a project whose applications were checked: `panel_drawn`."""
    _act(people, number, drawing.draw_panel, "project_buyer")


def clear(people: Cast, number: str, seats: Seats) -> Steps:
    """Go on to `recusal_cleared`: everybody declares, then the days to object pass."""
    for key, _, _ in POOL:
        with suppress(NotFound):
            actor = acting(people, key)
            seats[key] = recusal.declare_clear(number, actor=actor, version=DRAWN).version
    yield _after(3)
    _act(people, number, recusal.clear_recusal, "project_buyer")


def start_scoring(people: Cast, number: str) -> None:
    """Open the papers of a project whose panel is clear: `scoring`."""
    _act(people, number, recusal.open_scoring, "project_buyer")


def score(people: Cast, number: str, seats: Seats, *, leave: int = 0) -> None:
    """Let the panel score and sign, all but `leave` of them; with nobody left it is `ranked`.

    Who has signed is taken out of `seats`.
    """
    criteria = panelist.seat_sheet(number, acting(people, next(iter(seats)))).criteria
    for nth, key in enumerate(list(seats)[: len(seats) - leave]):
        actor = acting(people, key)
        given = _scores(number, actor, criteria, nth)
        version = seats.pop(key)
        saved = scoring.save_scores(number, actor=actor, version=version, scores=given)
        scoring.sign_scores(number, actor=actor, version=saved.version)


def hang_out(people: Cast, number: str) -> Steps:
    """Go on from `ranked` to `notice`, after the days in which a panelist may dissent."""
    yield _after(3)
    _act(people, number, result.open_notice, "project_buyer")


def object_to(people: Cast, number: str, officer: str, text: str) -> None:
    """Let an applicant object to the result whose notice hangs: `objection`."""
    objections.object_to_result(number, actor=acting(people, officer), text=text)


def award(people: Cast, number: str) -> Steps:
    """Go on from `notice` to `awarded`, after the last day of the notice."""
    desk = panel_desk.desk_of(number, acting(people, "project_approver"))
    if desk.notice is not None:
        yield _ten_on(desk.notice.until + timedelta(days=1))
    _act(people, number, result.award, "project_approver")


def _act(people: Cast, number: str, verb: Verb[..., Any], key: str) -> None:
    verb(number, actor=acting(people, key), version=public_project(number).version)


def _scores(
    number: str, actor: Actor, criteria: Sequence[panelist.SheetCriterion], nth: int
) -> dict[tuple[str, int], int]:
    """Score the applications in one order, so that the demo world comes out the same each time."""
    read = panelist.papers(papers.read_papers(number, actor=actor))
    given = {}
    for place, paper in enumerate(sorted(read, key=lambda one: LIKED.index(one.organization))):
        for one in criteria:
            share = BEST - STEP * place - nth % 3 - (one.place + place) % 2
            given[paper.number, one.place] = one.weight * 10 * share // 100
    return given


def _after(working_days: int) -> datetime:
    return _ten_on(clock.add_working_days(clock.today(), working_days))


def _ten_on(day: date) -> datetime:
    return datetime.combine(day, time(10), tzinfo=clock.TZ)
