"""B3: an empty public request through ninja and through the hot lane, against bare ASGI."""

import itertools
import os
from collections.abc import Callable

from tests.bench import load, place
from tests.bench.measure import Result, compare, cpu_ns, in_turn

CONNECTIONS = 16
REQUESTS = int(os.environ.get("BENCH_REQUESTS", "8000"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "5"))


def run() -> list[Result]:
    """Measure both ways of answering `{}`."""
    place.pin_client()
    os.environ["FLOOR_STATEMENT"] = ""
    floor = "tests.bench.floor:application"
    with (
        place.web_server("tests.bench.app:application") as ours,
        place.web_server(floor) as first,
        place.web_server(floor) as second,
    ):
        ways = (
            ("B3", "empty request through ninja", 8.0, "/api/bench/v1/empty"),
            ("B3-lane", "empty request through the hot lane", 3.0, "/hot/empty"),
        )
        results = []
        for name, title, goal, path in ways:
            _same_bytes(ours[0], first[0], path)
            figures = in_turn(_meter(ours, path), _meter(first, path), _meter(second, path), ROUNDS)
            results.append(compare(name, title, "us CPU/request", goal, figures))
        return results


def _same_bytes(port: int, floor_port: int, path: str) -> None:
    message = load.request("GET", path, {})
    found = (load.fetch(port, message), load.fetch(floor_port, message))
    if found[0] != found[1]:
        raise load.Asked(f"answers differ: {found}")


def _meter(server: tuple[int, int], path: str) -> Callable[[], float]:
    port, pid = server
    message = load.request("GET", path, {})

    def once() -> float:
        load.drive(port, iter(itertools.repeat(message, 200)), CONNECTIONS, b"HTTP/1.1 200")
        before = cpu_ns(pid)
        asked = iter(itertools.repeat(message, REQUESTS))
        answered = load.drive(port, asked, CONNECTIONS, b"HTTP/1.1 200")
        return (cpu_ns(pid) - before) / 1000 / answered

    return once
