"""From insurance rows to settlement lines: one row for each person who is paid or was overpaid."""

from dataclasses import dataclass, field

import polars as pl

from services.mutual_aid.rules.columns.dated import counted, dated_rows, is_dated, no_spells
from services.mutual_aid.rules.columns.due import due_columns
from services.mutual_aid.rules.columns.facts import entries_of, money
from services.mutual_aid.rules.columns.frame import base_of, life_of, offset_of
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


@dataclass(frozen=True, slots=True)
class Frames:
    """What is known of some persons; days count from 1970.

    `rows`: person_id, item, base_fen, offset_fen, person_group, happened_on (null where the plan
    does not ask for it), in the order of the events. `covers`: person_id, cover_id, first_day,
    last_day, renewal_gap_days. `paid`: person_id, first_day, paid_fen by period. `groups`:
    person_id, person_group beside those of the rows. `life`: person_id, first_day, item, paid_fen,
    what each period paid for each item; only for a plan that caps an item for life. `first_day` of
    a cover is that of its period; `spells` are all covers of a period into which somebody came back
    (`dated.SPELLS`), asked for by a plan with waiting.
    """

    rows: pl.DataFrame
    covers: pl.DataFrame
    paid: pl.DataFrame
    groups: pl.DataFrame
    life: pl.DataFrame
    spells: pl.DataFrame = field(default_factory=no_spells)


def caps_items_for_life(pack: Pack) -> bool:
    """Tell whether any item has a cap for life of its own."""
    return any(one.cap_life_fen is not None for one in pack.benefits)


def due_of_persons(pack: Pack, known: Frames) -> pl.DataFrame:
    """Compute what is due to each person who has rows and a cover, in the order of persons."""
    rows = known.rows
    if is_dated(pack):
        rows = dated_rows(pack, rows, known.covers, known.spells)
    asked = known.rows.select("person_id").unique()
    frame = known.covers.join(asked, on="person_id", how="semi").sort("person_id")
    for benefit in pack.benefits:
        for columns in _amounts(pack, benefit, rows):
            frame = frame.join(columns, on="person_id", how="left")
    frame = frame.join(_groups(pack, known), on="person_id", how="left")
    now = known.paid.rename({"paid_fen": "already_paid_fen"})
    frame = frame.join(now, on=["person_id", "first_day"], how="left")
    # The gap has done its work in the factors; under its own name it would be applied again.
    frame = _with_life(pack, frame.rename({"renewal_gap_days": "gap"}), known)
    return due_columns(pack, frame).with_columns(pl.col("already_paid_fen").fill_null(0))


def settlement_lines(pack: Pack, known: Frames, due: pl.DataFrame) -> pl.DataFrame:
    """Keep whom something is paid to, or was paid too much, with the facts it came from."""
    moved = due.filter((pl.col("payment_fen") > 0) | (pl.col("overpaid_fen") > 0))
    people = moved.select("person_id")
    rows = known.rows.join(people, on="person_id", how="semi", maintain_order="left")
    if is_dated(pack):
        rows = dated_rows(pack, rows, known.covers, known.spells)
    lines = moved.join(entries_of(pack, rows), on="person_id", how="left").with_columns(
        pl.concat_str(
            pl.lit('{"events":{'),
            pl.col("events").fill_null(""),
            pl.lit("}"),
            *_said(pack, moved),
            pl.lit("}"),
        ).alias("facts")
    )
    return lines.sort("person_id").select(LINE)


def _said(pack: Pack, moved: pl.DataFrame) -> list[pl.Expr]:
    """Write what else went in: group, days since the former cover, what earlier periods paid."""
    group = pl.col("group")
    said = [pl.when(group.is_null()).then(pl.lit("")).otherwise(pl.format(',"group":"{}"', group))]
    if is_dated(pack):
        gap = pl.col("gap")
        written = pl.format(',"renewal_gap_days":{}', gap)
        said.append(pl.when(gap.is_null()).then(pl.lit("")).otherwise(written))
    if caps_items_for_life(pack):
        parts = [
            pl.format('"{}":"{}"', pl.lit(one.item), money(pl.col(life_of(one)).fill_null(0)))
            for one in pack.benefits
        ]
        rest = pl.col("paid_life_fen") - pl.sum_horizontal(
            [pl.col(life_of(one)).fill_null(0) for one in pack.benefits]
        )
        other = pl.format('"other":"{}"', money(rest))
        said += [pl.lit(',"paid_life":{'), pl.concat_str(*parts, other, separator=","), pl.lit("}")]
    elif "paid_life_fen" in moved.columns:
        said.append(pl.format(',"paid_life":"{}"', money(pl.col("paid_life_fen").fill_null(0))))
    return said


def _amounts(pack: Pack, benefit: Benefit, rows: pl.DataFrame) -> list[pl.DataFrame]:
    """Give the base of an item for each person: one number, or a list in the order of events."""
    own = rows.filter(pl.col("item") == benefit.item)
    columns = [pl.col("base_fen").alias(base_of(benefit))]
    more = []
    if is_dated(pack):
        own, reduced = counted(benefit, own)
        if not benefit.per_period and pack.cover.reduced_days is not None:
            more = [reduced]
    if benefit.offsets and own["offset_fen"].sum():
        columns.append(pl.col("offset_fen").alias(offset_of(benefit)))
    if not benefit.per_period:
        return [own.group_by("person_id", maintain_order=True).agg(columns), *more]
    if is_dated(pack):
        return [own.group_by("person_id").agg([column.sum() for column in columns])]
    return [own.select("person_id", *columns)]


def _groups(pack: Pack, known: Frames) -> pl.DataFrame:
    """Give each person's group; of several the one with the highest rate (8.3)."""
    order = by_rate(pack)
    if not order:
        return pl.DataFrame(schema={"person_id": pl.Int64, "group": pl.String})
    names = ["person_id", "person_group"]
    told = pl.concat([known.rows.select(names), known.groups.select(names)])
    named = told.filter(pl.col("person_group").is_in(order))
    ranked = named.with_columns(
        pl.col("person_group").replace_strict(
            {group: place for place, group in enumerate(order)}, return_dtype=pl.Int32
        )
    )
    best = ranked.group_by("person_id").agg(pl.col("person_group").max())
    groups = pl.Series("group", order, dtype=pl.String)
    return best.select("person_id", groups.gather(best["person_group"]).alias("group"))


def _with_life(pack: Pack, frame: pl.DataFrame, known: Frames) -> pl.DataFrame:
    """Add what earlier periods paid to each person, in all and for each capped item."""
    if pack.cap_life_fen is None and not caps_items_for_life(pack):
        return frame
    frame = frame.join(_earlier(frame, known.paid, "paid_life_fen"), on="person_id", how="left")
    frame = frame.with_columns(pl.col("paid_life_fen").fill_null(0))
    if caps_items_for_life(pack):
        for benefit in pack.benefits:
            own = known.life.filter(pl.col("item") == benefit.item)
            paid = _earlier(frame, own, life_of(benefit))
            frame = frame.join(paid, on="person_id", how="left")
    return frame


def _earlier(frame: pl.DataFrame, paid: pl.DataFrame, name: str) -> pl.DataFrame:
    """Add up what periods before the one of each person paid."""
    begins = frame.select("person_id", pl.col("first_day").alias("begins"))
    before = paid.join(begins, on="person_id").filter(pl.col("first_day") < pl.col("begins"))
    return before.group_by("person_id").agg(pl.col("paid_fen").sum().alias(name))
