"""The cast and the little that every test of this room needs."""

import uuid
from collections.abc import Callable

import pytest
from django.db import transaction
from django.db.models.functions import Now

from backend.accounts.models import Person
from notifications import outbox
from notifications.models import Device, Event
from notifications.topics import Topic
from tests import cast

MakeDevice = Callable[..., Device]
Post = Callable[..., Event]


@pytest.fixture
def li_mei(db: None) -> Person:
    """李梅, a member."""
    return cast.fresh().people["li_mei"]


@pytest.fixture
def post(db: None) -> Post:
    """Post one message about a person's own row, as a verb would."""

    def make(to: Person, topic: Topic = Topic.HARDSHIP_ON_FILE, **more: object) -> Event:
        with transaction.atomic():
            outbox.post(topic, to=to, about=to, **more)  # type: ignore[arg-type]
        return Event.objects.latest("id")

    return make


@pytest.fixture
def device(db: None) -> MakeDevice:
    """Register a device row for a person, with the address that scripts the provider."""

    def make(person: Person, address: str, **more: object) -> Device:
        fields = {
            "installation_id": uuid.uuid4(),
            "person": person,
            "platform": "android",
            "address": address,
            "address_kind": "token",
            "registered_at": Now(),
            "last_seen": Now(),
            **more,
        }
        return Device.objects.create(**fields)

    return make
