"""From a due delivery through the real SDK to the final state."""

import time

import pytest
from django.db import connection

from backend.accounts.models import Person
from notifications import relay
from notifications.models import Delivery, Device, InboxItem, Preference, ProviderBucket
from notifications.push.deliver import deliver
from notifications.states import DeliveryState, DeviceState
from notifications.topics import LOCK_SCREEN, Category, Topic
from tests.notifications.conftest import MakeDevice, Post
from tests.support.fcm_stub import FcmStub

pytestmark = pytest.mark.django_db


def state_of(device: Device) -> DeliveryState:
    return Delivery.objects.get(device=device).state


def come_due() -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE notifications_delivery SET due_at = now() WHERE state = 'queued'")
        cursor.execute("UPDATE notifications_providerbucket SET paused_until = NULL")


@pytest.mark.requirement("RX.8")
def test_it_sends_keys_and_a_fixed_sentence_and_nothing_else(
    li_mei: Person, post: Post, device: MakeDevice, fcm: FcmStub
) -> None:
    device(li_mei, "ok-1")
    post(li_mei, Topic.HARDSHIP_ON_FILE, params={"number": "BF-2026-000001"})
    relay.drain()
    assert deliver() == 1
    row = Delivery.objects.get()
    assert (row.state, row.attempts) == (DeliveryState.SENT, 1)
    assert row.provider_reference.startswith("projects/zhijia-test/messages/")
    (message,) = fcm.messages("ok-1")
    assert message["data"] == {"event": "1", "category": "progress"}
    assert message["notification"] == {"title": "职家", "body": LOCK_SCREEN[Category.PROGRESS]}
    assert message["android"]["notification"]["tag"] == "e1"
    assert message["android"]["notification"]["body_loc_key"] == "push_progress_body"
    assert message["apns"]["headers"]["apns-collapse-id"] == "e1"
    assert "BF-2026" not in str(message)
    assert li_mei.display_name not in str(message)


def test_a_dead_address_ends_the_delivery_and_the_device(
    li_mei: Person, post: Post, device: MakeDevice, fcm: FcmStub
) -> None:
    phone = device(li_mei, "gone-1")
    post(li_mei)
    relay.drain()
    deliver()
    phone.refresh_from_db()
    assert state_of(phone) is DeliveryState.GONE
    assert (phone.state, phone.reason) == (DeviceState.INVALID, "unregistered")
    post(li_mei)
    assert relay.drain().deliveries == 0


def test_passing_trouble_is_tried_again_later_and_not_before(
    li_mei: Person, post: Post, device: MakeDevice, fcm: FcmStub
) -> None:
    phone = device(li_mei, "flaky-1")
    post(li_mei)
    relay.drain()
    deliver()
    assert state_of(phone) is DeliveryState.QUEUED
    assert deliver() == 0
    for _ in range(2):
        come_due()
        deliver()
    row = Delivery.objects.get()
    assert (row.state, row.attempts) == (DeliveryState.SENT, 3)
    assert fcm.counts() == {"flaky-1": 3}


def test_eight_failures_end_it_and_make_the_device_suspect(
    li_mei: Person, post: Post, device: MakeDevice, fcm: FcmStub
) -> None:
    phone = device(li_mei, "down-1")
    post(li_mei)
    relay.drain()
    for _ in range(9):
        deliver()
        come_due()
    row = Delivery.objects.get()
    phone.refresh_from_db()
    assert (row.state, row.attempts, row.error) == (DeliveryState.DEAD, 8, "Unavailable")
    assert phone.state is DeviceState.SUSPECTED
    assert fcm.counts() == {"down-1": 8}
    assert InboxItem.objects.count() == 1


def test_a_wrong_message_is_never_repeated(
    li_mei: Person, post: Post, device: MakeDevice, fcm: FcmStub
) -> None:
    phone = device(li_mei, "bad-1")
    post(li_mei)
    relay.drain()
    deliver()
    assert state_of(phone) is DeliveryState.DEAD
    assert fcm.counts() == {"bad-1": 1}


def test_a_quota_storm_pauses_the_provider_and_burns_no_attempt(
    li_mei: Person, post: Post, device: MakeDevice, fcm: FcmStub
) -> None:
    for number in range(3):
        device(li_mei, f"ok-{number}")
    fcm.storm = 30
    post(li_mei)
    relay.drain()
    started = time.monotonic()
    deliver()
    assert time.monotonic() - started < 5
    assert set(Delivery.objects.values_list("state", "attempts")) == {("queued", 0)}
    bucket = ProviderBucket.objects.get()
    assert bucket.paused_until is not None
    deliver()
    assert sum(fcm.counts().values()) == 3
    fcm.storm = None
    come_due()
    assert deliver() == 3
    assert set(Delivery.objects.values_list("state", "attempts")) == {("sent", 1)}


