"""Upkeep 清理: what has served its time goes, once a day."""

from datetime import date

from django.db import connection, transaction
from django.db.models import QuerySet

from backend.kernel import clock
from notifications.models import JobRun

_CLAIM = """
INSERT INTO notifications_jobrun (name, slot, started_at) VALUES (%s, %s, clock_timestamp())
ON CONFLICT (name, slot) DO NOTHING"""

_STATEMENTS = (
    # Deliveries are kept 35 days after their day.
    """DELETE FROM notifications_delivery
       WHERE day < (clock_timestamp() - interval '35 days')::date
         AND state NOT IN ('queued', 'leased')""",
    # A device nobody has opened for 270 days has lost its registration with the provider.
    """DELETE FROM notifications_delivery d USING notifications_device v
       WHERE d.device_id = v.id AND v.last_seen < clock_timestamp() - interval '270 days'""",
    """DELETE FROM notifications_device
       WHERE last_seen < clock_timestamp() - interval '270 days'""",
    "DELETE FROM notifications_liveticket WHERE expires_at < clock_timestamp()",
    """DELETE FROM notifications_jobrun
       WHERE started_at < clock_timestamp() - interval '35 days'""",
)


def claim_slot(name: str, slot: str) -> bool:
    """Take a slot of a periodic job; False when another scheduler already ran it.

    Call inside the transaction that does the work, so that a failed run gives the slot back.
    """
    if not connection.in_atomic_block:
        msg = "a slot is claimed in the transaction of its work"
        raise RuntimeError(msg)
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, [name, slot])
        return bool(cursor.rowcount)


def taken_slots(name: str) -> QuerySet[JobRun, str]:
    """Slots of a job that were taken, to be put into a query."""
    return JobRun.objects.filter(name=name).values_list("slot", flat=True)


def run_once_a_day() -> bool:
    """Clean up unless today's run is done; tells whether it ran."""
    return _run(clock.today())


@transaction.atomic
def _run(day: date) -> bool:
    if not claim_slot("notifications.upkeep", day.isoformat()):
        return False
    with connection.cursor() as cursor:
        for statement in _STATEMENTS:
            cursor.execute(statement)
    return True
