"""Printing the list for the seal: names in full on paper, with a trace of it."""

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.write import verb
from backend.audit import trail
from backend.kernel.identifiers import mask_id
from services.mutual_aid.models import Line
from services.mutual_aid.queries.batches import visible_batch
from services.mutual_aid.queries.papers import PaperLine
from services.mutual_aid.queries.people import ORDER, STANDING, VOLUME, ListPart, part_of
from services.mutual_aid.workflow.advance import allow_long

PURPOSE = "打印盖章名单"


@verb
def open_for_seal(number: str, *, volume: int, actor: Actor) -> tuple[ListPart, list[PaperLine]]:
    """Give one volume of the list with full names and masked ID numbers, leaving a trace.

    Only for who keeps the list of that unit. Raises NotFound, Refused.
    """
    allow_long()
    batch = visible_batch(actor, number)
    actor.must(Permission.MUTUAL_AID_BATCH_WRITE, within=batch)
    part = part_of(batch, volume)
    shown = {line.line_id: line for line in part.lines}
    start = (volume - 1) * VOLUME
    rows = Line.objects.filter(batch=batch, state__in=STANDING).select_related("person__key")
    paper = []
    for row in rows.order_by(*ORDER)[start : start + VOLUME]:
        person, line = row.person, shown[row.pk]
        is_erased = person.erased_at is not None
        name = line.name if is_erased else person.unseal("name_sealed")
        identity = "" if is_erased else mask_id(person.unseal("id_number_sealed"))
        note = "续保" if row.is_renewal else ""
        paper.append(PaperLine(name, identity, line.sex, row.shares, line.fee.yuan(), note))
    trail.record(
        actor,
        "mutual_aid.batch.print",
        batch,
        union_id=batch.union_id,
        fields=["name"],
        purpose=PURPOSE,
    )
    return part, paper
