"""A member's messages over the API: hers and her cohorts', nobody else's."""

import json
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

from backend.accounts.models import Person
from notifications import cohorts, outbox, queries, relay
from notifications.models import InboxItem
from notifications.topics import Topic
from tests import cast as people
from tests.notifications.conftest import Post

INBOX = "/api/member/v1/inbox"


class Caller:
    """One person with a token."""

    def __init__(self, client: Client, cast: people.Cast, key: str) -> None:
        self.client, self.token = client, people.sign_in(cast.users[key])

    def get(self, path: str) -> Any:
        """Read."""
        return self.client.get(path, headers={"X-Session-Token": self.token})

    def send(self, method: str, path: str, body: Any = None, key: str = "key-0001") -> Any:
        """Write with an idempotency key."""
        headers = {"X-Session-Token": self.token, "Idempotency-Key": key}
        return self.client.generic(
            method,
            path,
            b"" if body is None else body,
            content_type="application/json",
            headers=headers,
        )


@pytest.fixture
def li_mei(cast: people.Cast) -> Person:
    """李梅, a member."""
    return cast.people["li_mei"]


@pytest.fixture
def caller(client: Client, cast: people.Cast) -> Caller:
    """李梅, signed in."""
    return Caller(client, cast, "li_mei")


def announce(cohort: str, about: Person, title: str = "第三季度经费收支") -> None:
    with transaction.atomic():
        outbox.notice(Topic.DISCLOSURE_PUBLISHED, cohort=cohort, about=about, title=title)


@pytest.mark.requirement("RX.12")
def test_the_inbox_shows_own_messages_and_notices_of_the_own_unions(
    caller: Caller, cast: people.Cast, li_mei: Person, post: Post
) -> None:
    post(li_mei, Topic.HARDSHIP_NOTICE_OPENED, params={"number": "BF-1", "date": "12月1日"})
    announce(cohorts.of_union(cast.unions["factory"]), li_mei)
    announce(cohorts.of_union(cast.unions["bus"]), li_mei, "别家的事")
    announce(cohorts.EVERYBODY, li_mei, "全市的事")
    post(cast.people["chen_ping"])
    relay.drain()
    body = caller.get(INBOX).json()
    assert [one["text"] for one in body["items"]] == [
        "会务公开：全市的事",
        "会务公开：第三季度经费收支",
        "申请 BF-1 已开始公示，公示至12月1日。",
    ]
    assert [one["is_personal"] for one in body["items"]] == [False, False, True]
    assert body["items"][2]["link"] == "/me/hardship/BF-1/"
    assert body["items"][2]["created_at"].endswith("+08:00")
    assert (body["has_more"], body["next_cursor"]) == (False, None)


def test_pages_follow_each_other_without_gap_or_double(
    caller: Caller, li_mei: Person, post: Post
) -> None:
    for number in range(7):
        post(li_mei) if number % 2 else announce("all", li_mei)
    relay.drain()
    seen: list[int] = []
    path: str | None = f"{INBOX}?limit=3"
    while path:
        body = caller.get(path).json()
        seen += [one["seq"] for one in body["items"]]
        path = f"{INBOX}?limit=3&cursor={body['next_cursor']}" if body["has_more"] else None
    assert seen == [7, 6, 5, 4, 3, 2, 1]


@pytest.mark.parametrize("query", ["cursor=abc", "cursor=-1", "cursor=1e9", "limit=0", "limit=101"])
def test_a_made_up_cursor_or_size_is_refused(caller: Caller, query: str) -> None:
    answer = caller.get(f"{INBOX}?{query}")
    assert answer.status_code == 422
    assert answer["Content-Type"].startswith("application/problem+json")


def test_the_hot_statement_says_the_same_as_the_page(
    cast: people.Cast, li_mei: Person, post: Post
) -> None:
    post(li_mei)
    announce("all", li_mei)
    relay.drain()
    union = cast.unions["factory"]
    holder = (
        "WITH holder AS (SELECT %s::bigint AS person_id, %s::bigint AS d1, %s::bigint AS d2,"
        " %s::bigint AS d3, %s::bigint AS d4, %s::bigint AS d5) "
    )
    values = [li_mei.pk, union.d1, union.d2, union.d3, union.d4, union.d5]
    with connection.cursor() as cursor:
        cursor.execute(holder + f"SELECT ({queries.INBOX_SQL})::jsonb", values)
        (hot,) = cursor.fetchone()
    assert json.loads(hot) == queries.inbox(li_mei.pk)


def test_the_unread_count_falls_as_messages_are_read(
    caller: Caller, li_mei: Person, post: Post
) -> None:
    for _ in range(3):
        post(li_mei)
    announce("all", li_mei)
    announce("all", li_mei)
    relay.drain()
    assert caller.get(f"{INBOX}/unread").json() == {"unread": 5, "is_capped": False}
    assert caller.send("POST", f"{INBOX}/1/read").status_code == 204
    assert caller.send("POST", f"{INBOX}/5/read", key="key-0002").status_code == 204
    assert caller.get(f"{INBOX}/unread").json()["unread"] == 3
    answer = caller.send("POST", f"{INBOX}/read", b'{"upto": 4}', key="key-0003")
    assert answer.status_code == 204
    assert caller.get(f"{INBOX}/unread").json()["unread"] == 0
    announce("all", li_mei)
    relay.drain()
    assert caller.get(f"{INBOX}/unread").json()["unread"] == 1


def test_reading_ahead_does_not_swallow_later_notices(caller: Caller, li_mei: Person) -> None:
    announce("all", li_mei)
    relay.drain()
    caller.send("POST", f"{INBOX}/read", b'{"upto": 9000000000000000000}')
    announce("all", li_mei)
    relay.drain()
    assert caller.get(f"{INBOX}/unread").json()["unread"] == 1


def test_the_count_stops_at_a_hundred(caller: Caller, li_mei: Person, post: Post) -> None:
    for _ in range(120):
        post(li_mei)
    relay.drain()
    assert caller.get(f"{INBOX}/unread").json() == {"unread": 100, "is_capped": True}


@pytest.mark.requirement("RX.5")
def test_a_foreign_message_reads_like_one_that_is_not_there(
    client: Client, cast: people.Cast, li_mei: Person, post: Post
) -> None:
    post(li_mei)
    announce(cohorts.of_union(cast.unions["factory"]), li_mei)
    relay.drain()
    chen_ping = Caller(client, cast, "chen_ping")
    answers = [
        chen_ping.send("POST", f"{INBOX}/{seq}/read", key=f"key-{seq:04d}") for seq in (1, 2, 99)
    ]
    assert [one.status_code for one in answers] == [404, 404, 404]
    assert len({one.json()["detail"] for one in answers}) == 1
    assert InboxItem.objects.filter(read_at=None).count() == 1


def test_nobody_reads_without_signing_in(client: Client, cast: people.Cast) -> None:
    for path in (INBOX, f"{INBOX}/unread"):
        assert client.get(path).status_code == 401
