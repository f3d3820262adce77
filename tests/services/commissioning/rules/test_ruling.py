"""Which figures can be recognized otherwise, and how the recognized one is read."""

import pytest

from backend.kernel.errors import Invalid
from services.commissioning.rules import ruling

SOURCES = {"people": "persons", "mean": "satisfaction", "time": "on_time", "helped": "stated"}


@pytest.mark.parametrize(
    ("figure", "key"),
    [
        ("persons", "persons"),
        ("target.people", "persons"),
        ("target.mean", "stars"),
        ("target.time", "on_time"),
        ("target.helped", "target.helped"),
        ("paid_fen", ""),
        ("points", ""),
        ("raters", ""),
    ],
)
def test_a_target_and_its_figure_are_the_same_number(figure: str, key: str) -> None:
    assert ruling.key_of(figure, SOURCES) == key


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("persons", " 13 ", 13),
        ("stars", "4.5", 450),
        ("on_time", "87.55", 8_755),
        ("unit_cost_fen", "30.25", 3_025),
        ("target.helped", "200", 20_000),
    ],
)
def test_a_number_is_read_in_the_unit_of_its_figure(key: str, text: str, value: int) -> None:
    assert ruling.read(key, text) == value


@pytest.mark.parametrize(
    ("key", "text", "code"),
    [
        ("persons", "", "ruled_missing"),
        ("persons", "13 人", "bad_number"),
        ("persons", "12.5", "bad_number"),
        ("persons", "-1", "bad_number"),
        ("stars", "5.01", "bad_number"),
        ("on_time", "100.01", "bad_number"),
        ("target.helped", "1.234", "bad_number"),
        ("", "13", "ruled_not_asked"),
    ],
)
def test_what_is_no_number_of_that_figure_is_refused(key: str, text: str, code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        ruling.read(key, text)
    assert refusal.value.code == code
    assert [one.pointer for one in refusal.value.fields] == ["/ruled"]


def test_where_nothing_can_be_recognized_nothing_is_read() -> None:
    assert ruling.read("", " ") is None


def test_a_recognized_number_is_written_with_its_unit() -> None:
    assert ruling.shown("on_time", 8_755) == "87.55%"
    assert ruling.shown("persons", 13) == "13"
    assert ruling.shown("unit_cost_fen", 3_025) == "30.25 元"
