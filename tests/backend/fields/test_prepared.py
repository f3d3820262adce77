"""A query compiled once gives the very objects that the ORM gives."""

from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from backend.fields.prepared import Prepared
from backend.unions.models import Union
from tests import cast as people


def by_number(number: str) -> Any:
    return Union.objects.select_related("parent").filter(number=number)


def test_it_reads_a_row_with_what_is_joined_in_one_statement(cast: people.Cast) -> None:
    prepared: Prepared[Union] = Prepared(by_number, "GH-0000")
    for key in ("factory", "street"):
        wanted = by_number(cast.unions[key].number).get()
        with CaptureQueriesContext(connection) as queries:
            found = prepared.get(wanted.number)
            assert found is not None
            assert found.parent == wanted.parent
        assert len(queries) == 1
        fields = [field.attname for field in Union._meta.concrete_fields]
        assert [getattr(found, name) for name in fields] == [
            getattr(wanted, name) for name in fields
        ]
        assert (found._state.adding, found._state.db) == (False, "default")


def test_an_outer_join_that_finds_nothing_gives_none(cast: people.Cast) -> None:
    prepared: Prepared[Union] = Prepared(by_number, "GH-0000")
    top = prepared.get(cast.unions["federation"].number)
    assert top is not None
    assert top.parent is None
    assert prepared.get("GH-9999") is None
