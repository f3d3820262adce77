import re

import pytest
from django.db import ProgrammingError, connection, transaction

from backend.accounts.models import Membership
from backend.accounts.states import MEMBERSHIP, MembershipState
from backend.audit import trail
from backend.audit.models import Entry
from backend.config.demo.cast import Cast, DemoActor
from backend.fields import triggers


def _run(sql: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_raw_sql_cannot_move_a_state_along_no_edge(cast: Cast) -> None:
    key = Membership.objects.get(person=cast.people["li_mei"]).pk
    _run(f"UPDATE accounts_membership SET state = 'left' WHERE id = {key}")
    with pytest.raises(ProgrammingError, match="Invalid transition"):
        _run(f"UPDATE accounts_membership SET state = 'active' WHERE id = {key}")
    assert Membership.objects.get(pk=key).state is MembershipState.LEFT


def test_a_row_is_born_in_the_start_state_only(cast: Cast) -> None:
    before = Membership.objects.count()
    li_mei = Membership.objects.get(person=cast.people["li_mei"])
    copied = Membership(person=li_mei.person, union=li_mei.union, state=MembershipState.LEFT)
    with pytest.raises(ProgrammingError, match="Cannot insert"), transaction.atomic():
        copied.save()
    assert Membership.objects.count() == before


def test_a_trail_entry_can_be_neither_changed_nor_deleted(cast: Cast) -> None:
    trail.record(DemoActor(), "test.act", cast.people["li_mei"])
    entry = Entry.objects.latest("id")
    for sql in (
        f"UPDATE audit_entry SET act = 'other' WHERE id = {entry.pk}",
        f"DELETE FROM audit_entry WHERE id = {entry.pk}",
    ):
        with pytest.raises(ProgrammingError, match="Cannot"):
            _run(sql)
    assert Entry.objects.get(pk=entry.pk).act == "test.act"


def test_the_triggers_name_exactly_the_edges_of_the_machine() -> None:
    moves, start = triggers(MEMBERSHIP)
    named = re.findall(r"[{,](\w+):(\w+)", moves.condition.resolve(Membership))
    assert sorted(named) == sorted((str(a), str(b)) for a, b in MEMBERSHIP.edges())
    assert (moves.name, start.name) == ("state_moves", "state_start")
