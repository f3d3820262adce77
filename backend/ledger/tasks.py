"""Work of the ledger that runs by the clock."""

from celery import shared_task

from backend.access.actor import Actor
from backend.ledger.watch import freeze_breached


@shared_task(name="backend.ledger.watch_task", queue="bulk", soft_time_limit=120, time_limit=140)
def watch_task() -> None:
    """Recount the book every night; a breached fund stops paying."""
    freeze_breached(actor=Actor.system("ledger"))
