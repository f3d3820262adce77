"""B23: 10,000 releases from facts, and their bulk file, against orjson on ready dictionaries."""

import gc
import gzip
import json
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson

from services.commissioning.feeds.ocds import packages, release
from services.commissioning.feeds.ocds.numbers import encode
from services.disclosure.feed_writing import write_parts
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

    # Numbers stand ready as their text, keys in their order: the floor writes the very same bytes.
    ready = [
        json.loads(encode(build(one)), parse_float=orjson.Fragment)
        for one in range(1, RELEASES + 1)
    ]
    # The product holds no such dictionaries; looking through them for garbage is not its work.
    gc.collect()
    gc.freeze()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "bulk.jsonl.gz"

        def ours() -> None:
            lines = (encode(build(one)) for one in range(1, RELEASES + 1))
            write_parts(place, packages.bulk(lines))

        def floor() -> None:
            lines = b"".join(orjson.dumps(one, option=orjson.OPT_APPEND_NEWLINE) for one in ready)
            place.write_bytes(gzip.compress(lines, compresslevel=6, mtime=0))

        size = _same_bytes(place, ours, floor)
        figures = in_turn(
            lambda: _cpu_ms(place, ours),
            lambda: _cpu_ms(place, floor),
            lambda: _cpu_ms(place, floor),
            ROUNDS,
        )
    gc.unfreeze()
    title = "10,000 releases from facts, and the bulk file"
    notes = (f"{size:,} bytes gzipped; both sides write the same bytes, compressed at level 6",)
    return [compare("B23", title, "ms", GOAL, figures, notes=notes)]


def _same_bytes(place: Path, ours: Callable[[], None], floor: Callable[[], None]) -> int:
    """Both sides leave the same file; gives its size."""
    ours()
    made = place.read_bytes()
    floor()
    if gzip.decompress(made) != gzip.decompress(place.read_bytes()):
        raise RuntimeError("the two files do not hold the same releases")
    return len(made)


def _cpu_ms(place: Path, work: Callable[[], None]) -> float:
    place.unlink(missing_ok=True)
    begin = time.process_time_ns()
    work()
    return (time.process_time_ns() - begin) / 1_000_000
