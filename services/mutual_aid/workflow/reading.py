"""Reading an uploaded roster: rows stream through the checks into staging, memory stays flat.

Outside any transaction, so that progress can be seen; nothing counts until `rosters.take` has
taken everything in one. A broken run starts again from the sealed file.
"""

import json
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from django.db import connection

from backend.access.actor import Actor
from backend.accounts import rosters as people
from backend.files import attachments
from backend.kernel import clock
from backend.kernel.errors import DomainError, Invalid
from backend.kernel.seal import SealBrokenError
from services.mutual_aid.models import BadRow, Batch, Upload
from services.mutual_aid.roster.checks import Checked, begin
from services.mutual_aid.roster.columns import Column, Header
from services.mutual_aid.roster.judgement import RosterRule
from services.mutual_aid.roster.problems import Problem
from services.mutual_aid.roster.report import safe_text
from services.mutual_aid.roster.sheets import open_table
from services.mutual_aid.roster.terms import Terms
from services.mutual_aid.rules import enrolment
from services.mutual_aid.states import LineState
from services.mutual_aid.workflow import rosters
from services.mutual_aid.workflow.opening import FLEXIBLE
from services.mutual_aid.workflow.periods import expected_first
from services.mutual_aid.workflow.roster_terms import held_by, judged, terms_for

CHUNK_ROWS = 5000
# A file over which the worker itself ends is not taken up for ever.
MOST_ATTEMPTS = 5
BREAKS = f"这份文件读了 {MOST_ATTEMPTS} 次都没有读完。请把名单复制到新表（只粘贴数值），再上传。"
LOST = "文件没有存好，请重新上传一次。"
MOST_TITLES = 60
# Staging and the search for who holds a line elsewhere, in one statement: persons and row numbers
# go as two texts, since building a placeholder or a line for each cost a tenth of the reading.
# Shares and cards are empty where the roster has no such column: one share, no card.
_STAGE = """
WITH staged AS (
    INSERT INTO mutual_aid_stagedrow (upload_id, person_id, row_number, is_duplicate,
                                      shares, shares_void, holds_card)
    SELECT %(upload)s, found.person, found.row_number, EXISTS (
             SELECT FROM mutual_aid_line l
              WHERE l.scope = %(scope)s AND l.state = %(active)s
                AND l.person_id = found.person AND l.batch_id <> %(batch)s),
           coalesce(found.shares, 1), coalesce(found.void, 0), coalesce(found.card, 0) = 1
      FROM unnest(%(persons)s::bigint[], %(rows)s::int[], %(shares)s::int[], %(void)s::int[],
                  %(cards)s::int[]) AS found (person, row_number, shares, void, card)
    RETURNING row_number, is_duplicate)
SELECT row_number FROM staged WHERE is_duplicate
"""
READER = Actor.system("roster")
_BAD = "COPY mutual_aid_badrow (upload_id, row_number, problems, cells_sealed) FROM STDIN"


def read_upload(number: str) -> Upload | None:
    """Read one upload to its end; gives it read or failed, None when there was nothing to do."""
    upload = rosters.begin(number, actor=READER)
    if upload is None:
        return None
    try:
        if upload.attempts > MOST_ATTEMPTS:
            raise Invalid("roster_breaks", BREAKS)
        if upload.attachment is None:
            raise Invalid("roster_lost", LOST)
        with attachments.as_file(upload.attachment) as path:
            _stream(upload, path)
        return rosters.take(number, actor=READER)
    except DomainError as fault:
        return rosters.fail(number, actor=READER, message=fault.message)
    except (SealBrokenError, FileNotFoundError):
        return rosters.fail(number, actor=READER, message=LOST)


def rule_for(batch: Batch) -> RosterRule:
    """Give what the plan of a batch asks of each person."""
    pack = batch.plan_version.rules
    return RosterRule(
        first_day=expected_first(batch),
        sex=pack.entry.sex,
        ages=pack.entry.ages,
        statuses=frozenset({FLEXIBLE}) if batch.is_flexible else pack.entry.statuses,
    )


