"""Rows of a plan with waiting or reduced days: which of them count, and by what factor (8.5)."""

from typing import Any

import polars as pl

from services.mutual_aid.rules.columns.frame import reduced_of
from services.mutual_aid.rules.exact import RATE_ONE
from services.mutual_aid.rules.pack import Benefit, Pack

SPELLS: dict[str, Any] = {
    "person_id": pl.Int64,
    "first_day": pl.Int32,
    "last_day": pl.Int32,
    "begins": pl.Int32,
    "passed": pl.Int64,
}


def no_spells() -> pl.DataFrame:
    """Give the spells where nobody came back within her period."""
    return pl.DataFrame(schema=SPELLS)


def is_dated(pack: Pack) -> bool:
    """Tell whether a plan pays by the day of an event in the cover."""
    return bool(pack.cover.wait_days) or pack.cover.reduced_days is not None


def dated_rows(
    pack: Pack, rows: pl.DataFrame, covers: pl.DataFrame, spells: pl.DataFrame
) -> pl.DataFrame:
    """Give the rows within a cover in the order of time, with `day` and `factor`.

    `day` is the day number in the cover, `factor` in ten-thousandths. Rows need `happened_on`,
    covers `first_day`, `last_day` (days since 1970) and `renewal_gap_days`. Who has `spells` has
    those in place of her one cover: their days count from `begins`, and are at least `passed`.
    """
    gap = covers.select("person_id", "renewal_gap_days")
    only = covers.join(spells, on="person_id", how="anti").select(
        "person_id",
        "first_day",
        "last_day",
        pl.col("first_day").alias("begins"),
        pl.lit(0, dtype=pl.Int64).alias("passed"),
    )
    span = pl.concat([only, spells]).join(gap, on="person_id")
    known = rows.sort("person_id", "item", "happened_on", maintain_order=True).join(
        span, on="person_id", maintain_order="left"
    )
    inside = known.filter(pl.col("happened_on").is_between("first_day", "last_day"))
    day = (pl.col("happened_on") - pl.col("begins") + 1).cast(pl.Int64)
    day = pl.max_horizontal(day, pl.col("passed"))
    return inside.with_columns(day.alias("day")).with_columns(_factor(pack).alias("factor"))


def counted(benefit: Benefit, own: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Drop the skipped rows of one benefit; give the others, and how many of each are reduced."""
    kept = own.filter(pl.col("factor") > 0)
    reduced = kept.group_by("person_id").agg(
        (pl.col("factor") < RATE_ONE).sum().cast(pl.Int64).alias(reduced_of(benefit))
    )
    return kept, reduced


def _factor(pack: Pack) -> pl.Expr:
    cover = pack.cover
    day = pl.col("day")
    factor: Any = pl.when(day <= cover.wait_days).then(0)
    if cover.reduced_days is not None:
        factor = factor.when(day <= cover.reduced_days).then(cover.reduced_factor)
    found: pl.Expr = factor.otherwise(RATE_ONE)
    if cover.renewal_grace_days is not None:
        is_renewed = pl.col("renewal_gap_days") <= cover.renewal_grace_days
        found = pl.when(is_renewed).then(RATE_ONE).otherwise(found)
    return found.cast(pl.Int64)
