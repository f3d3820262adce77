"""What a batch owes: fees of its persons, each payer's part to the fen, nothing lost."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.kernel.errors import Invalid
from backend.kernel.money import Money
from services.mutual_aid.rules.contributions import (
    Chosen,
    Holders,
    check_chosen,
    contribution_of,
    share_fee,
)
from services.mutual_aid.rules.pack import Fee, Pack
from tests.services.mutual_aid.rules.packs import pack_of

RATIO = {"kind": "ratio", "item": "stay", "base": "oop", "rate": "0.5"}
NOTHING = Chosen()


def plan(**fields: Any) -> Pack:
    return pack_of(RATIO, **fields)


def fee(**fields: Any) -> Fee:
    return plan(fee=fields).fee


@pytest.mark.requirement("R8.11")
@pytest.mark.parametrize(
    ("first", "second", "total"), [(20, 80, 30_000), (18, 18, 10_800), (12, 12, 7_200)]
)
def test_each_payer_owes_its_amount_for_every_person(first: int, second: int, total: int) -> None:
    split = [{"payer": "member", "amount": first}, {"payer": "unit", "amount": second}]
    found = contribution_of(fee(per_share=first + second, split=split), NOTHING, [Holders(3)])
    assert found.total == Money(total)
    parts = (("member", Money(first * 300)), ("unit", Money(second * 300)))
    assert found.parts == parts


@pytest.mark.requirement("R8.11")
def test_the_odd_fen_of_every_person_goes_to_the_remainder_payer() -> None:
    split = [{"payer": "member", "ratio": "0.3333"}, {"payer": "unit", "remainder": True}]
    found = contribution_of(fee(per_share=25, split=split), NOTHING, [Holders(4)])
    assert found.parts == (("member", Money(4 * 833)), ("unit", Money(4 * 1667)))


@pytest.mark.requirement("R8.7")
def test_the_fee_follows_the_shares_of_each_person() -> None:
    found = contribution_of(
        fee(per_share=10), NOTHING, [Holders(2, shares=1), Holders(3, shares=2)]
    )
    assert (found.total, found.shares) == (Money(8_000), 8)


def test_the_chosen_term_wins_over_the_card_and_the_card_over_the_risk_class() -> None:
    terms = fee(
        per_share=50,
        with_card=40,
        by_risk_class={"normal": 30, "high": 60},
        term_options=[{"months": 24, "fee": 90}],
    )
    assert share_fee(terms, Chosen(24, "high"), holds_card=True) == Money(9_000)
    assert share_fee(terms, Chosen(None, "high"), holds_card=True) == Money(4_000)
    assert share_fee(terms, Chosen(None, "high")) == Money(6_000)
    assert share_fee(terms, NOTHING) == Money(5_000)


def test_a_choice_that_the_plan_does_not_offer_is_refused() -> None:
    terms = plan(
        cover={"start": "next_day", "months_options": [12, 24]},
        fee={"per_share": 50, "by_risk_class": {"normal": 30, "high": 60}},
    )
    assert check_chosen(terms, Chosen(24, "high")) == Chosen(24, "high")
    with pytest.raises(Invalid, match="12 个月、24 个月") as term:
        check_chosen(terms, Chosen(36, "high"))
    with pytest.raises(Invalid, match="一般行业、高风险行业") as risk:
        check_chosen(terms, Chosen(12))
    assert (term.value.code, risk.value.code) == ("bad_term", "bad_risk_class")
    plain = plan(cover={"start": "next_day", "months": 12})
    for chosen in (Chosen(12), Chosen(None, "high")):
        with pytest.raises(Invalid):
            check_chosen(plain, chosen)


@given(
    per_share=st.integers(0, 10**6),
    ratio=st.integers(0, 10**4),
    groups=st.lists(
        st.tuples(st.integers(0, 500), st.integers(1, 3), st.booleans()), min_size=1, max_size=6
    ),
)
@pytest.mark.requirement("R8.11")
def test_the_parts_of_a_batch_always_sum_to_its_fee(
    per_share: int, ratio: int, groups: list[tuple[int, int, bool]]
) -> None:
    written = f"{ratio // 10**4}.{ratio % 10**4:04d}"
    split = [{"payer": "unit", "ratio": written}, {"payer": "member", "remainder": True}]
    yuan = f"{per_share // 100}.{per_share % 100:02d}"
    terms = fee(per_share=yuan, with_card=yuan, split=split)
    found = contribution_of(terms, NOTHING, [Holders(*group) for group in groups])
    shares = sum(count * held for count, held, _ in groups)
    assert found.total == Money(per_share * shares)
    assert Money.sum(part for _, part in found.parts) == found.total
    assert all(part.fen >= 0 for _, part in found.parts)
