"""A data file comes in, is read chunk by chunk, and is kept whole or refused whole."""

from dataclasses import dataclass
from datetime import timedelta

import polars as pl
from celery import current_app
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.write import verb
from backend.audit import trail
from backend.files import attachments
from backend.files.models import Media
from backend.kernel import clock
from backend.kernel.errors import Conflict, Invalid, NotFound
from backend.kernel.identifiers import public_number
from backend.kernel.money import Money
from services.mutual_aid.feeds.survey import Survey
from services.mutual_aid.models import DataFile, Plan, PlanVersion
from services.mutual_aid.rules.quarters import Quarter, must_settle, read_quarter
from services.mutual_aid.states import FILE, FileAct, FileState
from services.mutual_aid.workflow.advance import allow_long, user_of

PREFIX = "SJ"
KIND = "insurance_data"
STALE = timedelta(seconds=120)
READ_TASK = "services.mutual_aid.read_data_file_task"
LONGEST_FAILURE = 300
# A file over which the worker itself ends is not taken up for ever.
MOST_ATTEMPTS = 40
_ROWS = (
    "COPY mutual_aid_insurancerow (data_file_id, person_id, item, event, row_number, base_fen,"
    " offset_fen, person_group, happened_on) FROM STDIN (FORMAT csv)"
)
_REFUSED = "COPY mutual_aid_refusedrow (data_file_id, row_number, code) FROM STDIN (FORMAT csv)"


@dataclass(frozen=True, slots=True)
class Chunk:
    """Checked rows from one place of a file to another.

    `good` has person_id, item, event, row_number, base_fen, offset_fen, person_group, happened_on
    in this order; `refused` has row_number and fault.
    """

    start: int
    end: int
    rows: int
    good: pl.DataFrame
    refused: pl.DataFrame


@verb
def take_in(
    attachment_number: str,
    *,
    actor: Actor,
    plan: str,
    quarter: str,
    rows: int | None = None,
    total: Money | None = None,
) -> DataFile:
    """Take in a data file 上传医保数据 that came as an upload of the files room.

    `rows` and `total` are what the insurance office said of it, where the file does not say so
    itself. Raises NotFound, Refused, Invalid `bad_quarter`, `not_data`, Conflict `not_quarterly`
    and its like, and what `attachments.attach` raises.
    """
    file = _opened(plan, quarter, actor)
    sponsor = file.union
    sealed = attachments.attach(attachment_number, actor=actor, kind=KIND, union=sponsor)
    if sealed.media != Media.DATA:
        raise Invalid("not_data", "这个上传编号不是数据文件，请上传 .csv 或 .parquet 数据文件。")
    file.attachment, file.name = sealed, sealed.name
    file.brought_by_id = user_of(actor)
    taken = _enter(file, actor, rows, total)
    transaction.on_commit(
        lambda: current_app.send_task(READ_TASK, args=[taken.number], queue="bulk", retry=False),
        robust=True,
    )
    return taken


@verb
def take_from_inbox(
    name: str,
    *,
    actor: Actor,
    plan: str,
    quarter: str,
    rows: int | None = None,
    total: Money | None = None,
) -> DataFile:
    """Take in a file that lies in the inbox of this server; asked again, gives the same one.

    Raises NotFound, Invalid `not_in_inbox`, `bad_quarter`, Conflict `not_quarterly` and its like.
    """
    path = settings.INBOX_DIR / name
    if not path.resolve().is_relative_to(settings.INBOX_DIR.resolve()) or not path.is_file():
        raise Invalid("not_in_inbox", "收件目录里没有这个文件。请先把文件放进收件目录。")
    file = _opened(plan, quarter, actor)
    known = DataFile.objects.filter(
        plan_id=file.plan_id, year=file.year, quarter=file.quarter, inbox_name=name
    )
    standing = known.exclude(state=FileState.FAILED).first()
    if standing is not None:
        return standing
    file.inbox_name, file.name = name, name[:60]
    # Who asks reads it; if he is cut off, the schedule finds it.
    return _enter(file, actor, rows, total)


@verb
def begin(number: str, *, actor: Actor) -> DataFile | None:
    """Begin to read, or go on after a break; None when it is done or another reader is at it."""
    file = DataFile.objects.locked(number)
    if file.is_done or (file.touched_at is not None and clock.now() - file.touched_at < STALE):
        return None
    file.state = FILE.move(file.state, FileAct.BEGIN)
    file.touched_at, file.attempts = clock.now(), file.attempts + 1
    file.version += 1
    file.save(update_fields=["state", "touched_at", "attempts", "version"])
    trail.record(actor, "mutual_aid.data_file.read", file, union_id=file.union_id)
    return file


