"""Figures of a standing form: checked, filled, and hidden where few people stand behind them."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.kernel.errors import Invalid
from services.disclosure.rules import figures as rules
from services.disclosure.rules.figures import Figure, FigureKind

A = Figure("a", "甲", FigureKind.PERSONS)
B = Figure("b", "乙", FigureKind.PERSONS)
C = Figure("c", "丙", FigureKind.PERSONS)
ALL = Figure("all", "合计", FigureKind.PERSONS, parts=("a", "b", "c"))
FIGURES = [A, B, C, ALL]


@pytest.mark.requirement("R12.3")
@given(st.lists(st.integers(0, 60), min_size=3, max_size=3))
def test_no_small_cell_is_shown_or_can_be_subtracted(counts: list[int]) -> None:
    values: dict[str, int | str] = {**dict(zip("abc", counts, strict=True)), "all": sum(counts)}
    out = rules.hidden(FIGURES, values, smallest=10)
    shown = {name: int(value) for name, value in values.items() if name not in out}
    assert not [name for name, count in shown.items() if 0 < count < 10]
    if "all" in shown:
        rest = shown["all"] - sum(count for name, count in shown.items() if name != "all")
        gone = [name for name in "abc" if name in out]
        assert not gone or (rest >= 10 and len(gone) >= 2)


def test_a_hidden_cell_takes_its_amount_along() -> None:
    money = Figure("a_fen", "金额", FigureKind.MONEY, of="a")
    assert rules.hidden([A, money], {"a": 9, "a_fen": 100}, smallest=10) == {"a", "a_fen"}
    assert rules.hidden([A, money], {"a": 10, "a_fen": 100}, smallest=10) == set()


def test_money_is_written_in_yuan_and_a_hidden_cell_in_words() -> None:
    money = Figure("sum_fen", "金额", FigureKind.MONEY)
    word = Figure("trend", "走势", FigureKind.CHOICE, choices=("上升", "下降"))
    text = rules.fill(
        "共 {sum_fen} 元，{a} 人，{trend}",
        [money, A, word],
        {"sum_fen": 120_430, "a": 3, "trend": "上升"},
        {"a"},
    )
    assert text == f"共 1,204.30 元，{rules.HIDDEN} 人，上升"


@pytest.mark.parametrize(
    ("figures", "body"),
    [
        ([A], "{a} {b}"),
        ([A, A], "{a}"),
        ([Figure("x", "金额", FigureKind.MONEY, of="nobody")], "{x}"),
        (
            [Figure("x", "金额", FigureKind.MONEY, of="y"), Figure("y", "件", FigureKind.COUNT)],
            "{x}",
        ),
        ([Figure("x", "词", FigureKind.CHOICE)], "{x}"),
    ],
)
def test_a_form_that_does_not_fit_together_is_refused(figures: list[Figure], body: str) -> None:
    with pytest.raises(Invalid) as refusal:
        rules.check_form("题", body, figures)
    assert refusal.value.code == "bad_form"


@pytest.mark.parametrize("value", ["9", 1.0, -1, True, None])
def test_only_whole_numbers_count(value: Any) -> None:
    with pytest.raises(Invalid) as refusal:
        rules.check_values([A], {"a": value})
    assert [field.pointer for field in refusal.value.fields] == ["/figures/a"]


def test_a_word_outside_the_list_is_refused() -> None:
    word = Figure("trend", "走势", FigureKind.CHOICE, choices=("上升", "下降"))
    rules.check_values([word], {"trend": "下降"})
    with pytest.raises(Invalid):
        rules.check_values([word], {"trend": "李梅"})


def test_a_figure_survives_being_stored() -> None:
    assert rules.figure_from(rules.figure_row(ALL)) == ALL
    with pytest.raises(Invalid):
        rules.figure_from({"name": "x"})
