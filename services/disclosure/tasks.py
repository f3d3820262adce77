"""Celery shells: each says "go and look"; a lost or doubled message does no harm."""

from celery import shared_task

from services.disclosure import feed_writing


@shared_task(
    name="services.disclosure.write_feeds_task",
    queue="default",
    soft_time_limit=90,
    time_limit=120,
)
def write_feeds_task() -> None:
    """Write the feed files that publications have left to do."""
    feed_writing.drain()
