"""The proof of a refusal sees whatever moved: one column, a row more, another refusal."""

from collections.abc import Callable

import pytest

from backend.accounts.models import SignInSession, User
from backend.kernel.errors import Conflict, Refused
from tests.cast import Cast, sign_in
from tests.support.unmoved import refused, snapshot

TABLES = (SignInSession, User)


def refuse() -> None:
    raise Refused("not_permitted", "不可以。")


def change_a_column(cast: Cast) -> None:
    User.objects.filter(pk=cast.users["li_mei"].pk).update(is_active=False)
    refuse()


def add_a_row(cast: Cast) -> None:
    sign_in(cast.users["li_mei"])
    refuse()


@pytest.mark.parametrize("act", [change_a_column, add_a_row])
def test_a_refusal_that_moved_something_is_found(cast: Cast, act: Callable[[Cast], None]) -> None:
    with pytest.raises(AssertionError), refused(TABLES, Refused, "not_permitted"):
        act(cast)


@pytest.mark.parametrize("other", [Refused("other", "不。"), Conflict("not_permitted", "不。")])
def test_another_refusal_than_the_one_expected_is_found(cast: Cast, other: Exception) -> None:
    with (
        pytest.raises((AssertionError, Conflict)),
        refused(TABLES, Refused, "not_permitted"),
    ):
        raise other


def test_a_refusal_that_moved_nothing_is_taken_and_every_row_was_looked_at(cast: Cast) -> None:
    sign_in(cast.users["li_mei"])
    with refused(TABLES, Refused, "not_permitted") as refusal:
        refuse()
    assert refusal.value.message == "不可以。"
    rows = snapshot(TABLES)
    assert [len(rows[one.__name__]) for one in TABLES] == [one.objects.count() for one in TABLES]
