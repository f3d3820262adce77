"""Proof of a refusal: the code is right, nothing changed, nothing was sent."""

from functools import partial

from django.apps import apps

from backend.accounts.models import Person, Post
from backend.audit.models import Entry
from backend.ledger.models import Balance, Transfer
from notifications.models import Event
from tests.support import unmoved

TABLES = (
    *apps.get_app_config("commissioning").get_models(),
    Balance, Entry, Event, Person, Post, Transfer,
)  # fmt: skip
"""Every table that a verb could touch."""

snapshot = partial(unmoved.snapshot, TABLES)
refused = partial(unmoved.refused, TABLES)
