"""A project walked from draft to archive by whoever of a staff is let do each step.

Each step is tried by the people of the staff in random order until one is allowed; each refusal
must leave everything as it was. Where nobody is allowed, `Stuck` carries what was said.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.roles import Role
from backend.accounts.models import Post, User
from backend.audit.models import Entry
from backend.config.demo.actors import actor_of
from backend.kernel import clock
from backend.kernel.errors import DomainError, NotFound, Refused
from backend.ledger.models import Transfer
from notifications.models import Event
from services.commissioning.models import OrgOfficer, Panelist, Project, ProjectStep, Relation
from tests.services.commissioning import walk

ROLES = (
    Role.PROJECT_BUYER, Role.PROJECT_APPROVER, Role.ACCEPTANCE_OFFICER, Role.FUND_KEEPER,
    Role.PAYMENT_CONFIRMER, Role.PANEL_EXPERT, Role.PROJECT_OFFICER,
)  # fmt: skip
PLAIN = (
    "plan_officer", "plan_approver", "city_reviewer", "bus_chair", "restaurant_chair",
    "second_reviewer", "west_reviewer",
)  # fmt: skip
"""Parts of the cast that have nothing to do with commissioning: their posts are taken away."""


@dataclass(frozen=True)
class Hand:
    """One person of a staff: posts, and how she stands to organizations and to the pool.

    Who `waits` leaves everything to the others until the delivery is accepted, and then tries
    everything first: chance alone seldom leads an acceptance officer to the last payment.
    """

    roles: frozenset[Role]
    related_to: str = ""
    acts_for: str = ""
    in_pool: bool = False
    waits: bool = False


class StuckError(Exception):
    """Nobody of the staff may do a step; `said` is what each of them was told."""

    def __init__(self, step: str, said: Sequence[tuple[Actor, DomainError]]) -> None:
        super().__init__(step, [refusal.message for _, refusal in said])
        self.step, self.said = step, said


@dataclass
class StaffWalk:
    """A story with a staff in it, and one project under way."""

    story: walk.Story
    staff: list[User]
    dice: random.Random
    waiting: frozenset[User] = frozenset()
    number: str = ""
    refusals: int = field(default=0)
    is_accepted: bool = False

    @property
    def project(self) -> Project:
        """The project as it stands now."""
        return Project.objects.select_related("call", "union", "fund").get(number=self.number)

    def outsider(self, key: str) -> User:
        """Give a part of the cast that is not of the staff."""
        return self.story.world.cast.users[key]

    def pass_days(self, days: int) -> None:
        """Move the clock on by calendar days."""
        self.story.move_to(clock.now() + timedelta(days=days))

    def act(self, verb: Callable[..., Any], **given: object) -> Any:
        """Have an act on the project done by somebody."""
        return self.let(verb, self.number, version=self.project.version, **given)

    def let(
        self,
        verb: Callable[..., Any],
        *about: object,
        others: Sequence[User] = (),
        **given: object,
    ) -> Any:
        """Have an act on anything done by somebody."""
        return self.somebody(
            verb.__name__, lambda actor: verb(*about, actor=actor, **given), others=others
        )

    def somebody(
        self, step: str, do: Callable[[Actor], Any], *, others: Sequence[User] = ()
    ) -> Any:
        """Let everybody try in random order, the others after the staff; raises StuckError."""
        said: list[tuple[Actor, DomainError]] = []
        for user in [*self._order(), *others]:
            actor, before = actor_of(user), _pulse()
            try:
                given = do(actor)
            except (Refused, NotFound) as refusal:
                assert _pulse() == before, f"{step} was refused, and something changed"
                said.append((actor, refusal))
                self.refusals += 1
            else:
                self.is_accepted = self.is_accepted or step == "accept_delivery"
                return given
        raise StuckError(step, said)

    def _order(self) -> list[User]:
        order = self.dice.sample(self.staff, len(self.staff))
        return sorted(order, key=lambda user: (user in self.waiting) is not self.is_accepted)


def staffed(story: walk.Story, hands: Sequence[Hand], dice: random.Random) -> StaffWalk:
    """Give a walk whose staff are these people, at the federation."""
    users = [story.world.cast.users[key] for key in PLAIN[: len(hands)]]
    Post.objects.filter(user__in=users).update(until=clock.today())
    for place, (user, hand) in enumerate(zip(users, hands, strict=True)):
        _place(story, user, hand, place)
    waiting = {user for user, hand in zip(users, hands, strict=True) if hand.waits}
    return StaffWalk(story, users, dice, frozenset(waiting))


def _place(story: walk.Story, user: User, hand: Hand, place: int) -> None:
    world = story.world
    federation, entered_by = world.cast.unions["federation"], world.cast.users["wu_tong"]
    Post.objects.bulk_create(
        Post(user=user, union=federation, role=role, since=clock.today())
        for role in sorted(hand.roles | ({Role.PANEL_EXPERT} if hand.in_pool else set()))
    )
    if hand.related_to:
        Relation.objects.create(
            person=user.person,
            organization=world.organizations[hand.related_to],
            kind="kinship",
            since=clock.today() - timedelta(days=400),
            entered_by=entered_by,
        )
    if hand.acts_for:
        OrgOfficer.objects.create(
            organization=world.organizations[hand.acts_for],
            user=user,
            since=clock.today() - timedelta(days=30),
            entered_by=entered_by,
        )
    if hand.in_pool:
        entry = Panelist(
            number=f"PS-{900 + place:04d}",
            user=user,
            kind="expert",
            field="社会工作",
            entered_by=entered_by,
        )
        entry.place(federation)
        entry.save()


def knows(actor: Actor, project: Project | None) -> bool:
    """Tell whether somebody may know of the project: to others it reads as absent."""
    read = Permission.COMMISSIONING_PROJECT_READ
    return project is not None and actor.can(read, within=project)


def _pulse() -> tuple[object, ...]:
    """Give what every act moves: versions, steps, trail, messages, money."""
    return (
        list(Project.objects.order_by("pk").values_list("pk", "version", "state")),
        *(table.objects.count() for table in (ProjectStep, Entry, Event, Transfer, Post)),
    )
