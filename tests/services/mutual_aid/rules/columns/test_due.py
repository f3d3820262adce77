"""A plan over columns gives what it gives person by person, to the fen."""

from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.kernel.money import Money
from services.mutual_aid.rules.columns import ColumnError, due_columns
from services.mutual_aid.rules.entries import read_events
from services.mutual_aid.rules.evaluate import Circumstances, evaluate
from services.mutual_aid.rules.pack import Pack
from services.mutual_aid.rules.vectors import circumstances
from tests.services.mutual_aid.rules import random_packs
from tests.services.mutual_aid.rules.packs import pack_of, shipped

RESULTS = ["due_fen", "payment_fen", "overpaid_fen"]
STAY = {"kind": "ratio", "item": "stay", "base": "oop", "rate": "0.5"}
Row = tuple[dict[str, list[Any]], Circumstances]


def frame_of(pack: Pack, rows: list[Row]) -> pl.DataFrame:
    """Write persons down as columns: the bases and offsets as section 8.1 gives them."""
    columns: dict[str, Any] = {
        "already_paid_fen": [person.already_paid.fen for _, person in rows],
        "group": [person.group for _, person in rows],
        "day": [person.day for _, person in rows],
        "renewal_gap_days": [person.renewal_gap_days for _, person in rows],
    }
    schema: dict[str, Any] = dict.fromkeys(columns, pl.Int64) | {"group": pl.String}
    for one in pack.benefits:
        read = [read_events(one, events.get(one.item, ())) for events, _ in rows]
        for name, part in (("fen", "gross_fen"), ("offset_fen", "offset_fen")):
            values = [[getattr(event, part) for event in events] for events in read]
            flat = [one_row[0] if one_row else None for one_row in values]
            columns[f"{one.item}_{name}"] = flat if one.per_period else values
            schema[f"{one.item}_{name}"] = pl.Int64 if one.per_period else pl.List(pl.Int64)
        life = [person.paid_life.get(one.item, Money.zero()).fen for _, person in rows]
        columns[f"{one.item}_paid_life_fen"] = life
        schema[f"{one.item}_paid_life_fen"] = pl.Int64
    return pl.DataFrame(columns, schema=schema)


def one_by_one(pack: Pack, rows: list[Row]) -> list[tuple[int, int, int]]:
    """Evaluate each person alone."""
    found = [evaluate(pack, events, person) for events, person in rows]
    return [(one.due.fen, one.payment.fen, one.overpaid.fen) for one in found]


