"""Work of the files room that runs by the clock."""

from celery import shared_task

from backend.files.workflow import purge


@shared_task(name="backend.files.purge_task", queue="bulk", soft_time_limit=90, time_limit=120)
def purge_task() -> None:
    """Remove expired uploads and attachments that no case claimed."""
    purge()
