"""Proof of a refusal: the code is right, nothing changed, nothing was sent."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps

from backend.accounts.models import Person, Post
from backend.audit.models import Entry
from backend.kernel.errors import DomainError
from backend.ledger.models import Balance, Transfer
from notifications.models import Event

TABLES = (
    *apps.get_app_config("commissioning").get_models(),
    Balance, Entry, Event, Person, Post, Transfer,
)  # fmt: skip


def snapshot() -> dict[str, list[Any]]:
    """Give every row of every table that a verb could touch."""
    return {
        table.__name__: list(table._default_manager.order_by("pk").values()) for table in TABLES
    }


@contextmanager
def refused(kind: type[DomainError], code: str) -> Iterator[pytest.ExceptionInfo[DomainError]]:
    """Expect a refusal of this kind and code that leaves the world as it was."""
    before = snapshot()
    with pytest.raises(kind) as refusal:
        yield refusal
    assert refusal.value.code == code
    assert snapshot() == before
