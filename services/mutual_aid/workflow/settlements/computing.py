"""Computing a settlement: persons by ranges of keys, each range kept with the place reached."""

from backend.access.actor import Actor
from services.mutual_aid.models import Settlement
from services.mutual_aid.queries.settlement_inputs import LAST, inputs_after
from services.mutual_aid.rules.columns.settling import due_of_persons, settlement_lines
from services.mutual_aid.workflow.settlements import issuing, runs
from services.mutual_aid.workflow.settlements.runs import Share

CHUNK_ROWS = 100_000
SETTLER = Actor.system("settlement")


def settle(number: str) -> Settlement | None:
    """Do what a settlement waits for: compute it, or issue its benefits once it is approved."""
    return compute(number) or issuing.issue(number)


def compute(number: str) -> Settlement | None:
    """Compute a settlement to its end; None when there was nothing to do or it was taken away."""
    settlement = runs.begin(number, actor=SETTLER)
    if settlement is None:
        return None
    pack = settlement.plan_version.rules
    while settlement.person_cursor != LAST:
        inputs = inputs_after(settlement, CHUNK_ROWS)
        due = due_of_persons(pack, inputs.frames)
        lines = settlement_lines(pack, inputs.frames, due)
        share = Share(inputs.after, inputs.upto, inputs.frames.rows.height, due, lines)
        kept = runs.keep(number, share=share)
        if kept is None:
            return None
        settlement = kept
    return runs.finish(number, actor=SETTLER)
