"""Reading a data file: looked over whole, then taken chunk by chunk; memory stays flat."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path

import polars as pl
from django.conf import settings

from backend.access.actor import Actor
from backend.files import attachments
from backend.kernel.errors import DomainError, Invalid
from backend.kernel.money import Money
from backend.kernel.seal import SealBrokenError
from services.mutual_aid.feeds.blocks import BLOCK_BYTES, Block, CsvFeed, Feed, ParquetFeed
from services.mutual_aid.feeds.checks import FeedRule, checked
from services.mutual_aid.feeds.faults import RowFault
from services.mutual_aid.feeds.layout import Column
from services.mutual_aid.feeds.survey import Survey, survey
from services.mutual_aid.feeds.totals import Totals
from services.mutual_aid.models import DataFile
from services.mutual_aid.queries.insured import find_insured
from services.mutual_aid.rules.quarters import Quarter
from services.mutual_aid.workflow.settlements import files
from services.mutual_aid.workflow.settlements.files import Chunk

READER = Actor.system("settlement")
LOST = "文件没有存好，请重新上传一次。"
BREAKS = f"这份文件读了 {files.MOST_ATTEMPTS} 次都没有读完，请联系系统管理员。"
PARQUET_MARK = b"PAR1"
_GOOD = (
    "person_id", "item", "event", "row_number", "amount_fen", "offset_fen", "person_group",
    "happened_on",
)  # fmt: skip
UNDATED = (
    "计划有等待期或减付期，文件缺少“日期”（date）一列，看不出每笔发生在哪天。请补上日期再上传。"
)
Progress = Callable[[int, int, int], None]
"""Is told percent, rows read and rows in all after each chunk."""


def read_file(number: str, progress: Progress | None = None) -> DataFile | None:
    """Read one file to its end; gives it read or failed, None when there was nothing to do."""
    file = files.begin(number, actor=READER)
    if file is None:
        return None
    try:
        if file.attempts > files.MOST_ATTEMPTS:
            raise Invalid("data_breaks", BREAKS)
        with _feed_of(file) as feed:
            return _read(file, feed, progress)
    except DomainError as fault:
        return files.fail(number, actor=READER, message=fault.message)
    except (SealBrokenError, FileNotFoundError):
        return files.fail(number, actor=READER, message=LOST)


def _read(file: DataFile, feed: Feed, progress: Progress | None) -> DataFile | None:
    said = None
    if file.said_rows is not None and file.said_fen is not None:
        said = Totals(file.said_rows, Money(file.said_fen).fen)
    found = survey(feed, said)
    file = files.note_survey(file.number, found=found)
    rule = FeedRule.of(file.plan_version.rules, Quarter(file.year, file.quarter))
    if rule.dated_until is not None and Column.DATE not in feed.columns:
        raise Invalid("data_no_date", UNDATED)
    for block in feed.rows(file.position, file.rows_read + 1):
        chunk = _chunk(file, block, rule, found)
        kept = files.keep(file.number, chunk=chunk)
        if kept is None:
            return None
        file = kept
        if progress is not None:
            progress(file.percent, file.rows_read, file.rows_total)
    return files.finish(file.number, actor=READER)


def _chunk(file: DataFile, block: Block, rule: FeedRule, found: Survey) -> Chunk:
    """Check the rows of a block and find whom they are about."""
    is_number = Column.ID_NUMBER in block.frame.columns
    frame = checked(block, rule).join(found.doubles, on="row_number", how="left")
    frame = frame.with_columns(pl.coalesce("fault", "double").alias("fault"))
    sound = frame.filter(pl.col("fault").is_null())
    known = find_insured(file, sound["identity"], is_number=is_number)
    sound = sound.join(known, on="identity", how="left")
    person, cover = pl.col("person_id"), pl.col("is_covered")
    good = sound.filter(person.is_not_null() & (cover == 1)).select(_GOOD)
    strange = sound.filter(person.is_null() | (cover == 0)).with_columns(
        pl.when(person.is_null())
        .then(pl.lit(str(RowFault.PERSON)))
        .otherwise(pl.lit(str(RowFault.COVER)))
        .alias("fault")
    )
    wrong = frame.filter(pl.col("fault").is_not_null())
    refused = pl.concat([one.select("row_number", "fault") for one in (wrong, strange)])
    return Chunk(file.position, block.end, frame.height, good, refused)


@contextmanager
def _feed_of(file: DataFile) -> Iterator[Feed]:
    """Open the content: a sealed CSV is read block by block, a Parquet needs a file of its own."""
    if file.attachment is None:
        path = settings.INBOX_DIR / file.inbox_name
        yield ParquetFeed(path) if _is_parquet(_pieces(path)) else CsvFeed(lambda: _pieces(path))
        return
    sealed = file.attachment

    def content() -> Iterable[bytes]:
        return attachments.blocks(sealed)

    is_parquet = _is_parquet(content())
    held: AbstractContextManager[Path | None] = (
        attachments.as_file(sealed) if is_parquet else nullcontext(None)
    )
    with held as laid:
        yield ParquetFeed(laid) if laid is not None else CsvFeed(content)


def _is_parquet(content: Iterable[bytes]) -> bool:
    return next(iter(content), b"").startswith(PARQUET_MARK)


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as source:
        while piece := source.read(BLOCK_BYTES):
            yield piece
