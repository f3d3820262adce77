"""What must be there before an application is submitted, and before it goes on."""

from dataclasses import replace

import pytest

from backend.kernel.errors import Invalid
from services.hardship.rules.completeness import (
    Completeness,
    check_authorised,
    check_complete,
)

FULL = Completeness(
    has_cause=True,
    has_income=True,
    has_address=True,
    members=3,
    photos=1,
    has_consent=True,
)


def test_a_full_application_passes() -> None:
    check_complete(FULL)


@pytest.mark.parametrize(
    ("gap", "pointer"),
    [
        ({"has_cause": False}, "/cause"),
        ({"has_income": False}, "/annual_income_fen"),
        ({"has_address": False}, "/address"),
        ({"members": 0}, "/members"),
        ({"photos": 0}, "/photos"),
        ({"has_consent": False}, "/consent"),
    ],
)
def test_each_gap_is_named_with_its_field(gap: dict[str, bool | int], pointer: str) -> None:
    with pytest.raises(Invalid) as refusal:
        check_complete(replace(FULL, **gap))  # type: ignore[arg-type]
    assert [field.pointer for field in refusal.value.fields] == [pointer]
    assert refusal.value.message == "还有 1 项没有填好，补齐后就可以提交。"


@pytest.mark.requirement("R8.35")
def test_one_missing_signature_stops_the_file() -> None:
    check_authorised(0)
    with pytest.raises(Invalid) as refusal:
        check_authorised(1)
    assert refusal.value.code == "authorisation_missing"
