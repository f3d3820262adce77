"""Checks of rows, column by column: text in, whole numbers and the first fault of each row out."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from services.mutual_aid.feeds.blocks import MORE, Block
from services.mutual_aid.feeds.faults import RowFault
from services.mutual_aid.feeds.layout import Column
from services.mutual_aid.rules.columns.dated import is_dated
from services.mutual_aid.rules.pack import Kind, Pack
from services.mutual_aid.rules.quarters import Quarter

_WHOLE = r"^(?:0|[1-9][0-9]{0,8})$"
_FEN = r"^(?:0|[1-9][0-9]{0,12})$"
_YUAN = r"^(?:0|[1-9][0-9]{0,10})(?:\.[0-9]{1,2})?$"
_ID_NUMBER = r"^[0-9]{17}[0-9X]$"
_ID_INDEX = r"^[0-9a-f]{64}$"
_DATE = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
MOST_EVENTS = 999


@dataclass(frozen=True, slots=True)
class FeedRule:
    """What a plan and a quarter ask of each row.

    `dated_until` is the last day of the quarter where the plan has waiting or reduced days: then
    every row bears the day on which it arose, and an item of the period has a row for each.
    """

    year: int
    period_items: frozenset[str]
    event_items: frozenset[str]
    most_days: Mapping[str, int]
    groups: frozenset[str]
    dated_until: dt.date | None = None

    @classmethod
    def of(cls, pack: Pack, quarter: Quarter) -> "FeedRule":
        """Take it from a plan version."""
        limits = {
            one.item: one.split_days if one.kind is Kind.EXCESS_RATE else one.max_days
            for one in pack.benefits
        }
        own = [one.rates_by_group or {} for one in pack.benefits]
        return cls(
            year=quarter.year,
            period_items=frozenset(one.item for one in pack.benefits if one.per_period),
            event_items=frozenset(one.item for one in pack.benefits if not one.per_period),
            most_days={item: days for item, days in limits.items() if days is not None},
            groups=frozenset(pack.rate_by_group).union(*own),
            dated_until=quarter.last_day if is_dated(pack) else None,
        )


def parsed(block: Block) -> pl.DataFrame:
    """Read the columns of a block as values; null is what cannot be read."""
    names = set(block.frame.columns)
    plain = block.frame.select(pl.all().fill_null("").str.strip_chars())
    number = pl.int_range(pl.len(), dtype=pl.Int64) + block.first_row
    return plain.select(
        number.alias("row_number"),
        _whole(Column.ROW).alias("said_row"),
        _identity(names).alias("identity"),
        pl.col(Column.ITEM).alias("item"),
        _optional_whole(Column.EVENT, names, 1).alias("event"),
        _amount(names, Column.AMOUNT, Column.AMOUNT_FEN).alias("amount_fen"),
        _amount(names, Column.OFFSET, Column.OFFSET_FEN).alias("offset_fen"),
        (pl.col(Column.GROUP) if Column.GROUP in names else pl.lit("")).alias("person_group"),
        _date(names).alias("happened_on"),
        _whole(Column.YEAR).alias("year"),
        _optional_whole(Column.DAYS, names, 0).alias("days"),
        (pl.col(MORE) != "" if MORE in names else pl.lit(value=False)).alias("is_ragged"),
    )


def checked(block: Block, rule: FeedRule) -> pl.DataFrame:
    """Give the parsed rows with the first `fault` of each, null for a row without one."""
    is_number = Column.ID_NUMBER in block.frame.columns
    frame = parsed(block)
    if rule.dated_until is None:
        # A day that no rule asks for is not kept.
        frame = frame.with_columns(pl.lit(None, dtype=pl.Date).alias("happened_on"))
    return frame.with_columns(_fault(rule, is_number=is_number).alias("fault"))


def _fault(rule: FeedRule, *, is_number: bool) -> pl.Expr:
    item, event, days = pl.col("item"), pl.col("event"), pl.col("days")
    shape = _ID_NUMBER if is_number else _ID_INDEX
    is_period = item.is_in(sorted(rule.period_items))
    is_known = item.is_in(sorted(rule.period_items | rule.event_items))
    most = item.replace_strict(rule.most_days, default=None, return_dtype=pl.Int64)
    tests = (
        (RowFault.SHAPE, pl.col("said_row").is_null() | pl.col("is_ragged")),
        (RowFault.IDENTITY, ~pl.col("identity").str.contains(shape)),
        (RowFault.YEAR, pl.col("year").ne_missing(rule.year)),
        (RowFault.ITEM, ~is_known),
        (RowFault.EVENT, ~event.is_between(1, MOST_EVENTS).fill_null(value=False)),
        (RowFault.EVENT, is_period & (event != 1) & pl.lit(rule.dated_until is None)),
        (RowFault.DAYS, days.is_null() | (days > most).fill_null(value=False)),
        (RowFault.AMOUNT, pl.col("amount_fen").is_null() | pl.col("offset_fen").is_null()),
        (RowFault.GROUP, ~pl.col("person_group").is_in(["", *sorted(rule.groups)])),
        (RowFault.DATE, _undated(rule)),
    )
    found = pl.lit(None, dtype=pl.String)
    for fault, test in reversed(tests):
        found = pl.when(test).then(pl.lit(str(fault))).otherwise(found)
    return found


def _undated(rule: FeedRule) -> pl.Expr:
    """Tell whether a row lacks a day of the year to date, where the plan asks for one."""
    if rule.dated_until is None:
        return pl.lit(value=False)
    first = dt.date(rule.year, 1, 1)
    known = pl.col("happened_on").is_between(pl.lit(first), pl.lit(rule.dated_until))
    return ~known.fill_null(value=False)


def _date(names: set[str]) -> pl.Expr:
    if Column.DATE not in names:
        return pl.lit(None, dtype=pl.Date)
    return _matching(pl.col(Column.DATE), _DATE).str.to_date("%Y-%m-%d", strict=False)


def _identity(names: set[str]) -> pl.Expr:
    if Column.ID_NUMBER in names:
        return pl.col(Column.ID_NUMBER).str.to_uppercase()
    return pl.col(Column.ID_INDEX).str.to_lowercase()


def _whole(column: Column) -> pl.Expr:
    return _matching(pl.col(column), _WHOLE).cast(pl.Int64)


def _optional_whole(column: Column, names: set[str], default: int) -> pl.Expr:
    if column not in names:
        return pl.lit(default, dtype=pl.Int64)
    empty = pl.col(column) == ""
    return pl.when(empty).then(pl.lit(default, dtype=pl.Int64)).otherwise(_whole(column))


def _amount(names: set[str], yuan: Column, fen: Column) -> pl.Expr:
    """Read an amount as fen; null where it is none, 0 where the file has no such column."""
    if fen in names:
        text = pl.col(fen)
        read = _matching(text, _FEN).cast(pl.Int64)
    elif yuan in names:
        text = pl.col(yuan)
        parts = _matching(text, _YUAN).str.splitn(".", 2)
        cents = parts.struct.field("field_1").fill_null("").str.pad_end(2, "0")
        read = parts.struct.field("field_0").cast(pl.Int64) * 100 + cents.cast(pl.Int64)
    else:
        return pl.lit(0, dtype=pl.Int64)
    if yuan is Column.OFFSET:
        return pl.when(text == "").then(pl.lit(0, dtype=pl.Int64)).otherwise(read)
    return read


def _matching(text: pl.Expr, pattern: str) -> pl.Expr:
    return pl.when(text.str.contains(pattern)).then(text)
