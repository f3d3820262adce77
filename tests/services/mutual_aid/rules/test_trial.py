"""A trial of a draft: the same amounts over columns and row by row, and sums that hold."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.kernel.money import Money
from services.mutual_aid.rules.entries import EvaluationError
from services.mutual_aid.rules.evaluate import Circumstances, evaluate
from services.mutual_aid.rules.pack import Pack
from services.mutual_aid.rules.trial import LARGEST, Past, Tally, dues_of
from services.mutual_aid.rules.trial.dues import is_columnar
from tests.services.mutual_aid.rules import random_packs
from tests.services.mutual_aid.rules.packs import pack_of

RATIO = {"kind": "ratio", "item": "stay", "base": "oop", "rate": "0.5"}
DIEM = {"kind": "per_diem", "item": "days", "rate_per_day": 10}


def past(
    events: dict[str, list[Any]], before: str = "0", *, already: str = "0", **how: Any
) -> Past:
    person = Circumstances(already_paid=Money.from_yuan(already))
    how = {"number": "SL-1", "chain": (1, 1, "2026-01-01"), "person": person, **how}
    return Past(events=events, before=Money.from_yuan(before), **how)


def trial(pack: Pack, *pasts: Past) -> dict[str, Any]:
    tally = Tally()
    tally.add(pasts, dues_of(pack, pasts))
    return tally.result()


@settings(max_examples=25, deadline=None)
@given(st.lists(random_packs.cases(), min_size=1, max_size=1), st.data())
def test_every_due_is_what_the_evaluator_gives(
    drawn: list[random_packs.Case], data: st.DataObject
) -> None:
    """For plans of any kind, columnar ones among them: amount or error code, row for row."""
    pack = drawn[0].pack
    raws: Any = pack.raw["benefits"]
    rows = [drawn[0].events] + [
        {one["item"]: data.draw(st.lists(random_packs.entry(one), max_size=3)) for one in raws}
        for _ in range(2)
    ]
    pasts = [past(events, person=drawn[0].person) for events in rows]
    found = [(due.fen, due.code) for due in dues_of(pack, pasts)]
    assert found == [by_hand(pack, one) for one in pasts]


def by_hand(pack: Pack, one: Past) -> tuple[int | None, str]:
    """Evaluate one row alone: what is due, or the code of the error."""
    try:
        return evaluate(pack, one.events, one.person).due.fen, ""
    except EvaluationError as error:
        return None, error.code


@settings(max_examples=25, deadline=None)
@given(random_packs.cases(("excess_rate", "ratio")))
def test_columnar_plans_give_the_same(case: random_packs.Case) -> None:
    due = dues_of(case.pack, [past(case.events, person=case.person)])[0]
    assert due.fen == evaluate(case.pack, case.events, case.person).due.fen


def test_a_plan_with_waiting_or_another_kind_goes_row_by_row() -> None:
    assert is_columnar(pack_of(RATIO))
    assert not is_columnar(pack_of(RATIO, DIEM))
    assert not is_columnar(pack_of(RATIO, cover={"start": "next_day", "wait_days": 1}))


def test_gains_and_losses_are_counted_in_bands_and_sums() -> None:
    found = trial(
        pack_of(RATIO),
        past({"stay": ["200"]}, "0", number="a", chain=(1, 1, "")),
        past({"stay": ["200"]}, "100", number="b", chain=(2, 1, "")),
        past({"stay": ["2000"]}, "2000.01", number="c", chain=(3, 1, "")),
        past({}, "50", number="d", chain=(4, 1, "")),
    )
    assert (found["rows"], found["gains"], found["losses"], found["same"]) == (4, 1, 2, 1)
    assert (found["gain_fen"], found["loss_fen"]) == (10_000, 105_001)
    assert (found["before_fen"], found["after_fen"]) == (215_001, 120_000)
    assert (found["newly_paid"], found["no_longer_paid"]) == (1, 1)
    assert found["gain_bands"] == [1, 0, 0, 0, 0]
    assert found["loss_bands"] == [1, 0, 1, 0, 0]
    assert [one["number"] for one in found["largest"]] == ["c", "a", "d"]


def test_what_the_draft_paid_before_is_already_paid_at_the_next_decision() -> None:
    """Two claims of one period: the second one's inputs hold the first one's stay as well."""
    first = past({"stay": ["1000"]}, "300", number="a")
    second = past({"stay": ["1000", "1000"]}, "300", number="b", already="300")
    found = trial(pack_of(RATIO), first, second)
    assert (found["before_fen"], found["after_fen"]) == (60_000, 100_000)
    alone = trial(pack_of(RATIO), second)
    assert (alone["before_fen"], alone["after_fen"]) == (30_000, 70_000)


@pytest.mark.parametrize(("refused", "after"), [("0", 50_000), ("300", 0)])
def test_a_claim_that_got_nothing_gains_only_where_the_rules_gave_nothing(
    refused: str, after: int
) -> None:
    one = past({"stay": ["1000"]}, "0", refused=Money.from_yuan(refused))
    assert trial(pack_of(RATIO), one)["after_fen"] == after


def test_what_the_draft_cannot_compute_is_in_no_sum_and_dropped_items_count_nothing() -> None:
    found = trial(
        pack_of(DIEM),
        past({"days": ["many"]}, "70", number="a", chain=(1, 1, "")),
        past({"stay": ["1000"], "days": [3]}, "500", number="b", chain=(2, 1, "")),
    )
    assert (found["uncomputable"], found["uncomputable_fen"]) == ({"bad_entry": 1}, 7_000)
    assert found["dropped"] == {"stay": 1}
    assert (found["before_fen"], found["after_fen"], found["losses"]) == (50_000, 3_000, 1)


def test_the_ten_largest_are_kept_whatever_the_order() -> None:
    pasts = [
        past({"stay": [str(10 * turn)]}, number=f"{turn:03}", chain=(turn, 1, ""))
        for turn in range(1, 90)
    ]
    found = [one["number"] for one in trial(pack_of(RATIO), *pasts)["largest"]]
    turned = [one["number"] for one in trial(pack_of(RATIO), *reversed(pasts))["largest"]]
    assert found == turned == [f"{turn:03}" for turn in range(89, 89 - LARGEST, -1)]
