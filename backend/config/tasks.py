"""Celery shells for what stands above the capabilities."""

from celery import shared_task

from backend.config import publication
from backend.config.handover import groups
from backend.config.handover import workflow as handover


@shared_task(
    name="backend.config.publish_quarters_task",
    queue="bulk",
    soft_time_limit=90,
    time_limit=120,
)
def publish_quarters_task() -> None:
    """Publish the quarter that ended last, for every union that has not yet."""
    publication.publish_last_quarter()


@shared_task(
    name="backend.config.offer_hardship_task",
    queue="bulk",
    soft_time_limit=90,
    time_limit=120,
)
def offer_hardship_task() -> None:
    """Tell those paid yesterday for whom hardship assistance is offered; once a day."""
    handover.tell_paid()


@shared_task(
    name="backend.config.follow_hardship_files_task",
    queue="bulk",
    soft_time_limit=90,
    time_limit=120,
)
def follow_hardship_files_task() -> None:
    """Let approved hardship files count as the rate group of mutual aid."""
    groups.follow_hardship_files()
