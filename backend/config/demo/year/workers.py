"""The people of the year: the generated workers with their unions, and who holds which post."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from backend.access.hop import hop
from backend.access.roles import Role
from backend.accounts import posts, rosters
from backend.accounts.models import Membership, Person, User
from backend.config.demo.actors import SYSTEM
from backend.config.demo.cast import Cast
from backend.config.demo.workforce import people
from backend.config.demo.year.sessions import sign_in
from backend.unions.models import Union

ENTERED_AT_ONCE = 2000


@dataclass(slots=True)
class Worker:
    """One worker: `place` is her number among the generated people."""

    place: int
    person_id: int
    identity: rosters.Identity
    union: Union
    district: str
    account: str = ""
    accounts: int = 0


@dataclass(frozen=True, slots=True)
class Unit:
    """A basic union with its people; the first of them is its chair."""

    union: Union
    workers: Sequence[Worker]
    chair: str

    @property
    def women(self) -> int:
        """How many of its people are women."""
        return sum(worker.identity.sex == "F" for worker in self.workers)


@dataclass(slots=True)
class City:
    """Everybody who acts in the year; a token is made when somebody first acts."""

    cast: Cast
    workers: list[Worker]
    units: dict[int, Unit]
    users: dict[str, User]
    tokens: dict[str, str]

    async def officer(self, key: str) -> str:
        """Give the token of one of the cast or of a chair, second factor passed."""
        return await self._token(key, second_factor=True)

    async def member(self, worker: Worker) -> str:
        """Give the token of a worker."""
        return await self._token(_key(worker.person_id), second_factor=False)

    async def chair_of(self, worker: Worker) -> str:
        """Give the token of the chair of her union."""
        return await self.officer(self.units[worker.union.pk].chair)

    async def reviewer_of(self, worker: Worker) -> str:
        """Give the token of the reviewer of her district."""
        return await self.officer("zhao_min" if worker.district == "district" else "west_reviewer")

    async def second_of(self, worker: Worker) -> str:
        """Give the token of another reviewer of her district."""
        return await self.officer(
            "second_reviewer" if worker.district == "district" else "west_approver"
        )

    async def approver_of(self, worker: Worker) -> str:
        """Give the token of who approves in her district."""
        return await self.officer(
            "district_approver" if worker.district == "district" else "west_approver"
        )

    def user_of(self, worker: Worker) -> User:
        """Give the user of a worker."""
        return self.users[_key(worker.person_id)]

    async def _token(self, key: str, *, second_factor: bool) -> str:
        token = self.tokens.get(key)
        if token is None:
            token = await hop(sign_in, self.users[key], second_factor=second_factor)
            self.tokens[key] = token
        return token


def settle_in(cast: Cast, members: int) -> City:
    """Find the generated workers in their unions and give each basic union its chair.

    The last worker of the western district becomes the approver that the cast has only for the
    other one.
    """
    workers = _workers(cast, members)
    users = {
        _key(worker.person_id): user for worker, user in zip(workers, _users(workers), strict=True)
    }
    users |= cast.users
    units: dict[int, Unit] = {}
    posts_given = []
    for key in dict.fromkeys(worker.union.pk for worker in workers):
        staff = [worker for worker in workers if worker.union.pk == key]
        chair = "wang_qiang"
        if key != cast.unions["factory"].pk:
            chair = _key(staff[0].person_id)
            posts_given.append((users[chair], staff[0].union, Role.UNION_CHAIR))
        units[key] = Unit(staff[0].union, staff, chair)
    users["west_approver"] = users[_key(workers[-1].person_id)]
    posts_given.append((users["west_approver"], cast.unions["west"], Role.DISTRICT_APPROVER))
    with transaction.atomic():
        posts.appoint_all(posts_given, actor=SYSTEM)
    return City(cast, workers, units, users, {})


def _workers(cast: Cast, members: int) -> list[Worker]:
    found: dict[str, rosters.Identity] = {one.id_number: one for one in people(members)}
    identities = list(found.values())
    keys: dict[str, int] = {}
    for first in range(0, len(identities), ENTERED_AT_ONCE):
        keys |= rosters.enter(identities[first : first + ENTERED_AT_ONCE])
    unions = _unions(keys.values())
    west = cast.unions["west"].pk
    workers = []
    for place, identity in enumerate(identities):
        person_id = keys[identity.id_number]
        union = unions[person_id]
        district = "west" if west in union.ancestors else "district"
        workers.append(Worker(place, person_id, identity, union, district))
    return workers


def _unions(keys: object) -> Mapping[int, Union]:
    rows = Membership.objects.filter(person_id__in=list(keys)).select_related("union")  # type: ignore[call-overload]
    known: dict[int, Union] = {}
    return {row.person_id: known.setdefault(row.union_id, row.union) for row in rows}


def _users(workers: Sequence[Worker]) -> list[User]:
    rows = Person.objects.select_related("key").in_bulk([worker.person_id for worker in workers])
    return posts.users_for([rows[worker.person_id] for worker in workers])


def _key(person_id: int) -> str:
    return f"person-{person_id}"
