"""Celery shells: each says "go and look"; a lost or doubled message does no harm."""

from celery import shared_task

from services.commissioning.workflow import closing, reminding


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
