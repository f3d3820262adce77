"""What a data file says of itself: how many rows, how much money; and whether it is so."""

from dataclasses import dataclass

from backend.kernel.errors import Invalid
from backend.kernel.money import Money
from services.mutual_aid.rules.exact import read_money

MARKS = ("合计", "TOTAL")
MOST_ROWS = 20_000_000
PARTS = 3


@dataclass(frozen=True, slots=True)
class Totals:
    """Number of rows and all amounts added up."""

    rows: int
    fen: int


def read_trailer(line: str) -> Totals | None:
    """Read the last line of a CSV, `合计,rows,yuan`; None when it is a row like the others.

    Raises Invalid `data_totals` for one that cannot be read.
    """
    parts = [part.strip().strip('"') for part in line.strip().split(",")]
    if parts[0] not in MARKS:
        return None
    kept = [part for part in parts if part]
    if len(kept) != PARTS:
        raise _unreadable()
    return read_totals(kept[1], kept[2])


def read_totals(rows: str, yuan: str) -> Totals:
    """Read both figures as people write them; raises Invalid `data_totals`."""
    fen = read_money(yuan)
    if not (rows.isascii() and rows.isdigit()) or int(rows) > MOST_ROWS or fen is None:
        raise _unreadable()
    return Totals(int(rows), fen)


def must_agree(said: Totals, found: Totals, unreadable: list[int]) -> None:
    """Refuse a file in which rows are missing, repeated or altered.

    `unreadable` are rows whose amount counts as nothing. Raises Invalid `data_rows`, `data_sum`.
    """
    if said.rows != found.rows:
        raise Invalid(
            "data_rows",
            f"文件写明共 {said.rows} 行，实际有 {found.rows} 行。文件可能缺行或重行，"
            "整份没有收，请核对后重报。",
        )
    if said.fen != found.fen:
        where = f"第 {'、'.join(map(str, unreadable[:5]))} 行的金额读不出来。" if unreadable else ""
        raise Invalid(
            "data_sum",
            f"文件写明合计 {Money(said.fen)} 元，实际加起来是 {Money(found.fen)} 元。{where}"
            "文件可能被改动，整份没有收，请核对后重报。",
        )


def _unreadable() -> Invalid:
    return Invalid("data_totals", "合计行应写成“合计,行数,金额（元）”，请改好再上传。")
