"""The websocket: a ticket opens it once, a position resumes it, hints only hurry it."""

from collections.abc import Iterator

import pytest
from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.db import connection, transaction
from websockets.exceptions import ConnectionClosed, InvalidStatus

from backend.accounts.models import Person, SignInSession, User
from notifications import live, live_hints, outbox, relay
from notifications.models import LiveTicket
from notifications.topics import Topic
from tests.notifications.conftest import Post
from tests.notifications.live_server import LiveServer, frames, serving, ticket_for

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def server(li_mei: Person) -> Iterator[LiveServer]:
    """A started server with the cast in the database."""
    yield from serving()


@pytest.fixture
def user(li_mei: Person) -> User:
    """李梅's user."""
    return li_mei.user


def test_it_shows_what_was_missed_and_then_what_happens(
    server: LiveServer, user: User, li_mei: Person, post: Post
) -> None:
    for _ in range(3):
        post(li_mei)
    relay.drain()
    with server.open(ticket_for(user), last=1) as socket:
        assert socket.subprotocol == "zhijia.v1"
        assert [one["id"] for one in frames(socket, 2)] == [2, 3]
        post(li_mei, Topic.HARDSHIP_VISITED)
        relay.drain()
        (frame,) = frames(socket, 1, seconds=3)
    assert frame["id"] == 4
    assert frame["kind"] == "hardship.visited"
    assert frame["data"] == {
        "category": "progress",
        "subject": "accounts.person",
        "number": li_mei.number,
        "version": 0,
    }


def test_a_ticket_opens_one_socket_once(server: LiveServer, user: User) -> None:
    ticket = ticket_for(user)
    with server.open(ticket):
        pass
    with pytest.raises(InvalidStatus) as refused, server.open(ticket):
        pass
    assert refused.value.response.status_code == 403


def test_an_old_an_unknown_and_no_ticket_are_refused_before_the_accept(
    server: LiveServer, user: User
) -> None:
    old = ticket_for(user)
    LiveTicket.objects.update(expires_at="2020-01-01T00:00:00Z")
    for ticket in (old, "unknown", ""):
        with pytest.raises(InvalidStatus) as refused, server.open(ticket):
            pass
        assert refused.value.response.status_code == 403


def test_a_foreign_page_is_refused(server: LiveServer, user: User) -> None:
    ticket = ticket_for(user)
    with (
        pytest.raises(InvalidStatus),
        server.open(ticket, origin="https://elsewhere.example"),
    ):
        pass
    assert LiveTicket.objects.count() == 1


def test_nobody_hears_what_is_for_somebody_else(
    server: LiveServer, user: User, li_mei: Person, post: Post
) -> None:
    other = User.objects.exclude(pk=user.pk).exclude(person=None).first()
    assert other is not None
    assert other.person is not None
    with server.open(ticket_for(user)) as socket:
        post(other.person)
        relay.drain()
        post(li_mei)
        relay.drain()
        assert [one["id"] for one in frames(socket, 1)] == [2]


def test_a_notice_reaches_the_sockets_of_its_cohort(
    server: LiveServer, user: User, li_mei: Person
) -> None:
    with server.open(ticket_for(user)) as socket:
        with transaction.atomic():
            outbox.notice(Topic.DISCLOSURE_PUBLISHED, cohort="all", about=li_mei, title="会务")
        relay.drain()
        (frame,) = frames(socket, 1)
    assert (frame["kind"], frame["data"]["category"]) == ("disclosure.published", "notice")
    assert "会务" not in str(frame)


def test_the_sweep_finds_what_a_lost_hint_did_not_show(
    server: LiveServer, user: User, li_mei: Person, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "SWEEP_SECONDS", 1.0)
    monkeypatch.setattr(live_hints, "wake", lambda *_: None)
    with server.open(ticket_for(user)) as socket:
        post(li_mei)
        relay.drain()
        assert [one["id"] for one in frames(socket, 1, seconds=4)] == [1]


def test_ending_the_sign_in_closes_the_socket(
    server: LiveServer, user: User, li_mei: Person
) -> None:
    with server.open(ticket_for(user)) as socket:
        SignInSession.objects.filter(user=user).delete()
        live_hints.wake([li_mei.pk], [])
        with pytest.raises(ConnectionClosed) as closed:
            socket.recv(timeout=5)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 4401


def test_a_socket_that_was_idle_for_eight_seconds_still_hears(
    server: LiveServer, user: User, li_mei: Person, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some client libraries drop an idle layer connection after five seconds without a word."""
    monkeypatch.setattr(live, "SWEEP_SECONDS", 60.0)
    with server.open(ticket_for(user)) as socket:
        with pytest.raises(TimeoutError):
            socket.recv(timeout=8)
        post(li_mei)
        relay.drain()
        assert [one["id"] for one in frames(socket, 1, seconds=2)] == [1]


def test_a_client_that_comes_back_gets_each_frame_once_and_in_order(
    server: LiveServer, user: User, li_mei: Person, post: Post
) -> None:
    seen: list[int] = []
    for _ in range(5):
        for _ in range(30):
            post(li_mei)
        relay.drain()
        with server.open(ticket_for(user), last=seen[-1] if seen else 0) as socket:
            seen += [one["id"] for one in frames(socket, 30)]
    assert seen == list(range(1, 151))


def test_more_than_a_page_comes_whole_over_both_branches(
    server: LiveServer, user: User, li_mei: Person, post: Post
) -> None:
    for number in range(260):
        if number % 3:
            post(li_mei)
        else:
            with transaction.atomic():
                outbox.notice(Topic.DISCLOSURE_PUBLISHED, cohort="all", about=li_mei, title="会务")
    relay.drain()
    with server.open(ticket_for(user)) as socket:
        assert [one["id"] for one in frames(socket, 260)] == list(range(1, 261))


def test_killed_layer_connections_do_not_deafen_a_socket(
    server: LiveServer, user: User, li_mei: Person, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "SWEEP_SECONDS", 2.0)
    with server.open(ticket_for(user)) as socket:
        post(li_mei)
        relay.drain()
        assert [one["id"] for one in frames(socket, 1)] == [1]
        async_to_sync(_kill_subscribers)()
        post(li_mei)
        relay.drain()
        assert [one["id"] for one in frames(socket, 1, seconds=6)] == [2]


async def _kill_subscribers() -> None:
    layer = get_channel_layer()
    await layer.group_send("nobody", {"type": "hint"})
    shard = layer._get_layer()._shards[0]
    await shard._redis.execute_command("CLIENT", "KILL", "TYPE", "pubsub")
    await layer.flush()


def test_the_database_knows_only_the_digest_of_a_ticket(user: User) -> None:
    ticket = ticket_for(user)
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(t)::text FROM notifications_liveticket t")
        (text,) = cursor.fetchone()
    assert ticket not in text
