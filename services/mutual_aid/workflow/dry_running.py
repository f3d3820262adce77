"""Computing a trial: decided inputs stream through the draft version, memory stays flat.

Outside any transaction, so that progress can be seen. A broken run starts again from nothing.
"""

from hashlib import sha256

from backend.access.actor import Actor
from backend.kernel import clock
from backend.kernel.errors import NotFound
from services.mutual_aid.models import DryRun
from services.mutual_aid.queries.decided import count_decided, decided
from services.mutual_aid.rules.trial import Tally, dues_of
from services.mutual_aid.workflow import dry_runs

TRIER = Actor.system("dry_run")
# Over data at which the worker itself ends it does not begin for ever.
MOST_ATTEMPTS = 5
BREAKS = f"试算了 {MOST_ATTEMPTS} 次都没有算完。请缩短起止日期再试。"


def run_dry(number: str) -> DryRun | None:
    """Compute one trial to its end; None when there was nothing to do."""
    asked = DryRun.objects.select_related("plan_version__plan").filter(number=number).first()
    if asked is None:
        raise NotFound
    plan_id = asked.plan_version.plan_id
    total = count_decided(plan_id, asked.first_day, asked.last_day)
    row = dry_runs.begin(number, actor=TRIER, rows_total=total)
    if row is None:
        return None
    if row.attempts > MOST_ATTEMPTS:
        return dry_runs.fail(number, actor=TRIER, message=BREAKS)
    pack = asked.plan_version.rules
    tally, digest = Tally(), sha256()
    for pasts in decided(plan_id, asked.first_day, asked.last_day):
        tally.add(pasts, dues_of(pack, pasts))
        for past in pasts:
            digest.update(past.canonical())
        DryRun.objects.filter(pk=row.pk).update(
            rows_done=min(total, tally.rows), touched_at=clock.now()
        )
    result = {**tally.result(), "left_out": max(0, total - tally.rows)}
    return dry_runs.finish(number, actor=TRIER, result=result, inputs_digest=digest.digest())
