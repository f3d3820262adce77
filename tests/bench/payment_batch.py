"""B14: a payment batch of 50,000 lines with its file, from benefits that are due.

Ours orders (one statement, every check, constraints, the digests of the trail) and writes the
file. B14 holds it against the one query and the bytes; B14w against the same rows by COPY into
the same tables, the benefits bound, and the bytes (`payment_floors`). All count the CPU of this
process and of its server process in PostgreSQL for each line.
"""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings
from django.db import connection

from backend.access.actor import Actor
from backend.config.demo.actors import actor_of
from services.mutual_aid.models import PlanVersion
from services.mutual_aid.workflow.benefits import bank, ordering
from tests.bench import payment_floors
from tests.bench.measure import Result, compare, cpu_ns
from tests.bench.world_payment import make_world

LINES = int(os.environ.get("BENCH_LINES", "50000"))
ROUNDS = 2
GOAL = 2.0
SIZE_SLACK = 0.02


def run() -> list[Result]:
    """Measure in turn; each round orders the same benefits anew."""
    settings.DEBUG = False
    world = make_world(LINES)
    keeper = actor_of(world.users["sun_li"])
    ours: list[float] = []
    alone: tuple[list[float], list[float]] = ([], [])
    whole: tuple[list[float], list[float]] = ([], [])
    notes: list[str] = []
    for _ in range(ROUNDS):
        ordered, written, size = _ours(keeper)
        _put_back()
        ours.append(ordered.us + written.us)
        for place in range(2):
            bare, bare_size = _timed(payment_floors.bytes_alone)
            alone[place].append(bare.us)
            full, full_size = _timed(lambda: payment_floors.whole(keeper.user_id or 0))
            _put_back()
            whole[place].append(full.us)
        if max(abs(size - bare_size), abs(size - full_size)) > SIZE_SLACK * size:
            message = f"not the same bytes: {size}, {bare_size} and {full_size}"
            raise RuntimeError(message)
        notes = [
            f"us a line, here and in PostgreSQL: order {ordered}, file {written}",
            f"bytes alone {bare}, rows by COPY with bytes {full}",
            f"the file alone is {written.us / bare.us:.1f}x the bytes; {size / 1e6:.1f} MB",
            f"seconds passed: order {ordered.wall:.1f}, file {written.wall:.1f}",
        ]
    title = f"payment batch of {LINES:,} lines with file, CPU a line"
    return [
        compare("B14", title, "us", GOAL, (ours, *alone), notes=notes),
        compare("B14w", f"{title}, against COPY", "us", GOAL, (ours, *whole)),
    ]


@dataclass(frozen=True)
class Used:
    """CPU in us a line of this process and of its server process, and seconds that passed."""

    here: float
    there: float
    wall: float

    @property
    def us(self) -> float:
        """Both together."""
        return self.here + self.there

    def __str__(self) -> str:
        return f"{self.here:.0f} + {self.there:.0f}"


@contextmanager
def _taken() -> Iterator[Callable[[], Used]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        server = int(cursor.fetchone()[0])
    here, there, wall = time.process_time_ns(), cpu_ns(server), time.monotonic()

    def used() -> Used:
        return Used(
            (time.process_time_ns() - here) / 1000 / LINES,
            (cpu_ns(server) - there) / 1000 / LINES,
            time.monotonic() - wall,
        )

    yield used


def _ours(keeper: Actor) -> tuple[Used, Used, int]:
    plan = PlanVersion.objects.select_related("plan").get(number="DEMO-MED-2026").plan
    with _taken() as used:
        batch = ordering.order_all(plan.code, actor=keeper)
        ordered = used()
    if batch.count != LINES:
        message = f"{batch.count} of {LINES} were ordered"
        raise RuntimeError(message)
    with _taken() as used:
        content = bank.build_bank_file(batch.number, actor=keeper).content
        return ordered, used(), len(content)


def _timed(floor: Callable[[], int]) -> tuple[Used, int]:
    with _taken() as used:
        size = floor()
        return used(), size


def _put_back() -> None:
    """Take the batch away again, past the triggers, so that the next round finds the same."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("UPDATE mutual_aid_benefit SET state = 'due', payment_order_id = NULL")
        cursor.execute("DELETE FROM ledger_paymentorder")
        cursor.execute("DELETE FROM ledger_paymentbatch")
        cursor.execute("SET session_replication_role = DEFAULT")
        # Rows and indexes packed anew: a table that has seen several rounds is dearer for all.
        cursor.execute("VACUUM FULL ANALYZE mutual_aid_benefit")
        cursor.execute("VACUUM FULL ANALYZE ledger_paymentorder")
        cursor.execute("RESET statement_timeout")
