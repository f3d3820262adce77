"""Proof of a refusal: the code is right, nothing changed, nothing was sent."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from backend.accounts.models import Consent
from backend.audit.models import Entry
from backend.kernel.errors import DomainError
from backend.ledger.models import Balance, Transfer
from notifications.models import Event
from services.mutual_aid import models

TABLES = (
    models.Adjustment, models.Benefit, models.Claim, models.ClaimLine, models.ClaimPhoto,
    models.ClaimStep, models.Cover, models.Mandate, models.Rejection,
    models.ReturnList, models.Shortfall, Balance, Consent, Entry, Event, Transfer,
)  # fmt: skip


def snapshot() -> dict[str, list[Any]]:
    """Give every row of every table that a verb of a review could touch."""
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
