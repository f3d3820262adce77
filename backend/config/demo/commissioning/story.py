"""One project at each stage, from need to archive, and one of each kind with all its figures.

Each story is played by the verbs that all use, on a clock of its own that begins in the past and
ends no later than today. Whenever the clock moves, what became public is published first, as the
worker does within seconds.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from backend.accounts import posts
from backend.accounts.models import Membership
from backend.config.demo.actors import actor_of
from backend.config.demo.cast import Cast
from backend.config.demo.commissioning import calls, contracts, panel, verdicts
from backend.config.demo.commissioning.calls import IDEAS, Idea
from backend.config.demo.commissioning.contracts import Carried
from backend.config.demo.year.moving import moving_clock
from backend.kernel import clock
from services.commissioning.queries import projects
from services.commissioning.workflow import archiving

Say = Callable[[str], None]
MoveTo = Callable[[datetime], None]
WINNER: Final = "feng_xue"
KNOWN_SINCE_DAYS = 500
CHECKED_AGAIN_DAYS = 200
WHOLE_FROM_MEMBERS = 200
BEGUN = 2
COMING = 12
SESSIONS = 3
TERM_DAYS = 180
BUDGETS: Final = {
    "counselling": "9600", "skills": "8400", "family": "7200", "mutual_help": "3600"
}  # fmt: skip
"""Small groups: three evenings for a dozen members."""


@dataclass(frozen=True, slots=True)
class Story:
    """How long ago a project began, which idea it follows, its name, and where it stands today."""

    days_ago: int
    kind: str
    title: str
    stands: str


STORIES: Final = (
    Story(450, "counselling", "产业园区职工心理关爱服务", "archived"),
    Story(320, "skills", "转岗职工技能提升培训", "published"),
    Story(310, "family", "职工子女放学后托管服务", "published"),
    Story(300, "mutual_help", "独居老职工志愿陪伴", "published"),
    Story(290, "family", "职工家庭亲子课堂", "late"),
    Story(226, "counselling", "公交职工减压服务", "final_report"),
    Story(150, "family", "双职工家庭暑期托管", "midterm"),
    Story(100, "mutual_help", "社区职工互助修理", "in_progress"),
    Story(45, "skills", "餐饮职工食品安全培训", "awarded"),
    Story(30, "counselling", "新就业群体心理支持", "notice"),
    Story(27, "family", "职工婚恋交友服务", "scoring"),
    Story(24, "skills", "快递员安全驾驶培训", "panel_drawn"),
    Story(20, "mutual_help", "职工书屋志愿管理", "qualification"),
    Story(3, "counselling", "夜班职工睡眠健康服务", "call_open"),
    Story(1, "family", "职工子女假期研学", "topic"),
)
"""In the order in which they began."""


def stories_for(members: int) -> Sequence[Story]:
    """Give all stories, for a small city only those that have just begun."""
    return STORIES if members >= WHOLE_FROM_MEMBERS else STORIES[-BEGUN:]


def tell(people: Cast, stories: Sequence[Story], say: Say) -> int:
    """Play stories, each on a clock of its own; gives how many projects stand."""
    with moving_clock() as moving:
        checked_again = _ago(CHECKED_AGAIN_DAYS)
        moving.to_moment(_ago(KNOWN_SINCE_DAYS))
        fund = calls.open_fund(people)
        numbers = calls.enter_organizations(people, say)
        panel.fill_pool(people)
        moving.to_moment(checked_again)
        calls.check_again(people, numbers.values())
    needs = calls.collect_needs(people)
    coming = _members(people)
    ideas = {one.kind: one for one in IDEAS}
    for story in stories:
        idea = replace(
            ideas[story.kind],
            title=story.title,
            budget_yuan=BUDGETS[story.kind],
            persons=COMING,
            sessions=SESSIONS,
        )
        with moving_clock() as moving:
            moving.to_moment(_ago(story.days_ago))
            number = calls.draft(people, idea, fund=fund, need=needs[story.kind])
            teller = _Teller(people, number, idea, coming, moving.to_moment)
            teller.play(story.stands)
        say(f"委托服务项目 {story.title}")
    return len(stories)


class _Teller:
    """Carries one project to where it stands today."""

    def __init__(
        self, people: Cast, number: str, idea: Idea, members: list[Membership], move: MoveTo
    ) -> None:
        self._people = people
        self._number = number
        self._idea = idea
        self._members = members
        self._move = move

    def play(self, stands: str) -> None:
        """Do each step until the project stands there; what became public is published."""
        if stands == "topic":
            return
        calls.open_call(self._people, self._number)
        calls.apply(self._people, self._number, self._idea, ["heart", "lamp", "tree"])
        if stands != "call_open":
            self._choose(stands)
        verdicts.settle(self._number)

    def _choose(self, stands: str) -> None:
        calls.close(self._people, self._number, self._on)
        if stands == "qualification":
            return None
        calls.check(self._people, self._number)
        if stands == "panel_drawn":
            return panel.draw(self._people, self._number)
        if stands in {"scoring", "notice"}:
            panel.draw(self._people, self._number)
            panel.start_scoring(self._people, self._number, self._on)
            panel.score(self._people, self._number, leave=1 if stands == "scoring" else 0)
            if stands == "notice":
                panel.hang_out(self._people, self._number, self._on)
            return None
        panel.carry_to_award(self._people, self._number, self._on)
        return None if stands == "awarded" else self._deliver(stands)

    def _deliver(self, stands: str) -> None:
        members = [actor_of(posts.user_for(one.person)) for one in self._members]
        who = Carried(self._people, WINNER, members, self._on)
        until = stands if stands in {"in_progress", "midterm"} else "final_report"
        contracts.carry(self._number, who, days=TERM_DAYS, until=until)
        if stands == "late":
            verdicts.leave_late(self._people, self._number, self._on)
        elif stands in {"published", "archived"}:
            self._finish(who)
            if stands == "archived":
                buyer = who.actor("project_buyer")
                version = projects.sheet(buyer, self._number).version
                archiving.archive(self._number, actor=buyer, version=version)

    def _finish(self, who: Carried) -> None:
        verdicts.accept(self._people, self._number)
        verdicts.settle(self._number)
        verdicts.evaluate(self._people, self._number)
        contracts.pay(self._number, who)
        if self._idea.kind == "counselling":
            verdicts.dispute(self._people, self._number, WINNER)
        verdicts.settle(self._number)

    def _on(self, moment: datetime) -> None:
        verdicts.settle(self._number)
        self._move(moment)


def _members(people: Cast) -> list[Membership]:
    held = {user.person_id for user in people.users.values()}
    rows = Membership.objects.exclude(person__in=held).select_related("person__key")
    return list(rows.order_by("id")[:COMING])


def _ago(days: int) -> datetime:
    ten = timedelta(hours=10)
    return clock.start_of(clock.today() - timedelta(days=days)) + ten
