"""From insurance rows to settlement lines: one row for each person who is paid or was overpaid."""

import polars as pl

from services.mutual_aid.rules.columns.due import due_columns
from services.mutual_aid.rules.columns.frame import base_of, offset_of
from services.mutual_aid.rules.groups import by_rate
from services.mutual_aid.rules.pack import Benefit, Pack

LINE = (
    "person_id",
    "cover_id",
    "due_fen",
    "already_paid_fen",
    "payment_fen",
    "overpaid_fen",
    "facts",
)
UNLISTED = "other"


def due_of_persons(
    pack: Pack,
    rows: pl.DataFrame,
    covers: pl.DataFrame,
    paid: pl.DataFrame,
    groups: pl.DataFrame,
) -> pl.DataFrame:
    """Compute what is due to each person who has rows and a cover, in the order of persons.

    `rows`: person_id, item, base_fen, offset_fen, person_group, in the order of the events;
    `covers`: person_id, cover_id, first_day; `paid`: person_id, first_day, paid_fen by period;
    `groups`: person_id, person_group beside those of the rows.
    """
    persons = covers.join(rows.select("person_id").unique(), on="person_id", how="semi")
    frame = persons.sort("person_id")
    for benefit in pack.benefits:
        frame = frame.join(_amounts(benefit, rows), on="person_id", how="left")
    frame = frame.join(_groups(pack, rows, groups), on="person_id", how="left")
    now = paid.rename({"paid_fen": "already_paid_fen"})
    frame = frame.join(now, on=["person_id", "first_day"], how="left")
    if pack.cap_life_fen is not None or pack.benefits[0].cap_life_fen is not None:
        frame = frame.join(_earlier(frame, paid), on="person_id", how="left")
    return due_columns(pack, frame).with_columns(pl.col("already_paid_fen").fill_null(0))


def settlement_lines(pack: Pack, rows: pl.DataFrame, due: pl.DataFrame) -> pl.DataFrame:
    """Keep whom something is paid to, or was paid too much, with the facts it came from."""
    moved = due.filter((pl.col("payment_fen") > 0) | (pl.col("overpaid_fen") > 0))
    facts = _facts(pack, rows.join(moved.select("person_id"), on="person_id", how="semi"))
    group, life = pl.col("group"), pl.lit("")
    if "paid_life_fen" in moved.columns:
        life = pl.format(',"paid_life":"{}"', _yuan(pl.col("paid_life_fen").fill_null(0)))
    said = pl.when(group.is_null()).then(pl.lit("")).otherwise(pl.format(',"group":"{}"', group))
    lines = moved.join(facts, on="person_id", how="left").with_columns(
        pl.concat_str(
            pl.lit('{"events":{'), pl.col("events"), pl.lit("}"), said, life, pl.lit("}")
        ).alias("facts")
    )
    return lines.sort("person_id").select(LINE)


def _amounts(benefit: Benefit, rows: pl.DataFrame) -> pl.DataFrame:
    """Give the base of an item for each person: one number, or a list in the order of events."""
    own = rows.filter(pl.col("item") == benefit.item)
    columns = [pl.col("base_fen").alias(base_of(benefit))]
    if benefit.offsets and own["offset_fen"].sum():
        columns.append(pl.col("offset_fen").alias(offset_of(benefit)))
    if benefit.per_period:
        return own.select("person_id", *columns)
    return own.group_by("person_id", maintain_order=True).agg(columns)


def _groups(pack: Pack, rows: pl.DataFrame, groups: pl.DataFrame) -> pl.DataFrame:
    """Give each person's group; of several the one with the highest rate (8.3)."""
    order = by_rate(pack)
    names = ["person_id", "person_group"]
    told = pl.concat([rows.select(names), groups.select(names)])
    named = told.filter(pl.col("person_group").is_in(order))
    ranked = named.with_columns(
        pl.col("person_group").replace_strict(
            {group: place for place, group in enumerate(order)}, return_dtype=pl.Int32
        )
    )
    best = ranked.group_by("person_id").agg(pl.col("person_group").max())
    known = pl.Series("group", order, dtype=pl.String)
    return best.select("person_id", known.gather(best["person_group"]).alias("group"))


def _earlier(frame: pl.DataFrame, paid: pl.DataFrame) -> pl.DataFrame:
    """Add up what earlier periods paid to each person."""
    begins = frame.select("person_id", pl.col("first_day").alias("begins"))
    before = paid.join(begins, on="person_id").filter(pl.col("first_day") < pl.col("begins"))
    return before.group_by("person_id").agg(pl.col("paid_fen").sum().alias("paid_life_fen"))


def _facts(pack: Pack, rows: pl.DataFrame) -> pl.DataFrame:
    """Write the entries of each person as JSON: `"item":[entry,...]` joined by commas."""
    listed = {one.item: min(one.offsets, default=UNLISTED) for one in pack.benefits}
    amount = _yuan(pl.col("base_fen"))
    name = pl.col("item").replace_strict(listed, default=UNLISTED)
    offset = _yuan(pl.col("offset_fen"))
    with_offset = pl.concat_str(
        *(pl.lit('{"amount":"'), amount, pl.lit('","offsets":{"'), name),
        *(pl.lit('":"'), offset, pl.lit('"}}')),
    )
    bare = pl.concat_str(pl.lit('"'), amount, pl.lit('"'))
    entry = pl.when(pl.col("offset_fen") > 0).then(with_offset).otherwise(bare)
    by_item = (
        rows.select("person_id", "item", entry.alias("entry"))
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


def _yuan(fen: pl.Expr) -> pl.Expr:
    """Write fen as yuan with two decimals."""
    cents = (fen % 100).cast(pl.String).str.zfill(2)
    return pl.concat_str((fen // 100).cast(pl.String), pl.lit("."), cents)
