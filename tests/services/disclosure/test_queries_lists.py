"""The public list is read from its index, however much was ever published."""

import pytest
from django.db import connection

from services.disclosure.queries.board import newest
from tests.cast import Cast

pytestmark = pytest.mark.django_db
ORDER = ("-changed_at", "-id")


@pytest.mark.parametrize("own", [False, True])
def test_the_newest_disclosures_are_found_in_order_in_an_index(cast: Cast, own: bool) -> None:  # noqa: FBT001
    rows = newest(cast.unions["federation"] if own else None).order_by(*ORDER)[:21]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_sort = off")
    plan = rows.explain()
    assert ("disclosure_newest_of_union" if own else "using disclosure_newest on") in plan
    assert "Sort" not in plan
