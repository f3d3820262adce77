"""B23: 10,000 releases from facts, and their bulk file, against orjson on ready dictionaries."""

import gzip
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson

from services.commissioning.feeds.ocds import packages, release
from services.commissioning.feeds.ocds.numbers import encode
from tests.bench.measure import Result, compare, in_turn
from tests.services.commissioning.feeds.ocds import sample

RELEASES = 10_000
ROUNDS = 5
GOAL = 2.0


def run() -> list[Result]:
    """Compare outputs, then measure in turn."""
    tags, facts = sample.facts()[-1]

    def build(place: int) -> dict[str, Any]:
        return release.build(
            facts, prefix=sample.PREFIX, sequence=place, at=sample.OPENED, tags=tags
        )

    ready = [orjson.loads(encode(build(place))) for place in range(1, RELEASES + 1)]
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "bulk.jsonl.gz"

        def ours() -> None:
            lines = (encode(build(one)) for one in range(1, RELEASES + 1))
            place.write_bytes(packages.bulk(lines))

        def floor() -> None:
            lines = b"\n".join(orjson.dumps(one) for one in ready)
            place.write_bytes(gzip.compress(lines, compresslevel=6, mtime=0))

        figures = in_turn(
            lambda: _cpu_ms(ours), lambda: _cpu_ms(floor), lambda: _cpu_ms(floor), ROUNDS
        )
        size = place.stat().st_size
    title = "10,000 releases from facts, and the bulk file"
    notes = (f"{size:,} bytes gzipped; both sides compress at level 6 and write one file",)
    return [compare("B23", title, "ms", GOAL, figures, notes=notes)]


def _cpu_ms(work: Callable[[], None]) -> float:
    begin = time.process_time_ns()
    work()
    return (time.process_time_ns() - begin) / 1_000_000
