"""kill -9 in settlement at ten random points: nothing lost, nothing twice.

No floor: the figure is how many processes were killed before the work was whole, and every sum
must be that of the file.
"""

import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable

from django.conf import settings
from django.db.models import Count, Sum

from notifications.models import Event
from services.mutual_aid.models import Benefit, DataFile, InsuranceRow, Settlement
from services.mutual_aid.states import FileState, SettlementState
from services.mutual_aid.workflow.settlements import approval, files, runs
from tests.bench.measure import Result
from tests.bench.world_settlement import City, build, rows_wanted

ROWS = 20_000
KILLS = 10
LONGEST_SECONDS = 240
SEED = 20261129


def run() -> Result:
    """Kill whoever reads, computes or issues, ten times, then let it end and count."""
    settings.DEBUG = False
    chance = random.Random(SEED)
    city = build(rows_wanted(ROWS))
    name = city.file.name
    file = files.take_from_inbox(name, actor=city.maker, plan="DEMO-MED-2026", quarter="2026Q4")
    killed = _until(lambda: _file(file.number), (file.number, "-"), chance, 4)
    made = runs.draft(file.number, actor=city.maker)
    killed += _until(lambda: _at(made.number, "computed"), ("-", made.number), chance, 3)
    version = Settlement.objects.get(pk=made.pk).version
    approval.approve(made.number, actor=city.approver, version=version)
    killed += _until(lambda: _at(made.number, "issued"), ("-", made.number), chance, 3)
    _check(city, made.number)
    return Result(
        "settlement_faults", "processes killed in settlement", "kills", killed, KILLS, 1.0
    )


def _until(
    is_done: Callable[[], bool], words: tuple[str, str], chance: random.Random, kills: int
) -> int:
    """Start the worker again and again; kill it so many times, then let it end."""
    killed, limit = 0, time.monotonic() + LONGEST_SECONDS
    while not is_done():
        if time.monotonic() > limit:
            raise RuntimeError(f"{words} did not end")
        killed += _once(words, chance.uniform(0.02, 0.6) if killed < kills else None)
    return killed


def _once(words: tuple[str, str], seconds: float | None) -> int:
    command = [sys.executable, "-m", "tests.bench.settlement_worker", *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        if process.stdout is not None:
            process.stdout.readline()
        try:
            process.wait(seconds if seconds is not None else LONGEST_SECONDS)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
            return 1
    return 0


def _check(city: City, number: str) -> None:
    """Compare everything with what the file says; raises RuntimeError."""
    done = Settlement.objects.get(number=number)
    paid = Benefit.objects.aggregate(
        fen=Sum("amount_fen"), count=Count("id"), persons=Count("person", distinct=True)
    )
    found = {
        "rows": (InsuranceRow.objects.count(), city.rows),
        "benefits": (paid["count"], done.paid_count),
        "persons": (paid["persons"], done.paid_count),
        "money": (paid["fen"], done.amount_fen),
        "reserved": (done.transfer.amount_fen if done.transfer else 0, done.amount_fen),
        "told": (Event.objects.filter(topic="mutual_aid.benefit_due").count(), done.paid_count),
    }
    wrong = {name: pair for name, pair in found.items() if pair[0] != pair[1]}
    if wrong:
        raise RuntimeError(f"after the kills these differ: {wrong}")


def _file(number: str) -> bool:
    state = DataFile.objects.get(number=number).state
    if state is FileState.FAILED:
        raise RuntimeError(DataFile.objects.get(number=number).failure)
    return state is FileState.READ


def _at(number: str, state: str) -> bool:
    return Settlement.objects.get(number=number).state == SettlementState(state)
