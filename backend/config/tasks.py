"""Celery shells for what stands above the capabilities."""

from celery import shared_task

from backend.config import publication


@shared_task(
    name="backend.config.publish_quarters_task",
    queue="bulk",
    soft_time_limit=90,
    time_limit=120,
)
def publish_quarters_task() -> None:
    """Publish the quarter that ended last, for every union that has not yet."""
    publication.publish_last_quarter()
