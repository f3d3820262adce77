"""The pipeline under faults: a killed worker, an emptied broker, a lost commit hint."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from pytest_django.fixtures import Settings
from redis import Redis

from backend.accounts.models import Person
from notifications import relay
from notifications.models import Delivery, Event, InboxItem
from notifications.push import lease, providers
from notifications.tasks import deliver_task, relay_task
from tests.notifications.conftest import MakeDevice, Post
from tests.notifications.worker import Worker
from tests.support.fcm_stub import FcmStub

pytestmark = pytest.mark.django_db(transaction=True)

DEVICES = 240
BATCH = 100


@pytest.fixture
def fcm(tmp_path: Path, settings: Settings) -> Iterator[FcmStub]:
    """A stand-in of one's own, and push set up in this process as in the worker's."""
    stub = FcmStub(tmp_path).start()
    settings.FCM_SERVICE_ACCOUNT_FILE = str(stub.account_file)
    yield stub
    stub.stop()


@pytest.fixture
def worker(tmp_path: Path, fcm: FcmStub) -> Iterator[Worker]:
    """A worker that is not started yet and surely dead afterwards."""
    found = Worker(tmp_path, fcm.account_file, fcm.url)
    yield found
    found.kill()


def settled() -> int:
    return Delivery.objects.exclude(state__in=["queued", "leased"]).count()


def assert_invariants() -> None:
    """What must hold after every fault."""
    seqs = list(Event.objects.exclude(seq=None).order_by("seq").values_list("seq", flat=True))
    assert seqs == list(range(1, len(seqs) + 1))
    assert InboxItem.objects.count() == Event.objects.exclude(person=None).count()
    assert Delivery.objects.filter(state="leased").count() == 0


def let_leases_end() -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE notifications_delivery SET due_at = now() WHERE state = 'leased'")


def test_a_worker_killed_in_mid_batch_loses_nothing_and_doubles_at_most_its_batches(
    li_mei: Person, post: Post, device: MakeDevice, fcm: FcmStub, worker: Worker
) -> None:
    for number in range(DEVICES):
        device(li_mei, f"lag-{number}")
    post(li_mei)
    assert relay.drain().deliveries == DEVICES
    worker.start()
    assert worker.brings(lambda: sum(fcm.counts().values()) >= BATCH // 2, deliver_task)
    worker.kill()
    assert settled() < DEVICES
    assert 0 < Delivery.objects.filter(state="leased").count() <= 2 * BATCH
    recorded = dict(Delivery.objects.filter(state="sent").values_list("pk", "attempts"))
    let_leases_end()
    worker.start()
    put_off: set[int] = set()  # what a slow machine let time out, with the reason on its row

    def all_settled() -> bool:
        waiting = Delivery.objects.filter(state="queued").exclude(error="")
        put_off.update(waiting.values_list("pk", flat=True))
        return settled() == DEVICES

    assert worker.brings(all_settled, deliver_task)
    assert set(Delivery.objects.values_list("state", flat=True)) == {"sent"}
    accepted = fcm.accepted()
    assert len(accepted) == DEVICES
    # Only what was in flight goes out again, once more for the kill; nothing without an attempt.
    attempts = dict(Delivery.objects.values_list("pk", "attempts"))
    assert {pk: attempts[pk] for pk in recorded} == recorded
    assert {count for pk, count in attempts.items() if pk not in put_off} <= {1, 2}
    assert sum(accepted.values()) <= sum(attempts.values())
    again = sum(attempts[pk] - 1 for pk in put_off)
    assert sum(accepted.values()) - DEVICES <= 2 * BATCH + again
    assert_invariants()


def test_an_emptied_broker_costs_only_delay(
    li_mei: Person, post: Post, device: MakeDevice, fcm: FcmStub, worker: Worker
) -> None:
    device(li_mei, "ok-1")
    for _ in range(3):
        post(li_mei)
    broker = Redis.from_url(settings.REDIS_URL)
    broker.flushdb()
    broker.close()
    worker.start()
    assert worker.brings(lambda: settled() == 3, relay_task)
    assert fcm.accepted() == {"ok-1": 3}
    assert_invariants()


def test_a_crash_between_send_and_record_repeats_only_that_batch(
    li_mei: Person, post: Post, device: MakeDevice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(providers, "configured", lambda: ["fcm"])
    for number in range(30):
        device(li_mei, f"ok-{number}")
    post(li_mei)
    relay.drain()
    first = {row.message.delivery_id for row in lease.take("fcm", 10)}
    others = lease.take("fcm", 100)
    assert first.isdisjoint(row.message.delivery_id for row in others)
    assert len(others) == 20
    let_leases_end()
    again = lease.take("fcm", 100)
    assert first <= {row.message.delivery_id for row in again}
    assert {row.attempts for row in again} == {2}


def test_a_dead_broker_does_not_spoil_a_commit(
    li_mei: Person, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_: object) -> None:
        raise ConnectionError("broker is away")

    monkeypatch.setattr(relay_task, "apply_async", refuse)
    post(li_mei)
    assert Event.objects.count() == 1
    assert relay.drain().events == 1
    assert_invariants()
