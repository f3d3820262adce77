"""A quarterly settlement of a whole city: read, computed, approved, issued as benefits (R8.18).

Floor: read the same file, the same columnar arithmetic, COPY of the same result rows into the same
constrained tables; no check, no keyed hash, no search, no progress, no trail. Both count the CPU
of this process and of PostgreSQL below it. `SETTLEMENT_ROWS` sets the size of the file.
"""

import os
import re
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import polars as pl
from django.conf import settings
from django.db import connection

from services.mutual_aid.models import Settlement
from services.mutual_aid.rules.columns import due_columns
from services.mutual_aid.workflow.settlements import approval, files, runs
from services.mutual_aid.workflow.settlements.computing import compute, settle
from services.mutual_aid.workflow.settlements.reading import read_file
from tests.bench.measure import Result, compare, cpu_ns
from tests.bench.world_settlement import FIRST_ID, ITEMS, City, build, rows_wanted

ROWS = 300_000
GOAL = 2.0
MOST_MB = 600
Parts = dict[str, tuple[float, float]]
TABLES = ("mutual_aid_insurancerow", "mutual_aid_settlementline", "mutual_aid_benefit")


def run() -> list[Result]:
    """Measure ours once, then the floor twice with the rows that ours left."""
    settings.DEBUG = False
    rows = rows_wanted(ROWS)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        city = build(rows)
        Path("/proc/self/clear_refs").write_text("5")
        parts = _ours(city)
        peak = _memory_mb()
        dumps = [_dump(table, folder) for table in TABLES]
        floors = [_floor(city, dumps) for _ in range(2)]
    return _results(rows, parts, floors, peak)


def _ours(city: City) -> Parts:
    """Give CPU and wall time of each step, in us a row."""
    name = city.file.name
    taken = files.take_from_inbox(name, actor=city.maker, plan="DEMO-MED-2026", quarter="2026Q4")
    parts = {"read": _timed(city.rows, lambda: read_file(taken.number))}
    made = runs.draft(taken.number, actor=city.maker)
    parts["compute"] = _timed(city.rows, lambda: compute(made.number))
    version = Settlement.objects.get(pk=made.pk).version
    approval.approve(made.number, actor=city.approver, version=version)
    parts["issue"] = _timed(city.rows, lambda: settle(made.number))
    done = Settlement.objects.get(pk=made.pk)
    if done.issued_count != done.line_count or not done.paid_count:
        raise RuntimeError(f"the settlement was not issued: {done.state}")
    return parts


def _floor(city: City, dumps: list[Path]) -> Parts:
    """Read, compute and COPY the same rows, and nothing else."""
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(TABLES)} CASCADE")
    parts = {"read and arithmetic": _timed(city.rows, lambda: _arithmetic(city))}
    for table, dump in zip(TABLES, dumps, strict=True):
        parts[table] = _timed(city.rows, lambda table=table, dump=dump: _copy_in(table, dump))
    return parts


def _arithmetic(city: City) -> int:
    content = city.file.read_bytes()
    frame = pl.read_csv(
        content[: content.rfind(b"TOTAL")],
        schema_overrides={"id_number": pl.Int64, "amount": pl.String},
    )
    yuan = pl.col("amount").str.splitn(".", 2)
    fen = yuan.struct.field("field_0").cast(pl.Int64) * 100
    frame = frame.select(
        (pl.col("id_number") - FIRST_ID + city.first_person).alias("person_id"),
        "item",
        (fen + yuan.struct.field("field_1").cast(pl.Int64)).alias("fen"),
    )
    wide = frame.group_by("person_id", maintain_order=True).agg(
        pl.col("fen").filter(pl.col("item") == ITEMS[0]).first().alias("outpatient_fen"),
        pl.col("fen").filter(pl.col("item") == ITEMS[1]).alias("inpatient_fen"),
        pl.lit(None, dtype=pl.Int64).first().alias("above_ceiling_fen"),
    )
    due = due_columns(city.version.rules, wide)
    return due.filter(pl.col("payment_fen") > 0).height


def _dump(table: str, folder: Path) -> Path:
    path = folder / f"{table}.copy"
    with (
        path.open("wb") as out,
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} TO STDOUT") as stream,
    ):
        for piece in stream:
            out.write(piece)
    return path


def _copy_in(table: str, dump: Path) -> None:
    with (
        dump.open("rb") as source,
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} FROM STDIN") as stream,
    ):
        while piece := source.read(1 << 20):
            stream.write(piece)


def _timed(rows: int, act: Callable[[], object]) -> tuple[float, float]:
    cpu, wall = cpu_ns(os.getpid()), time.monotonic()
    act()
    return (cpu_ns(os.getpid()) - cpu) / 1000 / rows, (time.monotonic() - wall) * 1e6 / rows


def _results(
    rows: int,
    parts: Parts,
    floors: list[Parts],
    peak: float,
) -> list[Result]:
    ours = sum(cpu for cpu, _ in parts.values())
    all_rows, twin = (sum(cpu for cpu, _ in one.values()) for one in floors)
    strict = [one["read and arithmetic"][0] + one[TABLES[-1]][0] for one in floors]
    notes = [
        f"{rows:,} rows; memory peak {peak:.0f} MB (limit {MOST_MB})",
        "ours: " + _said(parts),
        "floor: " + _said(floors[0]),
        _wall(parts, floors[0]),
    ]
    extra = {"rows": rows, "peak_mb": peak, "parts": parts, "floor_parts": floors[0]}
    whole = ([ours], [all_rows], [twin])
    only = ([ours], strict[:1], strict[1:])
    unit = "us a row"
    return [
        compare("S1", "settlement, CPU a row", unit, GOAL, whole, notes=notes, extra=extra),
        compare("S2", "the same, floor COPY of benefits alone", unit, None, only),
    ]


def _wall(parts: Parts, floor: Parts) -> str:
    ours, least = (sum(wall for _, wall in one.values()) for one in (parts, floor))
    return f"wall {ours:.1f} us a row, floor {least:.1f}"


def _said(parts: Parts) -> str:
    return ", ".join(f"{name} {cpu:.1f}" for name, (cpu, _) in parts.items())


def _memory_mb() -> float:
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    return int(found[1]) / 1024 if found else 0.0
