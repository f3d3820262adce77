"""Only published criteria, tenths of a point, and a commitment that binds."""

from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.kernel.errors import Invalid
from services.commissioning.rules import scoring

WEIGHTS = {1: 20, 2: 80}
BIDS = {"SB-1", "SB-2"}
FULL = {("SB-1", 1): 200, ("SB-1", 2): 0, ("SB-2", 1): 15, ("SB-2", 2): 800}


@pytest.mark.requirement("R9.8")
@pytest.mark.parametrize(
    ("scores", "code"),
    [
        ({("SB-1", 3): 10}, "unknown_criterion"),
        ({("SB-1", 0): 10}, "unknown_criterion"),
        ({("SB-9", 1): 10}, "unknown_application"),
        ({("SB-1", 1): 201}, "points_out_of_range"),
        ({("SB-1", 1): -1}, "points_out_of_range"),
    ],
)
def test_what_was_not_published_can_not_be_scored(
    scores: dict[tuple[str, int], int], code: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        scoring.must_be_published(scores, BIDS, WEIGHTS)
    assert refusal.value.code == code


def test_zero_and_the_full_weight_are_fine() -> None:
    scoring.must_be_published(FULL, BIDS, WEIGHTS)
    scoring.must_be_complete(FULL, BIDS, WEIGHTS)


@pytest.mark.parametrize("left_out", sorted(FULL))
def test_nothing_is_signed_with_a_score_missing(left_out: tuple[str, int]) -> None:
    rest = {key: tenths for key, tenths in FULL.items() if key != left_out}
    with pytest.raises(Invalid) as refusal:
        scoring.must_be_complete(rest, BIDS, WEIGHTS)
    assert refusal.value.code == "scores_missing"


def test_the_commitment_is_the_documented_hash() -> None:
    text = "zhijia-scores/1\nWT-1\nPS-1\nSB-1 1 200\nSB-1 2 0\nSB-2 1 15\nSB-2 2 800\n"
    assert scoring.scores_text("WT-1", "PS-1", dict(reversed(FULL.items()))) == text
    assert scoring.commitment_of(b"s" * 32, text) == sha256(b"s" * 32 + text.encode()).digest()


tables = st.dictionaries(
    st.tuples(st.sampled_from(["SB-1", "SB-2"]), st.integers(1, 12)), st.integers(0, 1000)
)


@given(tables, tables)
@settings(deadline=None)
def test_two_score_sheets_never_share_a_text(
    one: dict[tuple[str, int], int], other: dict[tuple[str, int], int]
) -> None:
    same = scoring.scores_text("WT-1", "PS-1", one) == scoring.scores_text("WT-1", "PS-1", other)
    assert same is (one == other)
