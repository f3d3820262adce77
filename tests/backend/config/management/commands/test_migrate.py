"""Migrations run without the limit of a request that stands idle in its transaction."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from backend.unions import standards
from backend.unions.models import Standard

IDLE = "SHOW idle_in_transaction_session_timeout"


def limit() -> str:
    """Ask the database for the limit in force."""
    with connection.cursor() as cursor:
        cursor.execute(IDLE)
        return str(cursor.fetchone()[0])


@pytest.mark.django_db
def test_a_slow_migration_is_not_cut_and_requests_keep_their_limit() -> None:
    seen: list[str] = []

    def watch(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if "django_migrations" in sql and not seen:
            assert connection.connection is not None
            seen.append(connection.connection.execute(IDLE).fetchone()[0])
        return execute(sql, *rest)

    assert limit() == "10s"
    with connection.execute_wrapper(watch):
        call_command("migrate", interactive=False, verbosity=0)
    assert (seen, limit()) == (["0"], "10s")


@pytest.mark.django_db
@pytest.mark.requirement("RX.14")
def test_what_a_release_brings_in_new_standards_is_entered_and_nothing_else_changes(
    settings: Any,
) -> None:
    settings.ENTERS_STANDARDS = True
    standards.load_defaults()
    kept = Standard.objects.get(code="commissioning.least_bids", union=None)
    Standard.objects.filter(pk=kept.pk).update(value=4)
    Standard.objects.filter(code="commissioning.keep_years", union=None).delete()
    call_command("migrate", verbosity=0)
    assert Standard.objects.filter(code="commissioning.keep_years", union=None).count() == 1
    kept.refresh_from_db()
    assert kept.value == 4
    Standard.objects.filter(code="commissioning.keep_years", union=None).delete()
    call_command("migrate", "unions", verbosity=0)
    assert not Standard.objects.filter(code="commissioning.keep_years", union=None).exists()
