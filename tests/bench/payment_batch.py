"""B14: a payment batch of 50,000 lines with its file, from benefits that are due.

Ours orders (one statement, every check, constraints, the digests of the trail) and writes the
file. The floor is the one query for the same columns and the same bytes: keys unwrapped, names
and accounts opened, CSV written; no order, no check, no trail. Both count the CPU of this process
and of its server process in PostgreSQL for each line.
"""

import csv
import io
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings
from django.db import connection

from backend.access.actor import Actor
from backend.accounts.models import PayeeAccount, Person
from backend.config.demo.actors import actor_of
from backend.fields.keys import keyring
from backend.fields.models import place_of
from backend.kernel import seal
from backend.kernel.money import Money
from backend.ledger.formats.csv_v1 import plain_yuan
from services.mutual_aid.models import PlanVersion
from services.mutual_aid.workflow.benefits import bank, ordering
from tests.bench.measure import Result, compare, cpu_ns
from tests.bench.world_payment import make_world

LINES = int(os.environ.get("BENCH_LINES", "50000"))
ROUNDS = 2
GOAL = 2.0
SIZE_SLACK = 0.02
NAME = place_of(Person, "name_sealed", "")
ACCOUNT = place_of(PayeeAccount, "account_sealed", "")
FLOOR = """
SELECT b.number, p.number, p.name_sealed, k.wrapped, a.number, a.account_sealed, a.bank,
       b.amount_fen
  FROM mutual_aid_benefit b
  JOIN accounts_payeeaccount a ON a.id = b.payee_id
  JOIN accounts_person p ON p.id = b.payee_person_id
  JOIN fields_datakey k ON k.id = p.key_id
 ORDER BY b.id"""


def run() -> Result:
    """Measure in turn; each round orders the same benefits anew."""
    settings.DEBUG = False
    world = make_world(LINES)
    keeper = actor_of(world.users["sun_li"])
    figures: tuple[list[float], list[float], list[float]] = ([], [], [])
    notes: list[str] = []
    for _ in range(ROUNDS):
        ordered, written, size = _ours(keeper)
        figures[0].append(ordered.us + written.us)
        floor, floor_size = _floor()
        figures[1].append(floor.us)
        figures[2].append(_floor()[0].us)
        if abs(size - floor_size) > SIZE_SLACK * size:
            message = f"not the same bytes: {size} and {floor_size}"
            raise RuntimeError(message)
        notes = [
            f"us a line, here and in PostgreSQL: order {ordered}, file {written}, floor {floor}",
            f"file of {size / 1e6:.1f} MB; seconds passed: order {ordered.wall:.1f}, "  # noqa: ISC004
            f"file {written.wall:.1f}, floor {floor.wall:.1f}",
        ]
        _put_back()
    title = f"payment batch of {LINES:,} lines with file, CPU a line"
    return compare("B14", title, "us", GOAL, figures, notes=notes)


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


def _floor() -> tuple[Used, int]:
    with _taken() as used:
        size = len(_bytes())
        return used(), size


def _bytes() -> bytes:
    unwrap = keyring().unwrap
    out = io.StringIO()
    write = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerow
    with connection.cursor() as cursor:
        cursor.execute(FLOOR)
        for number, person, name, wrapped, account_at, account, bank_name, fen in cursor:
            key = unwrap(bytes(wrapped))
            write(
                (
                    f"{number}-0123456789",
                    seal.unseal(key, bytes(name), NAME + person.encode()).decode(),
                    seal.unseal(key, bytes(account), ACCOUNT + account_at.encode()).decode(),
                    bank_name,
                    plain_yuan(Money(fen)),
                    "医疗互助",
                )
            )
    return out.getvalue().encode("utf-8-sig")


def _put_back() -> None:
    """Take the batch away again, past the triggers, so that the next round finds the same."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("UPDATE mutual_aid_benefit SET state = 'due', payment_order_id = NULL")
        cursor.execute("DELETE FROM ledger_paymentorder")
        cursor.execute("DELETE FROM ledger_paymentbatch")
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("VACUUM ANALYZE mutual_aid_benefit, ledger_paymentorder")
