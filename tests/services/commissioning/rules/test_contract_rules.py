"""Splitting money, believing a count, rotating codes, free transfers: pure rules of a contract."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.kernel.money import Money
from services.commissioning.rules import changing, codes, contract, quantity
from services.commissioning.rules.delivered import Delivered, LineSpent

NOON = datetime(2026, 11, 30, 4, 0, 0, tzinfo=UTC)


@st.composite
def percents(draw: st.DrawFn) -> list[int]:
    """Whole percents above zero that sum to 100."""
    cuts = draw(st.sets(st.integers(1, 99), max_size=5))
    edges = [0, *sorted(cuts), 100]
    return [after - before for before, after in pairwise(edges)]


@pytest.mark.requirement("R9.13")
@given(fen=st.integers(0, 10**12), shares=percents())
def test_stages_lose_no_fen_and_the_last_takes_what_remains(fen: int, shares: list[int]) -> None:
    parts = contract.split(Money(fen), shares)
    assert Money.sum(parts) == Money(fen)
    for part, percent in zip(parts[:-1], shares, strict=False):
        assert part.fen == fen * percent // 100
    assert parts[-1].fen >= fen * shares[-1] // 100


@pytest.mark.parametrize("shares", [[], [99], [50, 51], [0, 100], [-1, 101]])
def test_percents_that_do_not_sum_to_100_are_an_error(shares: list[int]) -> None:
    with pytest.raises(ValueError, match="sum to 100"):
        contract.split(Money(100), shares)


@pytest.mark.requirement("R9.16")
@pytest.mark.parametrize(
    ("confirmed", "counted", "expected"),
    [
        # Wilson (1927), worked by hand to four places: 0/10, 10/10, 5/10, 81/263.
        (0, 10, (0, 0, 2_775)),
        (10, 10, (10_000, 7_225, 10_000)),
        (5, 10, (5_000, 2_366, 7_634)),
        (81, 263, (3_080, 2_553, 3_662)),
    ],
)
def test_the_interval_is_wilsons(
    confirmed: int, counted: int, expected: tuple[int, int, int]
) -> None:
    found = quantity.confirmed_share(confirmed, counted)
    assert found is not None
    assert (found.share, found.low, found.high) == expected


@pytest.mark.requirement("R9.16")
@given(st.integers(1, 5_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_holds_the_share_and_stays_inside(pair: tuple[int, int]) -> None:
    found = quantity.confirmed_share(*pair)
    assert found is not None
    assert 0 <= found.low <= found.share <= found.high <= 10_000


@pytest.mark.parametrize(("confirmed", "counted"), [(1, 0), (0, 0), (6, 5)])
def test_no_share_is_said_where_it_means_nothing(confirmed: int, counted: int) -> None:
    assert quantity.confirmed_share(confirmed, counted) is None


@pytest.mark.requirement("R9.16")
def test_codes_turn_every_half_minute_and_differ_by_session_and_form() -> None:
    window = codes.window_at(NOON)
    assert codes.window_at(NOON + timedelta(seconds=29)) == window
    assert codes.window_at(NOON + timedelta(seconds=30)) == window + 1
    assert codes.seconds_left(NOON + timedelta(seconds=29)) == 1
    made = {
        make(secret, at)
        for make in (codes.typed_code, codes.long_code)
        for secret in (b"a" * 32, b"b" * 32)
        for at in (window, window + 1)
    }
    assert len(made) == 8
    assert codes.typed_code(b"a" * 32, window).isdigit()
    assert (len(codes.typed_code(b"a" * 32, window)), len(codes.long_code(b"a" * 32, window))) == (
        8, 20,
    )  # fmt: skip


@pytest.mark.requirement("R9.16")
@pytest.mark.parametrize(("later", "fits"), [(0, True), (30, True), (59, True), (60, False)])
def test_a_code_is_in_time_for_its_window_and_one_more(later: int, *, fits: bool) -> None:
    for make in (codes.typed_code, codes.long_code):
        code = make(b"s" * 32, codes.window_at(NOON))
        assert codes.fits(b"s" * 32, f" {code.upper()} ", NOON + timedelta(seconds=later)) is fits
    assert not codes.fits(b"s" * 32, "", NOON)
    early = codes.typed_code(b"s" * 32, codes.window_at(NOON) + 1)
    assert not codes.fits(b"s" * 32, early, NOON)


@pytest.mark.requirement("R9.15")
@pytest.mark.parametrize(
    ("moved", "recorded", "needs"),
    [(1_000, 0, False), (1_001, 0, True), (500, 500, False), (500, 501, True)],
)
def test_the_free_share_counts_what_was_moved_before(
    moved: int, recorded: int, *, needs: bool
) -> None:
    found = changing.needs_approval(
        Money(moved), recorded=Money(recorded), contract=Money(10_000), share=Decimal("0.10")
    )
    assert found is needs


@pytest.mark.requirement("R9.18")
def test_delivered_figures_are_in_hundredths_of_their_unit() -> None:
    found = Delivered(
        persons=3,
        confirmations=5,
        sessions=2,
        provider_count=8,
        reported_persons=8,
        reported_sessions=2,
        ratings=3,
        stars_sum=14,
        milestones=8,
        milestones_on_time=7,
        contract_fen=10_000,
        paid_fen=5_000,
        lines=(LineSpent("人员", 6_000, 7_000, 1_000), LineSpent("物料", 4_000, 3_000, 0)),
        stated={"helped": 250},
    )
    wanted = {
        "persons": 300,
        "sessions": 200,
        "satisfaction": 467,
        "on_time": 8_750,
        "unit_cost": 333,
    }
    assert {source: found.of_target(source, "any") for source in wanted} == wanted
    assert (found.of_target("stated", "helped"), found.of_target("stated", "other")) == (250, None)
    assert (found.spent_fen, found.unspent_fen, found.lines[0].unspent_fen) == (
        1_000, 9_000, 6_000,
    )  # fmt: skip


def test_nothing_delivered_has_no_mean_and_no_unit_cost() -> None:
    none = Delivered(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 100, 0, ())
    assert (none.stars_hundredths, none.unit_cost_fen, none.confirmed_share) == (None, None, None)
    assert none.on_time_hundredths == 0
