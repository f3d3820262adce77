"""Telling the projects of the demo world, each by the verbs that all use, all in order of time.

Each story begins in the past and ends no later than today. Before the clock goes on, what became
public is published, as the worker does within seconds.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from backend.access.actor import Actor
from backend.accounts import posts
from backend.accounts.models import Membership
from backend.config.demo.actors import acting, actor_of
from backend.config.demo.cast import Cast
from backend.config.demo.commissioning import calls, contracts, panel, verdicts
from backend.config.demo.commissioning.ideas import IDEAS, Idea
from backend.config.demo.commissioning.reporting import Carried
from backend.config.demo.commissioning.schedule import Steps, tell_in_order
from backend.config.demo.commissioning.stories import Story
from backend.config.demo.year.moving import moving_clock
from backend.kernel import clock
from services.commissioning.queries.public.sheet import public_project
from services.commissioning.states.projects import ProjectState
from services.commissioning.workflow import archiving, cancelling
from services.commissioning.workflow import contracts as contract_verbs

S = ProjectState
Say = Callable[[str], None]
Step = Callable[[], Iterable[datetime] | None]
KNOWN_SINCE_DAYS = 500
ASKED_SINCE_DAYS = 470
CHECKED_AGAIN_DAYS = 200
COMING = 12
SESSIONS = 3
SHORT_SESSIONS = 2
TERM_DAYS, SHORT_TERM_DAYS = 180, 80
WINNER, SECOND = "feng_xue", "second_officer"
BUDGETS: Final = {
    "counselling": "9600", "skills": "8400", "family": "7200", "mutual_help": "3600"
}  # fmt: skip
"""Small groups: two or three evenings for a dozen members."""
LEAVES_AT: Final = {
    S.CANCELLED: S.CALL_OPEN,
    S.OBJECTION: S.NOTICE,
    S.TERMINATED: S.AWARDED,
    S.RECTIFYING: S.FINAL_REPORT,
    S.FINAL_RETURNED: S.FINAL_REPORT,
}
"""The stages beside the road, with the stage at which a story turns off to them."""


def tell(people: Cast, stories: Sequence[Story], say: Say) -> int:
    """Tell stories side by side, in order of time; gives how many projects stand."""
    ground = _Ground(people, say)
    tellers = [_Teller(ground, one, say).steps() for one in stories]
    with moving_clock() as moving:
        tell_in_order([ground.lay(), ground.check_again(), *tellers], moving.to_moment)
    return len(stories)


def known_since() -> datetime:
    """When the federation begins to know the organizations: all else of the stories is later."""
    return _ago(KNOWN_SINCE_DAYS)


@dataclass(slots=True)
class _Ground:
    """What every story stands on: a fund, checked organizations, a pool, needs, who comes."""

    people: Cast
    say: Say
    fund: str = ""
    organizations: dict[str, str] = field(default_factory=dict)
    needs: dict[str, str] = field(default_factory=dict)
    coming: list[Actor] = field(default_factory=list)

    def lay(self) -> Steps:
        known, asked = known_since(), _ago(ASKED_SINCE_DAYS)
        yield known
        self.fund = calls.open_fund(self.people)
        self.organizations = calls.enter_organizations(self.people, self.say)
        panel.fill_pool(self.people)
        yield asked
        self.needs = calls.collect_needs(self.people)
        held = {user.person_id for user in self.people.users.values()}
        rows = Membership.objects.exclude(person__in=held).select_related("person__key")
        members = rows.order_by("id")[:COMING]
        self.coming = [actor_of(posts.user_for(one.person)) for one in members]

    def check_again(self) -> Steps:
        yield _ago(CHECKED_AGAIN_DAYS)
        calls.check_again(self.people, self.organizations.values())


class _Teller:
    """Carries one project to where it stands today."""

    def __init__(self, ground: _Ground, story: Story, say: Say) -> None:
        self._ground = ground
        self._people = ground.people
        self._story = story
        self._say = say
        self._number = ""
        self._seats: panel.Seats = {}
        ideas = {one.kind: one for one in IDEAS}
        self._idea: Idea = replace(
            ideas[story.kind],
            title=story.title,
            budget_yuan=BUDGETS[story.kind],
            persons=COMING,
            sessions=SHORT_SESSIONS if story.is_short else SESSIONS,
        )

    def steps(self) -> Steps:
        """Begin in its time; whatever became public is published before time goes on."""
        yield self._story.begins_at
        for moment in self._told():
            verdicts.settle(self._number)
            yield moment
        verdicts.settle(self._number)
        self._say(f"委托服务项目 {self._story.title}")

    def _told(self) -> Steps:
        stands = self._story.stands
        until = LEAVES_AT.get(stands, stands)
        self._draft()
        if stands is S.TOPIC:
            return
        for state, step in self._road():
            yield from step() or ()
            if state is until:
                break
        if stands in LEAVES_AT:
            self._turn_off(stands)

    def _road(self) -> Sequence[tuple[ProjectState, Step]]:
        """Give each stage after the topic with what brings the project there."""
        people, number, who = self._people, self._number, self._who
        is_returned = self._story.stands is S.FINAL_RETURNED
        return (
            (S.CALL_OPEN, self._call),
            (S.QUALIFICATION, lambda: calls.close(people, number)),
            (S.PANEL_DRAWN, self._draw),
            (S.RECUSAL_CLEARED, lambda: panel.clear(people, number, self._seats)),
            (S.SCORING, self._score),
            (S.RANKED, tuple),  # with the last signature
            (S.NOTICE, lambda: panel.hang_out(people, number)),
            (S.AWARDED, lambda: panel.award(people, number)),
            (S.IN_PROGRESS, lambda: contracts.begin(number, who())),
            (S.MIDTERM, tuple if who().is_short else lambda: contracts.go_halfway(number, who())),
            (S.FINAL_REPORT, lambda: contracts.finish(number, who(), is_returned=is_returned)),
            (S.ACCEPTED, self._accept),
            (S.PUBLISHED, self._evaluate),
            (S.ARCHIVED, self._archive),
        )

    def _turn_off(self, stands: ProjectState) -> None:
        buyer, approver = (
            acting(self._people, key) for key in ("project_buyer", "project_approver")
        )
        if stands is S.CANCELLED:
            version = public_project(self._number).version
            reason = "街道已在办同样的服务，不再重复安排。"
            cancelling.cancel_project(self._number, actor=buyer, version=version, reason=reason)
        elif stands is S.OBJECTION:
            panel.object_to(self._people, self._number, SECOND, "对服务方案一项的得分有不同意见。")
        elif stands is S.TERMINATED:
            made = contracts.draft(self._number, self._who())
            reason = "承接组织人员变动，无法按期开展，双方同意终止。"
            contract_verbs.terminate(
                made.number, actor=approver, version=made.version, reason=reason
            )
        elif stands is S.RECTIFYING:
            verdicts.ask_rectification(self._people, self._number)

    def _draft(self) -> None:
        ground = self._ground
        need = ground.needs[self._story.kind]
        self._number = calls.draft(self._people, self._idea, fund=ground.fund, need=need)

    def _call(self) -> None:
        calls.open_call(self._people, self._number)
        calls.apply(self._people, self._number, self._idea, ["heart", "lamp", "tree"])

    def _draw(self) -> None:
        calls.check(self._people, self._number)
        panel.draw(self._people, self._number)

    def _score(self) -> None:
        panel.start_scoring(self._people, self._number)
        leave = int(self._story.stands is S.SCORING)
        panel.score(self._people, self._number, self._seats, leave=leave)

    def _accept(self) -> Steps:
        verdicts.accept(self._people, self._number)
        verdicts.settle(self._number)
        if self._story.is_late:
            yield from verdicts.be_late(self._number)

    def _evaluate(self) -> None:
        verdicts.evaluate(self._people, self._number)
        contracts.pay(self._number, self._who())
        if self._idea.kind == "counselling":
            verdicts.dispute(self._people, self._number, WINNER)
        verdicts.settle(self._number)

    def _archive(self) -> None:
        buyer = acting(self._people, "project_buyer")
        version = public_project(self._number).version
        archiving.archive(self._number, actor=buyer, version=version)

    def _who(self) -> Carried:
        is_short = self._story.is_short
        days = SHORT_TERM_DAYS if is_short else TERM_DAYS
        return Carried(self._people, WINNER, self._ground.coming, days, is_short)


def _ago(days: int) -> datetime:
    return clock.start_of(clock.today() - timedelta(days=days)) + timedelta(hours=10)
