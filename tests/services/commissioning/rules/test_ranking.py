"""The stored formula: exact, trimmed from five panelists on, ties by rule."""

from fractions import Fraction
from random import Random
from statistics import mean

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.kernel.errors import Conflict
from services.commissioning.rules.ranking import Entry, rank, total_of

sums = st.lists(st.integers(0, 1000), min_size=1, max_size=9)


def entry(bid: str, *points: int, union: bool = False, fen: int = 100, lot: bytes = b"a") -> Entry:
    """Give one application."""
    return Entry(bid, points, union, fen, lot)


@pytest.mark.requirement("R9.9")
@pytest.mark.parametrize(
    ("given_sums", "expected"),
    [
        ((900, 800, 700), Fraction(800)),
        ((900, 800, 701), Fraction(2401, 3)),
        ((1000, 900, 800, 700, 0), Fraction(800)),
        ((900, 900, 900, 100, 100), Fraction(1900, 3)),
        ((500,) * 5, Fraction(500)),
        ((1, 2, 3, 4, 5, 6, 100), Fraction(4)),
    ],
)
def test_the_total_leaves_out_the_ends_from_five_panelists_on(
    given_sums: tuple[int, ...], expected: Fraction
) -> None:
    assert total_of(given_sums) == expected


@given(sums)
@settings(deadline=None)
def test_the_total_agrees_with_a_second_way_of_computing_it(points: list[int]) -> None:
    left = list(points)
    if len(points) >= 5:
        left.remove(max(left))
        left.remove(min(left))
    assert total_of(points) == Fraction(mean(Fraction(one) for one in left))


@pytest.mark.requirement("R9.27")
def test_a_union_decides_only_between_equal_totals() -> None:
    worse = entry("B", 899, 899, 899, union=True)
    assert [one.entry.bid for one in rank([worse, entry("A", 900, 900, 900)])] == ["A", "B"]
    equal = entry("B", 900, 900, 900, union=True, fen=900)
    lines = rank([entry("A", 900, 900, 900, fen=1), equal])
    assert [(one.entry.bid, one.tie) for one in lines] == [("B", "union"), ("A", "union")]


def test_equal_totals_go_by_price_then_by_lot() -> None:
    lines = rank(
        [
            entry("A", 900, fen=200, lot=b"a"),
            entry("B", 900, fen=100, lot=b"c"),
            entry("C", 900, fen=100, lot=b"b"),
            entry("D", 100, fen=1),
        ]
    )
    assert [(one.place, one.entry.bid) for one in lines] == [(1, "C"), (2, "B"), (3, "A"), (4, "D")]
    assert [one.tie for one in lines] == ["lot", "price", "price", ""]


entries = st.lists(
    st.tuples(
        st.lists(st.integers(0, 30), min_size=5, max_size=5),
        st.booleans(),
        st.integers(1, 3),
        st.binary(min_size=4, max_size=4),
    ),
    min_size=1,
    max_size=8,
    unique_by=lambda one: one[3],
).map(
    lambda rows: [
        Entry(f"SB-{nth}", tuple(points), union, fen, lot)
        for nth, (points, union, fen, lot) in enumerate(rows)
    ]
)


@pytest.mark.requirement("R9.9")
@given(entries, st.randoms(use_true_random=False))
@settings(deadline=None)
def test_recomputing_in_any_order_gives_the_same_ranking(made: list[Entry], chance: Random) -> None:
    first = rank(made)
    mixed = [Entry(one.bid, one.sums[::-1], one.has_union, one.amount_fen, one.lot) for one in made]
    chance.shuffle(mixed)
    again = rank(mixed)
    assert [(one.place, one.entry.bid, one.total, one.tie) for one in first] == [
        (one.place, one.entry.bid, one.total, one.tie) for one in again
    ]
    assert [one.place for one in first] == list(range(1, len(made) + 1))
    totals = [one.total for one in first]
    assert totals == sorted(totals, reverse=True)


def test_a_formula_that_nobody_knows_is_refused() -> None:
    with pytest.raises(Conflict) as refusal:
        total_of([1, 2, 3], "median")
    assert refusal.value.code == "unknown_formula"
