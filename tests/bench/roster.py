"""B5: a roster of 100,000 rows from the workbook to committed rows, all checks included.

Floor: the same reader, the same encryption and keyed hashes, COPY; no check, no duplicate search,
no problem list. Both count the CPU of this process for each row; the peak of memory is ours.
"""

import re
import tempfile
import time
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from python_calamine import CalamineWorkbook

from backend.accounts.people import id_index, phone_index
from backend.config.demo.actors import actor_of
from backend.fields.keys import keyring
from backend.files.forms import receive
from backend.files.models import Media
from backend.kernel import seal
from backend.kernel.identifiers import uuid7
from services.mutual_aid.models import Upload
from services.mutual_aid.roster.sample import write_sample
from services.mutual_aid.workflow import opening, plan_life, plans, reading, rosters
from tests import cast
from tests.bench.measure import Result, compare, in_turn

ROWS = 100_000
ROUNDS = 2
GOAL = 2.0
CHUNK_ROWS = 5000
PACK = Path(reading.__file__).parents[1] / "packs" / "DEMO-F-2026.json"
_COPY = "COPY bench_floor (id, key, name, id_number, phone, id_at, phone_at, row) FROM STDIN"


def run() -> Result:
    """Measure in turn on one file."""
    settings.DEBUG = False
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "roster.xlsx"
        planted = len(write_sample(path, ROWS))
        ours, rises = _Ours(path), []

        def product() -> float:
            figure, rise = ours.once()
            rises.append(rise)
            return figure

        figures = in_turn(product, lambda: _floor(path), lambda: _floor(path), ROUNDS)
    notes = [
        f"{ROWS:,} rows, {planted:,} of them with a mistake; {ours.kept:,} kept",
        f"memory rose by {max(rises):.0f} MB (limit 150)",
        f"wall clock {ours.seconds:.1f} s",
    ]
    extra = {"memory_rise_mb": max(rises), "kept": ours.kept, "planted": planted}
    return compare("B5", "roster to rows, CPU a row", "us", GOAL, figures, notes=notes, extra=extra)


class _Ours:
    """The product: a fresh federation each time, the file put down, one call of the reader."""

    def __init__(self, path: Path) -> None:
        self.content = path.read_bytes()
        self.kept = 0
        self.seconds = 0.0

    def once(self) -> tuple[float, float]:
        """Give CPU in us a row and the rise of memory in MB."""
        number = self._arrange()
        Path("/proc/self/clear_refs").write_text("5")
        before, start, wall = _memory_mb("VmRSS"), time.process_time_ns(), time.monotonic()
        done = reading.read_upload(number)
        used = time.process_time_ns() - start
        self.seconds = time.monotonic() - wall
        if not isinstance(done, Upload) or not done.kept_count:
            message = f"the roster was not read: {done and done.failure}"
            raise RuntimeError(message)
        self.kept = done.kept_count
        return used / 1000 / ROWS, _memory_mb("VmHWM") - before

    def _arrange(self) -> str:
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE unions_union, accounts_person, fields_datakey CASCADE")
        made = cast.create()
        officer = actor_of(made.users["plan_officer"])
        chair = actor_of(made.users["wang_qiang"])
        pack = PACK.read_bytes().replace(b'"sex": "F",\n  "age"', b'"age"')
        version = plans.load(pack, sponsor_number="GH-0001", actor=officer)
        plan_life.propose(version.number, actor=officer, reason="bench")
        plan_life.approve(version.number, actor=actor_of(made.users["plan_approver"]))
        batch = opening.open_batch(
            version.number,
            union_number="GH-0005",
            headcount=ROWS,
            female_headcount=0,
            actor=chair,
        )
        file = SimpleUploadedFile("a.xlsx", self.content)
        sealed = receive(file, actor=chair, media=Media.WORKBOOK)
        return rosters.upload(batch.number, actor=chair, attachment_number=sealed.number).number


def _floor(path: Path) -> float:
    """Read, encrypt, hash and COPY the same rows, and nothing else."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_floor")
        cursor.execute(
            "CREATE TABLE bench_floor (id text, key bytea, name bytea, id_number bytea,"
            " phone bytea, id_at bytea, phone_at bytea, row int)"
        )
    start = time.process_time_ns()
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).iter_rows()
    lines: list[str] = []
    wrap = keyring().wrap
    for place, row in enumerate(rows):
        lines.append(_line(place, str(row[2]), str(row[6]), str(row[1]), wrap))
        if len(lines) == CHUNK_ROWS:
            _copy(lines)
            lines = []
    _copy(lines)
    return (time.process_time_ns() - start) / 1000 / ROWS


def _line(place: int, name: str, identity: str, phone: str, wrap: object) -> str:
    key, number = seal.new_data_key(), str(uuid7())
    parts = [
        seal.seal(key, text.encode(), f"accounts_person.column.{number}".encode())
        for text in (name, identity, phone)
    ]
    parts = [wrap(key), *parts, id_index(identity), phone_index(phone)]  # type: ignore[operator]
    hexed = "\t".join(f"\\\\x{part.hex()}" for part in parts)
    return f"{number}\t{hexed}\t{place}\n"


def _copy(lines: list[str]) -> None:
    with connection.cursor() as cursor, cursor.copy(_COPY) as stream:
        stream.write("".join(lines))


def _memory_mb(name: str) -> float:
    status = Path("/proc/self/status").read_text()
    found = re.search(rf"{name}:\s+(\d+) kB", status)
    return int(found[1]) / 1024 if found else 0.0
