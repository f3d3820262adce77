"""A project from the check of qualification on, walked by the real verbs of the panel."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial, wraps
from hashlib import sha256

from backend.access.actor import Actor
from backend.fields.models import DataKey
from backend.kernel import clock
from services.commissioning.models import Bid, Call, Criterion, Panelist, Project, Seat
from services.commissioning.models.serial import BID_PREFIX, PROJECT_PREFIX, next_number
from services.commissioning.queries import panel
from services.commissioning.rules.bid import sealed_text
from services.commissioning.states.bids import BidState
from services.commissioning.states.panel import SeatState
from services.commissioning.states.projects import ProjectState
from services.commissioning.workflow import drawing, recusal, result, scoring
from tests.services.commissioning import walk
from tests.services.commissioning.build import CRITERIA, World
from tests.support import kept

SEED = bytes(range(32))
START = datetime(2026, 3, 2, 10, tzinfo=clock.TZ)
AMOUNTS = walk.PRICES
OPENED = (BidState.SUBMITTED, BidState.OPENED)
PATH = (ProjectState.CALL_OPEN, ProjectState.QUALIFICATION)


@dataclass
class Story:
    """A world, one project in it, and the clock."""

    world: World
    move_to: Callable[[datetime], None]
    number: str = ""
    keys: dict[int, str] = field(default_factory=dict)

    @property
    def project(self) -> Project:
        """The project as it stands now."""
        return Project.objects.get(number=self.number)

    def who(self, key: str) -> Actor:
        """Give a part of the cast as she acts."""
        return self.world.actor(key)

    def step(self, verb: Callable[..., object], key: str, **given: object) -> Project:
        """Do one act on the project with the version that stands."""
        verb(self.number, actor=self.who(key), version=self.project.version, **given)
        return self.project

    def seats(self) -> list[Seat]:
        """Give who sits now."""
        draw = panel.draw_of(self.project)
        return panel.sitting(draw) if draw else []

    def holder(self, seat: Seat) -> Actor:
        """Give who holds a seat as she acts."""
        return self.who(self.keys[seat.panelist.user_id])

    def pass_days(self, days: int) -> None:
        """Move the clock on by calendar days."""
        self.move_to(clock.now() + timedelta(days=days))


def begun(
    world: World,
    move_to: Callable[[datetime], None],
    applicants: Sequence[str] = ("heart", "lamp", "tree"),
    panel_size: int = 5,
    left_open: str = "",
) -> Story:
    """Give a project whose applications are opened and found qualified, all but `left_open`."""
    move_to(START)
    keys = {user.pk: key for key, user in world.cast.users.items()}
    return Story(world, move_to, _begun(world, applicants, panel_size, left_open), keys)


@kept.step
def _begun(world: World, applicants: Sequence[str], panel_size: int, left_open: str) -> str:
    users = world.cast.users
    project = Project(
        number=next_number(PROJECT_PREFIX),
        title="一线职工心理关爱服务",
        kind="counselling",
        purpose="一线职工压力大，需要就近、保密的心理咨询。",
        fund=world.fund,
        budget_fen=20_000_000,
        drafted_by=users["project_buyer"],
    )
    project.place(world.cast.unions["federation"])
    project.save()
    project.opened_by, project.opened_at = users["project_approver"], START - timedelta(days=30)
    call = Call.objects.create(
        project=project,
        mode="comparison",
        text="面向全市一线职工提供心理咨询服务。",
        planned_persons=600,
        planned_sessions=60,
        panel_size=panel_size,
        deadline=START - timedelta(days=1),
        opened_at=START - timedelta(days=30),
    )
    call.seal_seed(SEED)
    call.save()
    for place, (name, weight) in enumerate(CRITERIA, start=1):
        Criterion.objects.create(call=call, place=place, title=name, weight=weight)
    for key in applicants:
        _bid(world, call, key, OPENED if key == left_open else (*OPENED, BidState.QUALIFIED))
    for state in PATH:
        project.state = state
        project.save()
    return project.number


def _bid(world: World, call: Call, key: str, path: Sequence[BidState]) -> None:
    bid = Bid(
        number=next_number(BID_PREFIX),
        key=DataKey.make(),
        call=call,
        organization=world.organizations[key],
    )
    bid.seal(
        "content_sealed", sealed_text(replace(walk.content(key), plan=f"{key}的方案"), bytes(32))
    )
    bid.save()
    bid.receipt, bid.submitted_at = sha256(key.encode()).digest(), START - timedelta(days=2)
    bid.submitted_by_id = bid.organization.officers.get().user_id
    for state in path:
        bid.state = state
        if state is BidState.OPENED:
            bid.amount_fen, bid.persons, bid.sessions = AMOUNTS[key], 600, 60
        bid.save()


def _stretch(walk: Callable[[Story], None]) -> Callable[[Story], Story]:
    """Keep where a stretch of the way leads to; gives the story."""

    @wraps(walk)
    def gone(story: Story) -> Story:
        kept.again(f"{walk.__name__} {story.number}", partial(walk, story))
        return story

    return gone


@_stretch
def draw(story: Story) -> None:
    """Draw the panel."""
    story.step(drawing.draw_panel, "project_buyer")


def declare(story: Story) -> Story:
    """Let everybody who has not yet declare that nothing ties her."""
    while waiting := [seat for seat in story.seats() if seat.state is SeatState.DRAWN]:
        seat = waiting[0]
        recusal.declare_clear(story.number, actor=story.holder(seat), version=seat.version)
    return story


@_stretch
def to_scoring(story: Story) -> None:
    """Go from the draw to the opening of the applications."""
    declare(draw(story))
    story.pass_days(5)
    story.step(recusal.clear_recusal, "project_buyer")
    story.step(recusal.open_scoring, "project_buyer")


def points(story: Story, nth: int) -> dict[tuple[str, int], int]:
    """Give the scores of the nth panelist: the second application is best, sums differ."""
    best = {"heart": 2, "lamp": 0, "tree": 1}
    scores = {}
    for bid in panel.scored_bids(story.project):
        key = next(
            one for one, org in story.world.organizations.items() if org.pk == bid.organization_id
        )
        for place, (_, weight) in enumerate(CRITERIA, start=1):
            scores[(bid.number, place)] = weight * 10 - best[key] * place - nth
    return scores


def sign(story: Story, seat: Seat, scores: dict[tuple[str, int], int]) -> Seat:
    """Save and sign the scores of one seat."""
    actor = story.holder(seat)
    saved = scoring.save_scores(story.number, actor=actor, version=seat.version, scores=scores)
    return scoring.sign_scores(story.number, actor=actor, version=saved.version)


@_stretch
def to_ranked(story: Story) -> None:
    """Go on until the last panelist has signed."""
    to_scoring(story)
    for nth, seat in enumerate(story.seats()):
        sign(story, seat, points(story, nth))


@_stretch
def to_notice(story: Story) -> None:
    """Go on until the result hangs out."""
    to_ranked(story)
    story.pass_days(5)
    story.step(result.open_notice, "project_buyer")


@_stretch
def to_award(story: Story) -> None:
    """Go on until the award."""
    to_notice(story)
    story.pass_days(9)
    story.step(result.award, "project_approver")


def pool_of(world: World) -> list[Panelist]:
    """Give the pool of the federation."""
    return list(Panelist.objects.all().pool_of(world.cast.unions["federation"]))
