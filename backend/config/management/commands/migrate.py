"""`migrate` with the limits of a migration, not of a request, and the shipped standards after it.

A lock held elsewhere must not hang a start. But on a starved machine Django itself may think for
longer between two statements than a request may stand idle in its transaction. What a release
brings in new standards is entered as its tables are; what stands is never changed.
"""

import gc
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.management.commands import migrate
from django.db import connections

from backend.unions import standards

LIMITS = {
    "lock_timeout": "4s",
    "statement_timeout": "60s",
    "idle_in_transaction_session_timeout": "0",
}


def is_whole(options: Mapping[str, Any]) -> bool:
    """Tell whether all tables of a database are brought up to date, not some or none."""
    return not (options["app_label"] or options["plan"] or options["check_unapplied"])


class Command(migrate.Command):
    """Bring the tables up to date."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Run Django's own command between other limits; the usual ones stand again after it.

        It makes and drops thousands of classes. What was loaded before is set aside: to look
        through it for garbage again and again took a third of the whole.
        """
        gc.freeze()
        connection = connections[options["database"]]
        with connection.cursor() as cursor:
            for name, limit in LIMITS.items():
                cursor.execute("SELECT set_config(%s, %s, false)", [name, limit])
        super().handle(*args, **options)
        if settings.ENTERS_STANDARDS and is_whole(options):
            standards.load_defaults()
        with connection.cursor() as cursor:
            for name in LIMITS:
                cursor.execute(f"RESET {name}")
