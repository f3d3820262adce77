"""The entries of a settlement line as JSON text (FORMAT.md section 10), column by column."""

import polars as pl

from services.mutual_aid.rules.columns.dated import is_dated
from services.mutual_aid.rules.pack import Pack

UNLISTED = "other"


def entries_of(pack: Pack, rows: pl.DataFrame) -> pl.DataFrame:
    """Write the entries of each person: `"item":[entry,...]` joined by commas, as `events`.

    An event of a plan with waiting days bears its `day`; a row of an item of the period that lies
    in the waiting days is left out, since such an item has one day for all (8.5).
    """
    if is_dated(pack):
        summed = [one.item for one in pack.benefits if one.per_period]
        is_summed = pl.col("item").is_in(summed)
        rows = rows.filter(~is_summed | (pl.col("factor") > 0))
        day = pl.when(is_summed).then(pl.lit(None, dtype=pl.Int64)).otherwise(pl.col("day"))
    else:
        day = pl.lit(None, dtype=pl.Int64)
    by_item = (
        rows.select("person_id", "item", _entry(pack, day).alias("entry"))
        .group_by("person_id", "item", maintain_order=True)
        .agg(pl.col("entry"))
        .select(
            "person_id",
            pl.format('"{}":[{}]', "item", pl.col("entry").list.join(",")).alias("said"),
        )
    )
    return by_item.group_by("person_id", maintain_order=True).agg(
        pl.col("said").str.join(",").alias("events")
    )


def money(fen: pl.Expr) -> pl.Expr:
    """Write fen as yuan with two decimals."""
    cents = (fen % 100).cast(pl.String).str.zfill(2)
    return pl.concat_str((fen // 100).cast(pl.String), pl.lit("."), cents)


def _entry(pack: Pack, day: pl.Expr) -> pl.Expr:
    listed = {one.item: min(one.offsets, default=UNLISTED) for one in pack.benefits}
    amount, has_offset = money(pl.col("base_fen")), pl.col("offset_fen") > 0
    name = pl.col("item").replace_strict(listed, default=UNLISTED)
    offsets = pl.format(',"offsets":{{"{}":"{}"}}', name, money(pl.col("offset_fen")))
    parts = pl.concat_str(
        pl.format('{{"amount":"{}"', amount),
        pl.when(day.is_null()).then(pl.lit("")).otherwise(pl.format(',"day":{}', day)),
        pl.when(has_offset).then(offsets).otherwise(pl.lit("")),
        pl.lit("}"),
    )
    bare = pl.concat_str(pl.lit('"'), amount, pl.lit('"'))
    return pl.when(has_offset | day.is_not_null()).then(parts).otherwise(bare)
