"""The two hot reads walk an index in every branch, however full the tables are."""

import pytest
from django.db import connection

from backend.accounts.models import Person
from notifications import queries
from tests.notifications.conftest import Post

pytestmark = pytest.mark.django_db

_ITEMS = """
INSERT INTO notifications_inboxitem
       (seq, person_id, event_id, topic, category, params, dedupe_key, created_at, read_at)
SELECT g, p.id, %s, 'hardship.on_file', 'progress', '{"number": "BF-1"}', 'e' || g, now(), now()
FROM generate_series(1, 800) g CROSS JOIN accounts_person p"""

_NOTICES = """
INSERT INTO notifications_notice
       (seq, event_id, cohort, topic, category, params, published_at)
SELECT 1000 + g, %s, (ARRAY['all', 'union:1', 'union:900001', 'union:900002'])[1 + g %% 4],
       'disclosure.published', 'notice', '{"number": "GK-1", "title": "x"}', now()
FROM generate_series(1, 8000) g"""


@pytest.fixture
def full(li_mei: Person, post: Post) -> Person:
    """Tables with many messages of many people and notices of many cohorts."""
    event = post(li_mei)
    with connection.cursor() as cursor:
        cursor.execute(_ITEMS, [event.pk])
        cursor.execute(_NOTICES, [event.pk])
        cursor.execute("ANALYZE notifications_inboxitem, notifications_notice")
    return li_mei


@pytest.mark.parametrize("statement", [queries._ANY_PAGE, queries._UNREAD])
def test_no_branch_reads_a_whole_table(full: Person, statement: str) -> None:
    values = {"person": full.pk, "before": 2**62, "size": 20}
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {statement}", values)
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "Seq Scan on notifications_inboxitem" not in plan
    assert "Seq Scan on notifications_notice" not in plan
    assert "notifications_notice_one_place" in plan


def test_a_full_inbox_still_answers_right(full: Person) -> None:
    page = queries.inbox(full.pk)
    assert [one["seq"] for one in page["items"]] == sorted(
        (one["seq"] for one in page["items"]), reverse=True
    )
    assert len(page["items"]) == 20
    assert queries.unread(full.pk).words == "99+"
