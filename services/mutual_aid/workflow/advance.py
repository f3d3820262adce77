"""What every verb of a batch does alike: move, count the version, leave a trace."""

from typing import Any

from django.db import connection

from backend.access.actor import Actor
from backend.access.versions import check_version
from backend.audit import trail
from backend.kernel import clock
from backend.kernel.errors import Refused
from backend.kernel.identifiers import public_number
from services.mutual_aid.models import Batch
from services.mutual_aid.states import BATCH, BatchAct

PREFIX = "CB"
LONG = "240s"


def open_batch_row(number: str, actor: Actor, version: int | None = None) -> Batch:
    """Lock a batch that the actor may see; raises NotFound, StaleVersion."""
    batch = Batch.objects.locked(number, actor)
    if version is not None:
        check_version(batch, version)
    return batch


def step(batch: Batch, act: BatchAct, *, actor: Actor, **changes: Any) -> None:
    """Move a locked batch, write what changed with it, and leave a trace of it."""
    before = batch.state
    batch.state = BATCH.move(before, act)
    if batch.state != before:
        batch.state_since = clock.today()
    batch.version += 1
    for name, value in changes.items():
        setattr(batch, name, value)
    batch.save(update_fields=["state", "state_since", "version", *changes])
    trail.record(
        actor, f"mutual_aid.batch.{act}", batch, union_id=batch.union_id, fields=list(changes)
    )


def user_of(actor: Actor) -> int:
    """Give the key of the user who acts; a part of the program signs nothing."""
    if actor.user_id is None:
        raise Refused("person_needed", "这一步要由经办人本人办理。")
    return actor.user_id


def allow_long() -> None:
    """Let this transaction run longer than a page may wait: a city fits one statement."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [LONG])


def next_number() -> str:
    """Take the next batch number; a verb that rolls back leaves a gap, never a double."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('mutual_aid_serial')")
        serial = int(cursor.fetchone()[0])
    return public_number(PREFIX, clock.today().year, serial)
