"""Cost for each project of the nightly checks and of the bulk files, from 10^2 to 10^5 projects.

N1 recomputes the figures of every project through the product's own task path, N2 compares every
release with its digest and the newest with ledger and rows (`open verify --ledger`), N3 writes what
holds all releases, N4 publishes one act among so many. The unit is CPU of this process and of its
server process in PostgreSQL; the ratio is against the smallest world. Peak memory is what a phase
adds to this process. Parallel workers are off, so that all of PostgreSQL's CPU is counted.
"""

import gc
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from backend.kernel import clock
from services.commissioning import feed_writing
from services.commissioning.models import FigureCheck, Project, PublicWork, Release
from services.commissioning.queries import reconcile
from services.commissioning.workflow import public_face
from tests.bench import world_projects
from tests.bench.measure import Result, cpu_ns

SIZES = tuple(
    int(one) for one in os.environ.get("BENCH_PROJECTS", "100,1000,10000,100000").split(",")
)
GOAL = 1.2
STALE = timedelta(days=40)
ACTS = 20


@dataclass(frozen=True)
class Used:
    """CPU of both processes in us for each unit of work, statements for each, memory in MB."""

    here: float
    there: float
    statements: float
    peak_mb: float

    @property
    def us(self) -> float:
        """Both processes together."""
        return self.here + self.there


def run() -> list[Result]:
    """Measure every phase at every size."""
    settings.DEBUG = False
    made = world_projects.first()
    with connection.cursor() as cursor:
        cursor.execute("SET max_parallel_workers_per_gather = 0")
        # Pages are written between two statements, and slowly where the machine is busy.
        cursor.execute("SET idle_in_transaction_session_timeout = 0")
    found: dict[tuple[str, int], Used] = {}
    for size in world_projects.sizes(SIZES, made):
        releases = Release.objects.count()
        if not (Path(settings.PUBLISHED_ROOT) / "open/ocds/releases.json").is_file():
            _write_pages()
        found["N1", size] = _taken(_figures, size)
        found["N2", size] = _taken(_integrity, size)
        found["N3", size] = _taken(feed_writing.write_bulk, releases)
        _acts(1)
        found["N4", size] = _taken(lambda: _acts(ACTS), ACTS)
    return [_result(name, size, found) for name, size in found]


TITLES = {
    "N1": ("figures recomputed", "project"),
    "N2": ("releases beside digests, ledger and rows", "project"),
    "N3": ("bulk, tables, digests and catalogue", "release"),
    "N4": ("one act published: release, page, files", "act"),
}


def _result(name: str, size: int, found: dict[tuple[str, int], Used]) -> Result:
    used, least = found[name, size], found[name, SIZES[0]]
    title, unit = TITLES[name]
    return Result(
        id=f"{name}-{size}",
        title=f"{title}, {size:,} projects",
        unit=f"us CPU/{unit}",
        figure=round(used.us, 1),
        floor=round(least.us, 1),
        ratio=round(used.us / least.us, 2),
        goal=GOAL,
        notes=(
            f"{used.here:.0f} here + {used.there:.0f} in PostgreSQL",
            f"{used.statements:.2f} statements a {unit}; peak memory +{used.peak_mb:.0f} MB",
        ),
    )


def _figures() -> None:
    """Recompute everything, slice by slice, as the hourly task does."""
    checked = 0
    while numbers := public_face.longest_unchecked():
        if public_face.check_again(numbers):
            raise RuntimeError("figures of a copied project do not tie")
        checked += len(numbers)
    if checked != Project.objects.count():
        raise RuntimeError(f"{checked} projects were checked")


def _integrity() -> None:
    count, found = reconcile.reconcile()
    if found or count != Project.objects.count():
        raise RuntimeError(f"{count} projects, {len(found)} faults: {found[:3]}")


def _acts(count: int) -> None:
    """Publish acts of one project among all, one after the other."""
    project = Project.objects.order_by("pk")[1]
    for _ in range(count):
        PublicWork.objects.create(project=project, act="close_session")
        public_face.settle(project.number)
        if not feed_writing.write_waiting():
            raise RuntimeError("the act changed no file")


def _write_pages() -> None:
    while feed_writing.write_waiting():
        pass


def _taken(work: Callable[[], Any], units: int) -> Used:
    FigureCheck.objects.update(at=clock.now() - STALE)
    # As every worker does when it starts (backend/config/celery.py); what made the world is no
    # more part of a worker than the imports are.
    gc.collect()
    gc.freeze()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        server = int(cursor.fetchone()[0])
    before = _reset_peak()
    with _counted() as statements:
        here, there = time.process_time_ns(), cpu_ns(server)
        work()
        here, there = time.process_time_ns() - here, cpu_ns(server) - there
    return Used(
        here=here / units / 1000,
        there=there / units / 1000,
        statements=statements[0] / units,
        peak_mb=(_status_kb("VmHWM") - before) / 1024,
    )


@contextmanager
def _counted() -> Iterator[list[int]]:
    count = [0]

    def one(execute: Any, *words: Any) -> Any:
        count[0] += 1
        return execute(*words)

    with connection.execute_wrapper(one):
        yield count


def _reset_peak() -> int:
    """Let the kernel forget the highest memory so far; gives what is used now, in kB."""
    Path("/proc/self/clear_refs").write_text("5")
    return _status_kb("VmRSS")


def _status_kb(name: str) -> int:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name))
