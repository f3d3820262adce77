"""B8w, B8c: one write through the whole path against the same statements sent by bare psycopg.

B8w answers a correction request, B8c passes a claim on from the unit's desk: sign-in, key, version,
lock, verb, audit entry, outbox row and stored reply, in one transaction. The floor replays the very
statements that one such write sent, in one transaction, with the values of the row in turn.
"""

import hashlib
import itertools
import os
import re
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
import psycopg
from django.db import connection
from django.test import Client

from backend.access.models import CorrectionRequest
from backend.accounts.models import Person
from backend.config.demo import cast
from backend.kernel import clock
from backend.unions import standards
from tests.bench import load, place
from tests.bench.claims import waiting_claims
from tests.bench.measure import Result, compare, cpu_ns, in_turn
from tests.cast import sign_in

CONNECTIONS = 4
REQUESTS = int(os.environ.get("BENCH_REQUESTS", "800"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "5"))
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
Sent = list[tuple[str, Sequence[Any]]]


@dataclass(frozen=True)
class Write:
    """A write to measure: who sends what where; rows are (key, number) of what it is done to."""

    id: str
    title: str
    path: str
    body: bytes
    who: str
    rows: Callable[[cast.Cast, int], Iterator[tuple[int, str]]]


def run() -> list[Result]:
    """Measure the write path of each write."""
    standards.load_defaults()
    world = cast.create() if not Person.objects.exists() else cast.load()
    place.pin_client()
    return [_measure(one, world) for one in WRITES]


def _measure(write: Write, world: cast.Cast) -> Result:
    token = sign_in(world.users[write.who])
    rows = write.rows(world, REQUESTS * ROUNDS * 3 + 500)
    sent = _statements(write, token, next(rows))
    floor = _floor(sent, rows)
    with place.web_server("backend.config.asgi:application") as ours:
        figures = in_turn(_ours(write, ours, rows, token), floor, floor, ROUNDS)
    notes = (f"{len(sent)} statements a write; the floor sends the same ones",)
    return compare(write.id, write.title, "us CPU/write", 4.0, figures, notes=notes)


def _corrections(world: cast.Cast, count: int) -> Iterator[tuple[int, str]]:
    """Enter open requests of as many persons, straight into the tables."""
    union, key = world.unions["factory"], world.people["li_mei"].key
    people = Person.objects.bulk_create(
        [Person(key=key, display_name="测*", sex="F") for _ in range(count)], batch_size=1000
    )
    found = []
    for person in people:
        row = CorrectionRequest(person=person, key=key, field="phone", due_on=clock.today())
        row.place(union)
        row.wanted_sealed = b"x"
        found.append(row)
    CorrectionRequest.objects.bulk_create(found, batch_size=1000)
    return iter([(row.pk, row.number) for row in found])


WRITES = (
    Write(
        id="B8w",
        title="a write with key, version, audit and outbox",
        path="/api/staff/v1/corrections/{}/answer",
        body=orjson.dumps({"corrected": True, "reason": "已核对。"}),
        who="zhao_min",
        rows=_corrections,
    ),
    Write(
        id="B8c",
        title="a review level passes a claim on",
        path="/api/staff/v1/claims/{}/review",
        body=orjson.dumps({"opinion": "属实。"}),
        who="wang_qiang",
        rows=waiting_claims,
    ),
)


def _statements(write: Write, token: str, row: tuple[int, str]) -> Sent:
    """Run one write in this process and keep the statements it sent."""
    sent: Sent = []

    def keep(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001
        sent.append((sql, tuple(params or ())))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(keep):
        reply = Client(SERVER_NAME="127.0.0.1").post(
            write.path.format(row[1]),
            write.body,
            content_type="application/json",
            headers={"X-Session-Token": token, "Idempotency-Key": "first", "If-Match": '"1"'},
        )
    if reply.status_code != 200:
        raise load.Asked(reply.content.decode())
    known = {row[0]: "pk", row[1]: "number", str(row[0]): "text_pk", "first": "key"}
    return [
        (
            sql,
            [
                _Place(_name(sql, value, known), value) if _plain(value) else _Place("", value)
                for value in params
            ],
        )
        for sql, params in sent
    ]


def _name(sql: str, value: Any, known: dict[Any, str]) -> str:
    """Say what a parameter stands for; a number that an INSERT gives is a new one each time."""
    is_new = sql.startswith("INSERT") and isinstance(value, str) and _UUID.fullmatch(value)
    return known.get(value, "key" if is_new else "")


def _plain(value: Any) -> bool:
    return isinstance(value, (int, str)) and not isinstance(value, bool)


class _Place:
    """A parameter: fixed, or one that follows the row."""

    def __init__(self, name: str, value: Any) -> None:
        self.name, self.value = name, value

    def filled(self, row: tuple[int, str]) -> Any:
        match self.name:
            case "pk":
                return row[0]
            case "text_pk":
                return str(row[0])
            case "number":
                return row[1]
            case "key":
                return str(uuid.uuid4())
            case _:
                return self.value


def _floor(sent: Sent, rows: Iterator[tuple[int, str]]) -> Callable[[], float]:
    """Replay the statements with bare psycopg; CPU of this thread."""
    wire = psycopg.connect(os.environ["DATABASE_URL"])

    def once() -> float:
        before = cpu_ns_self()
        for row in itertools.islice(rows, REQUESTS):
            hashlib.sha256(row[1].encode()).digest()
            with wire.transaction(), wire.cursor() as cursor:
                for sql, params in sent:
                    cursor.execute(sql, [one.filled(row) for one in params])
                    if cursor.description:
                        cursor.fetchall()
        return (cpu_ns_self() - before) / 1000 / REQUESTS

    return once


def cpu_ns_self() -> int:
    """CPU of this process so far."""
    return cpu_ns(os.getpid())


def _ours(
    write: Write, server: tuple[int, int], rows: Iterator[tuple[int, str]], token: str
) -> Callable[[], float]:
    port, pid = server

    def asked(count: int) -> Iterator[bytes]:
        for _, number in itertools.islice(rows, count):
            headers = {
                "X-Session-Token": token,
                "Content-Type": "application/json",
                "Idempotency-Key": str(uuid.uuid4()),
                "If-Match": '"1"',
            }
            yield load.request("POST", write.path.format(number), headers, write.body)

    def once() -> float:
        load.drive(port, asked(20), CONNECTIONS, b"HTTP/1.1 200")
        before = cpu_ns(pid)
        answered = load.drive(port, asked(REQUESTS), CONNECTIONS, b"HTTP/1.1 200")
        return (cpu_ns(pid) - before) / 1000 / answered

    return once
