"""Trying a version over decided claims 试算: asked for by an officer, computed in the background.

It reads frozen inputs and writes only its own row; nothing that was decided ever changes.
"""

from datetime import date, timedelta

from celery import current_app
from django.db import transaction

from backend.access.actor import Actor
from backend.access.write import verb
from backend.audit import trail
from backend.kernel import clock
from backend.kernel.errors import Conflict, Invalid, NotFound
from services.mutual_aid.models import DryRun, PlanVersion
from services.mutual_aid.queries.dry_runs import LONGEST, must_try
from services.mutual_aid.states import DRY_RUN, DryRunAct, DryRunState
from services.mutual_aid.workflow.advance import user_of

TASK = "services.mutual_aid.dry_run_task"
STALE = timedelta(seconds=60)


@verb
def ask(number: str, *, actor: Actor, first_day: date, last_day: date) -> DryRun:
    """Ask for a trial of a version over what its plan decided from one day to another, inclusive.

    Raises NotFound, Refused for who may neither propose nor approve plans, Invalid `bad_days`,
    Conflict `dry_run_waiting` while one of the same version is still computed.
    """
    version = PlanVersion.objects.locked(number)
    must_try(actor, version)
    if last_day < first_day or (last_day - first_day).days > LONGEST:
        raise Invalid("bad_days", f"请填写起止日期，最后一天不早于第一天，最多 {LONGEST} 天。")
    open_states = (DryRunState.QUEUED, DryRunState.RUNNING)
    if DryRun.objects.filter(plan_version=version, state__in=open_states).exists():
        raise Conflict("dry_run_waiting", "这个版本有一次试算还没有算完，请等它算完再试。")
    row = DryRun.objects.create(
        plan_version=version,
        first_day=first_day,
        last_day=last_day,
        version_digest=bytes(version.digest),
        asked_by_id=user_of(actor),
    )
    trail.record(actor, "mutual_aid.dry_run.ask", row, union_id=version.plan.sponsor_id)
    transaction.on_commit(
        lambda: current_app.send_task(TASK, args=[row.number], queue="bulk", retry=False),
        robust=True,
    )
    return row


@verb
def begin(number: str, *, actor: Actor, rows_total: int) -> DryRun | None:
    """Start a trial, or start again after a break; None when it is done or being computed."""
    row = _locked(number)
    if row.is_done or (row.touched_at is not None and clock.now() - row.touched_at < STALE):
        return None
    row.state = DRY_RUN.move(row.state, DryRunAct.BEGIN)
    row.rows_total, row.rows_done = rows_total, 0
    row.touched_at, row.attempts = clock.now(), row.attempts + 1
    row.save(update_fields=["state", "rows_total", "rows_done", "touched_at", "attempts"])
    trail.record(actor, "mutual_aid.dry_run.begin", row, union_id=row.plan_version.plan.sponsor_id)
    return row


@verb
def finish(number: str, *, actor: Actor, result: dict[str, object], inputs_digest: bytes) -> DryRun:
    """Keep what came out; raises Conflict `wrong_state` when another worker was quicker."""
    row = _locked(number)
    row.state = DRY_RUN.move(row.state, DryRunAct.FINISH)
    row.rows_done, row.result, row.inputs_digest = row.rows_total, result, inputs_digest
    row.done_at = clock.now()
    row.save(update_fields=["state", "rows_done", "result", "inputs_digest", "done_at"])
    trail.record(
        actor,
        "mutual_aid.dry_run.finish",
        row,
        union_id=row.plan_version.plan.sponsor_id,
        digest=inputs_digest,
    )
    return row


@verb
def fail(number: str, *, actor: Actor, message: str) -> DryRun:
    """Give a trial up, with the reason for who asked."""
    row = _locked(number)
    row.state = DRY_RUN.move(row.state, DryRunAct.FAIL)
    row.failure = message[:300]
    row.save(update_fields=["state", "failure"])
    trail.record(actor, "mutual_aid.dry_run.fail", row, union_id=row.plan_version.plan.sponsor_id)
    return row


def waiting() -> list[str]:
    """Give the trials whose message was lost or whose worker died."""
    rows = DryRun.objects.filter(state__in=[DryRunState.QUEUED, DryRunState.RUNNING])
    stale = rows.exclude(touched_at__gt=clock.now() - STALE)
    return list(stale.order_by("pk").values_list("number", flat=True))


def _locked(number: str) -> DryRun:
    found = DryRun.objects.select_for_update(of=("self",)).select_related("plan_version__plan")
    row = found.filter(number=number).first()
    if row is None:
        raise NotFound
    return row
