"""Celery shells: each says "go and look"; a lost or doubled message does no harm."""

from celery import shared_task

from services.commissioning import feed_writing
from services.commissioning.workflow import (
    closing,
    progress_due,
    proofs_ending,
    public_face,
    ratings,
    reminding,
)


@shared_task(
    name="services.commissioning.publish_task",
    queue="default",
    soft_time_limit=90,
    time_limit=120,
)
def publish_task() -> None:
    """Make releases, publish what is ready, and write the public files."""
    feed_writing.drain()


@shared_task(
    name="services.commissioning.write_bulk_task",
    queue="bulk",
    soft_time_limit=280,
    time_limit=300,
)
def write_bulk_task() -> None:
    """Write the files that hold all releases, where they lag behind."""
    if feed_writing.bulk_lags():
        feed_writing.write_bulk()


@shared_task(
    name="services.commissioning.watch_duties_task",
    queue="bulk",
    soft_time_limit=270,
    time_limit=300,
)
def watch_duties_task() -> None:
    """Tell what is late, and look again at figures that nothing moved for a long time."""
    public_face.watch()


@shared_task(
    name="services.commissioning.close_calls_task",
    queue="default",
    soft_time_limit=50,
    time_limit=60,
)
def close_calls_task() -> None:
    """Close the calls whose deadline has passed and open their applications."""
    closing.close_due()


@shared_task(
    name="services.commissioning.tell_results_task",
    queue="default",
    soft_time_limit=50,
    time_limit=60,
)
def tell_results_task() -> None:
    """Tell who awards of the result notices that have run out."""
    reminding.tell_notices_over()


@shared_task(
    name="services.commissioning.part_ratings_task",
    queue="default",
    soft_time_limit=50,
    time_limit=60,
)
def part_ratings_task() -> None:
    """Take away what the database keeps of when each rating was given."""
    ratings.part_ratings()


@shared_task(
    name="services.commissioning.remind_task",
    queue="bulk",
    soft_time_limit=270,
    time_limit=300,
)
def remind_task() -> None:
    """Remind of progress that is owed soon and of proofs that run out, each once."""
    progress_due.remind_progress()
    proofs_ending.remind_proofs()
