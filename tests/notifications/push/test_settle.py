"""What is written after a send: typed for every mix, and only under the lease that sent it."""

import uuid

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from backend.accounts.models import Person
from notifications import relay
from notifications.models import Delivery, QuietHours
from notifications.push import lease, outcomes, providers
from notifications.push.deliver import handle_batch, verdict
from notifications.push.port import Message, Outcome, Result
from notifications.states import DeliveryState
from notifications.topics import Topic
from tests.notifications.conftest import MakeDevice, Post

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _a_provider(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(providers, "configured", lambda: ["fcm"])


class Scripted:
    """A provider that answers what it is told to."""

    name = "fcm"
    batch = 100

    def __init__(self, results: list[Result]) -> None:
        self.results = results
        self.seen: list[Message] = []

    def send(self, messages: list[Message]) -> list[Result]:
        """Answer from the script."""
        self.seen += messages
        return self.results


def fill(li_mei: Person, post: Post, device: MakeDevice, count: int) -> None:
    for number in range(count):
        device(li_mei, f"address-{number}")
    post(li_mei)
    assert relay.drain().deliveries == count


def test_any_mix_of_answers_is_written_in_one_go(
    li_mei: Person, post: Post, device: MakeDevice
) -> None:
    every = [Result(one, code="x" * 200 + "\x00", retry_after=7) for one in Outcome]
    fill(li_mei, post, device, len(every))
    rows = lease.take("fcm", 100)
    assert handle_batch(Scripted(every), rows) == len(every)
    found = dict(Delivery.objects.values_list("device__address", "state"))
    expected = {
        row.message.address: outcomes.step(row, one).state
        for row, one in zip(rows, every, strict=True)
    }
    assert found == expected
    assert Delivery.objects.filter(state="leased").count() == 0


def test_a_slow_worker_cannot_overwrite_its_successor(
    li_mei: Person, post: Post, device: MakeDevice
) -> None:
    fill(li_mei, post, device, 1)
    slow = lease.take("fcm", 100)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE notifications_delivery SET due_at = now()")
    quick = lease.take("fcm", 100)
    assert handle_batch(Scripted([Result(Outcome.SENT, reference="quick")]), quick) == 1
    assert handle_batch(Scripted([Result(Outcome.DEAD)]), slow) == 0
    row = Delivery.objects.get()
    assert (row.state, row.provider_reference, row.attempts) == (DeliveryState.SENT, "quick", 2)


@pytest.mark.parametrize("answer", [[], [Result(Outcome.SENT)] * 3])
def test_an_answer_of_the_wrong_length_is_a_retry_for_all(
    li_mei: Person, post: Post, device: MakeDevice, answer: list[Result]
) -> None:
    fill(li_mei, post, device, 2)
    handle_batch(Scripted(answer), lease.take("fcm", 100))
    assert set(Delivery.objects.values_list("state", "attempts", "error")) == {
        ("queued", 1, "batch-failed")
    }


def test_a_library_that_raises_leaves_nothing_leased(
    li_mei: Person, post: Post, device: MakeDevice
) -> None:
    class Broken(Scripted):
        def send(self, messages: list[Message]) -> list[Result]:
            raise RuntimeError("threads")

    fill(li_mei, post, device, 2)
    handle_batch(Broken([]), lease.take("fcm", 100))
    assert set(Delivery.objects.values_list("state", "attempts")) == {("queued", 1)}


def test_a_lease_lost_eight_times_ends_as_dead(
    li_mei: Person, post: Post, device: MakeDevice
) -> None:
    fill(li_mei, post, device, 1)
    for _ in range(9):
        lease.take("fcm", 100)
        with connection.cursor() as cursor:
            cursor.execute("UPDATE notifications_delivery SET due_at = now()")
    row = Delivery.objects.get()
    assert (row.state, row.error) == (DeliveryState.DEAD, "lease-lost")


def test_the_pace_of_the_bucket_bounds_a_batch(
    li_mei: Person, post: Post, device: MakeDevice
) -> None:
    fill(li_mei, post, device, 5)
    lease.take("fcm", 0)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE notifications_providerbucket SET tokens = 2, rate = 0, burst = 2")
    assert len(lease.take("fcm", 100)) == 2
    assert lease.take("fcm", 100) == []


def test_quiet_hours_put_a_push_off_but_not_a_mandatory_one(
    li_mei: Person, post: Post, device: MakeDevice
) -> None:
    device(li_mei, "address-0")
    QuietHours.objects.create(person=li_mei, starts="00:00", ends="23:59:59")
    post(li_mei, Topic.HARDSHIP_ON_FILE)
    post(li_mei, Topic.ACCOUNT_PAYEE_CHANGED)
    relay.drain()
    provider = Scripted([Result(Outcome.SENT)])
    handle_batch(provider, lease.take("fcm", 100))
    assert [one.category for one in provider.seen] == ["account"]
    waiting = Delivery.objects.get(state="queued")
    assert waiting.attempts == 0
    assert lease.take("fcm", 100) == []


def test_an_older_retry_gives_way_to_newer_news_of_the_same_case(
    li_mei: Person, post: Post, device: MakeDevice
) -> None:
    fill(li_mei, post, device, 1)
    handle_batch(Scripted([Result(Outcome.RETRY)]), lease.take("fcm", 100))
    post(li_mei, Topic.HARDSHIP_PAID)
    relay.drain()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE notifications_delivery SET due_at = now()")
    verdicts = {row.message.topic: verdict(row) for row in lease.take("fcm", 100)}
    assert verdicts["hardship.on_file"] == Result(Outcome.SUPPRESSED, code="no-longer-needed")
    assert verdicts["hardship.paid"] is None


def test_the_database_refuses_an_illegal_change_of_state(
    li_mei: Person, post: Post, device: MakeDevice
) -> None:
    fill(li_mei, post, device, 1)
    with (
        pytest.raises(DatabaseError, match="Invalid transition"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE notifications_delivery SET state = 'sent'")
    assert Delivery.objects.get().state is DeliveryState.QUEUED


def test_a_lease_token_is_its_own(li_mei: Person, post: Post, device: MakeDevice) -> None:
    fill(li_mei, post, device, 2)
    one, two = lease.take("fcm", 1), lease.take("fcm", 1)
    assert one[0].token != two[0].token
    assert isinstance(one[0].token, uuid.UUID)
