"""What runs by the clock, in one table. Business deadlines are rows with a due date, not entries.

A tick only says "go and look". Any number of schedulers may run: tasks that must run once a slot
insert their slot in `notifications.JobRun`; all others do nothing the second time.
"""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Tick:
    """One periodic task: every so many seconds, worthless after `expires` seconds."""

    task: str
    seconds: float
    expires: float


SCHEDULE = (
    Tick("services.disclosure.write_feeds_task", seconds=2, expires=4),
    Tick("services.commissioning.publish_task", seconds=5, expires=10),
    Tick("services.commissioning.write_bulk_task", seconds=60, expires=50),
    Tick("services.commissioning.watch_duties_task", seconds=3600, expires=3000),
    Tick("notifications.relay_task", seconds=2, expires=4),
    Tick("backend.config.publish_quarters_task", seconds=20, expires=40),
    Tick("backend.config.offer_hardship_task", seconds=3600, expires=3600),
    Tick("backend.config.follow_hardship_files_task", seconds=300, expires=240),
    Tick("notifications.deliver_task", seconds=5, expires=10),
    Tick("notifications.text_task", seconds=5, expires=10),
    Tick("notifications.upkeep_task", seconds=3600, expires=3600),
    Tick("services.mutual_aid.read_waiting_rosters_task", seconds=20, expires=15),
    Tick("services.mutual_aid.dry_waiting_runs_task", seconds=60, expires=50),
    Tick("services.mutual_aid.settle_waiting_task", seconds=20, expires=15),
    Tick("services.mutual_aid.begin_covers_task", seconds=600, expires=500),
    Tick("services.mutual_aid.alert_overdue_claims_task", seconds=600, expires=500),
    Tick("services.mutual_aid.end_covers_task", seconds=1800, expires=1500),
    Tick("services.mutual_aid.follow_memberships_task", seconds=3600, expires=3000),
    Tick("services.commissioning.close_calls_task", seconds=10, expires=8),
    Tick("services.commissioning.tell_results_task", seconds=600, expires=500),
    Tick("services.commissioning.part_ratings_task", seconds=600, expires=500),
    Tick("services.commissioning.remind_task", seconds=3600, expires=3000),
    Tick("backend.files.purge_task", seconds=1800, expires=1500),
    Tick("backend.ledger.watch_task", seconds=21600, expires=3600),
)


def beat_schedule() -> dict[str, dict[str, Any]]:
    """Give the table in Celery's form."""
    return {
        tick.task: {
            "task": tick.task,
            "schedule": tick.seconds,
            "options": {"expires": tick.expires},
        }
        for tick in SCHEDULE
    }
