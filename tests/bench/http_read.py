"""B1, B2: a member's hot read on its lane, the same in ninja, and an ordinary read in one hop."""

import itertools
import json
import os
from collections.abc import Callable, Iterator

import orjson

from backend.access.lane import HotRoute
from backend.access.models import CorrectionField, CorrectionRequest
from backend.config.demo import cast, plans
from backend.config.demo.actors import actor_of
from backend.config.lane import ROUTES
from backend.kernel import clock
from backend.unions import standards
from services.mutual_aid.workflow import cover
from tests.bench import load, place
from tests.bench.measure import Result, compare, cpu_ns, in_turn
from tests.cast import sign_in

HOT = os.environ.get("BENCH_PATH", "/api/member/v1/cover")
ORDINARY = "/api/member/v1/corrections"
CONNECTIONS = 16
REQUESTS = int(os.environ.get("BENCH_REQUESTS", "4000"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "5"))

# What the ordinary read reads, as one statement: the floor does the same work in the database.
ORDINARY_SQL = """
SELECT json_build_object('items', coalesce(json_agg(c ORDER BY c.asked_at DESC), '[]'),
                         'next_cursor', null, 'has_more', false)::text
FROM (SELECT number, field, asked_at, due_on, answered_at, corrected, answer, version
        FROM access_correctionrequest WHERE person_id = (SELECT person_id FROM holder)
       ORDER BY asked_at DESC, id DESC LIMIT 21) c
"""


def run() -> list[Result]:
    """Measure the three reads, each against bare ASGI with asyncpg and the same statement."""
    token = _world()
    place.pin_client()
    route = next(route for route in ROUTES if route.path == HOT)
    ordinary = HotRoute(ORDINARY, route.permit, ORDINARY_SQL)
    results = []
    with place.web_server("backend.config.asgi:application") as ours:
        with floors_of(route) as floors:
            _same_bytes(ours[0], floors[0][0], HOT, token)
            results.append(pair("B1", "hot read with sign-in", 1.5, ours, HOT, floors, token))
            results.append(
                pair(
                    "B2",
                    "the same as a ninja operation",
                    3.0,
                    ours,
                    f"{HOT}?lane=api",
                    floors,
                    token,
                )
            )
        with floors_of(ordinary) as floors:
            _same_rows(ours[0], floors[0][0], token)
            results.append(
                pair("B2-ordinary", "ordinary read, one hop", 12.0, ours, ORDINARY, floors, token)
            )
    return results


class floors_of:  # noqa: N801 reads like the statement it is
    """Two servers with the same floor, for one query: the second one gauges the noise."""

    def __init__(self, route: HotRoute, query: bytes = b"") -> None:
        asked = route.asked(query)
        if asked is None:
            raise load.Asked(f"not for the hot lane: {query!r}")
        os.environ["FLOOR_STATEMENT"] = route.statements()[asked.words]
        os.environ["FLOOR_ARGUMENTS"] = json.dumps(
            route.arguments(asked), default=lambda day: {"day": day.isoformat()}
        )
        made = route.complete
        os.environ["FLOOR_COMPLETE"] = (
            "" if made is str else f"{made.__module__}:{made.__qualname__}"
        )
        self._servers = [place.web_server("tests.bench.floor:application") for _ in range(2)]

    def __enter__(self) -> list[tuple[int, int]]:
        return [server.__enter__() for server in self._servers]

    def __exit__(self, *_: object) -> None:
        for server in self._servers:
            server.__exit__(None, None, None)


def _world() -> str:
    place.empty()
    standards.load_defaults()
    world = cast.create()
    person = world.people["li_mei"]
    signed = plans.adopt(world)
    for number in signed["automatic"]:
        cover.cover_members(number, actor=actor_of(world.users["plan_officer"]))
    cover.take_over(
        plans.HOSPITAL_NOW, [person.number], actor=actor_of(world.users["plan_officer"])
    )
    for field in CorrectionField.values:
        row = CorrectionRequest(person=person, key=person.key, field=field, due_on=clock.today())
        row.place(world.unions["factory"])
        row.seal("wanted_sealed", "x")
        row.save()
    return sign_in(world.users["li_mei"])


def ask(path: str, token: str) -> bytes:
    """Write a GET with a token."""
    return load.request("GET", path, {"X-Session-Token": token})


def _same_bytes(port: int, floor_port: int, path: str, token: str) -> None:
    hot = load.fetch(port, ask(path, token))
    ninja = load.fetch(port, ask(f"{path}?lane=api", token))
    floor = load.fetch(floor_port, ask(path, token))
    if not hot == ninja == floor:
        raise load.Asked(f"answers differ: {hot!r} {ninja!r} {floor!r}")


def _same_rows(port: int, floor_port: int, token: str) -> None:
    """Both list the same requests; the floor writes them without words for the fields."""
    answers = [load.fetch(one, ask(ORDINARY, token))[1] for one in (port, floor_port)]
    numbers = [[row["number"] for row in orjson.loads(one)["items"]] for one in answers]
    if numbers[0] != numbers[1] or not numbers[0]:
        raise load.Asked(f"rows differ: {numbers}")


def pair(  # noqa: PLR0917 one call of compare for each line of the table
    name: str,
    title: str,
    goal: float | None,
    ours: tuple[int, int],
    path: str,
    floors: list[tuple[int, int]],
    token: str,
) -> Result:
    """Measure ours, the floor and its twin in turn."""
    figures = in_turn(
        _meter(ours, path, token),
        _meter(floors[0], path, token),
        _meter(floors[1], path, token),
        ROUNDS,
    )
    return compare(name, title, "us CPU/request", goal, figures, extra={"path": path})


def _meter(server: tuple[int, int], path: str, token: str) -> Callable[[], float]:
    port, pid = server
    message = ask(path, token)

    def once() -> float:
        load.drive(port, _times(message, 200), CONNECTIONS, b"HTTP/1.1 200")
        before = cpu_ns(pid)
        answered = load.drive(port, _times(message, REQUESTS), CONNECTIONS, b"HTTP/1.1 200")
        return (cpu_ns(pid) - before) / 1000 / answered

    return once


def _times(message: bytes, count: int) -> Iterator[bytes]:
    return iter(itertools.repeat(message, count))
