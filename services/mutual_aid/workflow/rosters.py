"""A roster comes in, is read, and is taken in one transaction: good rows kept, bad rows back."""

from collections.abc import Sequence
from datetime import timedelta

from celery import current_app
from django.db import connection, transaction
from django.db.models import Q

from backend.access.actor import Actor
from backend.access.permissions import Permission
from backend.access.write import verb
from backend.audit import trail
from backend.fields.models import DataKey
from backend.files import attachments
from backend.files.models import Media, VariantName
from backend.kernel import clock
from backend.kernel.errors import Conflict, Invalid, NotFound
from notifications import outbox
from notifications.topics import Topic
from services.mutual_aid.models import BadRow, Batch, Upload
from services.mutual_aid.roster.problems import Fault, Problem
from services.mutual_aid.roster.terms import writes_terms
from services.mutual_aid.rules import enrolment
from services.mutual_aid.states import UPLOAD, BatchAct, LineState, UploadAct, UploadState
from services.mutual_aid.workflow.advance import allow_long, open_batch_row, step, user_of
from services.mutual_aid.workflow.duplicates import void_duplicates
from services.mutual_aid.workflow.starting import check_open

KIND = "roster"
LONGEST_FAILURE = 300
STALE = timedelta(seconds=60)
READ_TASK = "services.mutual_aid.read_roster_task"
ELSEWHERE = Problem(
    Fault.ENROLLED_ELSEWHERE,
    "",
    "",
    "此人已在另一份名单里报名同一计划，本行作废，原来的一份有效。",
    "请与本人核实；要改在这一份参加，请先撤销原来的一份。",
)
_TAKE = """
INSERT INTO mutual_aid_line (batch_id, person_id, state, scope, row_number, shares, shares_void,
                             holds_card, added_at)
SELECT %s, s.person_id, 'active', %s, min(s.row_number), max(s.shares), max(s.shares_void),
       bool_or(s.holds_card), %s
  FROM mutual_aid_stagedrow s
 WHERE s.upload_id = %s AND NOT s.is_duplicate
 GROUP BY s.person_id
 ORDER BY min(s.row_number)
    ON CONFLICT DO NOTHING
"""
# Who stands in the batch already gets the shares and card of the newer roster, if it names them;
# joined by hash, for the same reason as below.
_RENEW_TERMS = """
UPDATE mutual_aid_line l
   SET shares = s.shares, shares_void = s.shares_void, holds_card = s.holds_card
  FROM mutual_aid_stagedrow s
 WHERE s.upload_id = %s AND l.batch_id = %s AND l.person_id = s.person_id AND l.state = 'active'
   AND (l.shares, l.shares_void, l.holds_card) IS DISTINCT FROM
       (s.shares, s.shares_void, s.holds_card)
"""
# Set beside each other and not joined: of lines that this transaction has just written the planner
# knows nothing, takes them for one, and a nested loop over a whole city would never end.
_LEFT_OUT = """
SELECT person_id, min(row_number)
  FROM (SELECT s.person_id, s.row_number FROM mutual_aid_stagedrow s WHERE s.upload_id = %s
        UNION ALL
        SELECT l.person_id, NULL FROM mutual_aid_line l WHERE l.batch_id = %s) AS both_sides
 GROUP BY person_id
HAVING count(*) = count(row_number)
 ORDER BY min(row_number)
"""


@verb
def upload(batch_number: str, *, actor: Actor, attachment_number: str) -> Upload:
    """Take in a roster 上传名单 that came in as an upload of the files room; it is read later.

    Raises Conflict `wrong_state` once the unit has confirmed, `window_closed`, and what
    `attachments.attach` raises; Invalid `not_a_workbook` for a photograph.
    """
    batch = open_batch_row(batch_number, actor)
    actor.must(Permission.MUTUAL_AID_BATCH_WRITE, within=batch)
    if not batch.is_editable:
        raise Conflict("wrong_state", "名单已经确认，不能再加人。要修改请联系上级工会退回。")
    check_open(batch)
    sealed = attachments.attach(attachment_number, actor=actor, kind=KIND, union=batch.union)
    if sealed.media != Media.WORKBOOK:
        raise Invalid("not_a_workbook", "这个上传编号是照片，请上传 .xlsx 或 .csv 名单。")
    digest = bytes(sealed.variants.get(name=VariantName.ORIGINAL).digest)
    row = Upload(
        key=DataKey.make(),
        batch=batch,
        attachment=sealed,
        file_name=sealed.name or "名单",
        digest=digest,
        uploaded_by_id=user_of(actor),
    )
    row.save(force_insert=True)
    trail.record(actor, "mutual_aid.roster.upload", row, union_id=batch.union_id, digest=digest)
    _ask_to_read(row.number)
    return row


def _ask_to_read(number: str) -> None:
    """Wake a worker to read an upload; the schedule finds it if the message is lost."""
    transaction.on_commit(
        lambda: current_app.send_task(READ_TASK, args=[number], queue="bulk", retry=False),
        robust=True,
    )


