"""Texts 短信提醒: changes to an account reach the phone even of somebody without the app.

The relay notes each such event as a piece of work (`JobRun`) in the transaction that tells it;
the piece goes when the gateway took the message. So a text is sent at least once, and a gateway
that is down loses nothing for a day.
"""

import logging
from datetime import timedelta

from django.db import transaction

from backend.kernel import clock
from notifications import sms
from notifications.models import Event, JobRun
from notifications.topics import Topic, wording_of

NAME = "notifications.text"
WORTH_SENDING = timedelta(hours=24)
SIGNATURE = "【职家】"
_log = logging.getLogger(__name__)


def topics() -> list[str]:
    """Give the topics that go to the phone."""
    return [str(topic) for topic in Topic if wording_of(topic).texted]


def send_waiting() -> int:
    """Send every waiting text once, in the order of the events; gives how many were taken."""
    sent = 0
    for key in list(JobRun.objects.filter(name=NAME).order_by("pk").values_list("pk", flat=True)):
        try:
            sent += _work_off(key)
        except Exception:  # noqa: BLE001 - whatever a gateway raises: the text waits, others go on
            # Neither the phone nor the words go into the log.
            _log.warning("text %s was not taken by the gateway and waits", key)
    return sent


@transaction.atomic
def _work_off(key: int) -> bool:
    work = JobRun.objects.select_for_update(skip_locked=True).filter(pk=key).first()
    if work is None:
        return False
    taken = _send(Event.objects.select_related("person__key").get(pk=int(work.slot)))
    work.delete()
    return taken


def _send(event: Event) -> bool:
    """Hand one text to the gateway, unless it is too old or there is no phone to send it to."""
    person = event.person
    if person is None or person.erased_at or clock.now() - event.created_at > WORTH_SENDING:
        return False
    phone = person.unseal("phone_sealed")
    if not phone:
        return False
    words = wording_of(Topic(event.topic)).render(event.params)
    sms.gateway().send(
        sms.TextMessage(phone=phone, template=event.topic, text=f"{SIGNATURE}{words}", params={})
    )
    return True
