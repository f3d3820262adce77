"""The end of a period: members are told before it, batches close after it."""

from datetime import timedelta

import structlog
from django.db import connection

from backend.access.actor import Actor
from backend.access.write import verb
from backend.audit import trail
from backend.kernel import clock
from notifications import outbox
from notifications.topics import Topic
from services.mutual_aid.models import Batch, RefundReason
from services.mutual_aid.queries.officers import chairs_of
from services.mutual_aid.states import BATCH, BatchAct, BatchState
from services.mutual_aid.workflow.fees import ask_back, held_of

log = structlog.get_logger(__name__)
TELL_DAYS = 30
MOST_TOLD = 100
MOST_CLOSED = 2000
AT_END = "at_end"
# Whose cover ends with this batch, and who has none of the plan after it.
_ENDING = """
SELECT c.person_id FROM mutual_aid_cover c
  JOIN mutual_aid_line l ON l.id = c.line_id
 WHERE l.batch_id = %s AND c.last_day = %s
   AND NOT EXISTS (SELECT FROM mutual_aid_cover after
                    WHERE after.person_id = c.person_id AND after.plan_id = c.plan_id
                      AND after.last_day > c.last_day)
"""


@verb
def tell_ending(number: str, *, actor: Actor) -> int:
    """Tell the people of a batch that their cover ends soon, once; gives how many."""
    rows = Batch.objects.select_for_update(of=("self",))
    batch = rows.filter(
        number=number, state=BatchState.IN_FORCE, ending_told_on__isnull=True
    ).first()
    if batch is None or batch.last_day is None:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(_ENDING, [batch.pk, batch.last_day])
        people = [person for (person,) in cursor.fetchall()]
    chairs = chairs_of([batch.union_id])[batch.union_id]
    outbox.post_many(
        Topic.MUTUAL_AID_COVER_ENDING,
        to=[*people, *(chairs if people else ())],
        about=batch,
        params={"date": f"{batch.last_day:%Y-%m-%d}"},
        once=batch.number,
    )
    batch.ending_told_on = clock.today()
    batch.save(update_fields=["ending_told_on"])
    trail.record(actor, "mutual_aid.batch.tell_ending", batch, union_id=batch.union_id)
    return len(people)


@verb
def close_ended(*, actor: Actor) -> int:
    """Close the batches whose last day is over: renewed where the next one runs, else expired.

    Where the plan gives the fee back at the end, that is put down. Gives how many were closed.
    """
    over = Batch.objects.select_for_update(of=("self",)).filter(
        state=BatchState.IN_FORCE, last_day__lt=clock.today()
    )
    batches = list(over.select_related("plan_version").order_by("last_day", "pk")[:MOST_CLOSED])
    running = Batch.objects.filter(follows__in=batches, state=BatchState.IN_FORCE)
    followed = set(running.values_list("follows_id", flat=True))
    _close([one for one in batches if one.pk in followed], BatchAct.RENEW, actor)
    _close([one for one in batches if one.pk not in followed], BatchAct.EXPIRE, actor)
    for batch in batches:
        if batch.plan_version.rules.fee.refund == AT_END:
            _give_back(batch)
    return len(batches)


def look_ahead() -> None:
    """Tell whose cover ends within `TELL_DAYS` days, then close what is over; for the schedule."""
    system, today = Actor.system("schedule"), clock.today()
    ending = Batch.objects.filter(
        state=BatchState.IN_FORCE,
        ending_told_on__isnull=True,
        last_day__range=(today, today + timedelta(days=TELL_DAYS)),
    ).order_by("last_day", "pk")
    for number in ending.values_list("number", flat=True)[:MOST_TOLD]:
        tell_ending(number, actor=system)
    close_ended(actor=system)


def _close(batches: list[Batch], act: BatchAct, actor: Actor) -> None:
    if not batches:
        return
    target = BATCH.move(BatchState.IN_FORCE, act)
    for batch in batches:
        batch.state = target
        batch.state_since = clock.today()
        batch.version += 1
    Batch.objects.bulk_update(batches, ["state", "state_since", "version"], batch_size=500)
    trail.record_all(
        actor,
        f"mutual_aid.batch.{act}",
        [(batch, None, batch.union_id) for batch in batches],
        fields=["state"],
    )


def _give_back(batch: Batch) -> None:
    """Put down what goes back at the end: all of the fee that is still here."""
    held = held_of(batch)
    if held and batch.upper_confirmed_by_id is not None:
        ask_back(batch, held, RefundReason.AT_END, asked_by=batch.upper_confirmed_by_id)
