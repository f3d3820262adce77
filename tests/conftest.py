"""What tests of every room share: the cast, and a quick way back to an empty database."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import TransactionTestCase

from tests import cast as people
from tests.support import kept


def _empty(case: TransactionTestCase) -> None:
    kept.empty()


@pytest.fixture(autouse=True, scope="session")
def _quick_flush() -> Iterator[None]:
    """Empty the tables after a test that committed as `flush` would, in a tenth of its time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", _empty)
        yield


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """Leave the database behind where the whole server is thrown away: dropping waits for disks."""
    return bool(settings.TEMPLATE)


@pytest.fixture
def cast(db: None) -> people.Cast:
    """The whole cast in an empty database."""
    return people.fresh()
