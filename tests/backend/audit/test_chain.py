import pytest
from django.db import connection, transaction

from backend.audit import chain, trail
from backend.audit.models import Entry, Link
from backend.config.demo.cast import Cast, DemoActor

pytestmark = pytest.mark.requirement("R12.29")


@pytest.fixture
def entries(cast: Cast) -> list[Entry]:
    """A linked chain of the cast's entries."""
    while chain.link_pending():
        pass
    return list(Entry.objects.order_by("id"))


def _tamper(table: str, sql: str) -> None:
    """Change a protected row as the owner of the table could."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(sql)
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def test_a_chain_nobody_touched_is_clean(entries: list[Entry]) -> None:
    report = chain.verify()
    assert report.is_clean
    assert report.faults == []
    assert report.entries == report.links == len(entries)


def test_verify_links_what_still_waits(cast: Cast) -> None:
    assert Link.objects.count() == 0
    report = chain.verify()
    assert report.is_clean
    assert report.links == Entry.objects.count() > 0
    assert list(Link.objects.order_by("seq").values_list("seq", flat=True)) == list(
        range(1, report.links + 1)
    )


@pytest.mark.parametrize(
    "change",
    [
        "act = 'membership.joim'",
        "actor_label = actor_label || ' '",
        "at = at + interval '1 microsecond'",
        "person_id = person_id + 1",
        "field_names = '{states}'",
        "purpose = '.'",
        "subject_digest = '\\x00'",
        "digest = set_byte(digest, 0, get_byte(digest, 0) # 1)",
    ],
)
def test_one_changed_byte_in_an_entry_is_found(entries: list[Entry], change: str) -> None:
    entry = next(one for one in entries if one.person_id)
    _tamper("audit_entry", f"UPDATE audit_entry SET {change} WHERE id = {entry.pk}")
    report = chain.verify()
    assert not report.is_clean
    assert any(f"留痕 {entry.pk} " in fault for fault in report.faults)


@pytest.mark.parametrize("column", ["digest", "previous"])
def test_one_changed_byte_in_a_link_is_found(entries: list[Entry], column: str) -> None:
    _tamper(
        "audit_link",
        f"UPDATE audit_link SET {column} = set_byte({column}, 31, get_byte({column}, 31) # 1)"
        " WHERE seq = 3",
    )
    faults = chain.verify().faults
    assert any("第 3 环" in fault for fault in faults)


def test_a_deleted_entry_is_found(entries: list[Entry]) -> None:
    gone = entries[4].pk
    _tamper("audit_entry", f"DELETE FROM audit_entry WHERE id = {gone}")
    assert f"第 5 环指向的留痕 {gone} 已不存在" in chain.verify().faults


def test_a_deleted_link_is_found(entries: list[Entry]) -> None:
    _tamper("audit_link", "DELETE FROM audit_link WHERE seq = 2")
    faults = chain.verify().faults
    assert "第 2 环缺失，下一环是第 3 环" in faults


def test_nothing_is_recorded_outside_a_transaction() -> None:
    class Nobody:
        in_atomic_block = False

    original, trail.connection = trail.connection, Nobody()
    try:
        with pytest.raises(trail.OutsideTransactionError, match=r"test\.act"):
            trail.record(DemoActor(), "test.act", Entry())
    finally:
        trail.connection = original


def test_entry_and_act_stand_or_fall_together(cast: Cast) -> None:
    before = Entry.objects.count()
    with transaction.atomic():
        trail.record(DemoActor(), "test.act", cast.people["li_mei"])
        transaction.set_rollback(True)
    assert Entry.objects.count() == before


def test_no_personal_value_stands_in_the_trail(cast: Cast) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(e::text, ' ') FROM audit_entry e")
        text = cursor.fetchone()[0]
    for person in cast.people.values():
        assert person.unseal("name_sealed") not in text
        assert person.unseal("id_number_sealed") not in text
        assert person.unseal("phone_sealed") not in text
