"""Walking a project by its real verbs, from the need to the checked applications."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from backend.kernel import clock
from backend.kernel.money import Money
from services.commissioning.models import Bid, Need, Organization, Project
from services.commissioning.rules.bid import Content, Line
from services.commissioning.rules.call import CriterionDraft
from services.commissioning.workflow import bids, calls, checking, closing, drafting, needs
from services.commissioning.workflow.drafting import CallDraft, Topic
from tests.services.commissioning.build import CRITERIA, World
from tests.support import kept

MONDAY = datetime(2026, 3, 2, 10, tzinfo=clock.TZ)
MoveTo = Callable[[datetime], None]
BUDGET = Money.from_yuan("200000")
CONTENT = Content(
    amount_fen=18_000_000,
    persons=600,
    sessions=60,
    plan="每周三晚在园区开展一对一咨询。",
    team="持证咨询师 6 名。",
    track_record="上年服务 1200 人次。",
    lines=(Line("人员", 12_000_000), Line("场地", 6_000_000)),
)
PRICES = {"heart": 18_000_000, "lamp": 19_500_000, "tree": 17_000_000}


@dataclass(frozen=True)
class Story:
    """The world with a clock that can be moved."""

    world: World
    move_to: MoveTo

    def pass_deadline(self, project: Project) -> None:
        """Move business time one second past the deadline."""
        self.move_to(project.call.deadline + timedelta(seconds=1))


@kept.step
def need(story: Story, title: str = "下班后能有心理咨询") -> Need:
    """Give a need with Li Mei's voice."""
    found = Need.objects.filter(title=title).first()
    return found or needs.suggest_need(
        actor=story.world.actor("li_mei"), kind="counselling", title=title
    )


def topic(story: Story, **changed: object) -> Topic:
    """Give the usual topic, with what a test wants changed."""
    usual = Topic(
        title="一线职工心理关爱服务",
        kind="counselling",
        purpose="一线职工压力大，需要就近、保密的心理咨询。",
        fund=story.world.fund.number,
        budget=BUDGET,
        needs=(need(story).number,),
    )
    return replace(usual, **changed)  # type: ignore[arg-type]


def call_draft(**changed: object) -> CallDraft:
    """Give the usual call: a comparison that stays open for ten days."""
    usual = CallDraft(
        mode="comparison",
        text="面向全市一线职工提供心理咨询服务。",
        planned_persons=600,
        planned_sessions=60,
        panel_size=5,
        deadline=clock.now().replace(microsecond=0) + timedelta(days=10),
        criteria=tuple(CriterionDraft(title, weight, ("好", "中")) for title, weight in CRITERIA),
    )
    return replace(usual, **changed)  # type: ignore[arg-type]


@kept.step
def drafted(story: Story) -> Project:
    """Give a project with its whole call, not yet sent for approval."""
    buyer = story.world.actor("project_buyer")
    federation = story.world.cast.unions["federation"].number
    project = drafting.draft_project(actor=buyer, union_number=federation, topic=topic(story))
    return drafting.save_call(
        project.number, actor=buyer, version=project.version, draft=call_draft()
    )


@kept.step
def submitted(story: Story) -> Project:
    """Give a project whose call waits for the approver."""
    project = drafted(story)
    return calls.submit_call(
        project.number, actor=story.world.actor("project_buyer"), version=project.version
    )


@kept.step
def opened(story: Story) -> Project:
    """Give a project whose call is open."""
    project = submitted(story)
    return calls.open_call(
        project.number, actor=story.world.actor("project_approver"), version=project.version
    )


def officer(story: Story, key: str) -> str:
    """Give the key of who acts for an organization."""
    acting = story.world.organizations[key].officers.get()
    return next(name for name, user in story.world.cast.users.items() if user == acting.user)


def content(key: str) -> Content:
    """Give the application of an organization: its price, all for persons."""
    price = PRICES[key]
    return replace(CONTENT, amount_fen=price, lines=(Line("人员", price),))


@kept.step
def bid(story: Story, project: Project, key: str) -> Bid:
    """Give a submitted application of an organization."""
    actor = story.world.actor(officer(story, key))
    made = bids.start_bid(project.number, actor=actor)
    return bids.submit_bid(made.number, actor=actor, version=made.version, content=content(key))


@kept.step
def closed(story: Story, keys: tuple[str, ...] = ("heart", "lamp", "tree")) -> Project:
    """Give a project whose call has closed with the applications of these organizations."""
    project = opened(story)
    for key in keys:
        bid(story, project, key)
    story.pass_deadline(project)
    closing.close_call(project.number)
    return row(project)


@kept.step
def checked(story: Story) -> Project:
    """Give a project all of whose three applicants may go before the panel."""
    project = closed(story)
    buyer = story.world.actor("project_buyer")
    for one in project.call.bids.order_by("id"):
        checking.qualify_bid(one.number, actor=buyer, version=one.version)
    return row(project)


def row(project: Project) -> Project:
    """Read a project anew."""
    return Project.objects.select_related("call", "union", "fund").get(pk=project.pk)


def org(story: Story, key: str) -> Organization:
    """Read an organization anew."""
    return Organization.objects.get(pk=story.world.organizations[key].pk)
