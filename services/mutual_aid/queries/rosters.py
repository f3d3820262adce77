"""What came of a roster: problems by kind, bad rows page by page, the marked workbook."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from backend.access.actor import Actor
from backend.kernel.errors import NotFound
from services.mutual_aid.models import BadRow, Batch, Upload
from services.mutual_aid.queries.people import PersonLine, over_rows
from services.mutual_aid.roster import sample
from services.mutual_aid.roster.problems import LABELS, Fault, Problem
from services.mutual_aid.roster.report import BadRow as ReportRow
from services.mutual_aid.roster.report import marked_workbook as write_workbook

PAGE_ROWS = 50


@dataclass(frozen=True, slots=True)
class FoundRow:
    """A bad row as the page shows it: no cell, only where and what."""

    row_number: int
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class RosterResult:
    """One page of what came of a roster."""

    upload: Upload
    kinds: list[tuple[str, int]]
    rows: list[FoundRow]
    next_row: int | None
    over: list[PersonLine]


def upload_visible_to(actor: Actor, number: str) -> Upload:
    """Give an upload of a batch that the actor may read; raises NotFound."""
    batches = Batch.objects.visible_to(actor)
    rows = Upload.objects.select_related("key", "batch__plan_version", "batch__union")
    upload = rows.filter(number=number, batch__in=batches).first()
    if upload is None:
        raise NotFound
    return upload


def visible_result(actor: Actor, number: str, after_row: int = 0) -> RosterResult:
    """Give the bad rows of an upload that the actor may see; raises NotFound."""
    return result_of(upload_visible_to(actor, number), after_row=after_row)


def result_of(upload: Upload, *, after_row: int = 0) -> RosterResult:
    """Give the bad rows after a row number, and how often each kind of mistake occurs."""
    rows = list(
        upload.bad_rows.filter(row_number__gt=after_row).order_by("row_number")[: PAGE_ROWS + 1]
    )
    shown = [FoundRow(row.row_number, _problems(row)) for row in rows[:PAGE_ROWS]]
    last = shown[-1].row_number if len(rows) > PAGE_ROWS else None
    over = over_rows(upload.batch) if upload.over_count else []
    return RosterResult(upload, _kinds(upload), shown, last, over)


def marked_workbook(upload: Upload) -> bytes:
    """Write the bad rows as a workbook with their own cells, marked; for its sender only."""
    key = upload.key.plain()

    def rows() -> Iterator[ReportRow]:
        for row in upload.bad_rows.order_by("row_number").iterator(chunk_size=1000):
            yield ReportRow(row.row_number, row.cells(key, upload.number), _problems(row))

    return write_workbook(upload.titles, rows())


def write_sample(path: Path, members: int) -> list[sample.Planted]:
    """Write a sample roster for `zhijia roster sample`; gives the planted mistakes."""
    return sample.write_sample(path, members)


def _problems(row: BadRow) -> tuple[Problem, ...]:
    return tuple(Problem.from_json(stored) for stored in row.problems)


def _kinds(upload: Upload) -> list[tuple[str, int]]:
    counted: Counter[str] = Counter()
    for problems in upload.bad_rows.values_list("problems", flat=True).iterator(chunk_size=2000):
        counted.update({problem["code"] for problem in problems})
    return [(LABELS[Fault(code)], count) for code, count in counted.most_common()]
