"""The tables that the code describes are the tables that migrations make."""

import pytest

from backend.audit.models import Entry
from backend.config.checks.migrations import missing


def test_no_model_has_changed_without_its_migration() -> None:
    assert missing() == []


def test_a_trigger_that_no_migration_makes_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(Entry._meta.original_attrs, "triggers", [])
    assert missing() == ["audit: Remove trigger append_only from model entry"]
