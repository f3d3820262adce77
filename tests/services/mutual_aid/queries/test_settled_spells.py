"""A settlement of who came back within the year: each row by its own cover, waiting by the plan."""

import json
from datetime import date, timedelta

import polars as pl
import pytest

from services.mutual_aid.models import Cover
from services.mutual_aid.queries.insured import copied
from services.mutual_aid.queries.settled_spells import with_spells
from services.mutual_aid.queries.settlement_inputs import _COVER_TYPES, _COVERS, _GAP
from services.mutual_aid.rules.columns.dated import no_spells
from services.mutual_aid.rules.columns.settling import Frames, due_of_persons, settlement_lines
from services.mutual_aid.rules.evaluate import evaluate
from services.mutual_aid.rules.trial import past_inputs
from tests.services.mutual_aid import build_claims_review as build

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R8.13", "R8.18")]
STAY = {"kind": "ratio", "item": "stay", "base": "oop", "rate": "0.5"}
BEGINS, LEFT, BACK = date(2026, 1, 1), date(2026, 3, 31), date(2026, 5, 1)
EPOCH = date(1970, 1, 1)


def rows_of(person: int, days: list[tuple[date, int]]) -> pl.DataFrame:
    """Give insurance rows: the day, the amount in fen."""
    return pl.DataFrame(
        {
            "person_id": [person] * len(days),
            "item": ["stay"] * len(days),
            "base_fen": [fen for _, fen in days],
            "offset_fen": [0] * len(days),
            "person_group": pl.Series([None] * len(days), dtype=pl.String),
            "happened_on": pl.Series([(day - EPOCH).days for day, _ in days], dtype=pl.Int32),
        }
    )


@pytest.mark.parametrize(
    ("grace", "day_now", "due"),
    [(30, 121, 100 + 1_000 + 10_000), (29, 1, 100 + 10_000)],
)
def test_the_days_between_pay_nothing_and_waiting_follows_the_plan(
    desk: build.Story, grace: int, day_now: int, due: int
) -> None:
    """Amounts tell the rows apart: waiting, paid, uncovered, first day back, long after."""
    terms = {"start": "calendar_year", "months": 12, "wait_days": 30, "renewal_grace_days": grace}
    version = build.adopt(desk, STAY, cover=terms)
    own = build.cover(desk, plan=version.number, last=LEFT)
    Cover.objects.create(
        person=own.person, plan=own.plan, plan_version=version, first_day=BACK,
        last_day=date(2026, 12, 31), period_first_day=BEGINS, left_on=None,
    )  # fmt: skip
    other = build.cover(desk, "wang_qiang", version.number)
    values = {
        "plan": own.plan_id, "after": 0, "upto": 2**62, "begins": BEGINS,
        "ends": date(2026, 12, 31),
    }  # fmt: skip
    covers = copied(_COVERS.format(gap=_GAP), values, _COVER_TYPES)
    pack = version.rules
    covers, spells = with_spells(pack, covers, values)
    assert spells.height == 2
    days = [
        (BEGINS + timedelta(days=29), 2),
        (LEFT, 200),
        (LEFT + timedelta(days=1), 4),
        (BACK, 2_000),
        (BACK + timedelta(days=30), 20_000),
    ]
    rows = pl.concat([rows_of(own.person_id, days), rows_of(other.person_id, [(LEFT, 600)])])
    life = pl.DataFrame(
        schema={
            "person_id": pl.Int64, "first_day": pl.Int32, "item": pl.String, "paid_fen": pl.Int64,
        }
    )  # fmt: skip
    none = pl.DataFrame(schema={"person_id": pl.Int64, "person_group": pl.String})
    known = Frames(rows, covers, life.drop("item"), none, life, spells)
    found = due_of_persons(pack, known)
    amounts = dict(found.select("person_id", "due_fen").rows())
    assert amounts == {own.person_id: due, other.person_id: 300}
    line = settlement_lines(pack, known, found).filter(pl.col("person_id") == own.person_id)
    facts = json.loads(line["facts"][0])
    assert facts["events"]["stay"][-2]["day"] == day_now
    _, person = past_inputs(facts)
    assert evaluate(pack, facts["events"], person).due.fen == due
    assert no_spells().schema == spells.schema
