"""Points as people read them: exact totals, two decimals, rounded half up."""

from fractions import Fraction

import pytest

from services.commissioning.queries.panel_report import points, tenth


@pytest.mark.parametrize(
    ("tenths", "written"),
    [
        (Fraction(990), "99.00"),
        (Fraction(0), "0.00"),
        (Fraction(2401, 3), "80.03"),
        (Fraction(2399, 3), "79.97"),
        (Fraction(1, 20), "0.01"),
        (Fraction(1, 21), "0.00"),
    ],
)
def test_a_total_is_written_with_two_decimals(tenths: Fraction, written: str) -> None:
    assert points(tenths) == written


def test_a_score_is_written_with_one_decimal() -> None:
    assert [tenth(0), tenth(5), tenth(185), tenth(1000)] == ["0.0", "0.5", "18.5", "100.0"]
