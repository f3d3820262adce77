"""Ceilings and bands of a grant."""

import pytest

from backend.kernel.errors import Conflict, Invalid
from backend.kernel.money import Money
from services.hardship.rules.grant import (
    AidKind,
    Ceilings,
    band_of,
    ceiling,
    check_amount,
    check_noticed,
)

CEILINGS = Ceilings(living_months=12, study_higher_months=10, study_secondary_months=6)
EDGES = (Money.from_yuan("2000"), Money.from_yuan("5000"), Money.from_yuan("10000"))


@pytest.mark.parametrize(
    ("kind", "most"),
    [
        (AidKind.LIVING, "8,520.00"),
        (AidKind.STUDY_HIGHER, "7,100.00"),
        (AidKind.STUDY_SECONDARY, "4,260.00"),
        (AidKind.MEDICAL, "333.33"),
    ],
)
def test_the_ceiling_of_each_kind(kind: AidKind, most: str) -> None:
    limit = ceiling(
        kind,
        line=Money.from_yuan("710"),
        ceilings=CEILINGS,
        self_paid=Money.from_yuan("333.33"),
    )
    assert limit.yuan() == most


def test_an_amount_may_use_up_the_ceiling_but_not_pass_it() -> None:
    limit, given = Money.from_yuan("8520"), Money.from_yuan("3000")
    check_amount(Money.from_yuan("5520"), limit=limit, given=given)
    with pytest.raises(Conflict) as refusal:
        check_amount(Money.from_yuan("5520.01"), limit=limit, given=given)
    assert refusal.value.code == "over_ceiling"
    assert "最多还可以给 5,520.00 元" in refusal.value.message


def test_it_refuses_an_amount_of_nothing() -> None:
    with pytest.raises(Invalid) as refusal:
        check_amount(Money.zero(), limit=Money(100), given=Money.zero())
    assert refusal.value.code == "bad_amount"


@pytest.mark.parametrize(
    ("amount", "label"),
    [
        ("0.01", "不足2,000元"),
        ("1999.99", "不足2,000元"),
        ("2000", "2,000元至不足5,000元"),
        ("9999.99", "5,000元至不足10,000元"),
        ("10000", "10,000元及以上"),
    ],
)
def test_the_band_that_a_notice_names(amount: str, label: str) -> None:
    assert band_of(Money.from_yuan(amount), EDGES).label == label


def test_the_approved_amount_may_not_pass_the_noticed_band() -> None:
    band = band_of(Money.from_yuan("3000"), EDGES)
    check_noticed(Money.from_yuan("4999.99"), band)
    check_noticed(Money.from_yuan("100"), band)
    with pytest.raises(Conflict) as refusal:
        check_noticed(Money.from_yuan("5000"), band)
    assert refusal.value.code == "over_noticed_band"


def test_an_open_band_has_no_upper_limit() -> None:
    check_noticed(Money.from_yuan("999999"), band_of(Money.from_yuan("10000"), EDGES))
