"""Points, bands and what follows: whole numbers that anybody recomputes."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.commissioning.rules import evaluation
from services.commissioning.rules.evaluation import LastStage, Measured, Verdict

BANDS = {"excellent": 90, "good": 80, "medium": 60}
TODAY = date(2026, 11, 30)


@pytest.mark.requirement("R9.18")
@pytest.mark.parametrize(
    ("kind", "planned", "delivered", "points"),
    [
        ("quantity", 60_000, 61_200, 4_000),
        ("quantity", 60_000, 60_000, 4_000),
        ("quantity", 60_000, 59_999, 3_999),
        ("quantity", 60_000, 30_000, 2_000),
        ("quantity", 60_000, 0, 0),
        ("quantity", 60_000, None, 0),
        ("cost", 30_000, 25_000, 4_000),
        ("cost", 30_000, 60_000, 2_000),
        ("cost", 30_000, 30_001, 3_999),
        ("cost", 30_000, None, 0),
    ],
)
def test_points_are_delivered_over_planned_capped_at_the_weight(
    kind: str, planned: int, delivered: int | None, points: int
) -> None:
    one = evaluation.points_of(Measured("x", kind, planned, delivered, 40))
    assert one.hundredths == points


@pytest.mark.requirement("R9.18")
@pytest.mark.parametrize(
    ("points", "band"),
    [
        (10_000, "excellent"), (9_000, "excellent"), (8_999, "good"), (8_000, "good"),
        (7_999, "medium"), (6_000, "medium"), (5_999, "poor"), (0, "poor"),
    ],
)  # fmt: skip
def test_bands_begin_at_ninety_eighty_and_sixty(points: int, band: str) -> None:
    assert evaluation.band_of(points, BANDS) == band


def follows(band: Verdict) -> evaluation.Consequence:
    """What a band leads to on the last day of November 2026."""
    return evaluation.consequence_of(band, today=TODAY, rectify_days=30, excluded_years=2)


@pytest.mark.requirement("R9.19")
def test_each_band_has_its_consequence() -> None:
    assert follows(Verdict.EXCELLENT) == evaluation.Consequence(
        Verdict.EXCELLENT, LastStage.FALLS_DUE
    )
    assert follows(Verdict.GOOD) == evaluation.Consequence(Verdict.GOOD, LastStage.FALLS_DUE)
    assert follows(Verdict.MEDIUM) == evaluation.Consequence(
        Verdict.MEDIUM, LastStage.WAITS, rectify_by=date(2026, 12, 30)
    )
    assert follows(Verdict.POOR) == evaluation.Consequence(
        Verdict.POOR, LastStage.WITHHELD, barred_until=date(2028, 11, 30)
    )


@pytest.mark.requirement("R9.19", "R9.22")
@pytest.mark.parametrize("band", list(Verdict))
@pytest.mark.parametrize("earlier", list(Verdict))
def test_only_the_same_low_band_asks_for_nothing_anew(earlier: Verdict, band: Verdict) -> None:
    day = date(2026, 12, 1)
    found = evaluation.superseding(earlier, follows(band), rectify_by=day, barred_until=day)
    if earlier is band and band in {Verdict.MEDIUM, Verdict.POOR}:
        assert found == evaluation.Consequence(
            band, LastStage.STAYS, rectify_by=day, barred_until=day
        )
    else:
        assert found == follows(band)


def test_a_bar_from_a_leap_day_ends_on_the_first_of_march() -> None:
    assert evaluation.years_later(date(2028, 2, 29), 2) == date(2030, 3, 1)


@pytest.mark.requirement("R9.18")
@given(
    kind=st.sampled_from(["quantity", "quality", "cost", "satisfaction"]),
    planned=st.integers(1, 10**9),
    delivered=st.integers(0, 10**9),
    weight=st.integers(1, 100),
)
def test_points_stay_between_zero_and_the_weight(
    kind: str, planned: int, delivered: int, weight: int
) -> None:
    one = evaluation.points_of(Measured("x", kind, planned, delivered, weight))
    assert 0 <= one.hundredths <= weight * 100
