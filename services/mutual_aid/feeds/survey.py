"""A data file looked over as a whole before one row is taken: order, count, sum, doubles.

Of each row two 64-bit hashes are held, so that ten million rows fit 160 MB.
"""

from dataclasses import dataclass

import polars as pl

from backend.kernel.errors import Invalid
from services.mutual_aid.feeds.blocks import Feed
from services.mutual_aid.feeds.checks import parsed
from services.mutual_aid.feeds.faults import RowFault
from services.mutual_aid.feeds.totals import Totals, must_agree

_KEY = pl.col("identity").hash(1) ^ pl.col("item").hash(2) ^ pl.col("event").hash(3)
_CONTENT = (
    pl.col("amount_fen").hash(4)
    ^ pl.col("offset_fen").hash(5)
    ^ pl.col("person_group").hash(6)
    ^ pl.col("happened_on").hash(7)
)
MOST_UNREADABLE = 5


@dataclass(frozen=True, slots=True)
class Survey:
    """A file that is whole: its totals, its digest, and the rows that repeat others.

    `doubles` has `row_number` and `double`, the fault.
    """

    totals: Totals
    digest: bytes
    doubles: pl.DataFrame


def survey(feed: Feed, said: Totals | None) -> Survey:
    """Read a file through; `said` are the totals given beside it.

    Raises Invalid for what makes it no file to be taken: `data_columns`, `data_encoding`,
    `data_float`, `data_broken`, `data_empty`, `data_no_totals`, `data_order`, `data_rows`,
    `data_sum`.
    """
    rows = fen = 0
    keys: list[pl.Series] = []
    contents: list[pl.Series] = []
    unreadable: list[int] = []
    for block in feed.survey():
        frame = parsed(block)
        _must_follow(frame)
        rows, fen = rows + frame.height, fen + int(frame["amount_fen"].sum())
        unreadable += _unreadable(frame)[:MOST_UNREADABLE]
        hashes = frame.select(_KEY.alias("key"), _CONTENT.alias("content"))
        keys.append(hashes["key"])
        contents.append(hashes["content"])
    totals = Totals(rows, fen)
    stated = feed.totals or said
    if stated is None:
        raise Invalid(
            "data_no_totals",
            "没有写明总行数和合计金额。请在最后一行写“合计,行数,金额”，或在上传时填写。",
        )
    must_agree(stated, totals, unreadable)
    if not rows:
        raise Invalid("data_empty", "文件里没有数据行。请确认导出是否完整，再上传。")
    return Survey(totals, feed.digest, _doubles(keys, contents))


def _must_follow(frame: pl.DataFrame) -> None:
    """Refuse a file whose row numbers do not count 1, 2, 3: rows are missing or were moved."""
    wrong = frame.filter(
        pl.col("said_row").is_not_null() & (pl.col("said_row") != pl.col("row_number"))
    ).head(1)
    if wrong.height:
        expected, said = wrong["row_number"][0], wrong["said_row"][0]
        raise Invalid(
            "data_order",
            f"第 {expected} 行的行号写的是 {said}。文件缺行、重行或改过顺序，整份没有收，"
            "请核对后重报。",
        )


def _unreadable(frame: pl.DataFrame) -> list[int]:
    wrong = frame.filter(pl.col("amount_fen").is_null() | pl.col("offset_fen").is_null())
    return [int(row) for row in wrong["row_number"].head(MOST_UNREADABLE)]


def _doubles(keys: list[pl.Series], contents: list[pl.Series]) -> pl.DataFrame:
    """Name the rows that repeat an earlier one, and all of a set that contradicts itself."""
    key = pl.concat(keys)
    ordered = key.sort()
    twice = ordered.filter((ordered == ordered.shift(1)).fill_null(value=False)).unique()
    if not twice.len():
        return pl.DataFrame(schema={"row_number": pl.Int64, "double": pl.String})
    places = key.is_in(twice.implode()).arg_true()
    rows = pl.DataFrame(
        {
            "row_number": (places + 1).cast(pl.Int64),
            "key": key.gather(places),
            "content": pl.concat(contents).gather(places),
        }
    )
    differs = pl.col("content").n_unique().over("key") > 1
    is_later = pl.col("row_number") > pl.col("row_number").min().over("key")
    marked = rows.select(
        "row_number",
        pl.when(differs)
        .then(pl.lit(str(RowFault.CONFLICTING)))
        .when(is_later)
        .then(pl.lit(str(RowFault.REPEATED)))
        .alias("double"),
    )
    return marked.filter(pl.col("double").is_not_null())
