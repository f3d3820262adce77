"""One worker, one plan, one line: the earliest valid one stands, both unions are told (R8.8)."""

from collections import Counter
from collections.abc import Iterable, Sequence

from notifications import outbox
from notifications.topics import Topic
from services.mutual_aid.models import Batch, Line
from services.mutual_aid.queries.officers import chairs_of
from services.mutual_aid.rules import enrolment
from services.mutual_aid.states import LINE, LineAct, LineState


def void_duplicates(batch: Batch, rows: Sequence[tuple[int, int]]) -> int:
    """Enter rows (person key, row number) of people whom another batch holds, as void lines.

    Their unions and the persons themselves are told. Gives how many were entered.
    """
    if not rows:
        return 0
    known = set(batch.lines.values_list("person_id", flat=True))
    fresh = [(person, row) for person, row in rows if person not in known]
    lines = Line.objects.bulk_create(
        [Line(batch=batch, person_id=person, row_number=row) for person, row in fresh],
        batch_size=2000,
    )
    keys = [line.pk for line in lines]
    void = LINE.move(LineState.ACTIVE, LineAct.VOID_DUPLICATE)
    Line.objects.filter(pk__in=keys).update(state=void)
    tell_unions(batch, _holders(batch, [person for person, _ in fresh]), keys)
    return len(keys)


def tell_unions(batch: Batch, holders: Sequence[Batch], keys: Sequence[int]) -> None:
    """Tell both unions, and each person once; `holders` has one entry for each kept line."""
    if not keys:
        return
    once = f"{batch.number}-{min(keys)}"
    chairs = chairs_of({batch.union_id, *(holder.union_id for holder in holders)})
    _tell(chairs[batch.union_id], batch, len(keys), "一行已作废", once)
    for holder, count in Counter(holders).items():
        _tell(chairs[holder.union_id], holder, count, "一行保留", once)
    people = Line.objects.filter(pk__in=keys).values_list("person_id", flat=True)
    outbox.post_many(Topic.MUTUAL_AID_DUPLICATE_KEPT, to=people, about=batch, once=once)


def _holders(batch: Batch, persons: Sequence[int]) -> list[Batch]:
    scope = enrolment.scope_of(batch.plan_version.rules, batch.period)
    kept = Line.objects.filter(scope=scope, person_id__in=persons, state=LineState.ACTIVE)
    return [line.batch for line in kept.select_related("batch")]


def _tell(chairs: Iterable[int], batch: Batch, count: int, state: str, once: str) -> None:
    outbox.post_many(
        Topic.MUTUAL_AID_DUPLICATE_FOUND,
        to=chairs,
        about=batch,
        params={"rows": count, "state": state},
        once=once,
    )
