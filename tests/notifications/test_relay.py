"""The relay gives every committed event its place once, in an order a reader can follow."""

import threading
import time

import pytest
from django.db import connection, transaction

from backend.accounts.models import Person
from notifications import outbox, relay
from notifications.models import Event, InboxItem, Notice
from notifications.topics import Topic
from tests.notifications.conftest import Post


def places() -> list[int | None]:
    return list(Event.objects.order_by("seq").values_list("seq", flat=True))


def test_it_turns_events_into_inbox_items_without_a_gap(li_mei: Person, post: Post) -> None:
    for _ in range(3):
        post(li_mei)
    told = relay.drain()
    assert told.events == 3
    assert told.people == {li_mei.pk}
    assert places() == [1, 2, 3]
    items = InboxItem.objects.order_by("seq")
    assert [item.seq for item in items] == [1, 2, 3]
    assert {item.person_id for item in items} == {li_mei.pk}


def test_a_second_run_changes_nothing(li_mei: Person, post: Post) -> None:
    post(li_mei)
    relay.drain()
    assert relay.drain().events == 0
    assert InboxItem.objects.count() == 1
    assert places() == [1]


def test_one_occasion_is_told_once_however_often_it_is_posted(li_mei: Person, post: Post) -> None:
    post(li_mei, once="2026-11")
    relay.drain()
    post(li_mei, once="2026-11")
    post(li_mei, once="2026-12")
    assert relay.drain().events == 2
    assert list(InboxItem.objects.order_by("seq").values_list("seq", flat=True)) == [1, 3]


def test_a_notice_reaches_its_cohort_as_one_row(li_mei: Person) -> None:
    with transaction.atomic():
        outbox.notice(Topic.DISCLOSURE_PUBLISHED, cohort="all", about=li_mei, title="会务")
    told = relay.drain()
    assert told.cohorts == {"all"}
    notice = Notice.objects.get()
    assert (notice.seq, notice.cohort, notice.category) == (1, "all", "notice")
    assert InboxItem.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_an_event_that_commits_late_is_placed_later_and_never_skipped(li_mei: Person) -> None:
    """Ids follow the start of a transaction, places follow its commit."""
    started, may_commit = threading.Event(), threading.Event()

    def slow_verb() -> None:
        with transaction.atomic():
            outbox.post(Topic.HARDSHIP_VISITED, to=li_mei, about=li_mei)
            started.set()
            may_commit.wait(10)
        connection.close()

    slow = threading.Thread(target=slow_verb)
    slow.start()
    assert started.wait(10)
    with transaction.atomic():
        outbox.post(Topic.HARDSHIP_ON_FILE, to=li_mei, about=li_mei)
    assert relay.drain().events == 1
    may_commit.set()
    slow.join(10)
    assert relay.drain().events == 1
    early, late = Event.objects.order_by("id")
    assert (early.topic, early.seq) == ("hardship.visited", 2)
    assert (late.topic, late.seq) == ("hardship.on_file", 1)


@pytest.mark.django_db(transaction=True)
def test_two_relays_at_once_tell_each_event_once(li_mei: Person, post: Post) -> None:
    for _ in range(60):
        post(li_mei)
    told: list[int] = []

    def work() -> None:
        until = time.monotonic() + 25
        while Event.objects.filter(seq__isnull=True).exists() and time.monotonic() < until:
            told.append(relay.tell(7).events)
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sum(told) == 60
    assert places() == list(range(1, 61))
    assert InboxItem.objects.count() == 60


@pytest.mark.django_db(transaction=True)
def test_a_relay_that_dies_leaves_no_gap(li_mei: Person, post: Post) -> None:
    post(li_mei)
    with transaction.atomic():
        assert relay.tell(10).events == 1
        transaction.set_rollback(True)
    assert places() == [None]
    post(li_mei)
    relay.drain()
    assert places() == [1, 2]
    assert InboxItem.objects.count() == 2