@verb
def note_survey(number: str, *, found: Survey) -> DataFile:
    """Keep what the file is as a whole; on a second reading it must still be the same.

    Raises Conflict `file_changed`, `file_known` when the same content stands for the quarter.
    """
    file = DataFile.objects.locked(number)
    if file.digest is not None and bytes(file.digest) != found.digest:
        raise Conflict("file_changed", "文件在读取中途变了，没有读完。请放好文件，重新登记。")
    same = DataFile.objects.filter(
        plan_id=file.plan_id, year=file.year, quarter=file.quarter, digest=found.digest
    )
    known = same.exclude(pk=file.pk).exclude(state=FileState.FAILED).first()
    if known is not None:
        raise Conflict("file_known", f"同样内容的文件已经收过（{known.number}），不用再报。")
    file.digest = found.digest
    file.rows_total, file.total_fen = found.totals.rows, found.totals.fen
    file.touched_at = clock.now()
    file.save(update_fields=["digest", "rows_total", "total_fen", "touched_at"])
    return file


@verb
def keep(number: str, *, chunk: Chunk) -> DataFile | None:
    """Keep one chunk and move on, together; None when another reader was quicker."""
    allow_long()
    file = DataFile.objects.locked(number)
    if file.state is not FileState.READING or file.position != chunk.start:
        return None
    with connection.cursor() as cursor:
        for sql, frame in ((_ROWS, chunk.good), (_REFUSED, chunk.refused)):
            if frame.height:
                key = pl.lit(file.pk).alias("data_file_id")
                with cursor.copy(sql) as stream:
                    stream.write(frame.select(key, pl.all()).write_csv(include_header=False))
    file.position = chunk.end
    file.rows_read += chunk.rows
    file.good_count += chunk.good.height
    file.refused_count += chunk.refused.height
    for code, count in chunk.refused.group_by("fault").len().iter_rows():
        file.refused_kinds[code] = file.refused_kinds.get(code, 0) + count
    file.touched_at = clock.now()
    counts = ["rows_read", "good_count", "refused_count", "refused_kinds"]
    file.save(update_fields=["position", *counts, "touched_at"])
    return file


@verb
def finish(number: str, *, actor: Actor) -> DataFile:
    """Close a file whose last chunk is kept; only then it can be settled."""
    file = DataFile.objects.locked(number)
    file.state = FILE.move(file.state, FileAct.FINISH)
    file.read_at = clock.now()
    file.version += 1
    file.save(update_fields=["state", "read_at", "version"])
    trail.record(
        actor,
        "mutual_aid.data_file.finish",
        file,
        union_id=file.union_id,
        digest=bytes(file.digest or b""),
    )
    return file


@verb
def fail(number: str, *, actor: Actor, message: str) -> DataFile:
    """Give up on a file, with the reason; no settlement can be made from it."""
    file = DataFile.objects.locked(number)
    file.state = FILE.move(file.state, FileAct.FAIL)
    file.failure, file.read_at = message[:LONGEST_FAILURE], clock.now()
    file.version += 1
    file.save(update_fields=["state", "failure", "read_at", "version"])
    trail.record(actor, "mutual_aid.data_file.fail", file, union_id=file.union_id)
    return file


def waiting() -> list[str]:
    """Give the files that nobody reads, oldest first: the schedule hands them out again."""
    is_idle = Q(touched_at__isnull=True) | Q(touched_at__lt=clock.now() - STALE)
    rows = DataFile.objects.filter(is_idle, state__in=[FileState.QUEUED, FileState.READING])
    return list(rows.order_by("pk").values_list("number", flat=True)[:5])


def version_for(plan: Plan, quarter: Quarter) -> PlanVersion:
    """Give the version in force on the last day of the quarter; raises Conflict `no_version`."""
    day = quarter.last_day
    rows = plan.versions.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day))
    found = rows.filter(valid_from__lte=day).first()
    if found is None:
        raise Conflict("no_version", f"{quarter} 末没有施行中的计划版本，请先载入计划。")
    return found


def _opened(code: str, written: str, actor: Actor) -> DataFile:
    quarter = read_quarter(written, clock.today())
    plan = Plan.objects.select_related("sponsor").filter(code=code).first()
    if plan is None:
        raise NotFound
    actor.must(Permission.MUTUAL_AID_SETTLEMENT_RUN, within=plan.sponsor)
    version = version_for(plan, quarter)
    must_settle(version.rules)
    file = DataFile(plan=plan, plan_version=version, year=quarter.year, quarter=quarter.number)
    file.place(plan.sponsor)
    return file


def _enter(file: DataFile, actor: Actor, rows: int | None, total: Money | None) -> DataFile:
    if (rows is None) != (total is None):
        raise Invalid("data_totals", "总行数和合计金额要一起填写，或都不填。")
    file.number = _next_number()
    file.said_rows, file.said_fen = rows, total.fen if total is not None else None
    file.save(force_insert=True)
    trail.record(actor, "mutual_aid.data_file.take_in", file, union_id=file.union_id)
    return file


def _next_number() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('mutual_aid_settlement_serial')")
        return public_number(PREFIX, clock.today().year, int(cursor.fetchone()[0]))
