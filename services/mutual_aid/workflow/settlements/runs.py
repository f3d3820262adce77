"""The life of a settlement up to its approval: made, computed in chunks, cancelled."""

from dataclasses import dataclass

import polars as pl
from celery import current_app
from django.db import connection, transaction
from django.db.models import Q

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.roles import roles_with
from backend.access.versions import check_version
from backend.access.write import verb
from backend.accounts.models import Person
from backend.audit import trail
from backend.kernel import clock
from backend.kernel.errors import Conflict, Invalid, NotFound
from backend.kernel.identifiers import public_number
from notifications import outbox
from notifications.topics import Topic
from services.mutual_aid.models import DataFile, Settlement
from services.mutual_aid.queries.settlement_inputs import standing_digest, summary_of
from services.mutual_aid.states import (
    OPEN_SETTLEMENTS,
    SETTLEMENT,
    FileState,
    SettlementAct,
    SettlementState,
)
from services.mutual_aid.workflow.advance import allow_long
from services.mutual_aid.workflow.settlements.files import STALE

PREFIX = "JS"
TASK = "services.mutual_aid.settle_task"
MOST_REASON = 200
_LINES = (
    "COPY mutual_aid_settlementline (settlement_id, serial, person_id, cover_id, due_fen,"
    " already_paid_fen, amount_fen, overpaid_fen, facts) FROM STDIN (FORMAT csv)"
)
_DIGEST = """
SELECT sha256(coalesce(string_agg(sha256(convert_to(jsonb_build_array(
           serial, person_id, cover_id, due_fen, already_paid_fen, amount_fen, overpaid_fen, facts
       )::text, 'UTF8')), ''::bytea ORDER BY serial), ''::bytea))
  FROM mutual_aid_settlementline WHERE settlement_id = %s"""


@dataclass(frozen=True, slots=True)
class Share:
    """What a range of persons came to: `due` of all of them, `lines` of those it moves money for.

    Columns as `rules.columns.settling` gives them; `rows` is how many rows of the file they are.
    """

    after: int
    upto: int
    rows: int
    due: pl.DataFrame
    lines: pl.DataFrame


@verb
def draft(file_number: str, *, actor: Actor) -> Settlement:
    """Make a settlement 建立结算 from a file that is read; a worker computes it.

    Raises NotFound, Refused, Conflict `file_not_read`, `settlement_open` while another one of the
    plan and year is under way.
    """
    file = DataFile.objects.select_related("plan", "union").filter(number=file_number).first()
    if file is None or not actor.can(Permission.MUTUAL_AID_SETTLEMENT_READ, within=file):
        raise NotFound
    actor.must(Permission.MUTUAL_AID_SETTLEMENT_RUN, within=file)
    if file.state is not FileState.READ:
        raise Conflict("file_not_read", f"数据文件“{file.state_label}”，读完才能结算。")
    under_way = Settlement.objects.filter(
        plan_id=file.plan_id, year=file.year, state__in=[str(state) for state in OPEN_SETTLEMENTS]
    ).first()
    if under_way is not None:
        raise Conflict("settlement_open", f"结算 {under_way.number} 还没有办完，请先批准或取消它。")
    settlement = Settlement(
        number=_next_number(),
        plan_id=file.plan_id,
        plan_version_id=file.plan_version_id,
        data_file=file,
        year=file.year,
        quarter=file.quarter,
        made_by_id=actor.user_id,
    )
    settlement.place(file.union)
    settlement.save(force_insert=True)
    trail.record(actor, "mutual_aid.settlement.draft", settlement, union_id=file.union_id)
    ask(settlement.number)
    return settlement


@verb
def begin(number: str, *, actor: Actor) -> Settlement | None:
    """Begin to compute, or go on after a break; None when it is done or a worker is at it."""
    settlement = Settlement.objects.locked(number)
    if not SETTLEMENT.allows(settlement.state, SettlementAct.BEGIN) or is_fresh(settlement):
        return None
    if settlement.paid_digest is None:
        settlement.paid_digest = standing_digest(settlement.plan_id)
    settlement.touched_at = clock.now()
    step(settlement, SettlementAct.BEGIN, actor=actor, changed=["paid_digest", "touched_at"])
    return settlement


