"""Due, payment and overpaid for every row: steps 3 to 13 of section 8 as expressions in Int64.

Amounts are *parts*: a fen times 10^4, and times another 10^4 where the plan has a reduced factor.
Every rate and factor is at most 1, so a row whose bases add up to less than the largest integer
over that scale cannot overflow; the few rows above it are evaluated one by one.
"""

from collections.abc import Sequence

import polars as pl

from services.mutual_aid.rules.columns.amounts import Amounts, amount_of
from services.mutual_aid.rules.columns.frame import (
    base_of,
    check,
    evaluate_row,
    flat,
    largest,
    life_of,
)
from services.mutual_aid.rules.exact import RATE_ONE
from services.mutual_aid.rules.pack import Benefit, Pack

_LARGEST = 2**62
RESULTS = ("due_fen", "payment_fen", "overpaid_fen")


def due_columns(pack: Pack, frame: pl.DataFrame) -> pl.DataFrame:
    """Add `due_fen`, `payment_fen` and `overpaid_fen` (Int64) to a frame of persons.

    Equal to `evaluate` for each row, to the fen. The columns of the frame: `columns.frame`.
    Raises ColumnError for a plan of other kinds and for a frame that does not fit the plan.
    """
    check(pack, frame)
    if not frame.height:
        return frame.with_columns(pl.lit(None, dtype=pl.Int64).alias(name) for name in RESULTS)
    scale = RATE_ONE if pack.cover.reduced_days is None else RATE_ONE * RATE_ONE
    lists = frozenset(name for name, kind in frame.schema.items() if kind == pl.List)
    amounts = Amounts(pack, frozenset(frame.columns), lists, scale, _LARGEST // scale)
    totals = [_benefit_total(amounts, benefit) for benefit in pack.benefits]
    totals = _greatest_of_groups(pack.benefits, totals)
    parts = _capped(pl.sum_horizontal(totals), pack.cap_period_fen, amounts)
    parts = _capped(parts, pack.cap_life_fen, amounts, _paid_life(amounts))
    due = ((parts + scale // 2) // scale).alias("due_fen")
    gap = pl.col("due_fen") - amounts.column("already_paid_fen")
    payment, overpaid = gap.clip(lower_bound=0), (-gap).clip(lower_bound=0)
    done = frame.with_columns(due).with_columns(
        payment.alias("payment_fen"), overpaid.alias("overpaid_fen")
    )
    return _mend_large_rows(pack, frame, done, amounts.most_fen)


def _benefit_total(amounts: Amounts, benefit: Benefit) -> pl.Expr:
    """Take steps 3 to 9 of one benefit."""
    total = amount_of(amounts, benefit)
    total = _capped(total, benefit.cap_period_fen, amounts)
    return _capped(total, benefit.cap_life_fen, amounts, amounts.column(life_of(benefit)))


def _capped(
    parts: pl.Expr, cap_fen: int | None, amounts: Amounts, paid: pl.Expr | None = None
) -> pl.Expr:
    """Cut an amount to what is left of a cap."""
    if cap_fen is None:
        return parts
    if paid is None:
        return parts.clip(upper_bound=amounts.bound(cap_fen) * amounts.scale)
    left = (cap_fen - paid).clip(0, amounts.most_fen)
    return pl.min_horizontal(parts, left * amounts.scale)


def _paid_life(amounts: Amounts) -> pl.Expr:
    if "paid_life_fen" in amounts.columns:
        return amounts.column("paid_life_fen")
    return pl.sum_horizontal([amounts.column(life_of(one)) for one in amounts.pack.benefits])


def _greatest_of_groups(benefits: Sequence[Benefit], totals: list[pl.Expr]) -> list[pl.Expr]:
    """Take step 10: the greatest of an exclusive group counts, on a tie the first in the file."""
    kept = []
    for place, one in enumerate(benefits):
        is_kept = pl.lit(value=True)
        for rival, other in enumerate(benefits):
            if one.exclusive_group is None or other.exclusive_group != one.exclusive_group:
                continue
            if rival < place:
                is_kept &= totals[place] > totals[rival]
            elif rival > place:
                is_kept &= totals[place] >= totals[rival]
        alone = one.exclusive_group is None
        kept.append(totals[place] if alone else pl.when(is_kept).then(totals[place]).otherwise(0))
    return kept


def _mend_large_rows(
    pack: Pack, frame: pl.DataFrame, done: pl.DataFrame, most_fen: int
) -> pl.DataFrame:
    """Evaluate the rows whose amounts are too large for Int64 one by one."""
    names = [base_of(one) for one in pack.benefits]
    if sum(_largest_sum(frame[name]) for name in names) <= most_fen:
        return done
    sums = [
        pl.col(name).list.sum() if frame.schema[name] == pl.List else pl.col(name) for name in names
    ]
    large = frame.select(pl.sum_horizontal(sums) > most_fen).to_series()
    places = large.arg_true()
    mended: dict[str, list[int]] = {name: [] for name in RESULTS}
    for row in frame.filter(large).iter_rows(named=True):
        outcome = evaluate_row(pack, row)
        mended["due_fen"].append(outcome.due.fen)
        mended["payment_fen"].append(outcome.payment.fen)
        mended["overpaid_fen"].append(outcome.overpaid.fen)
    return done.with_columns(
        done[name].scatter(places, pl.Series(values, dtype=pl.Int64))
        for name, values in mended.items()
    )


def _largest_sum(column: pl.Series) -> int:
    """Give an amount that no row of a column passes."""
    if column.dtype == pl.List:
        return largest(flat(column)) * largest(column.list.len())
    return largest(column)
