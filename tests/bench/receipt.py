"""B20: one evaluation with its full receipt; B21: 100,000 what-if evaluations over columns.

Floors: a function written by hand for BJ-MED-2020 that makes the same receipt, and a polars
expression written by hand for the same plan. Both are compared with ours before the clock runs.
"""

import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl

from backend.kernel.money import Money
from services.mutual_aid.rules import parse
from services.mutual_aid.rules.canonical import digest
from services.mutual_aid.rules.columns import due_columns
from services.mutual_aid.rules.evaluate import Circumstances, evaluate
from services.mutual_aid.rules.receipt import make_receipt
from services.mutual_aid.rules.vectors import circumstances
from tests.bench.measure import Result, compare, in_turn
from tests.bench.receipt_floor import by_hand, columns_by_hand

PACK = parse.parse_bytes(
    (Path(parse.__file__).parents[1] / "packs" / "BJ-MED-2020.json").read_bytes()
)
DIGEST = digest(PACK.raw)
EVENTS: dict[str, list[Any]] = {"outpatient": ["5000"], "inpatient": ["4000", "2000"]}
PERSON = Circumstances()
RECEIPT_GOAL, COLUMNS_GOAL = 4.0, 2.0
# A trace of OpenFisca takes 2.6 ms; the issue asks for a twentieth of it.
MOST_US = 130.0
TIMES = 2000
ROWS = 100_000
ROUNDS = 7
PASSES = 10


def run() -> list[Result]:
    """Compare outputs, then measure in turn."""
    return [_receipt(), _columns()]


def _receipt() -> Result:
    compared = _compare_receipts()
    figures = in_turn(
        lambda: _cpu_us(lambda: _ours(EVENTS, PERSON), TIMES),
        lambda: _cpu_us(lambda: by_hand(EVENTS, PERSON, DIGEST.hex()), TIMES),
        lambda: _cpu_us(lambda: by_hand(EVENTS, PERSON, DIGEST.hex()), TIMES),
        ROUNDS,
    )
    bare = min(_cpu_us(lambda: evaluate(PACK, EVENTS, PERSON), TIMES) for _ in range(3))
    title = "evaluation with full receipt, 3 events"
    result = compare("B20", title, "us", RECEIPT_GOAL, figures, extra={"evaluate_us": bare})
    verdict = "reached" if min(figures[0]) <= MOST_US else "missed"
    quickest = min(figures[0])
    notes = (
        f"{compared} receipts compared equal first; the evaluation alone takes {bare:.0f} us",
        f"quickest round {quickest:.0f} us; a twentieth of a trace, {MOST_US:.0f} us: {verdict}",
    )
    return Result(**{**vars(result), "notes": notes})


def _ours(events: Any, person: Circumstances) -> dict[str, Any]:
    return make_receipt(PACK, DIGEST, events, person, evaluate(PACK, events, person))


def _compare_receipts() -> int:
    """Every vector, and 300 random persons."""
    vectors: Any = PACK.raw["vectors"]
    facts = [
        (step["in"], circumstances(vector))
        for vector in vectors
        for step in vector.get("settlements", [vector])
        if "error" not in vector
    ]
    chance = random.Random(20)
    for _ in range(300):
        events = {
            "outpatient": [f"{chance.randrange(500_000)}.{chance.randrange(100):02d}"],
            "inpatient": [str(chance.randrange(900_000)) for _ in range(chance.randrange(4))],
        }
        group = chance.choice([None, "model_worker", "hardship_worker", "other"])
        facts.append((events, Circumstances(group, already_paid=Money(chance.randrange(10**6)))))
    for events, person in facts:
        if _ours(events, person) != by_hand(events, person, DIGEST.hex()):
            message = f"ours and the floor differ for {events}"
            raise RuntimeError(message)
    return len(facts)


def _columns() -> Result:
    frame = _frame()
    if not due_columns(PACK, frame).equals(columns_by_hand(frame)):
        raise RuntimeError("ours and the floor differ")
    figures = in_turn(
        lambda: _cpu_us(lambda: due_columns(PACK, frame), PASSES) / 1000,
        lambda: _cpu_us(lambda: columns_by_hand(frame), PASSES) / 1000,
        lambda: _cpu_us(lambda: columns_by_hand(frame), PASSES) / 1000,
        ROUNDS,
    )
    notes = (f"{ROWS:,} persons with {frame['inpatient_fen'].list.len().sum():,} stays",)
    return compare("B21", "100,000 what-if over columns", "ms", COLUMNS_GOAL, figures, notes=notes)


def _frame() -> pl.DataFrame:
    chance = random.Random(21)
    stays = [0, 0, 0, 1, 1, 2, 3]
    groups = [None, None, None, "other", "model_worker", "hardship_worker"]
    return pl.DataFrame(
        {
            "outpatient_fen": [chance.randrange(3_000_000) for _ in range(ROWS)],
            "inpatient_fen": [
                [chance.randrange(9_000_000) for _ in range(chance.choice(stays))]
                for _ in range(ROWS)
            ],
            "already_paid_fen": [chance.randrange(300_000) for _ in range(ROWS)],
            "group": [chance.choice(groups) for _ in range(ROWS)],
        },
        schema_overrides={"inpatient_fen": pl.List(pl.Int64)},
    )


def _cpu_us(work: Callable[[], object], times: int) -> float:
    """Give the CPU of this process for one call, in microseconds."""
    start = time.process_time_ns()
    for _ in range(times):
        work()
    return (time.process_time_ns() - start) / 1000 / times
