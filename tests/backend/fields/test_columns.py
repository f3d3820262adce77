from enum import StrEnum

import pytest
from django.db import models

from backend.accounts.models import Membership, Person
from backend.accounts.states import MembershipState
from backend.config.demo.cast import Cast
from backend.fields import MoneyField, StateField, money_check


class Colour(StrEnum):
    """Two states for the tests of the column."""

    RED = "red"
    BLUE = "blue"


def test_a_state_comes_back_as_the_member_of_its_enum(cast: Cast) -> None:
    membership = Membership.objects.get(person=cast.people["li_mei"])
    assert membership.state is MembershipState.ACTIVE
    assert Membership.objects.filter(state=MembershipState.ACTIVE).count() == len(cast.people)


def test_a_word_that_is_no_state_is_refused() -> None:
    field = StateField(Colour)
    assert field.get_prep_value("red") == "red"
    with pytest.raises(ValueError, match="green"):
        field.get_prep_value("green")
    with pytest.raises(ValueError, match="green"):
        field.to_python("green")


def test_history_sees_plain_columns_and_needs_none_of_our_code() -> None:
    paths = [
        column.deconstruct()[1]
        for column in (StateField(Colour, default=Colour.RED), MoneyField("金额"))
    ]
    assert paths == ["django.db.models.CharField", "django.db.models.BigIntegerField"]
    assert StateField(Colour, default=Colour.RED).deconstruct()[3]["default"] == "red"
    sealed = Person._meta.get_field("name_sealed")
    assert sealed.deconstruct()[1] == "django.db.models.BinaryField"


def test_a_state_column_can_be_copied_whole() -> None:
    copied = StateField(Colour, default=Colour.RED).clone()
    assert copied.to_python("blue") is Colour.BLUE


@pytest.mark.requirement("RX.10")
def test_a_float_never_reaches_a_money_column() -> None:
    field = MoneyField("金额")
    assert field.get_prep_value(120430) == 120430
    with pytest.raises(TypeError, match="whole fen"):
        field.get_prep_value(1204.3)


def test_the_money_check_covers_every_column_named() -> None:
    check = money_check("amount_fen", "fee_fen")
    assert check.condition == models.Q(amount_fen__gte=0) & models.Q(fee_fen__gte=0)
    assert check.name == "%(app_label)s_%(class)s_amount_fen_not_negative"
