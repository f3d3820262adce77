"""Upkeep runs once a day and takes only what has served its time."""

import pytest
from django.db import connection

from backend.accounts.models import Person
from notifications import relay, tickets, upkeep
from notifications.models import Delivery, Device, JobRun, LiveTicket
from notifications.push import providers
from tests.notifications.conftest import MakeDevice, Post

pytestmark = pytest.mark.django_db


def test_it_runs_once_a_day_however_many_schedulers_ask() -> None:
    assert upkeep.run_once_a_day() is True
    assert upkeep.run_once_a_day() is False
    assert JobRun.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_slot_is_claimed_inside_the_work_only() -> None:
    with pytest.raises(RuntimeError, match="transaction of its work"):
        upkeep.claim_slot("a job", "2026-11-23")
    assert JobRun.objects.count() == 0


def test_old_things_go_and_young_ones_stay(
    li_mei: Person, post: Post, device: MakeDevice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(providers, "configured", lambda: ["fcm"])
    device(li_mei, "forgotten", last_seen="2025-01-01T00:00:00Z")
    kept = device(li_mei, "kept")
    post(li_mei)
    relay.drain()
    assert Delivery.objects.count() == 2
    tickets.issue(li_mei.pk, "session")
    LiveTicket.objects.update(expires_at="2025-01-01T00:00:00Z")
    young = tickets.issue(li_mei.pk, "session")
    upkeep.run_once_a_day()
    assert list(Device.objects.all()) == [kept]
    assert Delivery.objects.count() == 1
    assert LiveTicket.objects.count() == 1
    assert tickets.redeem(young) is not None


def test_settled_deliveries_are_kept_for_35_days(
    li_mei: Person, post: Post, device: MakeDevice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(providers, "configured", lambda: ["fcm"])
    device(li_mei, "kept")
    for _ in range(2):
        post(li_mei)
    relay.drain()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE notifications_delivery SET state = 'leased'")
        cursor.execute("UPDATE notifications_delivery SET state = 'sent'")
        cursor.execute(
            "UPDATE notifications_delivery SET day = day - 36 WHERE id ="
            " (SELECT min(id) FROM notifications_delivery)"
        )
    upkeep.run_once_a_day()
    assert Delivery.objects.count() == 1
