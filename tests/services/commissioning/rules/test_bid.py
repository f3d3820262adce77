"""What a whole application holds, and a receipt that can be verified but not guessed (R9.5)."""

from dataclasses import replace
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as some

from backend.kernel.errors import Invalid
from backend.kernel.money import Money
from services.commissioning.rules.bid import (
    Content,
    Line,
    canonical,
    check_complete,
    check_size,
    read_sealed,
    receipt_of,
    sealed_text,
)
from tests.services.commissioning.walk import BUDGET, CONTENT

texts = some.text(max_size=40)
contents = some.builds(
    Content,
    amount_fen=some.integers(0, 10**12),
    persons=some.integers(0, 10**7),
    sessions=some.integers(0, 10**7),
    plan=texts,
    team=texts,
    track_record=texts,
    lines=some.lists(some.builds(Line, texts, some.integers(1, 10**9)), max_size=3).map(tuple),
)

pytestmark = pytest.mark.requirement("R9.5")


def test_a_whole_application_within_the_budget_passes() -> None:
    check_size(CONTENT)
    check_complete(CONTENT, BUDGET)
    check_complete(CONTENT, Money(CONTENT.amount_fen))


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"plan": "  "}, "missing"),
        ({"persons": 0}, "missing"),
        ({"sessions": 0}, "missing"),
        ({"amount_fen": 0}, "missing"),
        ({"amount_fen": BUDGET.fen + 1}, "over_budget"),
        ({"lines": ()}, "lines_do_not_sum"),
        ({"lines": (Line("人员", CONTENT.amount_fen - 1),)}, "lines_do_not_sum"),
    ],
)
def test_what_is_not_whole_is_refused_with_its_reason(
    changed: dict[str, object], code: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        check_complete(replace(CONTENT, **changed), BUDGET)  # type: ignore[arg-type]
    assert refusal.value.code == "bid_incomplete"
    assert [one.code for one in refusal.value.fields] == [code]


def test_an_empty_application_names_every_missing_part() -> None:
    with pytest.raises(Invalid) as refusal:
        check_complete(Content(), BUDGET)
    assert len(refusal.value.fields) == 6


@pytest.mark.parametrize(
    "changed",
    [
        {"plan": "字" * 6001},
        {"persons": -1},
        {"sessions": 10_000_001},
        {"amount_fen": -1},
        {"lines": (Line("", 1),)},
        {"lines": (Line("人员", 0),)},
        {"lines": (Line("人员", 1),) * 31},
    ],
)
def test_a_draft_holds_nothing_impossible(changed: dict[str, object]) -> None:
    with pytest.raises(Invalid, match="bad_bid"):
        check_size(replace(CONTENT, **changed))  # type: ignore[arg-type]


@given(contents, some.binary(min_size=32, max_size=32))
def test_what_was_sealed_comes_back_and_bears_out_the_receipt(
    content: Content, salt: bytes
) -> None:
    found, found_salt = read_sealed(sealed_text(content, salt))
    assert (found, found_salt) == (content, salt)
    assert receipt_of(found, found_salt) == sha256(salt + canonical(content)).digest()


@given(contents, contents)
def test_two_contents_never_share_their_canonical_text(one: Content, other: Content) -> None:
    assert (canonical(one) == canonical(other)) == (one == other)


def test_the_same_content_has_another_receipt_under_another_salt() -> None:
    assert receipt_of(CONTENT, b"a" * 32) != receipt_of(CONTENT, b"b" * 32)


def test_an_empty_envelope_is_an_empty_draft() -> None:
    assert read_sealed("") == (Content(), b"")
