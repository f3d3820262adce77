"""A full hall confirms at once: one session, each phone once, against the same statements bare.

Ours is the whole path of `POST /services/{number}/confirm`: sign-in, key, code, INSERT, audit
entry, stored reply, one transaction. The floor replays the very statements that one confirmation
sent, in one transaction, with the person in turn. Both take people of their own: nobody confirms
twice. A note says how long a hall of 300 took, all phones at once, and that none was lost.
"""

import itertools
import os
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import orjson
import psycopg
from django.db import connection
from django.test import Client

from backend.accounts.models import Membership, Person, User
from backend.config.demo import cast
from backend.kernel import clock
from backend.unions import standards
from services.commissioning.models import Confirmation
from services.commissioning.rules.codes import long_code, window_at
from services.commissioning.workflow import sessions
from tests.bench import load, place
from tests.bench.measure import Result, compare, cpu_ns, in_turn
from tests.cast import sign_in
from tests.services.commissioning import build, build_contract

CONNECTIONS = 4
HALL = 300
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "5"))
Sent = list[tuple[str, Sequence[Any]]]


class Hall:
    """An open session and people who have not confirmed it yet, each with her sign-in."""

    def __init__(self, count: int) -> None:
        if Person.objects.exists():
            place.empty()
        standards.load_defaults()
        self.world = build.world()
        contract = build_contract.signed(self.world)
        self.session = build_contract.opened(self.world, contract)
        self.path = f"/api/member/v1/services/{self.session.number}/confirm"
        self.people = _people(self.world.cast, count)

    def body(self) -> bytes:
        """Give the request with the code of this moment."""
        code = long_code(build_contract.secret_of(self.session), window_at(clock.now()))
        return orjson.dumps({"code": code, "way": "qr"})


def run() -> Result:
    """Measure confirmations."""
    hall = Hall(HALL * (ROUNDS * 3 + 1) + 200)
    place.pin_client()
    sent = _statements(hall, next(hall.people))
    floor = _floor(hall, sent)
    with place.web_server("backend.config.asgi:application") as ours:
        figures = in_turn(_ours(hall, ours), floor, floor, ROUNDS)
        seconds, lost = _at_once(hall, ours[0])
    notes = (
        f"{len(sent)} statements a confirmation; the floor sends the same ones",
        f"a hall of {HALL}, all phones at once: {seconds:.1f} s, {lost} lost",
    )
    title = "a worker confirms by the QR code"
    return compare("B9c", title, "us CPU/write", 4.0, figures, notes=notes)


def _people(made: cast.Cast, count: int) -> Iterator[tuple[int, int, str]]:
    """Enter so many members; gives (person key, user key, token) of each as she is needed."""
    union, key = made.unions["factory"], made.people["li_mei"].key
    people = Person.objects.bulk_create(
        [Person(key=key, display_name="测*", sex="F") for _ in range(count)], batch_size=1000
    )
    users = User.objects.bulk_create([User(person=one) for one in people], batch_size=1000)
    members = []
    for one in people:
        member = Membership(person=one, joined_on=clock.today())
        member.place(union)
        members.append(member)
    Membership.objects.bulk_create(members, batch_size=1000)
    for one, user in zip(people, users, strict=True):
        yield one.pk, user.pk, sign_in(user)


def _statements(hall: Hall, row: tuple[int, int, str]) -> Sent:
    """Confirm once in this process and keep the statements that were sent."""
    sent: Sent = []

    def keep(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001
        sent.append((sql, params or ()))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(keep):
        reply = Client(SERVER_NAME="127.0.0.1").post(
            hall.path,
            hall.body(),
            content_type="application/json",
            headers={"X-Session-Token": row[2], "Idempotency-Key": "first"},
        )
    if reply.status_code != 200:
        raise load.Asked(reply.content.decode())
    known = {row[0]: 0, row[1]: 1, str(row[0]): 0}
    return [(sql, _places(params, known)) for sql, params in sent]


def _places(params: Any, known: dict[Any, int]) -> Any:
    """Say which parameters follow the person; keys of requests are new ones each time."""
    if isinstance(params, dict):
        return {name: _place(value, known) for name, value in params.items()}
    return [_place(value, known) for value in params]


def _place(value: Any, known: dict[Any, int]) -> Callable[[tuple[int, int, str]], Any]:
    if value == "first":
        return lambda _: str(uuid.uuid4())
    if type(value) in {int, str} and value in known:
        kind, at = type(value), known[value]
        return lambda row: kind(row[at])
    return lambda _: value


def _floor(hall: Hall, sent: Sent) -> Callable[[], float]:
    """Replay the statements with bare psycopg; CPU of this thread."""
    wire = psycopg.connect(os.environ["DATABASE_URL"])

    def filled(params: Any, row: tuple[int, int, str]) -> Any:
        if isinstance(params, dict):
            return {name: give(row) for name, give in params.items()}
        return [give(row) for give in params]

    def once() -> float:
        rows = list(itertools.islice(hall.people, HALL))
        before = cpu_ns(os.getpid())
        for row in rows:
            with wire.transaction(), wire.cursor() as cursor:
                for sql, params in sent:
                    cursor.execute(sql, filled(params, row))
                    if cursor.description:
                        cursor.fetchall()
        return (cpu_ns(os.getpid()) - before) / 1000 / HALL

    return once


def _asked(hall: Hall, rows: Sequence[tuple[int, int, str]]) -> Iterator[bytes]:
    """Write the requests of these people, with the code of this moment."""
    body = hall.body()
    heads = [
        {
            "X-Session-Token": token,
            "Content-Type": "application/json",
            "Idempotency-Key": str(uuid.uuid4()),
        }
        for _, _, token in rows
    ]
    return iter([load.request("POST", hall.path, head, body) for head in heads])


def _ours(hall: Hall, server: tuple[int, int]) -> Callable[[], float]:
    port, pid = server

    def once() -> float:
        rows = list(itertools.islice(hall.people, HALL))
        warm = list(itertools.islice(hall.people, 10))
        load.drive(port, _asked(hall, warm), CONNECTIONS, b"HTTP/1.1 200")
        before = cpu_ns(pid)
        answered = load.drive(port, _asked(hall, rows), CONNECTIONS, b"HTTP/1.1 200")
        return (cpu_ns(pid) - before) / 1000 / answered

    return once


def _at_once(hall: Hall, port: int) -> tuple[float, int]:
    """Let a whole hall confirm with a connection each; gives seconds and how many were lost."""
    rows = list(itertools.islice(hall.people, HALL))
    known = Confirmation.objects.filter(session=hall.session).count()
    begun = time.monotonic()
    load.drive(port, _asked(hall, rows), HALL, b"HTTP/1.1 200")
    seconds = time.monotonic() - begun
    closed = sessions.close_session(
        hall.session.number,
        actor=hall.world.actor("feng_xue"),
        version=hall.session.version,
        provider_count=HALL,
    )
    return seconds, known + HALL - (closed.confirmed or 0)