@verb
def begin(number: str, *, actor: Actor) -> Upload | None:
    """Start reading, or start again after a break; None when it is done or being read."""
    row = _locked(number)
    if row.is_done or (row.touched_at is not None and clock.now() - row.touched_at < STALE):
        return None
    row.state = UPLOAD.move(row.state, UploadAct.BEGIN)
    row.rows_read = row.good_count = row.bad_count = 0
    row.touched_at, row.attempts = clock.now(), row.attempts + 1
    row.save(
        update_fields=["state", "rows_read", "good_count", "bad_count", "touched_at", "attempts"]
    )
    row.staged_rows.all().delete()
    row.bad_rows.all().delete()
    trail.record(actor, "mutual_aid.roster.read", row, union_id=row.batch.union_id)
    return row


@verb
def fail(number: str, *, actor: Actor, message: str) -> Upload:
    """Give up on a file that cannot be read, with the reason for its sender; nothing is kept."""
    row = _locked(number)
    row.state = UPLOAD.move(row.state, UploadAct.FAIL)
    row.failure, row.read_at = message[:LONGEST_FAILURE], clock.now()
    row.good_count = 0
    row.save(update_fields=["state", "failure", "read_at", "good_count"])
    row.staged_rows.all().delete()
    row.bad_rows.all().delete()
    trail.record(actor, "mutual_aid.roster.fail", row, union_id=row.batch.union_id)
    return row


@verb
def take(number: str, *, actor: Actor) -> Upload:
    """Take the good rows of a read roster into its batch, all or nothing (R8.8, R8.9)."""
    allow_long()
    row = _locked(number)
    batch = Batch.objects.select_for_update(of=("self",)).get(pk=row.batch_id)
    if not batch.is_editable:
        raise Conflict("wrong_state", "名单在读取期间已被确认，这份文件没有并入。")
    row.state = UPLOAD.move(row.state, UploadAct.TAKE)
    row.kept_count = _insert_lines(row, batch)
    left_out = _left_out(row, batch)
    doubles = void_duplicates(batch, left_out)
    _report_doubles(row, left_out)
    row.bad_count = row.bad_rows.count()
    row.over_count = row.staged_rows.filter(shares_void__gt=0).count()
    staged = row.staged_rows.values("person_id").distinct().count()
    row.known_count = max(0, staged - row.kept_count - doubles)
    row.good_count = row.kept_count + row.known_count
    row.read_at, row.rows_read = clock.now(), max(row.rows_read, row.rows_total)
    row.save()
    row.staged_rows.all().delete()
    count = batch.lines.filter(state=LineState.ACTIVE).count()
    step(batch, BatchAct.CHECK_ROSTER, actor=actor, line_count=count)
    sender = row.uploaded_by.person
    if sender is not None:
        outbox.post(
            Topic.MUTUAL_AID_ROSTER_READ,
            to=sender,
            about=batch,
            params={"rows": row.bad_count},
            once=row.number,
        )
    return row


def _locked(number: str) -> Upload:
    rows = Upload.objects.select_for_update(of=("self",)).select_related(
        "key", "batch", "attachment__key"
    )
    row = rows.filter(number=number).first()
    if row is None:
        raise NotFound
    return row


def _insert_lines(row: Upload, batch: Batch) -> int:
    scope = enrolment.scope_of(batch.plan_version.rules, batch.period)
    with connection.cursor() as cursor:
        if writes_terms(row.titles):
            cursor.execute("SET LOCAL enable_nestloop = off")
            cursor.execute(_RENEW_TERMS, [row.pk, batch.pk])
            cursor.execute("SET LOCAL enable_nestloop = on")
        cursor.execute(_TAKE, [batch.pk, scope, clock.now(), row.pk])
        return int(cursor.rowcount)


def _left_out(row: Upload, batch: Batch) -> list[tuple[int, int]]:
    """Give the staged people who have no line here: another batch holds their place."""
    with connection.cursor() as cursor:
        cursor.execute(_LEFT_OUT, [row.pk, batch.pk])
        return [(person, number) for person, number in cursor.fetchall()]


def _report_doubles(row: Upload, left_out: Sequence[tuple[int, int]]) -> None:
    """Report who was enrolled by another union while this file was being read."""
    BadRow.objects.bulk_create(
        [
            BadRow(upload=row, row_number=number, problems=[ELSEWHERE.as_json()])
            for _, number in left_out
        ],
        batch_size=2000,
        ignore_conflicts=True,
    )


def waiting() -> list[str]:
    """Give the uploads that nobody reads, oldest first: the schedule hands them out again."""
    is_idle = Q(touched_at__isnull=True) | Q(touched_at__lt=clock.now() - STALE)
    return list(
        Upload.objects.exclude(state__in=[UploadState.READ, UploadState.FAILED])
        .filter(is_idle)
        .order_by("pk")
        .values_list("number", flat=True)[:20]
    )
