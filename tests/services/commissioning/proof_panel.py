"""Proof of a refusal: the code is right, no row of the capability changed, nothing was sent."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps

from backend.audit.models import Entry
from backend.kernel.errors import DomainError
from notifications.models import Event


def snapshot() -> dict[str, list[Any]]:
    """Give every row of every table that a verb of the panel could touch."""
    tables = [*apps.get_app_config("commissioning").get_models(), Entry, Event]
    return {table.__name__: list(table._base_manager.order_by("pk").values()) for table in tables}


@contextmanager
def refused(kind: type[DomainError], code: str) -> Iterator[pytest.ExceptionInfo[DomainError]]:
    """Expect a refusal of this kind and code that leaves the world as it was."""
    before = snapshot()
    with pytest.raises(kind) as refusal:
        yield refusal
    assert refusal.value.code == code
    assert snapshot() == before
