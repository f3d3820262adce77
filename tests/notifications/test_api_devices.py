"""A device belongs to whoever is signed in on it; a ticket to one sign-in."""

import json
import uuid
from typing import Any

import pytest
from django.test import Client

from backend.audit.models import Entry
from notifications import relay
from notifications.models import Delivery, Device, LiveTicket, Preference, QuietHours
from notifications.push import providers
from tests import cast as people
from tests.notifications.conftest import Post
from tests.notifications.test_api_member import Caller

PHONE = uuid.UUID("018f0000-0000-7000-8000-000000000001")
OTHER = uuid.UUID("018f0000-0000-7000-8000-000000000002")


def path(installation: uuid.UUID = PHONE) -> str:
    return f"/api/member/v1/devices/{installation}"


def facts(address: str = "address-1", **more: Any) -> bytes:
    known = {"platform": "android", "address": address, "address_kind": "token", **more}
    return json.dumps(known).encode()


@pytest.fixture
def li_mei(client: Client, cast: people.Cast) -> Caller:
    """李梅, signed in."""
    return Caller(client, cast, "li_mei")


def test_registering_twice_is_one_device_and_one_trace(li_mei: Caller, cast: people.Cast) -> None:
    first = li_mei.send("PUT", path(), facts())
    assert first.status_code == 200
    assert first.json() == {
        "installation_id": str(PHONE),
        "platform": "android",
        "state": "active",
    }
    assert li_mei.send("PUT", path(), facts("address-2"), key="key-0002").status_code == 200
    device = Device.objects.get()
    assert (device.address, device.person) == ("address-2", cast.people["li_mei"])
    assert Entry.objects.filter(act="notifications.register_device").count() == 1


def test_a_shared_phone_moves_to_the_person_signed_in_on_it(
    li_mei: Caller, client: Client, cast: people.Cast
) -> None:
    li_mei.send("PUT", path(), facts())
    Caller(client, cast, "chen_ping").send("PUT", path(), facts())
    assert Device.objects.get().person == cast.people["chen_ping"]


def test_an_address_belongs_to_one_installation(
    li_mei: Caller,
    cast: people.Cast,
    post: Post,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(providers, "configured", lambda: ["fcm"])
    li_mei.send("PUT", path(), facts())
    post(cast.people["li_mei"])
    assert relay.drain().deliveries == 1
    li_mei.send("PUT", path(OTHER), facts(), key="key-0002")
    assert Device.objects.get().installation_id == OTHER
    assert Delivery.objects.count() == 0


def test_an_invalid_device_comes_back_by_registering(li_mei: Caller) -> None:
    li_mei.send("PUT", path(), facts())
    Device.objects.update(state="invalid", reason="unregistered")
    li_mei.send("PUT", path(), facts(), key="key-0002")
    device = Device.objects.get()
    assert (device.state, device.reason, device.invalidated_at) == ("active", "", None)


def test_signing_out_forgets_the_device_and_only_the_own_one(
    li_mei: Caller, client: Client, cast: people.Cast
) -> None:
    li_mei.send("PUT", path(), facts())
    foreign = Caller(client, cast, "chen_ping").send("DELETE", path())
    assert (foreign.status_code, Device.objects.count()) == (204, 1)
    own = li_mei.send("DELETE", path(), key="key-0002")
    assert (own.status_code, Device.objects.count()) == (204, 0)


@pytest.mark.parametrize(
    "body",
    [
        facts(platform="toaster"),
        facts(address=""),
        facts(address="has blank"),
        facts(tz="Mars/Olympus"),
        facts(notifications_enabled=1),
        facts(owner="someone"),
    ],
)
def test_nonsense_is_refused_and_registers_nothing(li_mei: Caller, body: bytes) -> None:
    answer = li_mei.send("PUT", path(), body)
    assert answer.status_code == 422
    assert Device.objects.count() == 0


def test_a_category_can_be_switched_but_not_a_mandatory_one(li_mei: Caller) -> None:
    address = "/api/member/v1/notification-settings"
    off = {"category": "progress", "channel": "push", "mode": "off"}
    assert li_mei.send("PUT", address, json.dumps(off).encode()).status_code == 204
    assert Preference.objects.get().mode == "off"
    refused = li_mei.send(
        "PUT", address, json.dumps({**off, "category": "account"}).encode(), key="key-0002"
    )
    assert (refused.status_code, refused.json()["code"]) == (403, "category_is_mandatory")
    assert Preference.objects.count() == 1


def test_quiet_hours_are_set_and_cleared(li_mei: Caller) -> None:
    address = "/api/member/v1/quiet-hours"
    assert li_mei.send("PUT", address, b'{"starts": "22:00", "ends": "07:00"}').status_code == 204
    assert str(QuietHours.objects.get()) == "22:00-07:00"
    half = li_mei.send("PUT", address, b'{"starts": "22:00"}', key="key-0002")
    assert (half.status_code, QuietHours.objects.count()) == (422, 1)
    assert li_mei.send("PUT", address, b"{}", key="key-0003").status_code == 204
    assert QuietHours.objects.count() == 0


def test_a_ticket_hangs_on_the_sign_in_and_a_retry_gives_the_same(li_mei: Caller) -> None:
    first = li_mei.send("POST", "/api/member/v1/live/ticket")
    again = li_mei.send("POST", "/api/member/v1/live/ticket")
    assert (first.status_code, again.json()) == (201, first.json())
    assert first.json()["expires_in"] == 30
    assert LiveTicket.objects.count() == 1


def test_staff_get_a_ticket_with_a_post_only(
    li_mei: Caller, client: Client, cast: people.Cast
) -> None:
    address = "/api/staff/v1/live/ticket"
    assert li_mei.send("POST", address).status_code == 403
    assert Caller(client, cast, "wang_qiang").send("POST", address).status_code == 201
