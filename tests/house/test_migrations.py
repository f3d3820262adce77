"""The tables that the code describes are the tables that migrations make."""

from backend.config.checks.migrations import missing


def test_no_model_has_changed_without_its_migration() -> None:
    assert missing() == []
