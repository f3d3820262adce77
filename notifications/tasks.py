"""Celery shells: each says "go and look"; a lost or doubled message does no harm."""

import time

from celery import shared_task

from backend.audit import chain
from notifications import relay, texts, upkeep
from notifications.push import deliver, providers

HINT_SECONDS = 0.05
HINT_EXPIRES = 10
_last_hint = [0.0]


@shared_task(name="notifications.relay_task", queue="relay", soft_time_limit=50, time_limit=60)
def relay_task() -> None:
    """Tell everything that verbs have posted, start the push, chain the audit entries."""
    if relay.drain().deliveries:
        deliver_task.apply_async(retry=False, expires=HINT_EXPIRES)
    chain.link_pending()


@shared_task(name="notifications.deliver_task", queue="push", soft_time_limit=90, time_limit=120)
def deliver_task() -> None:
    """Send what is due to the push providers."""
    if providers.configured():
        deliver.deliver()


@shared_task(name="notifications.text_task", queue="push", soft_time_limit=50, time_limit=60)
def text_task() -> None:
    """Send the text messages that wait."""
    texts.send_waiting()


@shared_task(name="notifications.upkeep_task", queue="bulk", soft_time_limit=90, time_limit=120)
def upkeep_task() -> None:
    """Drop what has served its time; once a day however many schedulers ask."""
    upkeep.run_once_a_day()


def hint_relay() -> None:
    """Wake the relay after a commit; at most every `HINT_SECONDS`, the tick does the rest."""
    moment = time.monotonic()
    if moment - _last_hint[0] >= HINT_SECONDS:
        _last_hint[0] = moment
        relay_task.apply_async(retry=False, expires=HINT_EXPIRES)