@pytest.mark.parametrize("address", ["apns-1", "deny-1"])
def test_refused_credentials_stop_the_provider_and_say_so(
    li_mei: Person, post: Post, device: MakeDevice, fcm: FcmStub, address: str
) -> None:
    phone = device(li_mei, address)
    post(li_mei)
    relay.drain()
    deliver()
    row = Delivery.objects.get(device=phone)
    assert (row.state, row.attempts) == (DeliveryState.QUEUED, 0)
    assert ProviderBucket.objects.get().fault in {"ThirdPartyAuth", "PermissionDenied"}


def test_a_refused_sign_in_stops_the_provider_and_loses_nothing(
    li_mei: Person, post: Post, device: MakeDevice, fcm: FcmStub
) -> None:
    device(li_mei, "ok-1")
    fcm.refuse_sign_in = True
    post(li_mei)
    relay.drain()
    deliver()
    row = Delivery.objects.get()
    assert (row.state, row.attempts) == (DeliveryState.QUEUED, 0)
    assert ProviderBucket.objects.get().fault == "RefreshError"
    fcm.refuse_sign_in = False
    come_due()
    deliver()
    assert Delivery.objects.get().state is DeliveryState.SENT
    assert ProviderBucket.objects.get().fault == ""


def test_a_burst_of_dead_addresses_is_not_believed(
    li_mei: Person, post: Post, device: MakeDevice, fcm: FcmStub
) -> None:
    for number in range(6):
        device(li_mei, f"mismatch-{number}")
    for number in range(15):
        device(li_mei, f"ok-{number}")
    post(li_mei)
    relay.drain()
    deliver()
    assert Delivery.objects.filter(state="sent").count() == 15
    assert Delivery.objects.filter(state="queued", attempts=0).count() == 6
    assert Device.objects.filter(state="active").count() == 21
    assert ProviderBucket.objects.get().fault == "mass-invalid"


def test_what_was_read_meanwhile_is_not_pushed(
    li_mei: Person, post: Post, device: MakeDevice, fcm: FcmStub
) -> None:
    phone = device(li_mei, "ok-1")
    post(li_mei)
    relay.drain()
    InboxItem.objects.update(read_at="2026-11-23T00:00:00Z")
    deliver()
    assert state_of(phone) is DeliveryState.SUPPRESSED
    assert fcm.counts() == {}


def test_an_expired_push_is_not_sent(
    li_mei: Person, post: Post, device: MakeDevice, fcm: FcmStub
) -> None:
    phone = device(li_mei, "ok-1")
    post(li_mei)
    relay.drain()
    Delivery.objects.update(expires_at="2020-01-01T00:00:00Z")
    deliver()
    assert state_of(phone) is DeliveryState.EXPIRED
    assert fcm.counts() == {}


def test_a_switched_off_category_is_not_pushed_but_a_mandatory_one_is(
    li_mei: Person, post: Post, device: MakeDevice, fcm: FcmStub
) -> None:
    device(li_mei, "ok-1")
    for category in (Category.PROGRESS, Category.ACCOUNT):
        Preference.objects.create(person=li_mei, category=category, channel="push", mode="off")
    post(li_mei, Topic.HARDSHIP_ON_FILE)
    post(li_mei, Topic.ACCOUNT_PAYEE_CHANGED)
    relay.drain()
    deliver()
    assert [one["data"]["category"] for one in fcm.messages("ok-1")] == ["account"]
    assert InboxItem.objects.count() == 2


def test_a_time_out_is_retried_with_the_same_collapse_id(
    li_mei: Person,
    post: Post,
    device: MakeDevice,
    fcm: FcmStub,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("notifications.push.fcm.TIMEOUT_SECONDS", 0.1)
    phone = device(li_mei, "lag-1")
    post(li_mei)
    relay.drain()
    deliver()
    row = Delivery.objects.get(device=phone)
    assert (row.state, row.attempts, row.error) == (DeliveryState.QUEUED, 1, "DeadlineExceeded")
    come_due()
    deliver()
    tags = [one["android"]["notification"]["tag"] for one in fcm.messages("lag-1")]
    assert tags == ["e1", "e1"]


def test_a_proxy_page_is_passing_trouble(
    li_mei: Person, post: Post, device: MakeDevice, fcm: FcmStub
) -> None:
    phone = device(li_mei, "html-1")
    post(li_mei)
    relay.drain()
    deliver()
    row = Delivery.objects.get(device=phone)
    assert (row.state, row.attempts) == (DeliveryState.QUEUED, 1)


def test_without_a_provider_messages_stay_in_the_inbox(
    li_mei: Person, post: Post, device: MakeDevice
) -> None:
    device(li_mei, "ok-1")
    post(li_mei)
    assert relay.drain().deliveries == 0
    assert deliver() == 0
    assert InboxItem.objects.count() == 1