def without_days(events: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """Take the days of single entries away: a row has one day."""
    return {
        item: [
            {name: value for name, value in entry.items() if name != "day"}
            if isinstance(entry, dict)
            else entry
            for entry in entries
        ]
        for item, entries in events.items()
    }


@st.composite
def plans_and_rows(draw: st.DrawFn) -> tuple[Pack, list[Row]]:
    """Draw a plan of the two kinds and a few persons under it, some with enormous amounts."""
    pack, events, person = draw(random_packs.cases(("excess_rate", "ratio")))
    rows = [(without_days(events), person)]
    for _ in range(draw(st.integers(0, 3))):
        more = {
            one["item"]: draw(st.lists(random_packs.entry(one), max_size=4))
            for one in pack.raw["benefits"]  # type: ignore[attr-defined]
        }
        rows.append((without_days(more), draw(random_packs.persons(tuple(more)))))
    if draw(st.booleans()):
        item = pack.benefits[0].item
        rows.append(({item: ["999999999999.99", "0.03", "800000000000"]}, person))
    return pack, rows


@pytest.mark.requirement("R8.18", "R8.21")
@given(plans_and_rows())
@settings(max_examples=25, deadline=None)
def test_columns_give_what_each_row_gives_alone(drawn: tuple[Pack, list[Row]]) -> None:
    pack, rows = drawn
    done = due_columns(pack, frame_of(pack, rows)).select(RESULTS)
    assert done.rows() == one_by_one(pack, rows)
    assert done.dtypes == [pl.Int64] * 3


@pytest.mark.requirement("R8.17", "R8.18")
@pytest.mark.parametrize("name", ["BJ-MED-2020", "DEMO-MED-2026"])
def test_every_vector_of_the_medical_plans_comes_out_of_columns(name: str) -> None:
    pack = shipped(name)
    vectors: Any = pack.raw["vectors"]
    rows: list[Row] = [
        (step["in"], circumstances(vector))
        for vector in vectors
        for step in vector.get("settlements", [vector])[:1]
        if "error" not in vector
    ]
    wanted = [
        step["out"]
        for vector in vectors
        for step in vector.get("settlements", [vector])[:1]
        if "error" not in vector
    ]
    done = due_columns(pack, frame_of(pack, rows))
    assert [Money(fen).yuan().replace(",", "") for fen in done["payment_fen"]] == wanted


@pytest.mark.requirement("R8.18")
def test_a_settlement_over_columns_run_twice_pays_nothing_and_is_never_negative() -> None:
    pack = shipped("BJ-MED-2020")
    frame = pl.DataFrame(
        {
            "outpatient_fen": [500_000, 180_003, None],
            "inpatient_fen": [[400_000, 200_000], [], None],
        },
        schema={"outpatient_fen": pl.Int64, "inpatient_fen": pl.List(pl.Int64)},
    )
    first = due_columns(pack, frame)
    assert first.select(RESULTS).rows() == [(145_000, 145_000, 0), (1, 1, 0), (0, 0, 0)]
    again = due_columns(pack, frame.with_columns(already_paid_fen=first["due_fen"]))
    assert again["payment_fen"].to_list() == [0, 0, 0]
    more = due_columns(pack, frame.with_columns(already_paid_fen=first["due_fen"] + 7))
    assert more.select(RESULTS).rows() == [(145_000, 0, 7), (1, 0, 7), (0, 0, 7)]


def test_a_column_of_plain_numbers_is_one_event_each_and_what_is_not_there_is_nothing() -> None:
    pack = pack_of({**STAY, "cap_event": 100})
    frame = pl.DataFrame({"stay_fen": [30_000, 101, None], "name": ["a", "b", "c"]})
    done = due_columns(pack, frame)
    assert done.columns == ["stay_fen", "name", *RESULTS]
    assert done["due_fen"].to_list() == [10_000, 51, 0]


def test_what_earlier_periods_paid_counts_against_the_cap_for_life_of_the_plan() -> None:
    pack = pack_of(STAY, cap_life=100)
    frame = pl.DataFrame({"stay_fen": [30_000, 30_000], "paid_life_fen": [9_000, None]})
    assert due_columns(pack, frame)["due_fen"].to_list() == [1_000, 10_000]
    huge = frame.with_columns(stay_fen=pl.lit(10**15))
    assert due_columns(pack, huge)["due_fen"].to_list() == [1_000, 10_000]


def test_a_row_without_offsets_beside_rows_with_them_keeps_its_base() -> None:
    frame = pl.DataFrame({"stay_fen": [[100, 50], [80]], "stay_offset_fen": [[30, 90], None]})
    assert due_columns(pack_of(STAY), frame)["due_fen"].to_list() == [35, 40]
    huge = pl.DataFrame({"stay_fen": [[10**15], [10**15]], "stay_offset_fen": [[10**15 - 6], None]})
    assert due_columns(pack_of(STAY), huge)["due_fen"].to_list() == [3, 5 * 10**14]


@pytest.mark.parametrize(
    ("columns", "reason"),
    [
        ({"other_fen": [1]}, "stay_fen must be there"),
        ({"stay_fen": ["1"]}, "stay_fen must be there"),
        ({"stay_fen": [-1]}, "stay_fen holds a value that is no money"),
        ({"stay_fen": [10**16 + 1]}, "stay_fen holds a value that is no money"),
        ({"stay_fen": [[1, -2]]}, "stay_fen holds a value that is no money"),
        ({"stay_fen": [[1, None]]}, "stay_fen holds a list with a null in it"),
        ({"stay_fen": [[1, 2]], "stay_offset_fen": [[1]]}, "one value for each of stay_fen"),
        ({"stay_fen": [[1, 2]], "stay_offset_fen": [1]}, "must have the shape of stay_fen"),
        ({"stay_fen": [1], "already_paid_fen": ["1"]}, "already_paid_fen must be Int64"),
    ],
)
def test_a_frame_that_does_not_fit_the_plan_is_refused(columns: Any, reason: str) -> None:
    with pytest.raises(ColumnError, match=reason):
        due_columns(pack_of(STAY), pl.DataFrame(columns, strict=False))


def test_a_plan_of_another_kind_is_refused_by_name() -> None:
    days = {"kind": "per_diem", "item": "days", "rate_per_day": 45}
    with pytest.raises(ColumnError, match="neither excess_rate nor ratio: days"):
        due_columns(pack_of(STAY, days), pl.DataFrame({"stay_fen": [1]}))