def _stream(upload: Upload, path: Path) -> None:
    rows_of_batches = Batch.objects.select_related("plan_version", "follows", "supplements")
    batch = rows_of_batches.get(pk=upload.batch_id)
    table = open_table(path)
    reading = begin(table, rule_for(batch))
    titles = [title[:MOST_TITLES] for title in reading.header.titles[:MOST_TITLES]]
    Upload.objects.filter(pk=upload.pk).update(
        origin=table.origin, titles=titles, rows_total=table.total_rows
    )
    scope = enrolment.scope_of(batch.plan_version.rules, batch.period)
    terms = terms_for(batch, upload, reading.header)
    key = upload.key.plain()
    rows = judged(reading.rows(), terms)
    good = bad = 0
    while chunk := list(islice(rows, CHUNK_ROWS)):
        found = [row for row in chunk if row.identity is not None]
        wrong = [row for row in chunk if row.identity is None]
        doubles = _stage(upload, _Place(batch, scope, terms), found)
        wrong += [_elsewhere(row, reading.header) for row in doubles]
        _give_back(upload, key, wrong)
        good, bad = good + len(found) - len(doubles), bad + len(wrong)
        Upload.objects.filter(pk=upload.pk).update(
            rows_read=chunk[-1].row_number,
            good_count=good,
            bad_count=bad,
            touched_at=clock.now(),
        )
    if not good and not bad:
        raise Invalid("roster_no_people", "表头下面没有人员。请把职工名单填在表头下面再上传。")


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the rows go: batch, what a person may hold only once, and on what terms."""

    batch: Batch
    scope: str | None
    terms: Terms


def _stage(upload: Upload, place: _Place, found: list[Checked]) -> list[Checked]:
    """Enter the persons of good rows and stage them; gives the rows that another batch holds."""
    identities = [row.identity for row in found if row.identity is not None]
    if not identities:
        return []
    keys = people.enter(identities)
    persons = [keys[identity.id_number] for identity in identities]
    held_terms = held_by(place.terms, found)
    with connection.cursor() as cursor:
        cursor.execute(
            _STAGE,
            {
                "upload": upload.pk,
                "batch": place.batch.pk,
                "scope": place.scope,
                "active": str(LineState.ACTIVE),
                "persons": _array(persons),
                "rows": _array([row.row_number for row in found]),
                "shares": _array([one.shares for one in held_terms]),
                "void": _array([one.shares_void for one in held_terms]),
                "cards": _array([int(one.holds_card) for one in held_terms]),
            },
        )
        held = {row_number for (row_number,) in cursor.fetchall()}
    return [row for row in found if row.row_number in held] if held else []


def _array(numbers: list[int]) -> str:
    return "{" + ",".join(map(str, numbers)) + "}"


def _elsewhere(row: Checked, header: Header) -> Checked:
    problem = Problem(
        rosters.ELSEWHERE.code,
        header.letter(Column.ID_NUMBER),
        header.title(Column.ID_NUMBER),
        rosters.ELSEWHERE.reason,
        rosters.ELSEWHERE.remedy,
    )
    return Checked(row.row_number, None, (problem,), row.cells)


def _give_back(upload: Upload, key: bytes, wrong: list[Checked]) -> None:
    """Keep the bad rows, their cells sealed, for the page and the marked workbook."""
    lines = []
    for row in wrong:
        cells = [safe_text(cell) for cell in row.cells[:MOST_TITLES]]
        envelope = BadRow.seal_cells(key, upload.number, row.row_number, cells)
        problems = json.dumps([problem.as_json() for problem in row.problems])
        escaped = problems.replace("\\", "\\\\")
        lines.append(f"{upload.pk}\t{row.row_number}\t{escaped}\t\\\\x{envelope.hex()}\n")
    if lines:
        with connection.cursor() as cursor, cursor.copy(_BAD) as stream:
            stream.write("".join(lines))
