"""Settlement of insurance rows equals the evaluation of each person, row by row, to the fen."""

import json
from dataclasses import dataclass, field
from typing import Any

import polars as pl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from backend.kernel.errors import Conflict
from backend.kernel.money import Money
from services.mutual_aid.rules.columns.settling import (
    Frames,
    caps_items_for_life,
    due_of_persons,
    settlement_lines,
)
from services.mutual_aid.rules.evaluate import Circumstances, Outcome, evaluate, waiting_factor
from services.mutual_aid.rules.exact import plain_fen
from services.mutual_aid.rules.pack import Pack
from services.mutual_aid.rules.quarters import must_settle
from services.mutual_aid.rules.trial.past import past_inputs
from tests.services.mutual_aid.rules import random_packs
from tests.services.mutual_aid.rules.packs import pack_of

BEGINS = 20_454  # 2026-01-01, in days since 1970
STAY = {"kind": "ratio", "item": "stay", "base": "oop", "rate": "0.5"}
CLINIC = {"kind": "ratio", "item": "clinic", "base": "oop", "rate": "0.5", "per": "period"}
fen = st.one_of(st.integers(0, 3_000), st.integers(0, 9_000_000), st.just(99_999_999_999_999))


@dataclass(frozen=True)
class Row:
    """One insurance row: item, day since 1970, amount and offset in fen."""

    item: str
    day: int
    base: int
    offset: int


@dataclass(frozen=True)
class Insured:
    """All that a settlement knows of one person."""

    first: int
    last: int
    gap: int | None
    group: str | None
    already: int
    rows: list[Row]
    life: dict[str, int] = field(default_factory=dict)


@st.composite
def people(draw: st.DrawFn, pack: Pack) -> Insured:
    """Draw a person under a plan, with rows before, on and after every boundary day."""
    first = BEGINS + draw(st.integers(0, 80))
    items = st.sampled_from([one.item for one in pack.benefits])
    dated = pack.cover.wait_days or pack.cover.reduced_days is not None
    rows = draw(
        st.lists(st.builds(Row, items, st.integers(first - 1, first + 70), fen, fen), max_size=6)
    )
    summed = {one.item for one in pack.benefits if one.per_period}
    if not dated:
        kept = {row.item: row for row in rows if row.item in summed}
        rows = [row for row in rows if row.item not in summed] + list(kept.values())
    return Insured(
        first=first,
        last=first + draw(st.integers(60, 300)),
        gap=draw(st.one_of(st.none(), st.integers(0, 40))) if dated else None,
        group=draw(st.sampled_from((None, *random_packs.GROUPS))),
        already=draw(st.integers(0, 900_000)),
        rows=rows,
        life={
            one.item: draw(st.integers(0, 90_000)) for one in pack.benefits if draw(st.booleans())
        },
    )


@st.composite
def worlds(draw: st.DrawFn) -> tuple[Pack, list[Insured]]:
    """Draw a plan that can be settled, and a few persons."""
    pack = draw(random_packs.cases(("excess_rate", "ratio"))).pack
    if pack.cover.reduced_days is not None:
        assume(not any(one.per_period for one in pack.benefits))
    return pack, draw(st.lists(people(pack), min_size=1, max_size=4))


def frames_of(pack: Pack, insured: list[Insured]) -> Frames:
    """Write persons down as the tables of a settlement."""
    dated = pack.cover.wait_days or pack.cover.reduced_days is not None
    rows = [
        (person, row.item, row.base, row.offset, "", row.day if dated else None)
        for person, one in enumerate(insured)
        for row in one.rows
    ]
    money = {"base_fen": pl.Int64, "offset_fen": pl.Int64}
    key = {"person_id": pl.Int64}
    day = {"first_day": pl.Int32}
    spans = [(n, n, one.first, one.last, one.gap) for n, one in enumerate(insured)]
    paid = [(n, one.first, one.already) for n, one in enumerate(insured)]
    paid += [(n, one.first - 400, sum(one.life.values())) for n, one in enumerate(insured)]
    groups = [(n, one.group) for n, one in enumerate(insured) if one.group]
    life = [
        (n, one.first - 400, item, paid) for n, one in enumerate(insured)
        for item, paid in one.life.items()
    ]  # fmt: skip
    ends = {"last_day": pl.Int32, "renewal_gap_days": pl.Int64}

    def frame(values: list[Any], schema: dict[str, Any]) -> pl.DataFrame:
        return pl.DataFrame(values, schema=schema, orient="row")

    texts = {"person_group": pl.String}
    return Frames(
        rows=frame(rows, {**key, "item": pl.String, **money, **texts, "happened_on": pl.Int32}),
        covers=frame(spans, {**key, "cover_id": pl.Int64, **day, **ends}),
        paid=frame(paid, {**key, **day, "paid_fen": pl.Int64}),
        groups=frame(groups, {**key, **texts}),
        life=frame(life, {**key, **day, "item": pl.String, "paid_fen": pl.Int64}),
    )


