"""Money: whole fen, one rounding, no lost fen."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.kernel.errors import Invalid
from backend.kernel.money import Money, round_half_up_fen


@pytest.mark.requirement("RX.10")
@pytest.mark.parametrize("wrong", [1.0, "1", True, None, Decimal(1)])
def test_it_takes_nothing_but_whole_fen(wrong: object) -> None:
    with pytest.raises(TypeError):
        Money(wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("typed", "fen"),
    [
        ("1,204.30", 120430),
        ("1204.3", 120430),
        ("１２０４元", 120400),
        ("¥ 0.01", 1),
        ("-5", -500),
    ],
)
def test_it_reads_what_people_type(typed: str, fen: int) -> None:
    assert Money.from_yuan(typed) == Money(fen)


@pytest.mark.parametrize("typed", ["", "1.005", "一百", "1e3", "1,2,3", "12,34.5", "٣", "1 2"])
def test_it_refuses_what_is_no_amount_and_says_how_to_write_it(typed: str) -> None:
    with pytest.raises(Invalid, match=r"1204\.30") as caught:
        Money.from_yuan(typed)
    assert caught.value.code == "bad_money"


@given(st.integers(-(10**14), 10**14))
def test_writing_and_reading_give_the_same_amount(fen: int) -> None:
    assert Money.from_yuan(Money(fen).yuan()) == Money(fen)


@given(
    st.integers(-(10**12), 10**12),
    st.lists(st.integers(0, 10**6), min_size=1, max_size=9),
)
def test_a_split_never_loses_a_fen_and_is_fair_to_one_fen(fen: int, weights: list[int]) -> None:
    if sum(weights) == 0:
        with pytest.raises(ValueError, match="weights"):
            Money(fen).allocate(weights)
        return
    parts = Money(fen).allocate(weights)
    assert Money.sum(parts) == Money(fen)
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part.fen * sum(weights) - fen * weight) < sum(weights)


@pytest.mark.parametrize(
    ("yuan", "fen"),
    [("0.006", 1), ("0.005", 1), ("0.0049", 0), ("2900.015", 290002), ("0.07", 7)],
)
def test_there_is_one_rounding_half_up_to_the_fen(yuan: str, fen: int) -> None:
    assert round_half_up_fen(Decimal(yuan)) == fen


def test_amounts_add_subtract_and_compare() -> None:
    assert Money(5) + Money(7) - Money(2) == Money(10)
    assert Money(5) * 3 == Money(15)
    assert -Money(5) == Money(-5)
    assert Money(1) < Money(2)
    assert not Money.zero()
    assert str(Money(-123456)) == "-1,234.56"