@verb
def keep(number: str, *, share: Share) -> Settlement | None:
    """Keep what a range of persons came to and move on, together; None when somebody did."""
    allow_long()
    settlement = Settlement.objects.locked(number)
    is_next = settlement.person_cursor == share.after
    if settlement.state is not SettlementState.COMPUTING or not is_next:
        return None
    lines = share.lines.with_row_index("serial", offset=settlement.line_count + 1)
    if lines.height:
        key = pl.lit(settlement.pk).alias("settlement_id")
        content = lines.select(key, pl.all()).write_csv(include_header=False)
        with connection.cursor() as cursor, cursor.copy(_LINES) as stream:
            stream.write(content)
    settlement.person_cursor = share.upto
    settlement.rows_done += share.rows
    settlement.line_count += lines.height
    settlement.person_count += share.due.height
    settlement.paid_count += lines.filter(pl.col("payment_fen") > 0).height
    settlement.overpaid_count += lines.filter(pl.col("overpaid_fen") > 0).height
    settlement.due_fen += _sum(share.due, "due_fen")
    settlement.already_paid_fen += _sum(share.due, "already_paid_fen")
    settlement.amount_fen += _sum(share.due, "payment_fen")
    settlement.overpaid_fen += _sum(share.due, "overpaid_fen")
    settlement.touched_at = clock.now()
    settlement.save()
    return settlement


@verb
def finish(number: str, *, actor: Actor) -> Settlement:
    """Close the computation; its lines are bound to the trail, the approvers are told."""
    allow_long()
    settlement = Settlement.objects.locked(number)
    settlement.computed_at, settlement.summary = clock.now(), summary_of(settlement.pk)
    with connection.cursor() as cursor:
        cursor.execute(_DIGEST, [settlement.pk])
        digest = bytes(cursor.fetchone()[0])
    changed = ["computed_at", "summary"]
    step(settlement, SettlementAct.FINISH, actor=actor, changed=changed, digest=digest)
    for person in _approvers(settlement):
        outbox.post(Topic.MUTUAL_AID_SETTLEMENT_READY, to=person, about=settlement)
    return settlement


@verb
def cancel(number: str, *, actor: Actor, version: int, reason: str) -> Settlement:
    """Cancel a settlement that nobody has approved, with a reason; nothing was paid by it.

    Raises NotFound, Refused, StaleVersion, Conflict `wrong_state`, Invalid `reason_missing`.
    """
    settlement = visible_row(number, actor)
    may = (Permission.MUTUAL_AID_SETTLEMENT_RUN, Permission.MUTUAL_AID_SETTLEMENT_APPROVE)
    if not any(actor.can(permission, within=settlement) for permission in may):
        actor.must(may[0], within=settlement)
    check_version(settlement, version)
    settlement.cancel_reason = " ".join(reason.split())[:MOST_REASON]
    if not settlement.cancel_reason:
        raise Invalid("reason_missing", "请写明为什么取消这次结算。")
    step(settlement, SettlementAct.CANCEL, actor=actor, changed=["cancel_reason"])
    return settlement


def step(
    settlement: Settlement,
    act: SettlementAct,
    *,
    actor: Actor,
    changed: list[str],
    digest: bytes | None = None,
) -> None:
    """Move a locked settlement, write what changed with it, and leave a trace of it."""
    settlement.state = SETTLEMENT.move(settlement.state, act)
    settlement.version += 1
    settlement.save(update_fields=["state", "version", *changed])
    trail.record(
        actor,
        f"mutual_aid.settlement.{act}",
        settlement,
        union_id=settlement.union_id,
        fields=["state", *changed],
        digest=digest,
    )


def visible_row(number: str, actor: Actor) -> Settlement:
    """Lock a settlement that the actor may read; raises NotFound."""
    if not Settlement.objects.visible_to(actor).filter(number=number).exists():
        raise NotFound
    return Settlement.objects.locked(number)


def is_fresh(settlement: Settlement) -> bool:
    """Tell whether a worker was at it a moment ago."""
    return settlement.touched_at is not None and clock.now() - settlement.touched_at < STALE


def ask(number: str) -> None:
    """Wake a worker; the schedule finds the settlement if the message is lost."""
    transaction.on_commit(
        lambda: current_app.send_task(TASK, args=[number], queue="bulk", retry=False),
        robust=True,
    )


def waiting() -> list[str]:
    """Give the settlements that nobody works at though they are not done, oldest first."""
    moving = (SettlementState.DRAFT, SettlementState.COMPUTING, SettlementState.APPROVED)
    is_idle = Q(touched_at__isnull=True) | Q(touched_at__lt=clock.now() - STALE)
    rows = Settlement.objects.filter(is_idle, state__in=[str(state) for state in moving])
    return list(rows.order_by("pk").values_list("number", flat=True)[:5])


def _approvers(settlement: Settlement) -> list[Person]:
    roles = [str(role) for role in roles_with(Permission.MUTUAL_AID_SETTLEMENT_APPROVE)]
    above = [key for key in settlement.ancestors if key is not None]
    rows = Person.objects.filter(
        user__posts__role__in=roles,
        user__posts__union_id__in=above,
        user__posts__until__isnull=True,
    )
    return list(rows.exclude(user=settlement.made_by_id).distinct().order_by("pk"))


def _sum(frame: pl.DataFrame, name: str) -> int:
    return int(frame[name].sum())


def _next_number() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('mutual_aid_settlement_serial')")
        return public_number(PREFIX, clock.today().year, int(cursor.fetchone()[0]))