def alone(pack: Pack, one: Insured) -> Outcome:
    """Evaluate one person by the rules alone, each event with its day in the cover."""
    events: dict[str, list[object]] = {}
    dated = pack.cover.wait_days or pack.cover.reduced_days is not None
    summed = {benefit.item for benefit in pack.benefits if benefit.per_period}
    offsets = {benefit.item: min(benefit.offsets, default="none") for benefit in pack.benefits}
    rows = sorted(one.rows, key=lambda row: row.day) if dated else one.rows
    for row in rows:
        day = row.day - one.first + 1
        entry: dict[str, object] = {"amount": plain_fen(row.base)}
        entry["offsets"] = {offsets[row.item]: plain_fen(row.offset)}
        if dated and not one.first <= row.day <= one.last:
            continue
        if dated and row.item in summed:
            if not waiting_factor(pack.cover, day, one.gap):
                continue
        elif dated:
            entry["day"] = day
        events.setdefault(row.item, []).append(entry)
    life = {item: Money(paid) for item, paid in one.life.items()}
    person = Circumstances(
        group=one.group,
        renewal_gap_days=one.gap,
        already_paid=Money(one.already),
        paid_life=life,
    )
    return evaluate(pack, events, person)


@pytest.mark.requirement("R8.13", "R8.14", "R8.18", "R8.20")
@given(worlds())
@settings(max_examples=60, deadline=None)
def test_a_settlement_gives_what_each_person_gets_alone(drawn: tuple[Pack, list[Insured]]) -> None:
    pack, insured = drawn
    known = frames_of(pack, insured)
    due = due_of_persons(pack, known)
    results = due.select("person_id", "due_fen", "payment_fen", "overpaid_fen").rows()
    alone_each = {n: alone(pack, one) for n, one in enumerate(insured) if one.rows}
    assert results == [
        (n, one.due.fen, one.payment.fen, one.overpaid.fen) for n, one in alone_each.items()
    ]
    for line in settlement_lines(pack, known, due).iter_rows(named=True):
        facts = json.loads(line["facts"])
        already = plain_fen(line["already_paid_fen"])
        events, person = past_inputs({**facts, "already_paid": already})
        again = evaluate(pack, events, person)
        outcome = alone_each[line["person_id"]]
        assert (again.due, again.payment) == (outcome.due, outcome.payment)


def test_what_earlier_periods_paid_for_an_item_counts_against_its_own_cap_for_life() -> None:
    pack = pack_of({**STAY, "cap_life": 100}, {**STAY, "item": "care", "cap_life": 40})
    assert caps_items_for_life(pack)
    rows = [Row("stay", BEGINS, 30_000, 0), Row("care", BEGINS, 30_000, 0)]
    one = Insured(BEGINS, BEGINS + 364, None, None, 0, rows, {"stay": 9_000, "care": 1_000})
    due = due_of_persons(pack, frames_of(pack, [one]))
    assert due["due_fen"].to_list() == [1_000 + 3_000]


@pytest.mark.parametrize(("wait", "due"), [(9, 15_000), (10, 10_000), (11, 0)])
def test_the_last_waiting_day_is_skipped_and_the_next_one_counts(wait: int, due: int) -> None:
    pack = pack_of(STAY, CLINIC, cover={"start": "next_day", "wait_days": wait})
    rows = [
        Row("stay", BEGINS + 9, 10_000, 0),
        Row("clinic", BEGINS + 9, 0, 0),
        Row("clinic", BEGINS + 10, 20_000, 0),
    ]
    one = Insured(BEGINS, BEGINS + 364, None, None, 0, rows)
    assert due_of_persons(pack, frames_of(pack, [one]))["due_fen"].to_list() == [due]


def test_only_a_sum_over_reduced_and_full_days_cannot_be_settled() -> None:
    claim = {"auto_source": "feed", "settlement": "quarterly"}
    waits = {"start": "next_day", "wait_days": 10}
    reduced = {**waits, "reduced_days": 20, "reduced_factor": "0.5"}
    must_settle(pack_of(STAY, CLINIC, cover=waits, claim=claim))
    must_settle(pack_of(STAY, cover=reduced, claim=claim))
    with pytest.raises(Conflict) as refused:
        must_settle(pack_of(STAY, CLINIC, cover=reduced, claim=claim))
    assert refused.value.code == "reduced_period"
    early = [Row("stay", BEGINS + 14, 10_000, 0), Row("stay", BEGINS + 40, 0, 0)]
    late = [Row("stay", BEGINS + 14, 0, 0), Row("stay", BEGINS + 40, 10_000, 0)]
    pack = pack_of(STAY, cover=reduced, claim=claim)
    insured = [Insured(BEGINS, BEGINS + 364, None, None, 0, rows) for rows in (early, late)]
    assert due_of_persons(pack, frames_of(pack, insured))["due_fen"].to_list() == [2_500, 5_000]
