"""Celery shells: each says "go and look"; a lost or doubled message does no harm."""

from contextlib import suppress

from celery import shared_task
from celery.exceptions import SoftTimeLimitExceeded

from services.mutual_aid.workflow import (
    cover,
    dry_running,
    dry_runs,
    ending,
    following,
    leaving,
    reading,
    rosters,
)
from services.mutual_aid.workflow.claims import overdue
from services.mutual_aid.workflow.settlements import files, runs
from services.mutual_aid.workflow.settlements.computing import settle
from services.mutual_aid.workflow.settlements.reading import read_file


@shared_task(
    name="services.mutual_aid.read_roster_task",
    queue="bulk",
    soft_time_limit=280,
    time_limit=300,
)
def read_roster_task(number: str) -> None:
    """Read one uploaded roster."""
    reading.read_upload(number)


@shared_task(
    name="services.mutual_aid.read_waiting_rosters_task",
    queue="bulk",
    soft_time_limit=280,
    time_limit=300,
)
def read_waiting_rosters_task() -> None:
    """Read the rosters whose message was lost or whose reader died."""
    for number in rosters.waiting():
        reading.read_upload(number)


@shared_task(
    name="services.mutual_aid.begin_covers_task",
    queue="bulk",
    soft_time_limit=280,
    time_limit=300,
)
def begin_covers_task() -> None:
    """Begin the cover of confirmed batches and of members whom automatic plans take in."""
    cover.begin_due()


@shared_task(
    name="services.mutual_aid.alert_overdue_claims_task",
    queue="bulk",
    soft_time_limit=280,
    time_limit=300,
)
def alert_overdue_claims_task() -> None:
    """Tell the next level of the claims that passed their service level."""
    overdue.alert_due()


@shared_task(
    name="services.mutual_aid.end_covers_task",
    queue="bulk",
    soft_time_limit=280,
    time_limit=300,
)
def end_covers_task() -> None:
    """Tell whose cover ends soon and close the batches whose period is over."""
    ending.look_ahead()


@shared_task(
    name="services.mutual_aid.follow_memberships_task",
    queue="bulk",
    soft_time_limit=280,
    time_limit=300,
)
def follow_memberships_task() -> None:
    """Let cover follow the people who left their union or died."""
    leaving.follow_memberships()
    following.follow_automatic()


@shared_task(
    name="services.mutual_aid.dry_run_task",
    queue="bulk",
    soft_time_limit=280,
    time_limit=300,
)
def dry_run_task(number: str) -> None:
    """Compute one trial of a plan version."""
    dry_running.run_dry(number)


@shared_task(
    name="services.mutual_aid.dry_waiting_runs_task",
    queue="bulk",
    soft_time_limit=280,
    time_limit=300,
)
def dry_waiting_runs_task() -> None:
    """Compute the trials whose message was lost or whose worker died."""
    for number in dry_runs.waiting():
        dry_running.run_dry(number)


@shared_task(
    name="services.mutual_aid.read_data_file_task",
    queue="bulk",
    soft_time_limit=280,
    time_limit=300,
)
def read_data_file_task(number: str) -> None:
    """Read one insurance data file; what does not fit the time the schedule takes up again."""
    with suppress(SoftTimeLimitExceeded):
        read_file(number)


@shared_task(
    name="services.mutual_aid.settle_task",
    queue="bulk",
    soft_time_limit=280,
    time_limit=300,
)
def settle_task(number: str) -> None:
    """Compute one settlement, or issue its benefits, as far as the time allows."""
    with suppress(SoftTimeLimitExceeded):
        settle(number)


@shared_task(
    name="services.mutual_aid.settle_waiting_task",
    queue="bulk",
    soft_time_limit=280,
    time_limit=300,
)
def settle_waiting_task() -> None:
    """Go on with what was cut off: files half read, settlements half computed or half issued."""
    with suppress(SoftTimeLimitExceeded):
        for number in files.waiting():
            read_file(number)
        for number in runs.waiting():
            settle(number)
